"""What a workbook is once its bytes are read: sheets of plain values."""

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
