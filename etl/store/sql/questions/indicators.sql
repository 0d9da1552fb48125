SELECT indicator_code, title, title_en, counted AS unit, counted_en AS unit_en, sum(value) AS value,
       count(value) AS units FROM indicator_value_any
WHERE plan_year = $plan_year AND period = $period AND ($unit = '' OR unit_code = $unit)
GROUP BY ALL
ORDER BY indicator_code
