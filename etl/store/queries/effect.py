"""What the city's figure is with and without one cell of a report: the views answer, on rows that are taken back at
once.
"""

import copy
from typing import Any

from etl.intake.reading import Reading
from etl.plan import load_plan
from etl.store import state
from etl.store.database import insertion, rows
from etl.store.database.connection import Connection
from etl.words import Sentence, sentence

_CITY = """
    SELECT numerator, denominator, completion FROM target_completion_any
    WHERE plan_year = ? AND period = ? AND target_code = ? AND district_code = ''"""


def fields(reading: Reading) -> dict[str, str]:
    """Field of BM1 → code of the target that it feeds, in the plan of the report's year."""
    targets = load_plan(reading.plan_year or 0).targets
    return {
        field: target["code"]
        for target in targets
        for field in (target.get("denominator"), target.get("numerator"))
        if field
    }


def effects(connection: Connection, reading: Reading, cells: list[tuple[str, str]]) -> list[dict[str, str] | None]:
    """For each cell (field and code of its base union) a sentence in both languages; None where the city's figure stays
    as it is.

    Without means: as if the cell were blank. The figures are those of the day, with the unit's report as this one.
    """
    code_of = fields(reading)
    whole = {code: _city(connection, reading, reading.records, code) for code in {code_of[field] for field, _ in cells}}
    return [
        _effect_sentence(
            code_of[field],
            whole[code_of[field]],
            _city(connection, reading, _without(reading.records, *cell), code_of[field]),
        )
        for cell in cells
        for field in cell[:1]
    ]


def _without(records: dict[str, Any], field: str, base_union_code: str) -> dict[str, Any]:
    found = copy.deepcopy(records)
    for row in found["forms"]["BM1"]["rows"]:
        if row.get("base_union_code") == base_union_code:
            row[field] = None
    return found


def _city(connection: Connection, reading: Reading, records: dict[str, Any], code: str) -> float | None:
    entry = {
        "seq": 0,
        "at": "2000-01-01T00:00:00Z",
        "actor": "",
        "action": "accept",
        "version": 1_000_000_000,
        "received_on": state.today().isoformat(),
        **{name: reading.records["info"][name] for name in ("plan_year", "period", "unit_code")},
    }
    connection.execute("BEGIN")
    try:
        insertion.insert(connection, rows.entry_rows(entry, records))
        found = connection.execute(_CITY, [reading.plan_year, reading.period, code]).fetchone()
    finally:
        connection.execute("ROLLBACK")
    return found[2] if found else None


def _effect_sentence(code: str, with_it: float | None, without: float | None) -> Sentence | None:
    if with_it is None or without is None or with_it == without:
        return None
    before, after = (
        {"vi": text.replace(".", ","), "en": text} for text in (f"{100 * share:.2f}" for share in (without, with_it))
    )
    text = " {code} của Thành phố: không tính ô này {before}%, tính cả {after}%."
    return sentence(text, code=code, before=before, after=after)
