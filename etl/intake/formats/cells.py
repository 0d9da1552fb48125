"""What a workbook is once its bytes are read: sheets of plain values, and how these travel over the pipe from the child
process.
"""

import json
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

Value = None | str | int | float | bool | date | datetime


class Sheet(NamedTuple):
    """One sheet. rows is ragged, from A1; every row and column number is 0-based."""

    name: str
    visible: bool
    rows: list[list[Value]]
    merged: list[tuple[int, int, int, int]]  # first row, first column, last row, last column
    empty_formulas: set[tuple[int, int]]  # formulas without a stored value
    fonts: dict[tuple[int, int], str]  # tcvn3 | tcvn3_caps | vni, where the font is one of those
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    looks: dict[
        tuple[int, int], str
    ] = {}  # percent | scale n | month | unit …, where the number format shows another figure
    marked: frozenset[tuple[int, int]] = frozenset()  # texts of which superscript or struck-through runs were left out
    struck: frozenset[tuple[int, int]] = frozenset()  # cells struck through as a whole


class Workbook(NamedTuple):
    """A workbook as read. kind: xlsx, xls or ods."""

    kind: str
    sheets: list[Sheet]


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


def plain(value: Any) -> Value:
    """A value as a reader of spreadsheets gives it, made plain: whole floats are ints, times are text, "" is None."""
    kind = type(value)
    if kind is str:
        return value or None
    if kind is float:
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    return str(value) if kind is time or kind is timedelta else value


def plain_row(values: list[Any]) -> list[Value]:
    """A row made plain, with nothing at its end."""
    last = len(values)
    while last and values[last - 1] == "":
        last -= 1
    return [plain(value) for value in values[:last]]


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
