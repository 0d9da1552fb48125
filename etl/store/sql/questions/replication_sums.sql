-- The same of all districts together.
SELECT model_type, supported_by, count(*) AS models
FROM model_progress_any
WHERE plan_year = $plan_year AND period = $period AND program_target IS NULL
GROUP BY model_type, supported_by
ORDER BY model_type DESC, supported_by DESC
