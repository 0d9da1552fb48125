"""A table for people: one sheet with title, headings in words, percentages as such, ready to print on A4 across.

The data table (tables.py) stays what it is; this one is to be read, signed and handed on.
"""

import io
from collections.abc import Sequence
from typing import Any, NamedTuple

import xlsxwriter

from etl.outputs.tables import PLAIN, Cover, clean, write_cell

_FORMATS = {"whole": "#,##0", "decimal": "#,##0.0##", "percent": "0.0%", "day": "dd/mm/yyyy"}
_NARROW, _WIDE = 9, 42  # letters
_NOTHING = "–"


class Presented(NamedTuple):
    """One column: its heading in words, its kind (text | whole | decimal | percent | day), a value for each row."""

    heading: str
    kind: str
    values: Sequence[Any]


def write_presentation(cover: Cover, columns: Sequence[Presented]) -> bytes:
    """The .xlsx. A value that is None is a dash; a text is never a formula."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, PLAIN)
    sheet = book.add_worksheet("Bảng trình bày")
    title = book.add_format({"bold": True, "font_size": 14})
    note = book.add_format({"bold": True, "font_color": "#A84300"})
    plain = book.add_format({"font_color": "#4A5560"})
    sheet.write_string(0, 0, clean(cover.title), title)
    lines = [f"{name}: {text}" for name, text in cover.lines if text]
    for row, text in enumerate([*([cover.sample_note] if cover.sample_note else []), *lines], 1):
        sheet.write_string(row, 0, clean(text), note if text == cover.sample_note else plain)
    top = 2 + len(lines) + bool(cover.sample_note)
    _write_table(book, sheet, top, columns)
    sheet.freeze_panes(top + 1, 0)
    sheet.repeat_rows(top)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P/&N")
    book.close()
    return buffer.getvalue()


def _write_table(book: Any, sheet: Any, top: int, columns: Sequence[Presented]) -> None:
    head = book.add_format(
        {"bold": True, "bg_color": "#E3EEF2", "border": 1, "text_wrap": True, "valign": "vcenter", "align": "center"}
    )
    texts = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    dash = book.add_format({"border": 1, "align": "right", "valign": "top"})
    shapes = {
        kind: book.add_format({"border": 1, "num_format": form, "valign": "top"}) for kind, form in _FORMATS.items()
    }
    for at, column in enumerate(columns):
        sheet.write_string(top, at, column.heading, head)
        longest = max([_NARROW, *(len(str(value)) for value in column.values if isinstance(value, str))])
        sheet.set_column(at, at, min(_WIDE, longest + 2))
        for row, value in enumerate(column.values, top + 1):
            if value is None or value == "":
                sheet.write_string(row, at, _NOTHING, texts if column.kind == "text" else dash)
            else:
                is_figure = isinstance(value, int | float)
                other = shapes.get(column.kind, texts) if is_figure else texts
                write_cell(sheet, row, at, clean(value), shapes["day"], shapes["day"], other)
