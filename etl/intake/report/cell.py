"""Reads one cell as its column's kind says, and names what is not of that kind."""

import re
from functools import cache
from typing import Any

from etl import data, forms
from etl.forms import Column
from etl.intake.formats.cells import Value
from etl.intake.report.collector import Collector, seen
from etl.intake.report.source import Source, is_blank
from etl.intake.values.dates import has_short_year, read_span
from etl.intake.values.numbers import read_number
from etl.intake.values.text import clean, fold

_ERROR = re.compile(
    r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!)|Err:\d{3}"
)  # what a failed formula shows
_LARGEST_COUNT = 2_000_000_000
_LARGEST_AMOUNT = 1e15


def read_cell(source: Source, row: int, at: int, column: Column, collector: Collector) -> Any:
    """The value to keep: str, int, float, bool, ISO date or None (not reported, or in error)."""
    value = source.value(row, at)
    if type(value) is int and column.kind == "count" and 0 <= value <= _LARGEST_COUNT:
        return value  # what nearly every cell is
    if is_blank(value):
        if source.is_empty_formula(row, at):
            collector.add("E07", "formula_without_value", source.name, row, at)
        return None
    if isinstance(value, str) and _ERROR.fullmatch(value.strip()):
        collector.add("E07", "error_value", source.name, row, at, value, label=column.label)
        return None
    if column.kind in ("count", "decimal"):
        return _number(source, row, at, column, value, collector)
    if column.kind in ("date", "planned_date"):
        return _date(source, row, at, column, value, collector)
    text = read_text(source, row, at, value, collector)
    if column.kind == "choice":
        return _choice(source, row, at, column, text, value, collector)
    return text


def match_choice(field: str, text: str) -> str | None:
    """The stored value of a choice word."""
    return _choices(data.folder(), field).get(fold(text))


def _number(source: Source, row: int, at: int, column: Column, value: Value, collector: Collector) -> Any:
    where = (source.name, row, at, value)
    is_count = column.kind == "count"
    number = read_number(value, is_count, forms.units(column.field))
    if number is None:
        return collector.add("E07", "not_a_number", *where, label=column.label)
    if is_count and number.is_percent:
        return collector.add("E08", "count_percent", *where, label=column.label)
    if number.value is None:
        return None
    if number.value < 0:
        return collector.add("E08", "count_negative", *where, label=column.label)
    if is_count and not isinstance(number.value, int):
        return collector.add("E08", "count_fractional", *where, label=column.label)
    if number.value > (_LARGEST_COUNT if is_count else _LARGEST_AMOUNT):
        return collector.add("E07", "count_too_large", *where, label=column.label)
    if number.is_ambiguous:
        collector.add("W07", "read_two_ways", *where, number=number.value, label=column.label)
    return number.value if is_count else float(number.value)


def _date(source: Source, row: int, at: int, column: Column, value: Value, collector: Collector) -> str | None:
    span = read_span(value)
    if span is None:
        collector.add("E07", "not_a_date", source.name, row, at, value, label=column.label)
        return None
    if has_short_year(value):
        collector.add("W07", "short_year", source.name, row, at, value, year=span.first.year, label=column.label)
    if column.kind == "planned_date":
        return (span.last if column.field.endswith("_to") else span.first).isoformat()
    if span.first != span.last:
        collector.add("E07", "span_not_allowed", source.name, row, at, value, label=column.label)
        return None
    return span.first.isoformat()


def read_text(source: Source, row: int, at: int, value: Value, collector: Collector) -> str:
    """The text in clean Unicode; W07 where it was converted."""
    if not isinstance(value, str):
        return seen(value) or ""
    text = source.unicode(row, at, value)
    if text != value:
        collector.add(
            "W07", "legacy_text", source.name, row, at, value, text=clean(text), family=source.family(row, at)
        )
    return clean(text)


def _choice(
    source: Source, row: int, at: int, column: Column, text: str, value: Value, collector: Collector
) -> str | None:
    chosen = match_choice(column.field, text)
    if chosen is None:
        words = list(forms.choices(column.field).values())
        collector.add("E07", "not_a_choice", source.name, row, at, value, choices=words, label=column.label)
    return chosen


@cache
def _choices(folder: str, field: str) -> dict[str, str]:
    return {fold(word): value for value, words in forms.choice_words(field).items() for word in words}
