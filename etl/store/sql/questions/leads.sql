SELECT * FROM lead WHERE plan_year = $plan_year
