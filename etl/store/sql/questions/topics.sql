-- The first row is the city: sums over the same base unions, never a mean of percentages. share_…: of rural members.
WITH summed AS (
    SELECT
        t.district_code,
        t.district,
        u.position,
        sum(rural_members) AS rural_members,
        sum(reached) AS reached,
        sum(reached_environment) AS reached_environment,
        sum(reached_waste) AS reached_waste,
        sum(reached_straw) AS reached_straw,
        sum(reached_economy) AS reached_economy
    FROM base_union_status_any t
    JOIN unit u ON u.plan_year = t.plan_year AND u.unit_code = t.district_code
    WHERE t.plan_year = $plan_year AND period = $period AND reached IS NOT NULL AND rural_members IS NOT NULL
    GROUP BY GROUPING SETS ((t.district_code, t.district, u.position), ())
)
SELECT
    * EXCLUDE (position),
    reached_environment / nullif(rural_members, 0) AS share_environment,
    reached_waste / nullif(rural_members, 0) AS share_waste,
    reached_straw / nullif(rural_members, 0) AS share_straw,
    reached_economy / nullif(rural_members, 0) AS share_economy
FROM summed
ORDER BY position NULLS FIRST
