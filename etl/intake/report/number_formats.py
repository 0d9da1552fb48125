"""How a number format changes what a person sees: a figure in thousands, a percentage, a unit, a month.

Read as seen, and told.
"""

from datetime import date, datetime
from typing import Any

from etl import forms
from etl.forms import Column
from etl.intake.report.collector import Collector
from etl.intake.report.source import Source
from etl.intake.values.text import fold


def as_seen(source: Source, row: int, at: int, column: Column, value: Any, collector: Collector) -> Any:
    """The value as its format shows it; W07 where that is another one, an error where it is none of the
    column's kind.
    """
    look, stored = source.looks.get((row, at), ""), source.value(row, at)
    if not look or value is None or isinstance(stored, str):
        return value
    where = (source.name, row, at, stored)
    if look == "month" and isinstance(stored, date | datetime):
        return _month(where, column, value, collector)
    if column.kind not in ("count", "decimal") or look == "month":
        return value
    if look == "percent":
        return collector.add("E08", "count_percent", *where, label=column.label)
    if look.startswith("scale"):
        seen = value / 1000 ** int(look.split()[1])
        seen = int(seen) if column.kind == "count" and seen == int(seen) else seen
        if column.kind == "count" and not isinstance(seen, int):
            return collector.add("E08", "count_fractional", *where, label=column.label)
        collector.add("W07", "format_shows", *where, shown=f"{seen:g}", label=column.label)
        return seen
    unit = look.removeprefix("unit ")
    if fold(unit) not in map(fold, (*forms.words("heading_words"), *column.label.split())):
        collector.add("E07", "format_unit", *where, unit=unit, label=column.label)
        return None
    return value


def _month(where: tuple[Any, ...], column: Column, value: str, collector: Collector) -> str | None:
    """A date of which month and year are shown is that month: its last day ends a window."""
    if column.kind != "planned_date":
        collector.add("E07", "span_not_allowed", *where, label=column.label)
        return None
    day = date.fromisoformat(value)
    if not column.field.endswith("_to"):
        return value
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1).isoformat()
