SELECT * FROM target WHERE plan_year = $plan_year ORDER BY position
