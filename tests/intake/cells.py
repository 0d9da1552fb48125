"""Workbooks opened in the sandbox, as the reader of reports has them there: a job of the tests alone."""

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from etl.intake.formats.cells import Sheet, Workbook
from etl.intake.formats.workbook import read_workbook
from etl.intake.safety.limits import Refusal
from etl.intake.sandbox.child_pool import run_jobs


def open_workbooks(items: Iterable[bytes]) -> Iterator[Workbook | Refusal]:
    """A workbook or the reason why not, for each file in order."""
    answers = run_jobs("tests.intake.cells:cells", [(data, {}) for data in items])
    return (decode(answer) if isinstance(answer, bytes) else answer for answer in answers)


def open_workbook(data: bytes) -> Workbook | Refusal:
    """One file's workbook, or the reason why not."""
    return next(open_workbooks([data]))


def cells(data: bytes) -> bytes:
    """The job: a workbook as JSON."""
    return encode(read_workbook(data))


def encode(workbook: Workbook) -> bytes:
    """The workbook as JSON."""
    sheets = [
        {
            "name": sheet.name,
            "visible": sheet.visible,
            "rows": sheet.rows,
            "merged": sheet.merged,
            "empty_formulas": sorted(sheet.empty_formulas),
            "fonts": [[*place, family] for place, family in sheet.fonts.items()],
            "hidden_rows": sorted(sheet.hidden_rows),
            "hidden_columns": sorted(sheet.hidden_columns),
            "looks": [[*place, look] for place, look in sheet.looks.items()],
            "marked": sorted(sheet.marked),
            "struck": sorted(sheet.struck),
        }
        for sheet in workbook.sheets
    ]
    text = json.dumps(
        {"kind": workbook.kind, "sheets": sheets}, ensure_ascii=False, separators=(",", ":"), default=_tagged
    )
    return text.encode("utf-8", "replace")


def decode(data: bytes) -> Workbook:
    """The workbook that `encode` wrote."""
    found = json.loads(data, object_hook=_untagged)
    return Workbook(found["kind"], [_sheet(sheet) for sheet in found["sheets"]])


def _sheet(found: dict[str, Any]) -> Sheet:
    return Sheet(
        found["name"],
        found["visible"],
        found["rows"],
        [tuple(area) for area in found["merged"]],
        {(row, column) for row, column in found["empty_formulas"]},
        {(row, column): family for row, column, family in found["fonts"]},
        frozenset(found["hidden_rows"]),
        frozenset(found["hidden_columns"]),
        {(row, column): look for row, column, look in found["looks"]},
        frozenset((row, column) for row, column in found["marked"]),
        frozenset((row, column) for row, column in found["struck"]),
    )


def _tagged(value: object) -> dict[str, str]:
    if isinstance(value, datetime):
        return {"t": value.isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    raise TypeError(value)


def _untagged(found: dict[str, Any]) -> Any:
    if "d" in found:
        return date.fromisoformat(found["d"])
    if "t" in found:
        return datetime.fromisoformat(found["t"])
    return found
