-- Each target by old district: where communes report, the sums over the communes that lie, or lay, wholly in it,
-- judged like any figure of several units (below the plan's coverage: incomplete); a commune of parts of several
-- districts is in none of them. Where districts report, themselves.
WITH part AS (
    SELECT c.*, CASE r.reporting_units WHEN 'communes' THEN b.old_district_code ELSE c.district_code END AS old_district
    FROM target_completion_any c
    JOIN chosen r ON r.plan_year = c.plan_year AND r.period = c.period AND r.unit_code = c.district_code
    LEFT JOIN base_union b
        ON b.base_union_code = c.district_code
            AND b.valid_from <= r.catalogue_on
            AND (b.valid_to IS NULL OR b.valid_to >= r.catalogue_on)
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
    WHERE old_district IS NOT NULL
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
