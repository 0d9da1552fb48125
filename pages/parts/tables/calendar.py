"""A table with a calendar in it: a line for each activity or unit, a column for each month of the year."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import pyarrow
import streamlit as st

from pages.parts.device import is_phone
from pages.parts.i18n import _
from pages.parts.statuses import style_of

_ROW, _HEAD = 19, 35  # px: thirty lines and their heading stand whole on an office screen
_TITLE, _LEAD = 50, 17  # letters that have room


class Line(NamedTuple):
    """One line. status: None for a heading. windows: (first, last day) planned; days: of what took place."""

    code: str
    title: str
    status: str | None = None
    done: str = ""
    lead: str = ""
    windows: Sequence[tuple[date, date]] = ()
    days: Sequence[date] = ()


def show(lines: Sequence[Line], year: int, as_of: date, key: str) -> None:
    """Draw it; a click on a line calls nothing but is kept under the key (chosen_line).

    On a phone the result comes right after the code: there is no room for more.
    """
    months = [_month(month, year, as_of) for month in range(1, 13)]
    names = [_("Mã"), _("Hoạt động"), *months, _("Kết quả"), _("Chủ trì")]
    rows = [[line.code, _title(line), *_cells(line, year), _state(line), _fit(line.lead, _LEAD)] for line in lines]
    order = [0, len(names) - 2, *range(1, len(names) - 2), len(names) - 1] if is_phone() else range(len(names))
    table = pyarrow.table({names[at]: [row[at] for row in rows] for at in order})
    widths = {_("Mã"): 64, _("Hoạt động"): 350, _("Kết quả"): 150, _("Chủ trì"): 130}
    columns = {name: st.column_config.TextColumn(width=width) for name, width in widths.items()}
    columns |= {month: st.column_config.TextColumn(width=44, alignment="center") for month in months}
    st.dataframe(
        table,
        hide_index=True,
        key=key,
        width="stretch",
        height=_HEAD + _ROW * len(lines),
        row_height=_ROW,
        on_select="rerun",
        selection_mode="single-cell",
        column_config=columns,
        lazy=False,
    )


def chosen_line(key: str) -> int | None:
    """Which line was clicked in the last run: one click opens once."""
    cells = st.session_state.get(key, {}).get("selection", {}).get("cells", [])
    chosen = int(cells[0][0]) if cells else None
    is_new = st.session_state.get(f"_{key}") != cells
    st.session_state[f"_{key}"] = cells
    return chosen if is_new else None


def _month(month: int, year: int, as_of: date) -> str:
    """“T6”; the month of the day looked at has a mark."""
    return ("▸" if (as_of.year, as_of.month) == (year, month) else "") + _("T{n}").format(n=month)


def _fit(text: str, letters: int) -> str:
    """A text that ends with “…” where it has no room."""
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"


def _state(line: Line) -> str:
    return f"{style_of(line.status).sign} {line.done}" if line.status else ""


def _title(line: Line) -> str:
    """A heading stands in capitals."""
    return _fit(line.title, _TITLE) if line.status else line.title.upper()


def _cells(line: Line, year: int) -> list[str]:
    """For each month a dot, or the number of events; where none took place yet, a bar through the plan's window."""
    counts = [sum((day.year, day.month) == (year, month) for day in line.days) for month in range(1, 13)]
    planned = {
        month
        for first, last in line.windows
        for month in range(1, 13)
        if (first.year, first.month) <= (year, month) <= (last.year, last.month)
    }
    bars = ["░░░░" if month in planned else "" for month in range(1, 13)]
    return [bar if not count else "●" if count == 1 else f"● {count}" for count, bar in zip(counts, bars, strict=True)]
