"""Who may do what, by hand: action → a digit for viewer, district (own unit), district (another), city, admin."""

TABLE = {
    "read_pages": "11111",
    "download_tables": "11111",
    "check": "01011",
    "submit": "01011",
    "accept": "00011",
    "read_history": "01011",
    "read_original": "01011",
    "read_personal": "00011",
    "withdraw": "00011",
    "templates": "01011",
    "catalogue": "00011",
    "city_activities": "00011",
    "issue": "00011",
    "users": "00001",
    "upkeep": "00001",
}
