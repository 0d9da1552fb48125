-- Implausible figures that were confirmed, of the reports in force: each with its cell.
SELECT v.plan_year, v.period, p.label, p.label_en, v.unit_code, u.unit, f.code, f.sheet, f.cell, f.value,
       f.reason, f.params, v.version, v.file_name, v.accepted_by, v.received_on
FROM finding f
JOIN version_in_force v USING (version)
JOIN period p USING (plan_year, period)
JOIN unit u USING (plan_year, unit_code)
WHERE f.code = 'W11' AND v.plan_year = $plan_year ORDER BY u.position, p.to_on, f.position
