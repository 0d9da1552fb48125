-- Of each programme: households, people trained, area; a row for each unit that a volume is given in. Surplus
-- models are no part of it.
SELECT program_target AS target_code, sum(households) AS households, sum(trainees) AS trainees,
       sum(area_ha) AS area_ha, NULL AS volume_unit, NULL AS volume FROM model_progress_any
WHERE plan_year = $plan_year AND period = $period AND program_target IS NOT NULL AND NOT is_surplus
GROUP BY program_target
UNION ALL BY NAME
SELECT program_target AS target_code, volume_unit, sum(volume) AS volume FROM model_progress_any
WHERE plan_year = $plan_year AND period = $period AND program_target IS NOT NULL AND NOT is_surplus
       AND volume IS NOT NULL
GROUP BY program_target, volume_unit
ORDER BY target_code, volume NULLS FIRST, volume_unit NULLS LAST
