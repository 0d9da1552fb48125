"""Reads TT: who reports, for which year and period, when; and finds the plan that goes with it."""

import re
from datetime import date
from typing import Any, NamedTuple

from etl import forms
from etl.forms import Column
from etl.intake.a1 import Place, address
from etl.intake.formats.cells import Value
from etl.intake.report.cell import read_cell, read_text
from etl.intake.report.collector import Collector
from etl.intake.report.header import foreign_words, label_key, says_other_unit
from etl.intake.report.source import Source, is_blank
from etl.intake.values.names import find_reporting_unit
from etl.intake.values.numbers import read_number
from etl.intake.values.text import fold
from etl.plan import (
    Plan,
    UnknownPlan,
    current_year,
    load_plan,
    period_words,
    plan_years,
)
from etl.words import Sentence, sentence

_NUMBERED = re.compile(r"^\s*(?:\d{1,2}\s*[.)]|[-+*•])\s*")  # “1. Năm kế hoạch”


class Info(NamedTuple):
    """TT as read.

    plan_year, period, unit_code are None where unknown; `plan` is then the newest one, to read on with.
    """

    plan: Plan
    plan_year: int | None
    period: str | None
    unit_code: str | None
    values: dict[str, Any]
    cells: dict[str, tuple[str, str]]  # field → sheet, cell

    @property
    def report_date(self) -> date | None:
        """The day the report was made, where it could be read."""
        text = self.values.get("report_date")
        return date.fromisoformat(text) if text else None

    @property
    def is_city(self) -> bool:
        """Whether the city union itself reports."""
        return self.unit_code == self.plan.city["code"]


def read_info(source: Source | None, collector: Collector) -> Info:
    """TT of a workbook; E02 for what is missing or unknown."""
    if source is None:
        collector.add("E02", "info_sheet_missing")
        return Info(load_plan(current_year()), None, None, None, {}, {})
    places = _places(source)
    columns = {column.field: column for column in forms.form("TT").columns}
    for field, column in columns.items():
        if field in places and is_blank(source.value(*places[field])) and source.is_empty_formula(*places[field]):
            collector.add("E07", "formula_without_value", source.name, *places[field])
        elif column.required and (field not in places or is_blank(source.value(*places[field]))):
            row, at = places.get(field, (None, None))
            collector.add("E02", "field_missing", source.name, row, at, label=column.label)
    plan_year = _plan_year(source, places.get("plan_year"), collector)
    plan = load_plan(plan_year or current_year())
    period = _period(source, places.get("period"), plan, collector)
    unit_code = _unit(source, places.get("unit"), plan, period, collector)
    values = _values(source, places, columns, collector)
    values |= {"plan_year": plan_year, "period": period, "unit_code": unit_code}
    cells = {field: (source.name, address(*place)) for field, place in places.items()}
    info = Info(plan, plan_year, period, unit_code, values, cells)
    _check_dates(source, places, info, collector)
    return info


def _places(source: Source) -> dict[str, Place]:
    """Field → cell of its value: the next filled cell to the right of the label. Labels before aliases."""
    labels = {label_key(column.label): column.field for column in forms.form("TT").columns}
    aliases = {label_key(alias): column.field for column in forms.form("TT").columns for alias in column.aliases}
    places: dict[str, Place] = {}
    taken: set[Place] = set()
    for known in (labels, aliases):
        for row in range(min(200, source.height)):
            for at, text in source.texts(row):
                field = known.get(_label(text))
                if field is None or field in places or (row, at) in taken:
                    continue
                places[field] = _value_place(source, row, at, labels)
                taken.add(places[field])
    return places


def is_label(text: str) -> bool:
    """Whether a text is one of TT's labels, in its own words or another's."""
    columns = forms.form("TT").columns
    return bool(text) and _label(text) in {label_key(name) for c in columns for name in (c.label, *c.aliases)}


def _label(text: str) -> str:
    return label_key(_NUMBERED.sub("", text).split(":")[0])


def _value_place(source: Source, row: int, at: int, labels: dict[str, str]) -> Place:
    inline = source.text(row, at).partition(":")[2].strip()
    for column in range(at + 1, max(len(source.values(row)), at + 3)):
        if source.is_empty_formula(row, column):
            return (row, column)
        if not is_blank(source.value(row, column)):
            if _label(source.text(row, column)) not in labels:
                return (row, column)
            break
    return (row, at) if inline else (row, at + 1)


def _inline(source: Source, place: Place) -> str:
    """The text of a value's cell, or what stands behind the colon where label and value share one cell."""
    text = source.text(*place)
    head, colon, tail = text.partition(":")
    if not colon:
        return text
    labels = {label_key(name) for column in forms.form("TT").columns for name in (column.label, *column.aliases)}
    return tail.strip() if _label(head) in labels else text


def _plan_year(source: Source, place: Place | None, collector: Collector) -> int | None:
    if place is None or is_blank(value := source.value(*place)):
        return None
    digits = re.search(r"(?<!\d)\d{4}(?!\d)", _inline(source, place)) if isinstance(value, str) else None
    number = read_number(int(digits.group()) if digits else value, is_count=True)
    try:
        return load_plan(number.value).plan_year if number and isinstance(number.value, int) else _unknown_year(value)
    except UnknownPlan:
        collector.add("E02", "year_unknown", source.name, *place, value, years=[str(year) for year in plan_years()])
        return None


def _unknown_year(value: object) -> int:
    raise UnknownPlan(value)


def _period(source: Source, place: Place | None, plan: Plan, collector: Collector) -> str | None:
    if place is None or is_blank(value := source.value(*place)):
        return None
    _say_converted(source, place, value, collector)
    text = _inline(source, place) if isinstance(value, str) else str(value)
    text = re.sub(
        r"^(?:(?:kỳ|báo cáo|bc|sơ kết|tổng kết|0(?=6 tháng))\s*)+",
        "",
        re.sub(r"[\s/,-]*20\d\d\s*$", "", text),
        flags=re.IGNORECASE,
    )
    known = {fold(word): code for code, words in period_words(plan).items() for word in words}
    period = known.get(fold(text)) or known.get(fold(re.sub(r"(?<=\S)\s+năm\s*$", "", text, flags=re.IGNORECASE)))
    years = re.findall(r"(?<!\d)20\d\d(?!\d)", _inline(source, place)) if isinstance(value, str) else []
    if period not in plan.periods or any(int(year) != plan.plan_year for year in years):
        labels = [row["label"] for row in plan.periods.values()]
        collector.add("E02", "period_unknown", source.name, *place, value, choices=labels)
        return None
    return period


def _unit(source: Source, place: Place | None, plan: Plan, period: str | None, collector: Collector) -> str | None:
    if place is None or is_blank(value := source.value(*place)):
        return None
    _say_converted(source, place, value, collector)
    match = find_reporting_unit(_inline(source, place), plan, period or next(iter(plan.periods)))
    if match.code is None:
        collector.add(
            "E02", "unit_unknown", source.name, *place, value, nearest=nearest(match.nearest), city=plan.city["name"]
        )
    return match.code


def _say_converted(source: Source, place: Place, value: Value, collector: Collector) -> None:
    if isinstance(value, str):
        read_text(source, *place, value, collector)


def _values(
    source: Source, places: dict[str, Place], columns: dict[str, Column], collector: Collector
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for field, column in columns.items():
        if field in ("plan_year", "period", "unit"):
            continue
        place = places.get(field)
        if place and any(says_other_unit(text, column) for at, text in source.texts(place[0]) if at <= place[1]):
            collector.add("E07", "other_unit", source.name, *place, source.value(*place), label=column.label)
        for at, text in source.texts(place[0]) if place else ():
            words = "" if says_other_unit(text, column) else foreign_words(text, column)
            if place and at < place[1] and words:
                collector.add("W12", "heading_words", source.name, place[0], at, text, words=words, label=column.label)
        values[field] = read_cell(source, *place, column, collector) if place else None
        if place and values[field] and column.kind == "text":
            values[field] = _inline(source, place) or values[field]
    if values.get("plan_approved") is not None:
        values["plan_approved"] = values["plan_approved"] == "yes"
    return values


def _check_dates(source: Source, places: dict[str, Place], info: Info, collector: Collector) -> None:
    for field in ("report_date", "district_plan_date", "plan_approved_on"):
        if info.values.get(field):
            check_date(source, *places[field], date.fromisoformat(info.values[field]), info, collector, is_actual=True)
        if field in places and collector.is_bad(source.name, *places[field]):
            info.values[field] = None  # a report's day in error makes no other day wrong


def check_date(source: Source, row: int, at: int, day: date, info: Info, collector: Collector, is_actual: bool) -> None:
    """E10: outside plan year ± 1; and for what has been done, after the report date."""
    value = source.value(row, at)
    year = info.plan_year
    if year is not None and not year - 1 <= day.year <= year + 1:
        collector.add("E10", "outside_years", source.name, row, at, value, first=str(year - 1), last=str(year + 1))
    elif is_actual and info.report_date and day > info.report_date:
        collector.add(
            "E10", "after_report_date", source.name, row, at, value, other=info.report_date.strftime("%d/%m/%Y")
        )


def nearest(names: tuple[str, ...]) -> Sentence | str:
    """“Gần nhất: …”, or nothing."""
    return sentence("Gần nhất: {names}.", names=", ".join(names)) if names else ""
