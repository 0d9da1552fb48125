-- The units under a district, or under the city itself, on a day, with what became whole or a part of them up to
-- that day and what they became later.
WITH step AS (
    SELECT l.*, b.base_union AS successor
    FROM lineage l
    JOIN base_union b ON b.base_union_code = l.successor_code AND b.valid_from = l.successor_from
    WHERE l.valid_to = l.since - INTERVAL 1 DAY
)
SELECT
    u.base_union_code,
    u.base_union,
    u.kind,
    u.district_code,
    u.valid_from,
    u.valid_to,
    u.basis,
    p.whole AS predecessors,
    p.part AS predecessors_in_part,
    coalesce(p.is_verified, true) AS is_verified,
    s.whole AS successors,
    s.part AS successors_in_part
FROM base_union u
CROSS JOIN as_of
LEFT JOIN (
    SELECT
        successor_code,
        successor_from,
        string_agg(base_union, ', ' ORDER BY base_union_code) FILTER (WHERE share = 'whole') AS whole,
        string_agg(base_union, ', ' ORDER BY base_union_code) FILTER (WHERE share = 'part') AS part,
        bool_and(is_verified) AS is_verified
    FROM step
    CROSS JOIN as_of
    WHERE since <= as_of
    GROUP BY successor_code, successor_from
) p ON p.successor_code = u.base_union_code AND p.successor_from = u.valid_from
LEFT JOIN (
    SELECT
        base_union_code,
        valid_from,
        string_agg(successor, ', ' ORDER BY successor_code) FILTER (WHERE share = 'whole') AS whole,
        string_agg(successor, ', ' ORDER BY successor_code) FILTER (WHERE share = 'part') AS part
    FROM step
    WHERE is_known
    GROUP BY base_union_code, valid_from
) s ON s.base_union_code = u.base_union_code AND s.valid_from = u.valid_from
WHERE u.district_code = $district AND u.valid_from <= as_of AND (u.valid_to IS NULL OR u.valid_to >= as_of)
ORDER BY u.kind DESC, u.base_union
