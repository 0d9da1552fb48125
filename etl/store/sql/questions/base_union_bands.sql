-- How many base unions have reached which share of their rural members; band is the lower end in tenths of the share,
-- from below 0.5 as one; null where none is reported.
SELECT CASE WHEN ct2_completion < 0.5 THEN 0.4 WHEN ct2_completion >= 1 THEN 1.0 ELSE floor(ct2_completion * 10) / 10 END AS band,
       count(*) AS base_unions
FROM base_union_status_any
WHERE plan_year = $plan_year AND period = $period AND ($unit = '' OR district_code = $unit)
GROUP BY ALL ORDER BY band NULLS LAST
