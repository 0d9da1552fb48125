-- Each target by old district: where communes report, the sums over the communes of a district, judged like any figure of
-- several units (below the plan's coverage: incomplete). Where districts report, themselves.
WITH parent AS (
    SELECT base_union_code, arg_max(district_code, valid_from) AS district_code FROM base_union GROUP BY base_union_code
),
part AS (
    SELECT c.*, coalesce(p.district_code, c.district_code) AS old_district
    FROM target_completion_any c
    LEFT JOIN parent p ON p.base_union_code = c.district_code
    WHERE c.plan_year = $plan_year AND c.period = $period AND c.level = 'district'
),
summed AS (
    SELECT
        target_code,
        old_district AS district_code,
        count(units_expected) AS units_expected,
        sum(units_reported) AS units_reported,
        sum(numerator) AS numerator,
        sum(denominator) AS denominator,
        sum(numerator) / nullif(sum(denominator), 0) AS completion
    FROM part
    GROUP BY target_code, old_district
)
SELECT
    s.target_code,
    s.district_code,
    t.district,
    s.numerator::BIGINT AS numerator,
    s.denominator::BIGINT AS denominator,
    s.completion,
    CASE
        WHEN s.units_expected = 0 THEN 'not_applicable'
        WHEN s.units_reported = 0 THEN 'no_report'
        WHEN s.numerator IS NULL THEN 'not_reported'
        WHEN s.units_reported / s.units_expected < p.coverage THEN 'incomplete'
        WHEN s.denominator IS NULL THEN 'no_goal'
        WHEN s.completion >= p.achieved THEN 'achieved'
        WHEN s.completion >= p.near THEN 'near'
        ELSE 'behind'
    END AS status,
    s.units_reported::INTEGER AS units_reported,
    s.units_expected::INTEGER AS units_expected
FROM summed s
JOIN tile t USING (district_code)
JOIN plan p ON p.plan_year = $plan_year
ORDER BY s.target_code, t.tile_row, t.tile_column
