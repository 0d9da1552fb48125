SELECT * FROM period WHERE plan_year = $plan_year ORDER BY to_on
