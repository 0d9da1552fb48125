SELECT unit_code AS district_code, unit AS district, unit_type FROM unit
WHERE plan_year = $plan_year AND level = 'district'
ORDER BY position
