-- Synthesis reports that were issued, the newest first.
SELECT
    i.issue,
    i.plan_year,
    i.period,
    p.label,
    p.label_en,
    i.as_of,
    i.number,
    i.signed_on,
    i.signer,
    i.sha256,
    i.file_name,
    i.issued_at,
    i.issued_by,
    w.withdrawn_on,
    w.reason AS withdrawn_for,
    w.actor AS withdrawn_by
FROM issue i
JOIN period p USING (plan_year, period)
LEFT JOIN issue_withdrawn w USING (issue)
WHERE i.plan_year = $plan_year
ORDER BY i.issue DESC
