"""What accepting a workbook would change: target by target, before and after, without anything being kept."""

from datetime import date
from typing import Any

from etl.store import database, ledger, rows, snapshot, state
from etl.store.ledger import Entry

_FIGURES = """
    SELECT target_code, numerator, denominator, completion, status, district_code FROM target_completion_any
    WHERE plan_year = {year} AND period = {period} AND district_code IN ('', {unit}) ORDER BY target_code, district_code DESC"""


def targets(home: str, records: dict[str, Any], received_on: date) -> list[dict[str, Any]]:
    """Rows of target_code, district_code, before, after (each: numerator, denominator, completion, status); those of the unit and the city."""
    info = records["info"]
    sql = _FIGURES.format(
        year=int(info["plan_year"]), period=database.quoted(info["period"]), unit=database.quoted(info["unit_code"])
    )
    cursor = snapshot.cursor(home, state.today())
    before = cursor.execute(sql).fetchall()
    cursor.execute("BEGIN")
    try:
        database.insert(cursor, rows.entry_rows(_draft(home, info, received_on), records))
        after = cursor.execute(sql).fetchall()
    finally:
        cursor.execute("ROLLBACK")
    names = ("numerator", "denominator", "completion", "status")
    return [
        {
            "target_code": old[0],
            "district_code": old[5],
            "before": dict(zip(names, old[1:5], strict=True)),
            "after": dict(zip(names, new[1:5], strict=True)),
        }
        for old, new in zip(before, after, strict=True)
    ]


def _draft(home: str, info: dict[str, Any], received_on: date) -> Entry:
    version = len(state.replay(ledger.read(home)).versions) + 1
    return {"seq": 0, "at": "2000-01-01T00:00:00Z", "actor": "", "action": "accept", "version": version, "received_on": received_on.isoformat(),
            **{name: info[name] for name in ("plan_year", "period", "unit_code")}}  # fmt: skip
