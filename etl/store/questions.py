"""The questions pages ask, one SELECT each on the views; answers are rows. Names as in metrics.md."""

from datetime import date
from typing import Any

from etl.store.snapshot import ask

# What a reader must be allowed to do to ask; the others are for everybody who may read the pages. $unit "" is all units.
NEEDS = {"versions": "read_history", "changes": "read_history", "entries": "read_history", "prepared": "read_personal"}


def _select(sql: str) -> Any:
    """A question: a function of store, day and $named parameters."""

    def question(home: str, as_of: date | None = None, **params: Any) -> list[Any]:
        return ask(home, sql, as_of, **params)

    question.__doc__ = sql
    return question


target_completion = _select("""
    SELECT c.*, t.position, t.title, t.title_en, t.short, t.short_en, t.unit AS counted, t.unit_en AS counted_en, t.clause, t.source, t.goal_text, t.goal_text_en, t.kind
    FROM target_completion_any c JOIN target t USING (plan_year, target_code) LEFT JOIN unit u ON u.plan_year = c.plan_year AND u.unit_code = c.district_code
    WHERE c.plan_year = $plan_year ORDER BY t.position, u.position NULLS FIRST""")

# In Vietnamese order: Đ after D.
base_unions = _select("""
    SELECT b.*, v.file_name FROM base_union_status_any b LEFT JOIN version v USING (version)
    WHERE b.plan_year = $plan_year AND b.period = $period AND b.district_code = $district
    ORDER BY b.kind DESC, strip_accents(replace(replace(b.base_union, 'Đ', 'Dzz'), 'đ', 'dzz')), b.base_union""")

# The first row is the city: sums over the same base unions, never a mean of percentages.
topics = _select("""
    SELECT t.district_code, t.district, sum(rural_members) AS rural_members, sum(reached) AS reached, sum(reached_environment) AS reached_environment,
           sum(reached_waste) AS reached_waste, sum(reached_straw) AS reached_straw, sum(reached_economy) AS reached_economy
    FROM base_union_status_any t JOIN unit u ON u.plan_year = t.plan_year AND u.unit_code = t.district_code
    WHERE t.plan_year = $plan_year AND period = $period AND reached IS NOT NULL AND rural_members IS NOT NULL
    GROUP BY GROUPING SETS ((t.district_code, t.district, u.position), ()) ORDER BY u.position NULLS FIRST""")

models = _select("""
    SELECT m.*, v.file_name FROM model_progress_any m LEFT JOIN version v USING (version) JOIN unit u ON u.plan_year = m.plan_year AND u.unit_code = m.district_code
    WHERE m.plan_year = $plan_year AND m.period = $period ORDER BY m.model_type DESC, u.position, m.place_number NULLS LAST, m.commune""")

# Models outside the programmes: what districts and communes support, and what the city supports outside a target's districts.
replication = _select("""
    SELECT m.district, m.model_type, m.supported_by, count(*) AS models, sum(m.households) AS households
    FROM model_progress_any m JOIN unit u ON u.plan_year = m.plan_year AND u.unit_code = m.district_code
    WHERE m.plan_year = $plan_year AND m.period = $period AND m.program_target IS NULL
    GROUP BY m.district, m.model_type, m.supported_by, u.position ORDER BY u.position, m.model_type DESC, m.supported_by DESC""")

events = _select("""
    SELECT e.*, a.section_code, a.lead_code, v.file_name FROM event_timeline_any e
    LEFT JOIN activity a USING (plan_year, activity_code) LEFT JOIN version v USING (version)
    WHERE e.plan_year = $plan_year AND e.period = $period AND ($unit = '' OR e.unit_code = $unit)
    ORDER BY coalesce(e.actual_from, e.planned_from), e.unit, e.source_row""")

activities = _select("""
    SELECT s.*, n.name AS section, n.name_en AS section_en, l.name AS lead, l.name_en AS lead_en FROM activity_status s
    JOIN section n USING (plan_year, section_code) JOIN lead l USING (plan_year, lead_code)
    WHERE s.plan_year = $plan_year AND s.unit_code = $unit ORDER BY s.position""")

reporting = _select("""
    SELECT r.*, p.label, p.label_en FROM reporting_status r JOIN period p USING (plan_year, period)
    JOIN unit u USING (plan_year, unit_code) WHERE r.plan_year = $plan_year ORDER BY u.position, p.deadline""")

indicators = _select("""
    SELECT i.indicator_code, i.title, i.title_en, i.unit, i.unit_en, sum(r.value) AS value, count(r.value) AS units FROM indicator i
    LEFT JOIN chosen c ON c.plan_year = i.plan_year AND c.period = $period AND ($unit = '' OR c.unit_code = $unit)
    LEFT JOIN indicator_report r ON r.version = c.version AND r.indicator_code = i.indicator_code
    WHERE i.plan_year = $plan_year GROUP BY ALL ORDER BY i.indicator_code""")

# One indicator, unit by unit, with where it stands. A unit without the row is there too.
indicator_parts = _select("""
    SELECT c.unit_code, c.unit, r.value, c.version, v.file_name, s.sheet AS source_sheet, r.source_row FROM chosen c
    JOIN unit u ON u.plan_year = c.plan_year AND u.unit_code = c.unit_code
    LEFT JOIN indicator_report r ON r.version = c.version AND r.indicator_code = $code
    LEFT JOIN version v ON v.version = c.version
    LEFT JOIN (SELECT DISTINCT version, sheet FROM source_column WHERE form = 'BM4') s ON s.version = c.version
    WHERE c.plan_year = $plan_year AND c.period = $period AND ($unit = '' OR c.unit_code = $unit) AND (c.level = 'district' OR r.value IS NOT NULL) ORDER BY u.position""")

# The other results of one unit, each with where it stands.
indicator_parts_of = _select("""
    SELECT i.indicator_code, i.title, i.title_en, i.unit AS counted, i.unit_en AS counted_en, c.unit, r.value, c.version, v.file_name, s.sheet AS source_sheet, r.source_row FROM indicator i
    JOIN chosen c ON c.plan_year = i.plan_year AND c.period = $period AND c.unit_code = $unit
    LEFT JOIN indicator_report r ON r.version = c.version AND r.indicator_code = i.indicator_code
    LEFT JOIN version v ON v.version = c.version
    LEFT JOIN (SELECT DISTINCT version, sheet FROM source_column WHERE form = 'BM4') s ON s.version = c.version
    WHERE i.plan_year = $plan_year ORDER BY i.position""")

units = _select("SELECT * FROM unit WHERE plan_year = $plan_year ORDER BY level DESC, position")
districts = _select(
    "SELECT unit_code AS district_code, unit AS district, unit_type FROM unit WHERE plan_year = $plan_year AND level = 'district' ORDER BY position"
)
periods = _select("SELECT * FROM period WHERE plan_year = $plan_year ORDER BY to_on")
targets = _select("SELECT * FROM target WHERE plan_year = $plan_year ORDER BY position")
plans = _select("SELECT * FROM plan ORDER BY plan_year DESC")
tiles = _select("SELECT * FROM tile ORDER BY tile_row, tile_column")

sources = _select("SELECT form, field, sheet, column_letter FROM source_column WHERE version = $version")
source_cells = _select("SELECT field, sheet, cell FROM source_cell WHERE version = $version")

versions = _select("""
    SELECT v.version, v.plan_year, v.period, v.unit_code, u.unit, v.file_name, v.sha256, v.received_on, v.accepted_at, v.accepted_by, v.reason, v.report_date, v.finding_count,
           coalesce(w.is_withdrawn, false) AS is_withdrawn, f.version IS NOT NULL AS is_in_force
    FROM version v JOIN unit u USING (plan_year, unit_code) LEFT JOIN version_withdrawn w USING (version) LEFT JOIN version_in_force f USING (version)
    WHERE $unit = '' OR v.unit_code = $unit ORDER BY v.version DESC""")

changes = _select("""
    SELECT c.* FROM version_change c JOIN version v USING (version) WHERE version = $version AND ($unit = '' OR v.unit_code = $unit) ORDER BY c.seq""")

prepared = _select("SELECT prepared_by, phone FROM version WHERE version = $version")

entries = _select("""
    SELECT e.seq, e.occurred_at, e.actor, e.origin, e.action, u.unit, e.plan_year, e.period, e.version, e.file_name, e.reason, e.detail, e.sha256, e.unit_code
    FROM entry e LEFT JOIN (SELECT DISTINCT unit_code, unit FROM unit) u USING (unit_code)
    WHERE $unit = '' OR e.unit_code = $unit ORDER BY e.seq DESC LIMIT 2000""")

catalogue = _select("""
    SELECT base_union_code, base_union, kind, district_code, valid_from, valid_to, basis FROM base_union
    WHERE district_code = $district ORDER BY valid_to NULLS FIRST, kind DESC, base_union""")
