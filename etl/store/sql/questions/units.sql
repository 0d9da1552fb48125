SELECT * FROM unit WHERE plan_year = $plan_year ORDER BY level DESC, position
