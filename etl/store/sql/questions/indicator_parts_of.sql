-- The other results of one unit, each with where it stands.
SELECT i.*, v.file_name FROM indicator_value_any i LEFT JOIN version v USING (version)
WHERE i.plan_year = $plan_year AND i.period = $period AND i.unit_code = $unit ORDER BY i.position
