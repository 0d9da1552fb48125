SELECT c.* FROM version_change c
JOIN version v USING (version)
WHERE version = $version AND ($unit = '' OR v.unit_code = $unit)
ORDER BY c.seq
