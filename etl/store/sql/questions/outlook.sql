-- Where each target of the city would stand at the year's end if it grew from here as in past years: a range over
-- two or more past years that counted it alike, never a point. Only before the last deadline, from the period
-- before the last one, and while nobody has reported the last; none in a year whose last two periods are reported
-- by different units. The growth of a past year is over the units that reported both of its last two periods.
WITH step AS (
    SELECT
        plan_year,
        period AS last_period,
        lag(period) OVER (PARTITION BY plan_year ORDER BY to_on) AS before_period,
        reporting_units,
        lag(reporting_units) OVER (PARTITION BY plan_year ORDER BY to_on) AS before_units,
        deadline,
        row_number() OVER (PARTITION BY plan_year ORDER BY to_on DESC) AS from_end
    FROM period
),
ends AS (SELECT * FROM step WHERE from_end = 1 AND before_units = reporting_units)
SELECT
    c.target_code,
    c.completion + min(g.completion - g.before_completion) AS low,
    c.completion + max(g.completion - g.before_completion) AS high,
    count(*)::INTEGER AS years,
    e.deadline
FROM target_completion_any c
CROSS JOIN as_of
JOIN ends e ON e.plan_year = c.plan_year
JOIN target_definition t ON t.plan_year = c.plan_year AND t.target_code = c.target_code
JOIN target_definition u ON u.plan_year < t.plan_year AND u.target_code = t.target_code AND u.definition = t.definition
JOIN ends past ON past.plan_year = u.plan_year
JOIN target_change g
    ON g.plan_year = u.plan_year
        AND g.target_code = u.target_code
        AND g.period = past.last_period
        AND g.before_period = past.before_period
WHERE c.plan_year = $plan_year
    AND c.period = $period
    AND c.level = 'city'
    AND c.completion IS NOT NULL
    AND g.completion IS NOT NULL
    AND g.before_completion IS NOT NULL
    AND as_of < e.deadline
    AND c.period IN (e.before_period, 'latest')
    AND NOT EXISTS (
        FROM version_in_force v
        JOIN unit d USING (plan_year, unit_code)
        WHERE v.plan_year = c.plan_year AND v.period = e.last_period AND d.level = 'district'
    )
GROUP BY c.target_code, c.completion, e.deadline
HAVING count(*) >= 2
ORDER BY c.target_code
