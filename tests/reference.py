"""Reference data of a test's own: a copy of data/ to be changed."""

import csv
import os
import shutil

from etl import data


def copy_of_data(folder):
    """A copy of data/ without stores."""
    shutil.copytree(data.HERE, folder, ignore=shutil.ignore_patterns("store*"))
    return folder


def districts_go_on(folder):
    """As if the districts had not ended on 30/6/2025: the base unions go on, the communes after them never came."""
    for name in ("units.csv", "districts.csv", "successors.csv"):
        path = os.path.join(folder, name)
        with open(path, encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        kept = [row for row in rows if "2025-07-01" not in (row.get("valid_from"), row.get("on"))]
        for row in kept:
            if row.get("valid_to") == "2025-06-30":
                row["valid_to"] = ""
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(kept)


_OF_A_YEAR = ("plan", "period", "target", "target_scope", "section", "lead", "activity", "indicator", "unit")


def keep_years(connection, *years):
    """The plans of other years taken out of a database, so that a test sees the rows of those years alone."""
    listed = ", ".join(map(str, years))
    for table in _OF_A_YEAR:
        connection.execute(f"DELETE FROM {table} WHERE plan_year NOT IN ({listed})")
