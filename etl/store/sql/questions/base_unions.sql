-- In Vietnamese order: Đ after D. models_at, reached_at: where the figure stands in its workbook, sheet and cell.
-- ct2_status: by the plan's thresholds.
SELECT
    b.*,
    v.file_name,
    m.sheet || '!' || m.column_letter || b.source_row AS models_at,
    r.sheet || '!' || r.column_letter || b.source_row AS reached_at,
    CASE
        WHEN NOT b.has_report THEN 'no_report'
        WHEN b.ct2_completion IS NULL THEN 'not_reported'
        WHEN b.ct2_completion >= p.achieved THEN 'achieved'
        WHEN b.ct2_completion >= p.near THEN 'near'
        ELSE 'behind'
    END AS ct2_status
FROM base_union_status_any b
JOIN plan p USING (plan_year)
LEFT JOIN version v USING (version)
LEFT JOIN source_column m ON m.version = b.version AND m.field = 'landscape_models'
LEFT JOIN source_column r ON r.version = b.version AND r.field = 'reached'
WHERE b.plan_year = $plan_year AND b.period = $period AND b.district_code = $district
ORDER BY b.kind DESC, strip_accents(replace(replace(b.base_union, 'Đ', 'Dzz'), 'đ', 'dzz')), b.base_union
