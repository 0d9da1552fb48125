"""The views that are given away as tables, by the command line and by the page: which column holds the unit, and the
order of the rows.

Seen by whoever reads a command line; nothing here needs the database or writes a file.
"""

VIEWS = {
    "target_completion": ("district_code", "target_code, district_code"),
    "base_union_status": ("district_code", "district_code, base_union_code"),
    "model_progress": ("district_code", "model_type, district_code, commune_code, supported_by"),
    "event_timeline": ("unit_code", "unit_code, source_row"),
    "reporting_status": ("unit_code", "unit_code"),
    "activity_status": ("unit_code", "position, unit_code"),
    "indicator_value": ("unit_code", "position, unit_code"),
}
