SELECT c.*, t.position, t.title, t.title_en, t.short, t.short_en, t.unit AS counted, t.unit_en AS counted_en,
       t.clause, t.source, t.goal_text, t.goal_text_en, t.kind
FROM target_completion_any c
JOIN target t USING (plan_year, target_code)
LEFT JOIN unit u ON u.plan_year = c.plan_year AND u.unit_code = c.district_code
WHERE c.plan_year = $plan_year ORDER BY t.position, u.position NULLS FIRST
