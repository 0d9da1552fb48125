-- Where the figures of a period stand: the report of each unit that speaks for it, and of each of its forms the sheet,
-- the columns and the rows.
WITH placed AS (
    SELECT version, 'BM1' AS form, min(source_row) AS first_row, max(source_row) AS last_row
    FROM base_union_report GROUP BY version
    UNION ALL
    SELECT version, 'BM2', min(source_row), max(source_row) FROM model_report GROUP BY version
    UNION ALL
    SELECT version, 'BM3', min(source_row), max(source_row) FROM event_report GROUP BY version
    UNION ALL
    SELECT version, 'BM4', min(source_row), max(source_row) FROM indicator_report GROUP BY version
)
SELECT
    c.unit_code,
    c.unit,
    c.version,
    v.file_name,
    v.received_on,
    v.sha256,
    s.form,
    s.sheet,
    min_by(s.column_letter, (len(s.column_letter), s.column_letter)) AS first_column,
    max_by(s.column_letter, (len(s.column_letter), s.column_letter)) AS last_column,
    p.first_row,
    p.last_row
FROM chosen c
JOIN unit u USING (plan_year, unit_code)
LEFT JOIN version v USING (version)
LEFT JOIN source_column s USING (version)
LEFT JOIN placed p ON p.version = s.version AND p.form = s.form
WHERE c.plan_year = $plan_year AND c.period = $period AND (c.level = 'district' OR c.version IS NOT NULL)
GROUP BY c.unit_code, c.unit, c.version, v.file_name, v.received_on, v.sha256, s.form, s.sheet, p.first_row, p.last_row,
    u.position
ORDER BY u.position, s.form
