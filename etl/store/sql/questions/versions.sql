SELECT v.version, v.plan_year, v.period, v.unit_code, u.unit, v.file_name, v.sha256, v.received_on,
       v.accepted_at, v.accepted_by, v.reason, v.report_date, v.finding_count,
       coalesce(w.is_withdrawn, false) AS is_withdrawn, f.version IS NOT NULL AS is_in_force
FROM version v
JOIN unit u USING (plan_year, unit_code)
LEFT JOIN version_withdrawn w USING (version)
LEFT JOIN version_in_force f USING (version)
WHERE $unit = '' OR v.unit_code = $unit ORDER BY v.version DESC
