"""A table with a calendar in it: a line for each activity or unit, a column for each month of the year."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import streamlit as st
from pandas import DataFrame

from pages.parts.i18n import _
from pages.parts.statuses import look

_ROW, _HEAD = 21, 35  # px
_TITLE, _LEAD = 50, 17  # letters that have room
_HEADING = "background-color: #F2F5F7; font-weight: 600; color: #0B5C8A"


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
    """Draw it; a click on a line calls nothing but is kept under the key (chosen_line)."""
    months = [_month(month, year, as_of) for month in range(1, 13)]
    frame = DataFrame(
        [
            [line.code, _fit(line.title, _TITLE), *_cells(line, year), _state(line), _fit(line.lead, _LEAD)]
            for line in lines
        ],
        columns=[_("Mã"), _("Hoạt động"), *months, _("Kết quả"), _("Chủ trì")],
        dtype="object",
    )
    colors = DataFrame([_colors(line, year) for line in lines], columns=frame.columns)
    narrow = {month: st.column_config.TextColumn(width=44, alignment="center") for month in months}
    st.dataframe(
        frame.style.apply(lambda _frame: colors, axis=None),
        hide_index=True,
        key=key,
        width="stretch",
        height=_HEAD + _ROW * len(lines),
        row_height=_ROW,
        on_select="rerun",
        selection_mode="single-cell",
        column_config={
            _("Mã"): st.column_config.TextColumn(width=64),
            _("Hoạt động"): st.column_config.TextColumn(width=350),
            _("Kết quả"): st.column_config.TextColumn(width=150),
            _("Chủ trì"): st.column_config.TextColumn(width=130),
            **narrow,
        },
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
    return f"{look(line.status).sign} {line.done}" if line.status else ""


def _cells(line: Line, year: int) -> list[str]:
    """For each month a dot, or the number of events."""
    counts = [sum((day.year, day.month) == (year, month) for day in line.days) for month in range(1, 13)]
    return ["" if not count else "●" if count == 1 else f"● {count}" for count in counts]


def _colors(line: Line, year: int) -> list[str]:
    """Months of a window are soft bars in the colour of the state."""
    if line.status is None:
        return [_HEADING] * 16
    months = {
        month
        for first, last in line.windows
        for month in range(1, 13)
        if (first.year, first.month) <= (year, month) <= (last.year, last.month)
    }
    bar = f"background-color: {look(line.status).area}55"
    ink = f"color: {look(line.status).ink}"
    return ["", "", *(f"{bar}; {ink}" if month in months else ink for month in range(1, 13)), ink, ""]
