SELECT r.*, p.label, p.label_en FROM reporting_status r JOIN period p USING (plan_year, period)
JOIN unit u USING (plan_year, unit_code)
WHERE r.plan_year = $plan_year
ORDER BY u.position, p.deadline
