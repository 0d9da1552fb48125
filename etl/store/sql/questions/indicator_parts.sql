-- One indicator, unit by unit, with where it stands. A unit without the row is there too.
SELECT i.unit_code, i.unit, i.value, i.version, v.file_name, i.source_sheet, i.source_row FROM indicator_value_any i
JOIN unit u USING (plan_year, unit_code) LEFT JOIN version v USING (version)
WHERE i.plan_year = $plan_year AND i.period = $period AND i.indicator_code = $code
       AND ($unit = '' OR i.unit_code = $unit)
ORDER BY u.position
