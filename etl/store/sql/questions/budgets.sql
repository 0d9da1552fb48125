-- spent_million_vnd: of the sources that tell; null where none does.
-- Each district's plan: number, approval, budget, from the report that speaks for the period.
SELECT
    c.unit_code,
    c.unit,
    c.version,
    v.district_plan_no,
    v.district_plan_date,
    v.plan_approved,
    v.plan_approved_on,
    v.budget_million_vnd,
    v.budget_state_million_vnd,
    v.budget_raised_million_vnd,
    v.budget_union_million_vnd,
    v.spent_state_million_vnd,
    v.spent_raised_million_vnd,
    v.spent_union_million_vnd,
    (
        SELECT round(sum(amount), 6) FROM unnest([
            v.spent_state_million_vnd, v.spent_raised_million_vnd, v.spent_union_million_vnd
        ]) AS spent(amount)
    ) AS spent_million_vnd,
    v.partners,
    v.difficulties,
    v.proposals,
    v.file_name,
    t.sheet || '!' || t.cell AS budget_at
FROM chosen c
JOIN unit u USING (plan_year, unit_code)
LEFT JOIN version v USING (version)
LEFT JOIN source_cell t ON t.version = c.version AND t.field = 'budget_million_vnd'
WHERE c.plan_year = $plan_year AND c.period = $period AND c.level = 'district'
ORDER BY u.position
