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
    UNION ALL
    SELECT version, 'TT', min(regexp_extract(cell, '[0-9]+$')::INTEGER), max(regexp_extract(cell, '[0-9]+$')::INTEGER)
    FROM source_cell GROUP BY version
),
columned AS (
    SELECT version, form, sheet, column_letter FROM source_column
    UNION ALL
    SELECT version, 'TT', sheet, regexp_extract(cell, '^[A-Z]+') FROM source_cell
)
SELECT
    c.unit_code,
    c.unit,
    c.version,
    v.file_name,
    v.received_on,
    s.form,
    s.sheet,
    min_by(s.column_letter, (len(s.column_letter), s.column_letter)) AS first_column,
    max_by(s.column_letter, (len(s.column_letter), s.column_letter)) AS last_column,
    p.first_row,
    p.last_row
FROM chosen c
JOIN unit u USING (plan_year, unit_code)
LEFT JOIN version v USING (version)
LEFT JOIN columned s USING (version)
LEFT JOIN placed p ON p.version = s.version AND p.form = s.form
WHERE c.plan_year = $plan_year AND c.period = $period AND (c.level = 'district' OR c.version IS NOT NULL)
GROUP BY c.unit_code, c.unit, c.version, v.file_name, v.received_on, s.form, s.sheet, p.first_row, p.last_row,
    u.position
ORDER BY u.position, s.form
