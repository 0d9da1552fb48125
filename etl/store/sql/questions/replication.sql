-- Models outside the programmes: what districts and communes support, and what the city supports outside a target's
-- districts.
SELECT m.district, m.model_type, m.supported_by, count(*) AS models, sum(m.households) AS households
FROM model_progress_any m JOIN unit u ON u.plan_year = m.plan_year AND u.unit_code = m.district_code
WHERE m.plan_year = $plan_year AND m.period = $period AND m.program_target IS NULL
GROUP BY m.district, m.model_type, m.supported_by, u.position
ORDER BY u.position, m.model_type DESC, m.supported_by DESC
