-- Where a district stands among those with a figure: equal figures share a band of ranks. least, most: of all of them.
WITH ranked AS (
    SELECT
        target_code,
        district_code,
        rank() OVER best AS first_rank,
        count(*) OVER (PARTITION BY target_code, completion) AS alike,
        count(*) OVER (PARTITION BY target_code) AS districts,
        min(completion) OVER (PARTITION BY target_code) AS least,
        max(completion) OVER (PARTITION BY target_code) AS most
    FROM target_completion_any
    WHERE plan_year = $plan_year AND period = $period AND level = 'district' AND completion IS NOT NULL
    WINDOW best AS (PARTITION BY target_code ORDER BY completion DESC)
)
SELECT target_code, first_rank, first_rank + alike - 1 AS last_rank, districts, least, most
FROM ranked
WHERE district_code = $district
