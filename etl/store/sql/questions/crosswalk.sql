-- The earlier period's figures by the units of a later one. A row (level):
--   unit   who reports in the later period: the sum of what came to it whole; parts that were divided are named,
--          not shared out
--   split  a base union that was divided: its own figures, and the units that have a part of it
--   gone   a base union that is in none of the later period's units: its own figures
-- Every base union's figures stand in exactly one row, so that the rows add up to the earlier period. is_exact: the
-- unit has all that its parts were; old_districts: the former districts that it has something of, where they are
-- several.
WITH later AS (
    SELECT unit_code, unit FROM chosen WHERE plan_year = $to_year AND period = $to_period AND level = 'district'
),
descent AS (FROM became($from_year, $from_period, $to_year, $to_period)),
figure AS (FROM base_union_row WHERE plan_year = $from_year AND period = $from_period),
placed AS (
    SELECT
        f.*,
        CASE
            WHEN w.unit_code IS NOT NULL THEN 'unit'
            WHEN p.successors IS NOT NULL THEN 'split'
            ELSE 'gone'
        END AS level,
        coalesce(w.unit_code, f.base_union_code) AS row_code,
        p.successors
    FROM figure f
    LEFT JOIN (FROM descent JOIN later USING (unit_code) WHERE share = 'whole') w USING (base_union_code)
    LEFT JOIN (
        SELECT d.base_union_code, string_agg(DISTINCT l.unit, ', ' ORDER BY l.unit) AS successors
        FROM descent d
        JOIN later l USING (unit_code)
        WHERE d.share = 'part'
        GROUP BY d.base_union_code
    ) p USING (base_union_code)
),
summed AS (
    SELECT
        level,
        row_code AS unit_code,
        any_value(base_union) AS base_union,
        any_value(district) AS district,
        any_value(successors) AS successors,
        count(*) AS base_unions,
        sum(members) AS members,
        sum(rural_members) AS rural_members,
        sum(landscape_models) AS landscape_models,
        sum(reached) AS reached,
        sum(reached_environment) AS reached_environment,
        sum(reached_waste) AS reached_waste,
        sum(reached_straw) AS reached_straw,
        sum(reached_economy) AS reached_economy
    FROM placed
    GROUP BY level, row_code
),
made AS (
    SELECT
        d.unit_code,
        bool_and(d.share = 'whole' AND f.base_union_code IS NOT NULL) AS is_exact,
        string_agg(d.base_union, ', ' ORDER BY d.base_union_code)
            FILTER (WHERE d.share = 'part' OR f.base_union_code IS NULL) AS parts,
        CASE
            WHEN count(DISTINCT d.district_code) > 1 THEN string_agg(DISTINCT t.district, ', ' ORDER BY t.district)
        END AS old_districts
    FROM descent d
    LEFT JOIN figure f USING (base_union_code)
    LEFT JOIN tile t ON t.district_code = d.district_code
    GROUP BY d.unit_code
)
SELECT
    coalesce(s.level, 'unit') AS level,
    coalesce(l.unit_code, s.unit_code) AS unit_code,
    coalesce(l.unit, s.base_union || ' (' || s.district || ')') AS unit,
    coalesce(s.base_unions, 0)::INTEGER AS base_unions,
    s.members::BIGINT AS members,
    s.rural_members::BIGINT AS rural_members,
    s.landscape_models::BIGINT AS landscape_models,
    s.reached::BIGINT AS reached,
    s.reached_environment::BIGINT AS reached_environment,
    s.reached_waste::BIGINT AS reached_waste,
    s.reached_straw::BIGINT AS reached_straw,
    s.reached_economy::BIGINT AS reached_economy,
    coalesce(m.is_exact, false) AND l.unit_code IS NOT NULL AS is_exact,
    coalesce(s.successors, m.parts) AS parts,
    m.old_districts
FROM later l
FULL JOIN summed s ON s.level = 'unit' AND s.unit_code = l.unit_code
LEFT JOIN made m ON m.unit_code = l.unit_code
ORDER BY level DESC, unit_code
