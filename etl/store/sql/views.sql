-- Every figure, defined once. Views only, nothing that DuckLake lacks. The day is getvariable('as_of'), or today in
-- Hanoi (UTC+7).
-- Views ending in _any also have the period 'latest': unit by unit the full year where accepted, else the half
-- year.
-- Planning a view costs more than running it: each names another at most once or twice.

CREATE VIEW as_of AS
SELECT
    coalesce(
        try_cast(getvariable('as_of') AS DATE),
        CAST(make_timestamp(epoch_us(now())) + INTERVAL 7 HOUR AS DATE)
    ) AS as_of;

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
SELECT *
FROM version_standing
QUALIFY row_number() OVER (PARTITION BY plan_year, period, unit_code ORDER BY version DESC) = 1;

-- Who reports in a period: the city union, and either districts or communes. Where a year has both, “latest” is of
-- those who report in the last period that any of them has reported.
CREATE VIEW reporting_unit AS
SELECT
    u.plan_year, p.period, u.unit_code, u.unit, u.unit_type, u.level, u.position, p.reporting_units, p.catalogue_on,
    p.to_on
FROM unit u
JOIN period p ON p.plan_year = u.plan_year AND coalesce(u.reports_as, p.reporting_units) = p.reporting_units;

-- Which version, and which day's catalogue, speak for a unit in a period. version is null where no report came.
-- “latest” is the last period with a report; without any, the last period.
CREATE VIEW chosen AS
SELECT
    plan_year,
    unnest(CASE WHEN is_latest THEN [report_period, 'latest'] ELSE [report_period] END) AS period,
    unit_code, unit, level, report_period, catalogue_on, version, reporting_units
FROM (
    SELECT
        *,
        (level = 'city' OR reporting_units = latest_units) AND row_number() OVER (
            PARTITION BY plan_year, unit_code
            ORDER BY version IS NULL, to_on DESC
        ) = 1 AS is_latest
    FROM (
        SELECT
            u.plan_year,
            u.period AS report_period,
            u.unit_code, u.unit, u.level, u.catalogue_on, u.to_on, f.version, u.reporting_units,
            coalesce(
                arg_max(u.reporting_units, u.to_on) FILTER (
                    WHERE f.version IS NOT NULL AND u.level = 'district'
                ) OVER (PARTITION BY u.plan_year),
                arg_min(u.reporting_units, u.to_on) OVER (PARTITION BY u.plan_year)
            ) AS latest_units
        FROM reporting_unit u
        LEFT JOIN version_in_force f
            ON f.plan_year = u.plan_year AND f.period = u.period AND f.unit_code = u.unit_code
    )
);

-- Base unions of the catalogue on the period's day, with what was reported of them. Rows of units outside it do not
-- count: numerators and denominators are taken over the same base unions, whatever staff add or retire later.
-- figures: the same numbers as a list, so that a target names its fields as data; target_field gives their places
-- in it.
CREATE VIEW base_union_row AS
SELECT
    c.plan_year, c.period,
    c.unit_code AS district_code,
    c.unit AS district,
    c.version, c.report_period, b.base_union_code, b.base_union, b.kind, r.source_row, r.members, r.rural_members,
    r.landscape_models, r.landscape_model_names, r.reached, r.reached_environment, r.reached_waste, r.reached_straw,
    r.reached_economy, r.note,
    [
        r.members, r.rural_members, r.landscape_models, r.reached, r.reached_environment, r.reached_waste,
        r.reached_straw, r.reached_economy
    ] AS figures
FROM chosen c
JOIN base_union b
    ON CASE c.reporting_units WHEN 'communes' THEN b.base_union_code ELSE b.district_code END = c.unit_code
    AND b.valid_from <= c.catalogue_on
    AND (b.valid_to IS NULL OR b.valid_to >= c.catalogue_on)
LEFT JOIN base_union_report r ON r.version = c.version AND r.base_union_code = b.base_union_code
WHERE c.level = 'district';

-- What the base unions of a period had become in a later one, whole or a part, themselves where they stayed as they
-- were; unit_code: who reports on it then, if anybody does.
CREATE MACRO became(from_year, from_period, to_year, to_period) AS TABLE
SELECT
    l.base_union_code, l.base_union, l.district_code, l.share, l.is_known,
    CASE t.reporting_units WHEN 'communes' THEN l.successor_code ELSE b.district_code END AS unit_code
FROM period f
CROSS JOIN period t
JOIN lineage l
    ON l.valid_from <= f.catalogue_on
    AND (l.valid_to IS NULL OR l.valid_to >= f.catalogue_on)
    AND greatest(l.since, l.successor_from) <= t.catalogue_on
    AND (l.successor_to IS NULL OR l.successor_to >= t.catalogue_on)
JOIN base_union b ON b.base_union_code = l.successor_code AND b.valid_from = l.successor_from
WHERE f.plan_year = from_year AND f.period = from_period AND t.plan_year = to_year AND t.period = to_period;

-- What a target counts: two of the same definition may be compared over the years, whatever their goals.
CREATE VIEW target_definition AS
SELECT
    plan_year, target_code, position, kind, goal_text,
    [kind, numerator, denominator, model_type, coalesce(at_least, 1)::VARCHAR] AS definition
FROM target;

-- Figures that were implausible and confirmed (W11), row by row of a sheet: the cells, with a comma.
CREATE VIEW oddity_row AS
SELECT
    version, sheet,
    TRY_CAST(regexp_extract(cell, '[0-9]+$') AS INTEGER) AS source_row,
    string_agg(cell, ', ' ORDER BY position) AS confirmed_oddities
FROM finding
WHERE code = 'W11' AND cell IS NOT NULL
GROUP BY ALL;

CREATE VIEW target_field AS
SELECT
    plan_year, target_code, kind,
    position = min(position) OVER (PARTITION BY plan_year, kind) AS is_first,
    coalesce(at_least, 1) AS at_least,
    list_position(fields, numerator) AS numerator_at,
    list_position(fields, denominator) AS denominator_at
FROM target, (
    SELECT
        [
            'members', 'rural_members', 'landscape_models', 'reached', 'reached_environment', 'reached_waste',
            'reached_straw', 'reached_economy'
        ] AS fields
)
WHERE model_type IS NULL;

-- ct1 and ct2 follow the fields and the least number of the year's first target of either kind, whatever its code.
CREATE VIEW base_union_status_any AS
SELECT
    r.plan_year, r.period, r.district_code, r.base_union_code, r.district, r.base_union, r.members, r.rural_members,
    r.landscape_models, r.reached, r.reached_environment, r.reached_waste, r.reached_straw, r.reached_economy,
    CASE
        WHEN r.figures[ct1.numerator_at] IS NULL THEN 'not_reported'
        WHEN r.figures[ct1.numerator_at] >= ct1.at_least THEN 'achieved'
        ELSE 'not_achieved'
    END AS ct1_status,
    CASE
        WHEN r.figures[ct2.denominator_at] > 0 THEN r.figures[ct2.numerator_at] / r.figures[ct2.denominator_at]
    END AS ct2_completion,
    r.kind, r.landscape_model_names, r.note, r.version,
    s.sheet AS source_sheet,
    r.source_row,
    r.source_row IS NOT NULL AS is_reported,
    r.version IS NOT NULL AS has_report,
    r.report_period, o.confirmed_oddities
FROM base_union_row r
LEFT JOIN target_field ct1 ON ct1.plan_year = r.plan_year AND ct1.kind = 'base_unions_with' AND ct1.is_first
LEFT JOIN target_field ct2 ON ct2.plan_year = r.plan_year AND ct2.kind = 'share_of_sums' AND ct2.is_first
LEFT JOIN (SELECT DISTINCT version, sheet FROM source_column WHERE form = 'BM1') s USING (version)
LEFT JOIN oddity_row o ON o.version = r.version AND o.sheet = s.sheet AND o.source_row = r.source_row;

CREATE VIEW base_union_status AS SELECT * FROM base_union_status_any WHERE period <> 'latest';

-- A model as reported. Stage: stopped by its state; sustained when running, with households reported, in a period
-- after the launch's: the launch lies in an earlier period of the plan year, or before the plan year.
CREATE VIEW model_row AS
SELECT
    c.plan_year, c.period, m.model_type,
    c.unit_code AS district_code,
    m.commune_code, m.supported_by,
    c.unit AS district,
    b.base_union AS commune,
    CASE
        WHEN m.state = 'stopped' THEN 'stopped'
        WHEN m.launched_on <= coalesce(p.before_on, p.from_on - 1)
            AND m.state = 'active'
            AND m.households IS NOT NULL
            THEN 'sustained'
        WHEN m.launched_on IS NOT NULL THEN 'launched'
        WHEN m.trained_on IS NOT NULL THEN 'trained'
        ELSE 'selected'
    END AS stage,
    m.trained_on, m.launched_on, m.trainees, m.households, m.volume, m.volume_unit, m.area_ha, m.state,
    m.launched_on IS NOT NULL AND m.state IS DISTINCT FROM 'stopped' AS is_running,
    m.note, c.version, m.source_row, c.report_period
FROM chosen c
JOIN model_report m USING (version)
JOIN (
    SELECT plan_year, period, from_on, lag(to_on) OVER (PARTITION BY plan_year ORDER BY to_on) AS before_on
    FROM period
) p ON p.plan_year = c.plan_year AND p.period = c.report_period
-- the commune by its name of that day
ASOF LEFT JOIN base_union b ON b.base_union_code = m.commune_code AND b.valid_from <= c.catalogue_on;

-- City-supported models, each with the target of its type that covers its district. is_counted: it is one of the
-- target's numerator.
-- A target that wants one a district counts the first launched; the others of that district are surplus, those that
-- stopped come last.
CREATE VIEW model_target AS
SELECT
    m.plan_year, m.period, t.target_code, t.position, m.district_code, m.version, m.source_row,
    m.is_running AND (t.kind = 'communes_with' OR m.place_number = 1) AS is_counted,
    t.kind = 'district_has' AND m.place_number > 1 AS is_surplus,
    m.place_number
FROM (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY plan_year, period, district_code, model_type
            ORDER BY
                stage = 'stopped',
                launched_on NULLS LAST,
                CASE WHEN launched_on IS NULL THEN trained_on END NULLS LAST,
                commune_code
        ) AS place_number
    FROM model_row
    WHERE supported_by = 'city'
) m
JOIN target t ON t.plan_year = m.plan_year AND t.model_type = m.model_type
JOIN target_scope s
    ON s.plan_year = t.plan_year AND s.target_code = t.target_code AND s.district_code = m.district_code;

-- counts_for: the target whose numerator holds this row (should two targets of a year count one model: both, with a
-- comma).
CREATE VIEW model_progress_any AS
SELECT
    m.plan_year, m.period, m.model_type, m.district_code, m.commune_code, m.supported_by, m.district, m.commune,
    m.stage, m.trained_on, m.launched_on, m.trainees, m.households, m.volume, m.volume_unit, m.area_ha, m.state,
    t.counts_for, t.program_target,
    coalesce(t.is_surplus, false) AS is_surplus,
    t.place_number, m.note, m.version,
    s.sheet AS source_sheet,
    m.source_row, m.report_period, o.confirmed_oddities
FROM model_row m
LEFT JOIN (
    SELECT
        plan_year, period, version, source_row,
        string_agg(target_code, ', ' ORDER BY position) FILTER (WHERE is_counted) AS counts_for,
        arg_min(target_code, position) AS program_target,
        arg_min(is_surplus, position) AS is_surplus,
        min(place_number) AS place_number
    FROM model_target
    GROUP BY plan_year, period, version, source_row
) t USING (plan_year, period, version, source_row)
LEFT JOIN (SELECT DISTINCT version, sheet FROM source_column WHERE form = 'BM2') s USING (version)
LEFT JOIN oddity_row o ON o.version = m.version AND o.sheet = s.sheet AND o.source_row = m.source_row;

CREATE VIEW model_progress AS SELECT * FROM model_progress_any WHERE period <> 'latest';

-- Whether the deadline of a period is over on the day; “latest” follows the last period of the year.
CREATE VIEW deadline_state AS
SELECT plan_year, period, NOT (as_of < deadline OR (deadline_day_on_time AND as_of = deadline)) AS is_over
FROM (
    SELECT plan_year, period, deadline, deadline_day_on_time
    FROM period
    UNION ALL
    SELECT plan_year, 'latest', max(deadline), arg_max(deadline_day_on_time, deadline)
    FROM period
    GROUP BY plan_year
), as_of;

-- What each base union brings to each target of its figures: 1 or 0 of 1, or both of its figures where it reported
-- both.
CREATE VIEW target_base_union AS
SELECT
    plan_year, period, district_code, district, version, base_union_code, target_code, kind,
    n IS NOT NULL AND (d IS NOT NULL OR kind <> 'share_of_sums') AS has_figure,
    CASE WHEN kind = 'base_unions_with' THEN (n >= at_least)::INTEGER WHEN d IS NOT NULL THEN n END AS numerator,
    CASE WHEN kind = 'base_unions_with' THEN 1 WHEN n IS NOT NULL THEN d END AS denominator
FROM (
    SELECT
        r.plan_year, r.period, r.district_code, r.district, r.version, r.base_union_code, t.target_code, t.kind,
        t.at_least,
        r.figures[t.numerator_at] AS n,
        r.figures[t.denominator_at] AS d
    FROM base_union_row r
    JOIN target_field t USING (plan_year)
);

-- What each district brings to each target. base_unions_reported: those with every figure that the target needs.
CREATE VIEW target_part AS
SELECT
    t.plan_year, t.target_code, t.kind,
    t.model_type IS NOT NULL AS is_of_models,
    t.goal, c.period,
    c.unit_code AS district_code,
    c.unit AS district,
    c.version, c.report_period,
    s.district_code IS NOT NULL AS is_in_scope,
    b.base_unions, b.base_unions_reported,
    CASE t.kind
        WHEN 'base_unions_with' THEN b.achieved
        WHEN 'share_of_sums' THEN b.numerator
        ELSE coalesce(m.counted, 0)
    END AS numerator,
    CASE t.kind
        WHEN 'base_unions_with' THEN b.base_unions
        WHEN 'share_of_sums' THEN b.denominator
        WHEN 'district_has' THEN 1
    END AS denominator
FROM target t
JOIN chosen c ON c.plan_year = t.plan_year AND c.level = 'district'
LEFT JOIN target_scope s
    ON s.plan_year = t.plan_year AND s.target_code = t.target_code AND s.district_code = c.unit_code
LEFT JOIN (
    SELECT
        plan_year, period, district_code, target_code,
        count(*) AS base_unions,
        count(*) FILTER (WHERE has_figure) AS base_unions_reported,
        count(*) FILTER (WHERE kind = 'base_unions_with' AND numerator = 1) AS achieved,
        sum(numerator) AS numerator,
        sum(denominator) AS denominator
    FROM target_base_union
    GROUP BY plan_year, period, district_code, target_code
) b
    ON b.plan_year = t.plan_year
    AND b.period = c.period
    AND b.target_code = t.target_code
    AND b.district_code = c.unit_code
LEFT JOIN (
    SELECT plan_year, period, target_code, district_code, count(*) FILTER (WHERE is_counted) AS counted
    FROM model_target
    GROUP BY plan_year, period, target_code, district_code
) m
    ON m.plan_year = t.plan_year
    AND m.period = c.period
    AND m.target_code = t.target_code
    AND m.district_code = c.unit_code;

-- Districts, then the city (district_code ''): Σ / Σ, never a mean. has_figure: a report came, and something in it
-- is of this target; without that every number is null. The city's denominator of base_unions_with holds every base
-- union, that of models is the city's goal.
-- Status compares before rounding, and nothing is capped. not_reported: a report came and the figures needed are
-- blank throughout.
-- A figure of several units says no more than it knows: below the plan's coverage it is incomplete, whatever it is.
-- Fixed denominators (all but share_of_sums) hold units that have not reported: before the deadline they may be
-- achieved or near, never behind: they are open.
-- A denominator of 0 (no rural member at all) leaves nothing to achieve: not_applicable. Division first: 17 / 20 is
-- 0.85 exactly as written.
CREATE VIEW target_completion_any AS
WITH part AS MATERIALIZED (
    SELECT *, version IS NOT NULL AND (is_of_models OR base_unions_reported > 0) AS has_figure
    FROM target_part
),
figure AS (
    SELECT
        plan_year, period, target_code, kind, district_code, district, has_figure, numerator, denominator,
        is_in_scope,
        CASE WHEN is_in_scope THEN (version IS NOT NULL)::INTEGER END AS units_reported,
        CASE WHEN is_in_scope THEN 1 END AS units_expected,
        CASE
            WHEN is_in_scope AND version IS NOT NULL AND NOT is_of_models THEN coalesce(base_unions_reported, 0)
        END AS base_unions_reported,
        CASE WHEN is_in_scope AND NOT is_of_models THEN coalesce(base_unions, 0) END AS base_unions_expected,
        NULL AS goal,
        'district' AS level,
        CASE WHEN is_in_scope THEN version END AS version,
        report_period
    FROM part
    UNION ALL
    SELECT
        plan_year, period, target_code, kind, '', NULL,
        bool_or(has_figure),
        sum(numerator) FILTER (WHERE has_figure),
        CASE kind
            WHEN 'base_unions_with' THEN sum(base_unions)
            WHEN 'share_of_sums' THEN sum(denominator) FILTER (WHERE has_figure)
            WHEN 'district_has' THEN coalesce(goal, count(*))
            ELSE goal
        END,
        true, count(version), count(*),
        sum(base_unions_reported) FILTER (WHERE version IS NOT NULL),
        sum(base_unions), goal, 'city', NULL, NULL
    FROM part
    WHERE is_in_scope
    GROUP BY plan_year, period, target_code, kind, goal
)
SELECT
    f.plan_year, f.period, f.target_code, f.district_code,
    coalesce(f.district, u.unit) AS district,
    CASE WHEN is_in_scope AND has_figure THEN f.numerator::BIGINT END AS numerator,
    CASE WHEN is_in_scope AND has_figure THEN f.denominator::BIGINT END AS denominator,
    CASE WHEN is_in_scope AND has_figure AND f.denominator > 0 THEN f.numerator / f.denominator END AS completion,
    CASE
        WHEN NOT is_in_scope THEN 'not_applicable'
        WHEN f.units_reported = 0 THEN 'no_report'
        WHEN f.base_unions_expected = 0 OR (has_figure AND f.denominator = 0) THEN 'not_applicable'
        WHEN NOT has_figure THEN 'not_reported'
        WHEN f.level = 'city' AND f.units_reported / f.units_expected < p.coverage THEN 'incomplete'
        WHEN f.denominator IS NULL THEN 'no_goal'
        WHEN f.numerator / f.denominator >= p.achieved THEN 'achieved'
        WHEN f.numerator / f.denominator >= p.near THEN 'near'
        WHEN f.level = 'city' AND f.kind <> 'share_of_sums' AND NOT d.is_over THEN 'open'
        ELSE 'behind'
    END AS status,
    f.units_reported::INTEGER AS units_reported,
    f.units_expected::INTEGER AS units_expected,
    f.base_unions_reported::INTEGER AS base_unions_reported,
    f.base_unions_expected::INTEGER AS base_unions_expected,
    f.goal::INTEGER AS goal,
    f.level, f.version, f.report_period
FROM figure f
JOIN plan p USING (plan_year)
JOIN deadline_state d USING (plan_year, period)
LEFT JOIN unit u ON u.plan_year = f.plan_year AND u.level = 'city';

-- What changed since the period before, over the districts that reported in both: like with like. Without a common
-- district no row.
-- “latest” is held against the period before the last one of the year, over the districts whose latest report is a
-- later one.
CREATE VIEW target_change AS
WITH part AS MATERIALIZED (
    SELECT
        plan_year, period, report_period, target_code, kind, goal, district_code, numerator, denominator
    FROM target_part
    WHERE is_in_scope AND version IS NOT NULL AND (is_of_models OR base_unions_reported > 0)
),
step AS (
    SELECT plan_year, period, lag(period) OVER (PARTITION BY plan_year ORDER BY to_on) AS before_period, to_on
    FROM period
),
pair AS (
    SELECT plan_year, period, before_period
    FROM step
    WHERE before_period IS NOT NULL
    UNION ALL
    SELECT plan_year, 'latest', arg_max(before_period, to_on)
    FROM step
    GROUP BY plan_year
    HAVING count(before_period) > 0
)
SELECT
    n.plan_year, n.period, n.target_code, before_period,
    count(*)::INTEGER AS units,
    sum(n.numerator)::BIGINT AS numerator,
    sum(b.numerator)::BIGINT AS before_numerator,
    CASE WHEN sum(n.denominator) > 0 THEN sum(n.numerator) / sum(n.denominator) END AS completion,
    CASE WHEN sum(b.denominator) > 0 THEN sum(b.numerator) / sum(b.denominator) END AS before_completion
FROM pair
JOIN part n ON n.plan_year = pair.plan_year AND n.period = pair.period
JOIN part b
    ON b.plan_year = n.plan_year
    AND b.period = before_period
    AND b.target_code = n.target_code
    AND b.district_code = n.district_code
WHERE n.report_period <> before_period
GROUP BY n.plan_year, n.period, n.target_code, before_period;

CREATE VIEW target_completion AS SELECT * FROM target_completion_any WHERE period <> 'latest';

-- on_time, late: by the first standing version. Correcting a report later does not make it late. What was withdrawn
-- was sent by mistake and no report: its day does not count, or a wrong file sent early would keep a late report
-- “on time”. The city union has no deadline.
CREATE VIEW reporting_status AS
SELECT
    u.plan_year, p.period, u.unit_code, u.unit, p.deadline, v.received_on,
    CASE
        WHEN v.received_on < p.deadline OR (p.deadline_day_on_time AND v.received_on = p.deadline) THEN 'on_time'
        WHEN v.received_on IS NOT NULL THEN 'late'
        WHEN as_of < p.deadline OR (p.deadline_day_on_time AND as_of = p.deadline) THEN 'due'
        ELSE 'missing'
    END AS status,
    coalesce(v.versions, 0)::INTEGER AS versions,
    f.file_name AS accepted_file,
    f.finding_count AS findings,
    f.version,
    f.received_on AS last_received_on,
    p.deadline_day_on_time,
    date_diff('day', p.deadline, coalesce(v.received_on, as_of))
        + CASE WHEN p.deadline_day_on_time THEN 0 ELSE 1 END AS days_after_deadline,
    f.plan_approved, f.plan_approved_on, f.district_plan_no, f.district_plan_date, f.budget_million_vnd,
    f.report_date, f.accepted_at, f.budget_state_million_vnd, f.budget_raised_million_vnd,
    f.budget_union_million_vnd, f.spent_state_million_vnd, f.spent_raised_million_vnd, f.spent_union_million_vnd,
    f.partners, f.difficulties, f.proposals
FROM reporting_unit u
JOIN period p USING (plan_year, period)
CROSS JOIN as_of
LEFT JOIN (
    SELECT
        plan_year, period, unit_code,
        count(*) AS versions,
        arg_min(received_on, version) FILTER (WHERE NOT coalesce(is_withdrawn, false)) AS received_on
    FROM version
    LEFT JOIN version_withdrawn USING (version)
    CROSS JOIN as_of
    WHERE received_on <= as_of
    GROUP BY plan_year, period, unit_code
) v ON v.plan_year = u.plan_year AND v.period = p.period AND v.unit_code = u.unit_code
LEFT JOIN version_in_force f ON f.plan_year = u.plan_year AND f.period = p.period AND f.unit_code = u.unit_code
WHERE u.level = 'district';

-- One event, as of the day. A quantity left blank is one (docs/rules/forms.md).
CREATE VIEW event_timeline_any AS
SELECT
    c.plan_year, c.period, c.unit_code, e.source_row, c.unit, e.activity_code, e.title, e.planned_from,
    e.planned_to, e.actual_from, e.actual_to, e.place,
    coalesce(e.quantity, 1)::INTEGER AS quantity,
    e.participants, e.cost_million_vnd,
    CASE
        WHEN coalesce(e.actual_from, e.actual_to) <= as_of THEN 'done'
        WHEN coalesce(e.planned_to, e.planned_from) < as_of THEN 'overdue'
        WHEN coalesce(e.planned_from, e.planned_to) > as_of THEN 'upcoming'
        ELSE 'open'
    END AS status,
    e.result, e.activity_code_given, e.note,
    e.quantity IS NOT NULL AS is_quantity_reported,
    c.level, c.version,
    s.sheet AS source_sheet,
    c.report_period, o.confirmed_oddities, a.section_code, a.lead_code, e.platform, e.contest_entries, e.exhibitors,
    e.contracts, e.sales_million_vnd
FROM chosen c
JOIN event_report e USING (version)
CROSS JOIN as_of
LEFT JOIN activity a ON a.plan_year = c.plan_year AND a.activity_code = e.activity_code
LEFT JOIN (SELECT DISTINCT version, sheet FROM source_column WHERE form = 'BM3') s USING (version)
LEFT JOIN oddity_row o ON o.version = e.version AND o.sheet = s.sheet AND o.source_row = e.source_row;

CREATE VIEW event_timeline AS SELECT * FROM event_timeline_any WHERE period <> 'latest';

-- Issued reports that stand, as of the day.
CREATE VIEW issue_standing AS
SELECT i.issue, i.plan_year, i.period FROM issue i CROSS JOIN (SELECT as_of AS today FROM as_of)
WHERE i.issued_on <= today AND NOT EXISTS (FROM issue_withdrawn w WHERE w.issue = i.issue AND w.withdrawn_on <= today);

-- What was done of each activity of the plan, by unit. Reports, approvals and issued reports are counted from what
-- they are, not from BM3; a report is owed by those who report in the activity's own period, whichever period is
-- looked at.
CREATE VIEW activity_part AS
SELECT
    a.plan_year, c.period, a.activity_code, c.unit_code, c.unit, c.version,
    CASE a.counted_by
        WHEN 'plan_approved' THEN coalesce(v.plan_approved, false)::INTEGER
        WHEN 'issued' THEN coalesce(s.periods, 0)
        ELSE coalesce(e.quantity, 0)
    END AS quantity_done,
    CASE WHEN a.counted_by = 'events' THEN coalesce(e.events, 0) ELSE 0 END AS events,
    e.participants, e.cost_million_vnd, e.actual_from, e.actual_to
FROM activity a
JOIN chosen c ON c.plan_year = a.plan_year AND (a.level = 'all' OR a.level = c.level) AND a.counted_by <> 'report'
LEFT JOIN (
    SELECT
        plan_year, period, unit_code, activity_code,
        sum(quantity) AS quantity,
        count(*) AS events,
        sum(participants) AS participants,
        round(sum(cost_million_vnd), 6) AS cost_million_vnd,
        min(actual_from) AS actual_from,
        max(coalesce(actual_to, actual_from)) AS actual_to
    FROM event_timeline_any
    WHERE status = 'done' AND activity_code IS NOT NULL
    GROUP BY plan_year, period, unit_code, activity_code
) e
    ON e.plan_year = a.plan_year
    AND e.period = c.period
    AND e.unit_code = c.unit_code
    AND e.activity_code = a.activity_code
LEFT JOIN version v ON a.counted_by = 'plan_approved' AND v.version = c.version
LEFT JOIN (SELECT plan_year, count(DISTINCT period) AS periods FROM issue_standing GROUP BY plan_year) s
    ON a.counted_by = 'issued' AND s.plan_year = a.plan_year
UNION ALL BY NAME
SELECT
    a.plan_year, p.period, a.activity_code, u.unit_code, u.unit, r.version,
    (r.version IS NOT NULL)::INTEGER AS quantity_done,
    0 AS events
FROM activity a
JOIN (
    SELECT plan_year, period
    FROM period
    UNION ALL
    SELECT DISTINCT plan_year, 'latest'
    FROM period
) p USING (plan_year)
JOIN reporting_unit u
    ON u.plan_year = a.plan_year AND u.period = a.period AND (a.level = 'all' OR a.level = u.level)
LEFT JOIN version_in_force r ON r.plan_year = a.plan_year AND r.period = a.period AND r.unit_code = u.unit_code
WHERE a.counted_by = 'report';

-- unit_code '' is all units together, and the plan's quantity is theirs; of a report or an approval one unit owes
-- one, and all of them together where the plan gives no quantity.
-- done: quantity reached, or without a quantity at least one event. overdue comes before partly: the window is over
-- and it is not done.
CREATE VIEW activity_status_any AS
WITH part AS MATERIALIZED (
    SELECT *, quantity_done > 0 OR events > 0 AS is_begun
    FROM activity_part
),
figure AS (
    SELECT
        plan_year, period, activity_code, unit_code, unit, quantity_done, events,
        is_begun::INTEGER AS units_done,
        1 AS units,
        participants, cost_million_vnd, actual_from, actual_to
    FROM part
    UNION ALL
    SELECT
        plan_year, period, activity_code, '', '',
        sum(quantity_done),
        sum(events),
        count(*) FILTER (WHERE is_begun),
        count(*),
        sum(participants),
        round(sum(cost_million_vnd), 6),
        min(actual_from), max(actual_to)
    FROM part
    GROUP BY plan_year, period, activity_code
)
SELECT
    f.plan_year, f.period, f.activity_code, f.unit_code, f.unit,
    f.quantity_done::INTEGER AS quantity_done,
    f.quantity,
    f.events::INTEGER AS events,
    f.units_done::INTEGER AS units_done,
    f.units::INTEGER AS units,
    f.participants::BIGINT AS participants,
    f.cost_million_vnd, f.actual_from, f.actual_to,
    CASE
        WHEN f.quantity_done >= f.quantity OR (f.quantity IS NULL AND f.units_done > 0) THEN 'done'
        WHEN f.planned_to < as_of THEN 'overdue'
        WHEN f.units_done > 0 THEN 'partly'
        WHEN f.planned_from > as_of THEN 'upcoming'
        ELSE 'open'
    END AS status,
    f.position, f.section_code, f.clause, f.level, f.lead_code, f.counted_by, f.planned_from, f.planned_to,
    f.window_text, f.title, f.title_en, f.source, f.note, f.note_en, f.co_lead_codes
FROM (
    SELECT
        f.*,
        CASE
            WHEN f.unit_code = '' OR a.level = 'city'
                THEN coalesce(a.quantity, CASE WHEN a.counted_by IN ('report', 'plan_approved') THEN f.units END)
            WHEN a.counted_by <> 'events' THEN 1
        END AS quantity,
        a.position, a.section_code, a.clause, a.level, a.lead_code, a.counted_by, a.planned_from, a.planned_to,
        a.window_text, a.title, a.title_en, a.source, a.note, a.note_en, a.co_lead_codes
    FROM figure f
    JOIN activity a USING (plan_year, activity_code)
) f
CROSS JOIN as_of;

CREATE VIEW activity_status AS SELECT * FROM activity_status_any WHERE period <> 'latest';

-- The other results (BM4), unit by unit; value is null where a unit has not reported the indicator. The city's own
-- only where it gave one.
CREATE VIEW indicator_value_any AS
SELECT
    c.plan_year, c.period, i.indicator_code, c.unit_code, c.unit, i.title, i.title_en,
    i.unit AS counted,
    i.unit_en AS counted_en,
    r.value,
    c.version IS NOT NULL AS has_report,
    c.level, c.version,
    s.sheet AS source_sheet,
    r.source_row, c.report_period, i.position
FROM chosen c
JOIN indicator i USING (plan_year)
LEFT JOIN indicator_report r ON r.version = c.version AND r.indicator_code = i.indicator_code
LEFT JOIN (SELECT DISTINCT version, sheet FROM source_column WHERE form = 'BM4') s ON s.version = c.version
WHERE c.level = 'district' OR r.value IS NOT NULL;

CREATE VIEW indicator_value AS SELECT * FROM indicator_value_any WHERE period <> 'latest';
