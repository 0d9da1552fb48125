-- Two periods side by side, target by target, the earlier first. A row (level):
--   unit          who reports in the later period; its earlier figures are the sum of what it was made of, Σ and Σ
--   split         earlier base unions that were divided: their figures belong to no single unit and are shared out
--                 to none
--   old_district  where communes report later: the comparable ones that lie wholly in a former district, with its
--                 coverage
--   all           all comparable units together
-- reason: why a row is not compared: definition (the target counts something else, or is missing in one plan),
-- units (it is there in one of them only), split (a part of it came from a divided unit), outside (a part was not
-- in the earlier plan), scope, no_report, not_reported; null where it is compared. What has changed and is compared
-- all the same: is_goal_changed, and the base unions where their number differs. parts: the units that the reason
-- is about, by name.
WITH descent AS MATERIALIZED (
    SELECT *, district_code AS old_district_code FROM became($from_year, $from_period, $to_year, $to_period)
),
later AS (
    SELECT c.unit_code, c.unit, c.reporting_units, b.old_district_code
    FROM chosen c
    LEFT JOIN base_union b
        ON c.reporting_units = 'communes'
            AND b.base_union_code = c.unit_code
            AND b.valid_from <= c.catalogue_on
            AND (b.valid_to IS NULL OR b.valid_to >= c.catalogue_on)
    WHERE c.plan_year = $to_year AND c.period = $to_period AND c.level = 'district'
),
-- What each unit of the later period is made of, and what came from where nothing was asked.
made AS (
    SELECT
        l.unit_code,
        count(d.base_union_code) AS parts,
        count(r.base_union_code) AS parts_known,
        bool_or(d.share = 'part') AS is_split,
        string_agg(d.base_union, ', ' ORDER BY d.base_union_code) FILTER (WHERE d.share = 'part') AS split_parts,
        string_agg(d.base_union, ', ' ORDER BY d.base_union_code)
            FILTER (WHERE r.base_union_code IS NULL) AS outside_parts
    FROM later l
    LEFT JOIN descent d USING (unit_code)
    LEFT JOIN base_union_row r
        ON r.plan_year = $from_year AND r.period = $from_period AND r.base_union_code = d.base_union_code AND d.is_known
    GROUP BY l.unit_code
),
figure AS MATERIALIZED (
    SELECT f.* FROM target_base_union f
    JOIN target_scope s USING (plan_year, target_code)
    WHERE f.plan_year = $from_year AND f.period = $from_period AND s.district_code = f.district_code
    UNION ALL
    SELECT
        r.plan_year, r.period, r.district_code, r.district, r.version, r.base_union_code, t.target_code, t.kind,
        r.version IS NOT NULL,
        (SELECT count(*) FROM model_target m JOIN model_report USING (version, source_row)
         WHERE m.plan_year = $from_year AND m.period = $from_period AND m.is_counted
             AND m.target_code = t.target_code AND m.version = r.version AND commune_code = r.base_union_code),
        NULL
    FROM base_union_row r
    JOIN target t ON t.plan_year = r.plan_year AND t.model_type IS NOT NULL
    JOIN target_scope s
        ON s.plan_year = t.plan_year AND s.target_code = t.target_code AND s.district_code = r.district_code
    WHERE r.plan_year = $from_year AND r.period = $from_period
),
-- The earlier figures of each base union. unit_code: whom they belong to later; "+" where that is not one unit.
atom AS MATERIALIZED (
    SELECT
        f.*,
        CASE
            WHEN w.base_union_code IS NOT NULL THEN w.unit_code
            WHEN p.base_union_code IS NOT NULL THEN '+'
            ELSE f.district_code
        END AS unit_code
    FROM figure f
    LEFT JOIN (FROM descent JOIN later USING (unit_code) WHERE share = 'whole' AND is_known) w USING (base_union_code)
    LEFT JOIN (SELECT DISTINCT base_union_code FROM descent WHERE share = 'part') p USING (base_union_code)
),
one AS (
    SELECT
        unit_code,
        target_code,
        any_value(district) AS district,
        CASE WHEN bool_or(has_figure) THEN sum(numerator) END AS numerator,
        CASE
            WHEN NOT bool_or(has_figure) THEN NULL
            WHEN any_value(kind) <> 'district_has' THEN sum(denominator)
            WHEN any_value(reporting_units) = 'districts' THEN 1
        END AS denominator,
        bool_and(version IS NOT NULL) AS has_report,
        count(*) AS base_unions
    FROM atom
    LEFT JOIN later USING (unit_code)
    GROUP BY unit_code, target_code
    HAVING sum(denominator) IS DISTINCT FROM 0 OR NOT bool_or(has_figure)
),
two AS MATERIALIZED (
    SELECT * FROM target_completion_any
    WHERE plan_year = $to_year AND period = $to_period AND level = 'district' AND status <> 'not_applicable'
),
defined AS (
    SELECT
        target_code,
        a.definition = b.definition AS is_same,
        a.goal_text IS DISTINCT FROM b.goal_text AS is_goal_changed,
        coalesce(b.position, a.position) AS position,
        coalesce(b.kind, a.kind) IN ('district_has', 'communes_with') AS is_of_models
    FROM (FROM target_definition WHERE plan_year = $from_year) a
    FULL JOIN (FROM target_definition WHERE plan_year = $to_year) b USING (target_code)
),
pair AS MATERIALIZED (
    SELECT
        target_code,
        unit_code,
        coalesce(b.district, a.district) AS district,
        a.numerator AS before_numerator,
        a.denominator AS before_denominator,
        b.numerator,
        b.denominator,
        b.completion,
        b.status,
        CASE WHEN NOT d.is_of_models THEN a.base_unions END AS before_base_unions,
        b.base_unions_expected AS base_unions,
        d.is_goal_changed,
        d.position,
        l.old_district_code,
        CASE
            WHEN d.is_same IS DISTINCT FROM true THEN 'definition'
            WHEN l.unit_code IS NULL OR m.parts = 0 OR m.parts_known = 0 THEN 'units'
            WHEN m.is_split THEN 'split'
            WHEN m.parts_known < m.parts THEN 'outside'
            WHEN a.unit_code IS NULL OR b.status IS NULL THEN 'scope'
            WHEN NOT a.has_report OR b.status = 'no_report' THEN 'no_report'
            WHEN a.numerator IS NULL OR b.numerator IS NULL THEN 'not_reported'
        END AS reason,
        m.split_parts,
        m.outside_parts
    FROM (FROM one WHERE unit_code <> '+') a
    FULL JOIN (SELECT district_code AS unit_code, * FROM two) b USING (target_code, unit_code)
    JOIN defined d USING (target_code)
    LEFT JOIN later l USING (unit_code)
    LEFT JOIN made m USING (unit_code)
),
summed AS (
    SELECT
        'all' AS level,
        target_code,
        '' AS unit_code,
        NULL AS district,
        sum(before_numerator) FILTER (WHERE reason IS NULL) AS before_numerator,
        sum(before_denominator) FILTER (WHERE reason IS NULL) AS before_denominator,
        sum(numerator) FILTER (WHERE reason IS NULL) AS numerator,
        sum(denominator) FILTER (WHERE reason IS NULL) AS denominator,
        sum(before_base_unions) FILTER (WHERE reason IS NULL) AS before_base_unions,
        sum(base_unions) FILTER (WHERE reason IS NULL) AS base_unions,
        bool_or(is_goal_changed) AS is_goal_changed,
        CASE WHEN bool_and(reason = 'definition') THEN 'definition' END AS reason,
        count(*) AS units,
        count(*) FILTER (WHERE reason IS NULL) AS units_compared,
        any_value(position) AS position
    FROM pair
    GROUP BY target_code
    UNION ALL
    SELECT
        'old_district',
        p.target_code,
        p.old_district_code,
        any_value(t.district),
        sum(p.before_numerator) FILTER (WHERE reason IS NULL),
        sum(p.before_denominator) FILTER (WHERE reason IS NULL),
        sum(p.numerator) FILTER (WHERE reason IS NULL),
        sum(p.denominator) FILTER (WHERE reason IS NULL),
        sum(p.before_base_unions) FILTER (WHERE reason IS NULL),
        sum(p.base_unions) FILTER (WHERE reason IS NULL),
        bool_or(p.is_goal_changed),
        CASE
            WHEN bool_and(reason = 'definition') THEN 'definition'
            WHEN count(*) FILTER (WHERE reason IS NULL) = 0 THEN 'none'
        END,
        any_value(u.base_unions),
        coalesce(sum(m.parts) FILTER (WHERE reason IS NULL), 0),
        any_value(p.position)
    FROM pair p
    JOIN made m USING (unit_code)
    JOIN tile t ON t.district_code = p.old_district_code
    JOIN (
        SELECT
            old_district_code,
            count(DISTINCT base_union_code) AS base_unions
        FROM descent
        WHERE is_known
        GROUP BY ALL
    ) u ON u.old_district_code = p.old_district_code
    GROUP BY p.target_code, p.old_district_code
)
SELECT
    'unit' AS level,
    target_code,
    unit_code AS district_code,
    district,
    before_numerator::BIGINT AS before_numerator,
    before_denominator::BIGINT AS before_denominator,
    before_numerator / nullif(before_denominator, 0) AS before_completion,
    CASE
        WHEN reason IS NOT NULL THEN NULL
        WHEN before_denominator IS NULL THEN 'no_goal'
        WHEN before_numerator / before_denominator >= f.achieved THEN 'achieved'
        WHEN before_numerator / before_denominator >= f.near THEN 'near'
        ELSE 'behind'
    END AS before_status,
    numerator,
    denominator,
    completion,
    status,
    before_base_unions::INTEGER AS before_base_unions,
    base_unions,
    is_goal_changed,
    reason,
    CASE reason WHEN 'split' THEN split_parts WHEN 'outside' THEN outside_parts END AS parts,
    NULL::INTEGER AS units,
    NULL::INTEGER AS units_compared,
    position
FROM pair
JOIN plan f ON f.plan_year = $from_year
UNION ALL
SELECT
    'split',
    target_code,
    '+',
    NULL,
    numerator::BIGINT,
    denominator::BIGINT,
    numerator / nullif(denominator, 0),
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
    base_unions::INTEGER,
    NULL,
    NULL,
    'split',
    NULL,
    NULL,
    NULL,
    position
FROM one
JOIN defined USING (target_code)
WHERE unit_code = '+'
UNION ALL
SELECT
    level,
    target_code,
    unit_code,
    district,
    before_numerator::BIGINT,
    before_denominator::BIGINT,
    before_numerator / nullif(before_denominator, 0),
    NULL,
    numerator::BIGINT,
    denominator::BIGINT,
    numerator / nullif(denominator, 0),
    NULL,
    before_base_unions::INTEGER,
    base_unions::INTEGER,
    is_goal_changed,
    reason,
    NULL,
    units::INTEGER,
    units_compared::INTEGER,
    position
FROM summed
ORDER BY position, level, district_code
