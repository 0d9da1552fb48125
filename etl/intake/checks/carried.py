"""A report's rows under the units of another day: what was merged is summed up, what was divided is left out.

Rules: docs/rules/units.md, Checks.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from etl import lineage
from etl.intake.checks.plausibility import Records, Row


def carried(records: Records, from_on: date, to_on: date, changes: Iterable[dict[str, Any]] = ()) -> Records:
    """The records of a report on the units of `from_on`, its BM1 as if on those of `to_on`, a later or an earlier day.

    Numbers of merged units are added up where every part reported them; texts are left out. Units that did not stay as
    they are and cannot be added up are left out, as are all of them on an earlier day.
    """
    form = records["forms"].get("BM1")
    if form is None or from_on == to_on:
        return records
    rows = {row["base_union_code"]: row for row in form["rows"] if row.get("base_union_code")}
    parts = lineage.whole_parts(from_on, to_on, changes).items()
    summed = [_sum(code, [rows[part] for part in own]) for code, own in parts if all(part in rows for part in own)]
    return records | {"forms": records["forms"] | {"BM1": form | {"rows": summed}}}


def _sum(code: str, rows: list[Row]) -> Row:
    if len(rows) == 1:
        return rows[0] | {"base_union_code": code}
    fields = [field for field, value in rows[0].items() if isinstance(value, int) and field != "row"]
    known = [field for field in fields if all(row.get(field) is not None for row in rows)]
    return {"base_union_code": code, "row": rows[0]["row"]} | {
        field: sum(row[field] for row in rows) for field in known
    }
