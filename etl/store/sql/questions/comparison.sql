-- Two periods side by side, target by target: each unit, and all comparable units together (district_code ''), Σ / Σ.
-- reason: why a row is not compared: definition (the target counts something else, or is missing in one plan), units (who
-- does not report in one of the periods), scope (outside the target in one), no_report, not_reported; null where it is. What
-- has changed and is compared all the same:
-- is_goal_changed, and the base unions of the unit where their number differs.
WITH side AS (
    SELECT
        c.*,
        t.kind,
        t.numerator AS field,
        t.denominator AS of_field,
        t.model_type,
        coalesce(t.at_least, 1) AS at_least,
        t.goal_text,
        t.goal_text_en,
        t.position
    FROM target_completion_any c
    JOIN target t USING (plan_year, target_code)
    WHERE c.level = 'district' AND c.status <> 'not_applicable'
),
one AS (SELECT * FROM side WHERE plan_year = $from_year AND period = $from_period),
two AS (SELECT * FROM side WHERE plan_year = $to_year AND period = $to_period),
defined AS (
    SELECT
        coalesce(a.target_code, b.target_code) AS target_code,
        a.kind = b.kind
            AND a.field IS NOT DISTINCT FROM b.field
            AND a.of_field IS NOT DISTINCT FROM b.of_field
            AND a.model_type IS NOT DISTINCT FROM b.model_type
            AND a.at_least = b.at_least AS is_same,
        a.goal_text IS DISTINCT FROM b.goal_text AS is_goal_changed
    FROM (SELECT DISTINCT ON (target_code) * FROM one) a
    FULL JOIN (SELECT DISTINCT ON (target_code) * FROM two) b USING (target_code)
),
known AS (
    SELECT
        bool_or(plan_year = $from_year AND period = $from_period) AS in_first,
        bool_or(plan_year = $to_year AND period = $to_period) AS in_second,
        unit_code AS district_code
    FROM reporting_unit
    GROUP BY unit_code
),
pair AS (
    SELECT
        target_code,
        district_code,
        coalesce(b.district, a.district) AS district,
        a.numerator AS before_numerator,
        a.denominator AS before_denominator,
        a.completion AS before_completion,
        a.status AS before_status,
        a.base_unions_expected AS before_base_unions,
        b.numerator,
        b.denominator,
        b.completion,
        b.status,
        b.base_unions_expected AS base_unions,
        coalesce(b.position, a.position) AS position
    FROM one a
    FULL JOIN two b USING (target_code, district_code)
),
judged AS (
    SELECT
        p.*,
        d.is_goal_changed,
        CASE
            WHEN d.is_same IS DISTINCT FROM true THEN 'definition'
            WHEN NOT k.in_first OR NOT k.in_second THEN 'units'
            WHEN before_status IS NULL OR status IS NULL THEN 'scope'
            WHEN before_status = 'no_report' OR status = 'no_report' THEN 'no_report'
            WHEN before_numerator IS NULL OR numerator IS NULL THEN 'not_reported'
        END AS reason
    FROM pair p
    JOIN defined d USING (target_code)
    JOIN known k USING (district_code)
)
SELECT
    target_code,
    district_code,
    district,
    before_numerator,
    before_denominator,
    before_completion,
    numerator,
    denominator,
    completion,
    before_base_unions,
    base_unions,
    is_goal_changed,
    reason,
    NULL AS units,
    NULL AS units_compared,
    position
FROM judged
UNION ALL
SELECT
    target_code,
    '',
    NULL,
    sum(before_numerator) FILTER (WHERE reason IS NULL),
    sum(before_denominator) FILTER (WHERE reason IS NULL),
    sum(before_numerator) FILTER (WHERE reason IS NULL) / nullif(sum(before_denominator) FILTER (WHERE reason IS NULL), 0),
    sum(numerator) FILTER (WHERE reason IS NULL),
    sum(denominator) FILTER (WHERE reason IS NULL),
    sum(numerator) FILTER (WHERE reason IS NULL) / nullif(sum(denominator) FILTER (WHERE reason IS NULL), 0),
    sum(before_base_unions) FILTER (WHERE reason IS NULL),
    sum(base_unions) FILTER (WHERE reason IS NULL),
    bool_or(is_goal_changed),
    CASE WHEN bool_and(reason = 'definition') THEN 'definition' END,
    count(*)::INTEGER,
    (count(*) FILTER (WHERE reason IS NULL))::INTEGER,
    min(position)
FROM judged
GROUP BY target_code
ORDER BY position, district_code
