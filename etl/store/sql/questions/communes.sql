-- Every base union of the catalogue on the day, with its district.
SELECT base_union_code, base_union, district_code FROM base_union CROSS JOIN as_of
WHERE valid_from <= as_of AND (valid_to IS NULL OR valid_to >= as_of)
ORDER BY base_union
