SELECT * FROM plan ORDER BY plan_year DESC
