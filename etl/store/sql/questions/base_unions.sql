-- In Vietnamese order: Đ after D.
SELECT b.*, v.file_name FROM base_union_status_any b LEFT JOIN version v USING (version)
WHERE b.plan_year = $plan_year AND b.period = $period AND b.district_code = $district
ORDER BY b.kind DESC, strip_accents(replace(replace(b.base_union, 'Đ', 'Dzz'), 'đ', 'dzz')), b.base_union
