-- shown_state: its stage, but one that is paused is no success and has its own mark.
SELECT
    m.*,
    v.file_name,
    CASE WHEN m.state = 'paused' AND m.stage <> 'stopped' THEN 'paused' ELSE m.stage END AS shown_state
FROM model_progress_any m
LEFT JOIN version v USING (version)
JOIN unit u ON u.plan_year = m.plan_year AND u.unit_code = m.district_code
WHERE m.plan_year = $plan_year AND m.period = $period
ORDER BY m.model_type DESC, u.position, m.place_number NULLS LAST, m.commune
