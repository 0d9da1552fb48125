"""Tables that leave the product: csv, xlsx, parquet; the rows as shown, no text of theirs can come alive."""

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import xlsxwriter

from etl import data

Row = Sequence[Any]
FORMATS = ("csv", "xlsx", "parquet")
_LIVE = ("=", "+", "-", "@", "\t", "\r")
_NO_CHARACTER = re.compile("[\ud800-\udfff\ufffe\uffff]")  # XML has none of these
_LONGEST_CELL = 32767  # characters; Excel refuses a workbook with more
_FIRST_YEAR = 1901  # a spreadsheet's calendar is wrong before it
_ARROW = {
    "text": "string",
    "whole": "int64",
    "decimal": "float64",
    "day": "date32",
    "moment": "timestamp[us]",
    "yes_no": "bool",
}


class Cover(NamedTuple):
    """What a table says of itself: pairs of words, and whether its figures are invented."""

    title: str
    lines: list[tuple[str, str]]
    sample_note: str | None  # “SỐ LIỆU MẪU …”, in sample stores only


def write_table(columns: list[str], rows: Iterable[Row], form: str, cover: Cover) -> bytes:
    """The table as csv, xlsx or parquet; just these rows in this order, names as they are.

    Values are None, str, bool, int, float, date or datetime. A sample store's table gets one column more, which says
    so.
    """
    rows = [[clean(value) for value in row] for row in rows]
    if cover.sample_note:
        columns, rows = [*columns, "sample_note"], [[*row, cover.sample_note] for row in rows]
    writers = {"csv": _csv, "xlsx": _xlsx, "parquet": _parquet}
    return writers[form](columns, rows, cover)


# A workbook in which no text comes alive.
PLAIN = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}


def clean(value: Any) -> Any:
    """A text without what no file can hold; anything else as it is."""
    return _NO_CHARACTER.sub("\ufffd", value) if isinstance(value, str) else value


def _csv(columns: list[str], rows: list[Row], cover: Cover) -> bytes:
    """UTF-8 with a mark, so that Excel shows Vietnamese; text that a spreadsheet would take for a formula is quoted by
    an apostrophe.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([_csv_cell(value) for value in row] for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8")


def _csv_cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date | datetime):
        return value.isoformat()
    return "'" + value if isinstance(value, str) and value.startswith(_LIVE) else value


def _xlsx(columns: list[str], rows: list[Row], cover: Cover) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, PLAIN)
    head = book.add_format({"bold": True, "bg_color": "#E3EEF2", "border": 1})
    days, times = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    _cover_sheet(book, cover)
    sheet = book.add_worksheet("Bảng")
    for at, name in enumerate(columns):
        sheet.write_string(0, at, name, head)
        sheet.set_column(at, at, min(40, max(10, len(name) + 2)))
    for number, row in enumerate(rows, 1):
        for at, value in enumerate(row):
            write_cell(sheet, number, at, value, days, times)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    _one_page_wide(sheet)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(columns) - 1)
    sheet.activate()
    book.close()
    return buffer.getvalue()


def write_cell(sheet: Any, row: int, column: int, value: Any, days: Any, times: Any, other: Any = None) -> None:
    """A value as what it is; text is always text. None leaves the cell empty.

    days, times, other: formats of days, of moments, of all else.
    """
    if isinstance(value, str):
        sheet.write_string(row, column, value[:_LONGEST_CELL], other)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, other)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, other)
    elif isinstance(value, date) and value.year < _FIRST_YEAR:
        sheet.write_string(row, column, value.isoformat(), other)
    elif isinstance(value, datetime):
        sheet.write_datetime(row, column, value.replace(tzinfo=None), times)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, days)


def _cover_sheet(book: Any, cover: Cover) -> None:
    sheet = book.add_worksheet("Thông tin")
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 90)
    _one_page_wide(sheet)
    bold, wrap = book.add_format({"bold": True, "font_size": 13}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.write_string(0, 0, clean(cover.title), bold)
    lines = [("", cover.sample_note)] if cover.sample_note else []
    for row, (name, text) in enumerate([*lines, *cover.lines], 2):
        sheet.write_string(row, 0, clean(name), wrap)
        sheet.write_string(row, 1, clean(text), wrap)


def _one_page_wide(sheet: Any) -> None:
    """How it prints: A4, across."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _parquet(columns: list[str], rows: list[Row], cover: Cover) -> bytes:
    """Types by the data dictionary, so that a column that happens to be blank keeps its own."""
    import pyarrow  # with numpy 0.2 s of every command, for this one alone
    import pyarrow.parquet

    words = data.read_toml("dictionary.toml")["columns"]
    types = [_ARROW.get(words.get(name, {}).get("kind", "")) for name in columns]
    arrays = [
        pyarrow.array([row[at] for row in rows], pyarrow.type_for_alias(kind) if kind else None)
        for at, kind in enumerate(types)
    ]
    table = pyarrow.table(arrays, names=columns)
    table = table.replace_schema_metadata(
        {"cover": json.dumps([cover.title, *cover.lines, cover.sample_note], ensure_ascii=False)}
    )
    buffer = io.BytesIO()
    pyarrow.parquet.write_table(table, buffer)
    return buffer.getvalue()
