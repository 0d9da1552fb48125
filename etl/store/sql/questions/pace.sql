-- What is missing until the deadline, in the unit counted, and how much of it falls on each week that is left.
-- For “latest” the year's last deadline counts. A target without a denominator has no row.
SELECT
    c.target_code,
    c.district_code,
    greatest(c.denominator - c.numerator, 0) AS missing,
    p.deadline,
    greatest(date_diff('day', as_of, p.deadline), 0) AS days,
    ceil(greatest(c.denominator - c.numerator, 0) * 7 / greatest(date_diff('day', as_of, p.deadline), 1))::INTEGER
        AS per_week
FROM target_completion_any c
CROSS JOIN as_of
JOIN period p
    ON p.plan_year = c.plan_year
    AND p.period = CASE
        WHEN c.period = 'latest'
            THEN (SELECT arg_max(q.period, q.deadline) FROM period q WHERE q.plan_year = c.plan_year)
        ELSE c.period
    END
WHERE c.plan_year = $plan_year AND c.period = $period AND c.numerator IS NOT NULL AND c.denominator IS NOT NULL
ORDER BY c.target_code, c.district_code
