-- The base unions that a period's reports are on, with who reports on them.
SELECT base_union_code, base_union, district_code FROM base_union_row
WHERE plan_year = $plan_year AND period = $period
ORDER BY base_union
