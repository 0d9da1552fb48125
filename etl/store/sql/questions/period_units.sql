-- Who reports in a period; for “latest” those whose reports it takes.
SELECT c.unit_code, c.unit, u.unit_type, c.level, u.position
FROM chosen c
JOIN unit u USING (plan_year, unit_code)
WHERE c.plan_year = $plan_year AND c.period = $period
ORDER BY c.level DESC, u.position
