SELECT c.unit_code AS district_code, c.unit AS district, u.unit_type, u.position
FROM chosen c
JOIN unit u USING (plan_year, unit_code)
WHERE c.plan_year = $plan_year AND c.period = $period AND c.level = 'district'
ORDER BY u.position
