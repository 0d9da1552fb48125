SELECT e.seq, e.occurred_at, e.actor, e.origin, e.action, u.unit, e.plan_year, e.period, e.version, e.file_name,
       e.reason, e.detail, e.sha256, e.unit_code
FROM entry e LEFT JOIN (SELECT DISTINCT unit_code, unit FROM unit) u USING (unit_code)
WHERE $unit = '' OR e.unit_code = $unit ORDER BY e.seq DESC LIMIT 2000
