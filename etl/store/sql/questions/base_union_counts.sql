-- How many base unions have so many landscape models; models is null where none is reported, five and more are one.
SELECT
    CASE WHEN landscape_models > 5 THEN 5 ELSE landscape_models END AS models,  -- least() would make 5 of a blank
    CASE
        WHEN landscape_models IS NULL THEN 'not_reported'
        WHEN landscape_models >= 1 THEN 'achieved'
        ELSE 'not_achieved'
    END AS status,
    count(*) AS base_unions
FROM base_union_status_any
WHERE plan_year = $plan_year AND period = $period AND ($unit = '' OR district_code = $unit)
GROUP BY ALL ORDER BY models NULLS LAST
