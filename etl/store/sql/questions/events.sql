SELECT e.*, v.file_name FROM event_timeline_any e LEFT JOIN version v USING (version)
WHERE e.plan_year = $plan_year AND e.period = $period AND ($unit = '' OR e.unit_code = $unit)
ORDER BY coalesce(e.actual_from, e.planned_from), e.unit, e.source_row
