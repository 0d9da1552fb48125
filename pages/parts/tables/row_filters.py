"""Filters of a table by its own columns: what is offered is what the table holds; nothing chosen means all."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple

import streamlit as st

from etl.outputs.dictionary import heading
from pages.parts.filters import keep, settle_many
from pages.parts.formatting import alphabetical
from pages.parts.i18n import _, lang

_CHOICES = (
    "district",
    "unit",
    "target_code",
    "indicator_code",
    "activity_code",
    "lead_code",
    "status",
    "ct1_status",
    "model_type",
    "supported_by",
    "stage",
    "state",
)
_DAYS = ("actual_from", "launched_on", "received_on")  # the first that a table has
_ACROSS = 4
_FIRST, _LAST = date(2020, 1, 1), date(2100, 12, 31)  # days that can be chosen


class RowFilters(NamedTuple):
    """What is chosen. choices: column → values, as texts; days: a column and its first and last day, or None."""

    choices: tuple[tuple[str, frozenset[str]], ...]
    days: tuple[str, date, date] | None

    def keeps(self, columns: Sequence[str], row: Sequence[Any]) -> bool:
        """Whether a row is among those chosen. A blank day lies in no range."""
        if any(str(row[columns.index(name)] or "") not in values for name, values in self.choices):
            return False
        if self.days is None:
            return True
        name, first, last = self.days
        day = row[columns.index(name)]
        return day is not None and first <= day <= last

    def said(self, label: Callable[[str, str], str]) -> dict[str, str]:
        """Heading of each filter → what is chosen, for the cover of a file. label: column and value → its words."""
        lines = {
            heading(name, lang()): ", ".join(sorted(label(name, value) for value in values))
            for name, values in self.choices
        }
        if self.days:
            name, first, last = self.days
            lines[heading(name, lang())] = f"{first:%d/%m/%Y} – {last:%d/%m/%Y}"
        return lines


def show(columns: Sequence[str], rows: Sequence[Sequence[object]], label: Callable[[str, str], str]) -> RowFilters:
    """The widgets, four in a row; their choices stand in the address, so that a link opens the same rows."""
    offered = {
        name: values
        for name in _CHOICES
        if name in columns
        and len(values := sorted({str(row[columns.index(name)] or "") for row in rows}, key=alphabetical)) > 1
    }
    day = next((name for name in _DAYS if name in columns), None)
    cells = [cell for _row in range(-(-(len(offered) + 1) // _ACROSS)) for cell in st.columns(_ACROSS)]
    choices = []
    for cell, (name, values) in zip(cells, offered.items(), strict=False):
        with cell:
            if picked := _choice(name, values, label):
                choices.append((name, frozenset(picked)))
    with cells[len(offered)]:
        days = _days(day) if day else None
    return RowFilters(tuple(choices), days)


def _choice(name: str, values: list[str], label: Callable[[str, str], str]) -> list[str]:
    key = f"only_{name}"
    settle_many(key, values)
    picked = st.multiselect(
        heading(name, lang()), values, format_func=lambda value: label(name, value), key=key, placeholder=_("Tất cả")
    )
    keep(key, ",".join(picked), "")
    return list(picked)


def _days(name: str) -> tuple[str, date, date] | None:
    key, said = f"only_{name}", st.query_params.get(f"only_{name}")
    if said is not None and st.session_state.get(f"_{key}") != said:
        st.session_state[key] = _range(said)
    st.session_state.setdefault(key, ())
    picked = st.date_input(
        _("{name}: từ – đến").format(name=heading(name, lang())),
        key=key,
        format="DD/MM/YYYY",
        min_value=_FIRST,
        max_value=_LAST,
    )
    if not isinstance(picked, tuple) or len(picked) != 2:
        keep(key, "", "")
        return None
    keep(key, "..".join(day.isoformat() for day in picked), "")
    return name, picked[0], picked[1]


def _range(text: str) -> tuple[date, ...]:
    """The two days of an address; none where it makes no sense."""
    try:
        days = tuple(date.fromisoformat(part) for part in text.split(".."))
    except ValueError:
        return ()
    return days if len(days) == 2 and _FIRST <= days[0] <= days[1] <= _LAST else ()
