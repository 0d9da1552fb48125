-- Reports of each period: how many came, how many on time, and their shares of those expected.
SELECT
    p.plan_year,
    p.period,
    p.label,
    p.label_en,
    p.deadline,
    count(*) AS expected,
    count(r.received_on) AS reported,
    count(*) FILTER (WHERE r.status = 'on_time') AS on_time,
    count(r.received_on) / count(*) AS rate,
    count(*) FILTER (WHERE r.status = 'on_time') / count(*) AS rate_on_time
FROM reporting_status r
JOIN period p USING (plan_year, period)
WHERE p.plan_year = $plan_year
GROUP BY p.plan_year, p.period, p.label, p.label_en, p.deadline
ORDER BY p.deadline
