-- Every figure, defined once. Views only, nothing that DuckLake lacks. The day is getvariable('as_of'), or today.
-- Views ending in _any also have the period 'latest': unit by unit the full year where accepted, else the half year.

CREATE VIEW as_of AS SELECT coalesce(try_cast(getvariable('as_of') AS DATE), current_date) AS as_of;

-- A withdrawal counts from its day on; the last change of the ledger up to the day decides.
CREATE VIEW version_withdrawn AS
SELECT version, arg_max(is_withdrawn, seq) AS is_withdrawn
FROM version_change, as_of WHERE changed_on <= as_of GROUP BY version;

-- Accepted and not withdrawn, as of the day. A report counts from the day it was received.
CREATE VIEW version_standing AS
SELECT v.* FROM version v CROSS JOIN as_of LEFT JOIN version_withdrawn w USING (version)
WHERE v.received_on <= as_of AND NOT coalesce(w.is_withdrawn, false);

-- The newest standing version of each unit's report.
CREATE VIEW version_in_force AS
SELECT v.* FROM version_standing v
JOIN (SELECT max(version) AS version FROM version_standing GROUP BY plan_year, period, unit_code) USING (version);

-- Periods in the order of their ends, so that “latest” is the last one accepted.
CREATE VIEW period_order AS
SELECT plan_year, period, to_on, catalogue_on, row_number() OVER (PARTITION BY plan_year ORDER BY to_on) AS place FROM period;

-- Which version, and which day's catalogue, speak for a unit in a period. version is null where no report came.
CREATE VIEW chosen AS
SELECT u.plan_year, p.period, u.unit_code, u.unit, u.level, p.period AS report_period, p.catalogue_on, f.version
FROM unit u JOIN period_order p USING (plan_year)
LEFT JOIN version_in_force f ON f.plan_year = u.plan_year AND f.unit_code = u.unit_code AND f.period = p.period
UNION ALL
SELECT u.plan_year, 'latest', u.unit_code, u.unit, u.level,
       arg_max(p.period, p.place + CASE WHEN f.version IS NULL THEN 0 ELSE 1000 END),
       arg_max(p.catalogue_on, p.place + CASE WHEN f.version IS NULL THEN 0 ELSE 1000 END),
       max_by(f.version, p.place) FILTER (WHERE f.version IS NOT NULL)
FROM unit u JOIN period_order p USING (plan_year)
LEFT JOIN version_in_force f ON f.plan_year = u.plan_year AND f.unit_code = u.unit_code AND f.period = p.period
GROUP BY u.plan_year, u.unit_code, u.unit, u.level;

-- Base unions of the catalogue on the period's day, with what was reported of them. Rows of units outside it do not count.
CREATE VIEW base_union_row AS
SELECT c.plan_year, c.period, c.unit_code AS district_code, c.unit AS district, c.version, c.report_period,
       b.base_union_code, b.base_union, b.kind, r.source_row,
       r.members, r.rural_members, r.landscape_models, r.landscape_model_names, r.reached, r.reached_environment, r.reached_waste, r.reached_straw, r.reached_economy, r.note
FROM chosen c
JOIN base_union b ON b.district_code = c.unit_code AND b.valid_from <= c.catalogue_on AND (b.valid_to IS NULL OR b.valid_to >= c.catalogue_on)
LEFT JOIN base_union_report r ON r.version = c.version AND r.base_union_code = b.base_union_code
WHERE c.level = 'district';

-- One row a figure, so that a target names its field as data.
CREATE VIEW base_union_field AS
SELECT plan_year, period, district_code, base_union_code, version, field, value FROM base_union_row
UNPIVOT INCLUDE NULLS (value FOR field IN (members, rural_members, landscape_models, reached, reached_environment, reached_waste, reached_straw, reached_economy));

CREATE VIEW base_union_status_any AS
SELECT r.plan_year, r.period, r.district_code, r.base_union_code, r.district, r.base_union,
       r.members, r.rural_members, r.landscape_models, r.reached, r.reached_environment, r.reached_waste, r.reached_straw, r.reached_economy,
       CASE WHEN r.landscape_models IS NULL THEN 'not_reported'
            WHEN r.landscape_models >= coalesce(t.at_least, 1) THEN 'achieved' ELSE 'not_achieved' END AS ct1_status,
       CASE WHEN r.rural_members > 0 THEN r.reached / r.rural_members END AS ct2_completion,
       r.kind, r.landscape_model_names, r.note, r.version, s.sheet AS source_sheet, r.source_row,
       r.source_row IS NOT NULL AS is_reported, r.version IS NOT NULL AS has_report, r.report_period
FROM base_union_row r
LEFT JOIN (SELECT plan_year, min(at_least) AS at_least FROM target WHERE kind = 'base_unions_with' AND numerator = 'landscape_models' GROUP BY plan_year) t USING (plan_year)
LEFT JOIN (SELECT DISTINCT version, sheet FROM source_column WHERE form = 'BM1') s USING (version);

CREATE VIEW base_union_status AS SELECT * FROM base_union_status_any WHERE period <> 'latest';

-- Stage: stopped by its state; sustained when launched before the period reported, running, with households reported.
-- A period is “after the launch's” when the launch lies in an earlier period of the plan year, or before the plan year.
CREATE VIEW model_row AS
SELECT c.plan_year, c.period, m.model_type, c.unit_code AS district_code, m.commune_code, m.supported_by,
       c.unit AS district, b.base_union AS commune,
       CASE WHEN m.state = 'stopped' THEN 'stopped'
            WHEN m.launched_on IS NOT NULL AND m.state = 'active' AND m.households IS NOT NULL AND m.launched_on <= coalesce(e.to_on, p.from_on - INTERVAL 1 DAY) THEN 'sustained'
            WHEN m.launched_on IS NOT NULL THEN 'launched'
            WHEN m.trained_on IS NOT NULL THEN 'trained' ELSE 'selected' END AS stage,
       m.trained_on, m.launched_on, m.trainees, m.households, m.volume, m.volume_unit, m.area_ha, m.state,
       t.target_code AS program_target, t.kind AS program_kind,
       m.launched_on IS NOT NULL AND m.state IS DISTINCT FROM 'stopped' AND t.target_code IS NOT NULL AS is_running,
       m.note, c.version, m.source_row, c.report_period
FROM chosen c
JOIN model_report m USING (version)
JOIN period p ON p.plan_year = c.plan_year AND p.period = c.report_period
LEFT JOIN (SELECT a.plan_year, a.period, max(o.to_on) AS to_on FROM period_order a JOIN period_order o ON o.plan_year = a.plan_year AND o.place < a.place GROUP BY a.plan_year, a.period) e
       ON e.plan_year = c.plan_year AND e.period = c.report_period
LEFT JOIN (SELECT base_union_code, arg_max(base_union, valid_from) AS base_union FROM base_union GROUP BY base_union_code) b ON b.base_union_code = m.commune_code
LEFT JOIN (SELECT t.plan_year, t.target_code, t.model_type, t.kind, s.district_code FROM target t JOIN target_scope s USING (plan_year, target_code) WHERE t.model_type IS NOT NULL) t
       ON t.plan_year = c.plan_year AND t.model_type = m.model_type AND t.district_code = c.unit_code AND m.supported_by = 'city';

-- counts_for: the target whose numerator holds this row. district_has counts one a district: the first launched.
-- place: among the city-supported models of a district and target; those beyond the first of district_has are surplus.
CREATE VIEW model_progress_any AS
SELECT plan_year, period, model_type, district_code, commune_code, supported_by, district, commune, stage, trained_on, launched_on, trainees, households, volume, volume_unit, area_ha, state,
       CASE WHEN is_running AND (program_kind = 'communes_with' OR running_place = 1) THEN program_target END AS counts_for,
       program_target, program_kind = 'district_has' AND place > 1 AS is_surplus, place, note, version, s.sheet AS source_sheet, source_row, report_period
FROM (SELECT *, row_number() OVER (PARTITION BY plan_year, period, district_code, program_target, is_running ORDER BY launched_on, commune_code) AS running_place,
             row_number() OVER (PARTITION BY plan_year, period, district_code, program_target ORDER BY is_running DESC, launched_on NULLS LAST, trained_on NULLS LAST, commune_code) AS place
      FROM model_row)
LEFT JOIN (SELECT DISTINCT version, sheet FROM source_column WHERE form = 'BM2') s USING (version);

CREATE VIEW model_progress AS SELECT * FROM model_progress_any WHERE period <> 'latest';

-- Numerator and denominator of each target in each district of its scope; null where nothing was reported of it.
CREATE VIEW target_part AS
SELECT t.plan_year, c.period, t.target_code, t.kind, c.unit_code AS district_code, c.version, c.report_period,
       CASE t.kind WHEN 'base_unions_with' THEN b.achieved WHEN 'share_of_sums' THEN b.numerator
                   WHEN 'district_has' THEN least(coalesce(m.running, 0), 1) WHEN 'communes_with' THEN coalesce(m.running, 0) END AS numerator,
       CASE t.kind WHEN 'base_unions_with' THEN b.base_unions WHEN 'share_of_sums' THEN b.denominator WHEN 'district_has' THEN 1 END AS denominator,
       CASE WHEN t.kind = 'base_unions_with' THEN b.with_numerator WHEN t.kind = 'share_of_sums' THEN b.with_both END AS base_unions_reported,
       CASE WHEN t.kind IN ('base_unions_with', 'share_of_sums') THEN b.base_unions END AS base_unions_expected
FROM target t
JOIN target_scope s USING (plan_year, target_code)
JOIN chosen c ON c.plan_year = t.plan_year AND c.unit_code = s.district_code
LEFT JOIN (
    SELECT t.plan_year, n.period, t.target_code, n.district_code, count(*) AS base_unions,
           count(n.value) AS with_numerator, count(*) FILTER (WHERE n.value >= t.at_least) AS achieved,
           count(*) FILTER (WHERE n.value IS NOT NULL AND d.value IS NOT NULL) AS with_both,
           sum(n.value) FILTER (WHERE d.value IS NOT NULL) AS numerator, sum(d.value) FILTER (WHERE n.value IS NOT NULL) AS denominator
    FROM target t
    JOIN base_union_field n ON n.plan_year = t.plan_year AND n.field = t.numerator
    LEFT JOIN base_union_field d ON d.plan_year = n.plan_year AND d.period = n.period AND d.district_code = n.district_code AND d.base_union_code = n.base_union_code AND d.field = t.denominator
    GROUP BY ALL
) b ON b.plan_year = t.plan_year AND b.period = c.period AND b.target_code = t.target_code AND b.district_code = c.unit_code
LEFT JOIN (SELECT plan_year, period, program_target, district_code, count(*) AS running FROM model_row WHERE is_running GROUP BY ALL) m
       ON m.plan_year = t.plan_year AND m.period = c.period AND m.program_target = t.target_code AND m.district_code = c.unit_code;

-- Districts, then the city (district_code ''): Σ / Σ, never a mean. Without any report the city's numbers are null too.
CREATE VIEW target_figure AS
SELECT t.plan_year, c.period, t.target_code, c.unit_code AS district_code, c.unit AS district,
       CASE WHEN p.version IS NOT NULL AND coalesce(p.base_unions_reported, 1) > 0 THEN p.numerator END AS numerator,
       CASE WHEN p.version IS NOT NULL AND coalesce(p.base_unions_reported, 1) > 0 THEN p.denominator END AS denominator,
       CASE WHEN p.target_code IS NULL THEN 'not_applicable' WHEN p.version IS NULL THEN 'no_report'
            WHEN p.base_unions_reported = 0 THEN 'not_reported' WHEN t.kind = 'communes_with' THEN 'no_goal' END AS fixed_status,
       CASE WHEN p.target_code IS NOT NULL THEN CASE WHEN p.version IS NULL THEN 0 ELSE 1 END END AS units_reported,
       CASE WHEN p.target_code IS NOT NULL THEN 1 END AS units_expected,
       CASE WHEN p.version IS NOT NULL THEN p.base_unions_reported END AS base_unions_reported, p.base_unions_expected, NULL::INTEGER AS goal, p.version, c.report_period, 'district' AS level
FROM target t
JOIN chosen c ON c.plan_year = t.plan_year AND c.level = 'district'
LEFT JOIN target_part p ON p.plan_year = t.plan_year AND p.period = c.period AND p.target_code = t.target_code AND p.district_code = c.unit_code
UNION ALL
SELECT t.plan_year, p.period, t.target_code, '' AS district_code, any_value(u.unit),
       CASE WHEN count(p.version) > 0 AND (t.model_type IS NOT NULL OR sum(p.base_unions_reported) FILTER (WHERE p.version IS NOT NULL) > 0) THEN coalesce(sum(p.numerator) FILTER (WHERE p.version IS NOT NULL), 0) END,
       CASE WHEN count(p.version) > 0 AND (t.model_type IS NOT NULL OR sum(p.base_unions_reported) FILTER (WHERE p.version IS NOT NULL) > 0) THEN
           CASE t.kind WHEN 'base_unions_with' THEN sum(p.base_unions_expected) WHEN 'share_of_sums' THEN sum(p.denominator) FILTER (WHERE p.version IS NOT NULL)
                       ELSE coalesce(any_value(t.goal), count(*)) END END,
       CASE WHEN count(p.version) = 0 THEN 'no_report' WHEN t.model_type IS NULL AND sum(p.base_unions_reported) FILTER (WHERE p.version IS NOT NULL) = 0 THEN 'not_reported' END,
       count(p.version), count(*),
       sum(p.base_unions_reported) FILTER (WHERE p.version IS NOT NULL), sum(p.base_unions_expected), any_value(t.goal), NULL, NULL, 'city'
FROM target t
JOIN target_part p USING (plan_year, target_code)
JOIN unit u ON u.plan_year = t.plan_year AND u.level = 'city'
GROUP BY t.plan_year, p.period, t.target_code, t.kind, t.model_type;

-- Status compares before rounding and nothing is capped. A denominator of 0 (no rural member at all) leaves nothing to achieve.
CREATE VIEW target_completion_any AS
SELECT f.plan_year, f.period, f.target_code, f.district_code, f.district, f.numerator::BIGINT AS numerator, f.denominator::BIGINT AS denominator,
       CASE WHEN f.denominator > 0 THEN f.numerator / f.denominator END AS completion,
       CASE WHEN f.fixed_status IS NOT NULL THEN f.fixed_status
            WHEN f.denominator = 0 THEN 'not_applicable'
            WHEN f.numerator >= p.achieved * f.denominator THEN 'achieved'
            WHEN f.numerator >= p.near * f.denominator THEN 'near' ELSE 'behind' END AS status,
       f.units_reported::INTEGER AS units_reported, f.units_expected::INTEGER AS units_expected,
       f.base_unions_reported::INTEGER AS base_unions_reported, f.base_unions_expected::INTEGER AS base_unions_expected, f.goal, f.level, f.version, f.report_period
FROM target_figure f JOIN plan p USING (plan_year);

CREATE VIEW target_completion AS SELECT * FROM target_completion_any WHERE period <> 'latest';

-- on_time, late: by the first standing version. Correcting a report later does not make it late.
CREATE VIEW reporting_status AS
SELECT u.plan_year, p.period, u.unit_code, u.unit, p.deadline, s.received_on,
       CASE WHEN s.received_on IS NOT NULL THEN CASE WHEN s.received_on < p.deadline OR (p.deadline_day_on_time AND s.received_on = p.deadline) THEN 'on_time' ELSE 'late' END
            WHEN as_of > p.deadline OR (as_of = p.deadline AND NOT p.deadline_day_on_time) THEN 'missing' ELSE 'due' END AS status,
       coalesce(a.versions, 0)::INTEGER AS versions, f.file_name AS accepted_file, f.finding_count AS findings,
       f.version, f.received_on AS last_received_on, p.deadline_day_on_time,
       CASE WHEN s.received_on IS NOT NULL THEN date_diff('day', p.deadline, s.received_on) + CASE WHEN p.deadline_day_on_time THEN 0 ELSE 1 END
            ELSE date_diff('day', p.deadline, as_of) + CASE WHEN p.deadline_day_on_time THEN 0 ELSE 1 END END AS days_after_deadline,
       f.plan_approved, f.plan_approved_on, f.district_plan_no, f.district_plan_date, f.budget_million_vnd, f.report_date, f.accepted_at
FROM unit u JOIN period p USING (plan_year) CROSS JOIN as_of
LEFT JOIN (SELECT plan_year, period, unit_code, arg_min(received_on, version) AS received_on FROM version_standing GROUP BY ALL) s
       ON s.plan_year = u.plan_year AND s.period = p.period AND s.unit_code = u.unit_code
LEFT JOIN (SELECT plan_year, period, unit_code, count(*) AS versions FROM version CROSS JOIN as_of WHERE received_on <= as_of GROUP BY ALL) a
       ON a.plan_year = u.plan_year AND a.period = p.period AND a.unit_code = u.unit_code
LEFT JOIN version_in_force f ON f.plan_year = u.plan_year AND f.period = p.period AND f.unit_code = u.unit_code
WHERE u.level = 'district';

-- One event, as of the day. A quantity left blank is one (forms.md).
CREATE VIEW event_timeline_any AS
SELECT c.plan_year, c.period, c.unit_code, e.source_row, c.unit, e.activity_code, e.title, e.planned_from, e.planned_to, e.actual_from, e.actual_to, e.place,
       coalesce(e.quantity, 1)::INTEGER AS quantity, e.participants, e.cost_million_vnd,
       CASE WHEN coalesce(e.actual_from, e.actual_to) <= as_of THEN 'done'
            WHEN coalesce(e.planned_to, e.planned_from) < as_of THEN 'overdue'
            WHEN coalesce(e.planned_from, e.planned_to) > as_of THEN 'upcoming' ELSE 'open' END AS status,
       e.result, e.activity_code_given, e.note, e.quantity IS NOT NULL AS is_quantity_reported, c.level, c.version, s.sheet AS source_sheet, c.report_period
FROM chosen c JOIN event_report e USING (version) CROSS JOIN as_of
LEFT JOIN (SELECT DISTINCT version, sheet FROM source_column WHERE form = 'BM3') s USING (version);

CREATE VIEW event_timeline AS SELECT * FROM event_timeline_any WHERE period <> 'latest';

-- What was done of each activity of the plan, by unit. Reports and approvals are counted from what they are, not from BM3.
CREATE VIEW activity_part AS
SELECT a.plan_year, c.period, a.activity_code, c.unit_code, c.unit, c.level, c.version,
       CASE a.counted_by WHEN 'report' THEN CASE WHEN r.received_on IS NULL THEN 0 ELSE 1 END
                         WHEN 'plan_approved' THEN CASE WHEN v.plan_approved THEN 1 ELSE 0 END
                         ELSE coalesce(e.quantity, 0) END AS quantity_done,
       CASE WHEN a.counted_by = 'events' THEN coalesce(e.events, 0) ELSE 0 END AS events, e.participants, e.cost_million_vnd, e.actual_from, e.actual_to
FROM activity a
JOIN chosen c ON c.plan_year = a.plan_year AND (a.level = 'all' OR a.level = c.level)
LEFT JOIN (SELECT plan_year, period, unit_code, activity_code, sum(quantity) AS quantity, count(*) AS events, sum(participants) AS participants,
                  sum(cost_million_vnd) AS cost_million_vnd, min(actual_from) AS actual_from, max(coalesce(actual_to, actual_from)) AS actual_to
           FROM event_timeline_any WHERE status = 'done' AND activity_code IS NOT NULL GROUP BY ALL) e
       ON e.plan_year = a.plan_year AND e.period = c.period AND e.unit_code = c.unit_code AND e.activity_code = a.activity_code
LEFT JOIN version v ON v.version = c.version
LEFT JOIN reporting_status r ON a.counted_by = 'report' AND r.plan_year = a.plan_year AND r.period = a.period AND r.unit_code = c.unit_code;

-- unit_code '' is all units together. done: quantity reached, or without a quantity at least one event; of one unit, one is its quantity.
CREATE VIEW activity_status AS
SELECT a.plan_year, s.period, a.activity_code, s.unit_code, s.unit, s.quantity_done::INTEGER AS quantity_done,
       CASE WHEN s.unit_code = '' OR a.level = 'city' THEN a.quantity WHEN a.counted_by <> 'events' THEN 1 END AS quantity,
       s.events::INTEGER AS events, s.units_done::INTEGER AS units_done, s.units::INTEGER AS units, s.participants::BIGINT AS participants, s.cost_million_vnd, s.actual_from, s.actual_to,
       CASE WHEN s.quantity_done >= coalesce(CASE WHEN s.unit_code = '' OR a.level = 'city' THEN a.quantity END, 1) THEN 'done'
            WHEN a.planned_to < as_of THEN 'overdue'
            WHEN s.quantity_done > 0 THEN 'partly'
            WHEN a.planned_from > as_of THEN 'upcoming' ELSE 'open' END AS status,
       a.position, a.section_code, a.clause, a.level, a.lead_code, a.counted_by, a.planned_from, a.planned_to, a.window_text, a.title, a.title_en, a.source, a.note, a.note_en
FROM activity a
JOIN (SELECT plan_year, period, activity_code, unit_code, unit, quantity_done, events, CASE WHEN quantity_done > 0 THEN 1 ELSE 0 END AS units_done, 1 AS units, participants, cost_million_vnd, actual_from, actual_to FROM activity_part
      UNION ALL
      SELECT plan_year, period, activity_code, '', '', sum(quantity_done), sum(events), count(*) FILTER (WHERE quantity_done > 0), count(*), sum(participants), sum(cost_million_vnd), min(actual_from), max(actual_to)
      FROM activity_part GROUP BY plan_year, period, activity_code) s USING (plan_year, activity_code)
CROSS JOIN as_of;
