SELECT base_union_code, base_union, kind, district_code, valid_from, valid_to, basis FROM base_union
WHERE district_code = $district ORDER BY valid_to NULLS FIRST, kind DESC, base_union
