-- How many base unions have reached which share of their rural members, in bands between half and the plan's
-- thresholds. least, below: the band's ends, null where it has none; both are null where nothing is reported.
WITH banded AS (
    SELECT
        CASE
            WHEN b.ct2_completion IS NULL THEN 'not_reported'
            WHEN b.ct2_completion >= p.achieved THEN 'achieved'
            WHEN b.ct2_completion >= p.near THEN 'near'
            ELSE 'behind'
        END AS status,
        CASE
            WHEN b.ct2_completion >= p.achieved THEN p.achieved
            WHEN b.ct2_completion >= p.near THEN p.near
            WHEN b.ct2_completion >= 0.5 THEN 0.5
        END AS least,
        CASE
            WHEN b.ct2_completion < 0.5 THEN 0.5
            WHEN b.ct2_completion < p.near THEN p.near
            WHEN b.ct2_completion < p.achieved THEN p.achieved
        END AS below
    FROM base_union_status_any b
    JOIN plan p USING (plan_year)
    WHERE b.plan_year = $plan_year AND b.period = $period AND ($unit = '' OR b.district_code = $unit)
)
SELECT status, least, below, count(*) AS base_unions
FROM banded
GROUP BY status, least, below
ORDER BY least IS NULL AND below IS NULL, least NULLS FIRST
