SELECT s.*, n.name AS section, n.name_en AS section_en, l.name AS lead,
       l.name_en AS lead_en FROM activity_status_any s
JOIN section n USING (plan_year, section_code) JOIN lead l USING (plan_year, lead_code)
WHERE s.plan_year = $plan_year AND s.unit_code = $unit ORDER BY s.position
