-- Over the districts that reported in both periods.
SELECT c.*, p.label AS before, p.label_en AS before_en FROM target_change c
JOIN period p ON p.plan_year = c.plan_year AND p.period = c.before_period
WHERE c.plan_year = $plan_year AND c.period = $period
