-- How many base unions have so many landscape models; models is null where none is reported, five and more are one.
SELECT least(landscape_models, 5) AS models, count(*) AS base_unions
FROM base_union_status_any
WHERE plan_year = $plan_year AND period = $period AND ($unit = '' OR district_code = $unit)
GROUP BY ALL ORDER BY models NULLS LAST
