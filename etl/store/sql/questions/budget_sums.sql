-- Approvals and budgets of the districts' plans, over the reports that speak for the period.
SELECT
    count(*) AS units,
    count(c.version) AS reported,
    count(*) FILTER (WHERE v.plan_approved) AS approved,
    count(v.budget_million_vnd) AS with_budget,
    round(sum(v.budget_million_vnd), 6) AS budget_million_vnd,
    round(sum(v.budget_state_million_vnd), 6) AS budget_state_million_vnd,
    round(sum(v.budget_raised_million_vnd), 6) AS budget_raised_million_vnd,
    round(sum(v.budget_union_million_vnd), 6) AS budget_union_million_vnd,
    round(sum(v.spent_state_million_vnd), 6) AS spent_state_million_vnd,
    round(sum(v.spent_raised_million_vnd), 6) AS spent_raised_million_vnd,
    round(sum(v.spent_union_million_vnd), 6) AS spent_union_million_vnd
FROM chosen c
LEFT JOIN version v USING (version)
WHERE c.plan_year = $plan_year AND c.period = $period AND c.level = 'district'
