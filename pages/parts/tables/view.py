"""One of the views as people read it: words beside the codes of the file, numbers and days in the reader's language."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from etl import data
from etl.outputs.dictionary import heading
from etl.outputs.presentation import Presented
from etl.plan import load_plan, plan_years
from pages.parts.formatting import NOTHING, has, number, percent
from pages.parts.i18n import _, lang
from pages.parts.statuses import of_activity, word
from pages.parts.tables import grid

# Columns that hold codes of states, kinds, levels: shown as their word and the code of the file.
_CODED = {"status", "ct1_status", "stage", "state", "model_type", "supported_by", "kind", "level"}
_PERIODS = {"period", "report_period"}
_FRACTIONS = {"completion", "ct2_completion"}
_UNGROUPED = {"plan_year", "version", "source_row"}  # whole numbers that count nothing


def columns_of(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> list[grid.Column]:
    """The columns of a view, each headed by its word and its name in the file."""
    return [_column(name, [row[at] for row in rows], columns) for at, name in enumerate(columns)]


def _column(name: str, values: list[Any], columns: Sequence[str]) -> grid.Column:
    label, kind = f"{heading(name, lang())} ({name})", data.read_toml("dictionary.toml")["columns"][name]["kind"]
    if name in _FRACTIONS:
        return grid.right(label, [percent(value) for value in values])
    if name in _UNGROUPED:
        return grid.right(label, [str(value) if has(value) else NOTHING for value in values])
    if kind == "whole":
        return grid.numbers(label, values)
    if kind == "decimal":
        return grid.right(label, [_decimal(value) for value in values])
    if kind == "day":
        return grid.days(label, values)
    if kind == "moment":
        return grid.words(label, [f"{value:%d/%m/%Y %H:%M}" if has(value) else NOTHING for value in values])
    if kind == "yes_no":
        return grid.words(label, [(_("có") if value else _("không")) if has(value) else NOTHING for value in values])
    if name in _CODED | _PERIODS:
        return grid.words(label, [_named(name, value, columns) for value in values])
    return grid.words(label, values)


def shown_value(name: str, value: str, columns: Sequence[str]) -> str:
    """A code of a column in words; any other text as it is, a dash where there is none. columns: of its view."""
    return (_word(value, columns) if name in _CODED else value) if value else NOTHING


def _word(value: str, columns: Sequence[str]) -> str:
    return word(of_activity(value) if "activity_code" in columns else value)


def _decimal(value: Any) -> str:
    """Every digit that was reported."""
    if not has(value):
        return NOTHING
    digits = repr(float(value)).partition(".")[2]
    return number(value, 0 if digits == "0" else len(digits) if digits.isdigit() else 1)


@lru_cache(maxsize=8)
def _period_labels(language: str, years: tuple[int, ...]) -> dict[str, str]:
    """Period → its name in the plans, in small letters; the newest plan's where they differ."""
    key = "label_en" if language == "en" else "label"
    return {code: row[key].lower() for year in years for code, row in load_plan(year).periods.items()}


def _named(name: str, value: Any, columns: Sequence[str]) -> str:
    if not has(value):
        return NOTHING
    if name in _PERIODS:
        labels = _period_labels(lang(), tuple(plan_years()))
        return (labels | {"latest": _("mới nhất")}).get(value, value) + f" ({value})"
    return f"{_word(value, columns)} ({value})"


# What only a file that is worked on needs: codes beside names, and where a row came from.
_FOR_DATA = {
    "plan_year",
    "period",
    "district_code",
    "unit_code",
    "base_union_code",
    "commune_code",
    "level",
    "version",
    "source_row",
    "counts_for",
    "has_report",
}


def presented(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> list[Presented]:
    """The columns of a view as a table to hand on: headings and states in words, without codes."""
    kinds = data.read_toml("dictionary.toml")["columns"]
    found = []
    for at, name in enumerate(columns):
        if name in _FOR_DATA:
            continue
        values, kind = [row[at] for row in rows], kinds[name]["kind"]
        if name in _FRACTIONS:
            found.append(Presented(heading(name, lang()), "percent", values))
        elif kind in ("whole", "decimal", "day") and name not in _UNGROUPED:
            found.append(Presented(heading(name, lang()), kind, values))
        else:
            texts = [_in_words(name, kind, value, columns) for value in values]
            found.append(Presented(heading(name, lang()), "text", texts))
    return found


def _in_words(name: str, kind: str, value: Any, columns: Sequence[str]) -> str | None:
    if not has(value) or value == "":
        return None
    if kind == "moment":
        return f"{value:%d/%m/%Y %H:%M}"
    if kind == "yes_no":
        return _("có") if value else _("không")
    if name in _PERIODS:
        return _named(name, value, columns).rpartition(" (")[0]
    return _word(value, columns) if name in _CODED else str(value)
