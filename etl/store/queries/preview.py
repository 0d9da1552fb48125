"""What accepting a workbook would change: target by target, before and after, without anything being kept."""

from datetime import date
from itertools import count
from typing import Any

from etl.store import state
from etl.store.database import insertion, rows
from etl.store.files import ledger
from etl.store.files.ledger import Entry
from etl.store.queries import snapshot

_after = count(1_000_000_000)  # a place behind every line of the ledger
_FIGURES = """
    SELECT target_code, numerator, denominator, completion, status, district_code FROM target_completion_any
    WHERE plan_year = $plan_year AND period = $period AND district_code IN ('', $unit_code)
    ORDER BY target_code, district_code DESC"""


def targets(home: str, records: dict[str, Any], received_on: date) -> list[dict[str, Any]]:
    """Rows of target_code, district_code, before, after (each: numerator, denominator, completion, status); those of
    the unit and the city.
    """
    return _compared(home, records["info"], {}, rows.entry_rows(_draft(home, records["info"], received_on), records))


def done(home: str, version: int) -> list[dict[str, Any]]:
    """The same rows for a version accepted long ago: the figures just before it was accepted, and with it."""
    entries = ledger.read(home)
    at = next(n for n, entry in enumerate(entries) if entry["action"] == "accept" and entry["version"] == version)
    then = state.replay(entries[: at + 1]).versions
    later = [number for number in state.replay(entries).versions if number not in then]
    hidden = dict.fromkeys(later, True) | {number: found.is_withdrawn for number, found in then.items()}
    info = {name: entries[at][name] for name in ("plan_year", "period", "unit_code")}
    return _compared(home, info, _as_withdrawn(hidden | {version: True}), _as_withdrawn({version: False}))


def _compared(home: str, info: dict[str, Any], world: rows.Tables, change: rows.Tables) -> list[dict[str, Any]]:
    """Figures after `world`, and after `change` on top of it; both are rows inserted in a transaction that is taken
    back.
    """
    asked = {name: info[name] for name in ("plan_year", "period", "unit_code")}
    cursor = snapshot.cursor(home, state.today())
    cursor.execute("BEGIN")
    try:
        insertion.insert(cursor, world)
        before = cursor.execute(_FIGURES, asked).fetchall()
        insertion.insert(cursor, change)
        after = cursor.execute(_FIGURES, asked).fetchall()
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


def _as_withdrawn(versions: dict[int, bool]) -> rows.Tables:
    """Rows that make versions withdrawn or not, after whatever the ledger says."""
    seq = next(_after)
    made = [
        {
            "version": version,
            "seq": seq,
            "changed_on": "2000-01-01",
            "is_withdrawn": hidden,
            "reason": None,
            "actor": "",
        }
        for version, hidden in versions.items()
    ]
    return {"version_change": made} if made else {}


def _draft(home: str, info: dict[str, Any], received_on: date) -> Entry:
    version = len(state.replay(ledger.read(home)).versions) + 1
    return {
        "seq": 0,
        "at": "2000-01-01T00:00:00Z",
        "actor": "",
        "action": "accept",
        "version": version,
        "received_on": received_on.isoformat(),
        **{name: info[name] for name in ("plan_year", "period", "unit_code")},
    }
