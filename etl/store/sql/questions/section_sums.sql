-- Activities of each section of the plan, by their state over all units; what their events brought.
SELECT
    s.section_code,
    n.name AS section,
    n.name_en AS section_en,
    count(*) AS activities,
    count(*) FILTER (WHERE s.status = 'done') AS done,
    count(*) FILTER (WHERE s.status = 'partly') AS partly,
    count(*) FILTER (WHERE s.status = 'overdue') AS overdue,
    count(*) FILTER (WHERE s.status IN ('open', 'upcoming')) AS ahead,
    sum(s.events) AS events,
    sum(s.participants) AS participants,
    round(sum(s.cost_million_vnd), 6) AS cost_million_vnd
FROM activity_status_any s
JOIN section n USING (plan_year, section_code)
WHERE s.plan_year = $plan_year AND s.period = $period AND s.unit_code = ''
GROUP BY s.section_code, n.name, n.name_en, n.position
ORDER BY n.position
