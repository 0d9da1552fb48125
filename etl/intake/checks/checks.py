"""Checks what was read: parts and wholes, duplicates, dates, totals, and what the plan says.

Codes as in docs/rules/forms.md.
"""

import re
from bisect import bisect_left
from datetime import date
from functools import lru_cache
from itertools import accumulate
from typing import Any

from etl import forms
from etl.catalogue import BaseUnion, full_name
from etl.intake.a1 import address
from etl.intake.report.collector import Collector
from etl.intake.report.info import Info, check_date
from etl.intake.report.table import Row, Table
from etl.intake.values.numbers import read_number
from etl.intake.values.text import fold
from etl.plan import scope

_CODE_SPACE = re.compile(r"(?<=[a-z]) (?=\d+$)|(?<=\d) (?=[a-h]$)")
_NESTED = 12  # sections that one total may span
_ACTUAL = ("trained_on", "launched_on", "actual_from", "actual_to")
_PAIRS = (
    ("trained_on", "launched_on", "launch_before_training"),
    ("planned_from", "planned_to", "end_before_start"),
    ("actual_from", "actual_to", "end_before_start"),
)


def check_parts(table: Table, collector: Collector) -> None:
    """E09 at the part that exceeds its whole."""
    labels = {column.field: column.label for column in table.form.columns}
    for column in (column for column in table.form.columns if column.part_of):
        for row in table.rows:
            part, whole = row.get(column.field), row.get(column.part_of)
            if part is None or whole is None or part <= whole:
                continue
            if table.is_bad(row, column.field, collector) or table.is_bad(row, column.part_of, collector):
                continue
            names = {
                "part_label": column.label,
                "whole_label": labels[column.part_of],
                "name": row.get(table.form.key) or "",
            }
            cell = address(*table.place(row, column.part_of))  # type: ignore[misc]
            table.add(
                collector,
                "E09",
                "part_exceeds_whole",
                row,
                column.field,
                part=part,
                whole=whole,
                whole_cell=cell,
                **names,
            )


def check_blanks(table: Table, collector: Collector) -> None:
    """W10 at every required count that is blank."""
    for column in (column for column in table.form.columns if column.required and column.kind == "count"):
        for row in table.rows:
            if row.get(column.field) is None and not table.is_bad(row, column.field, collector):
                table.add(collector, "W10", "not_reported", row, column.field, label=column.label)


def check_dates(table: Table, info: Info, collector: Collector) -> None:
    """E10 at dates out of range, after the report, or before what they follow."""
    fields = [column.field for column in table.form.columns if column.kind in ("date", "planned_date")]
    for row in table.rows:
        for field in fields:
            place = table.place(row, field)
            if place and row.get(field):
                check_date(table.source, *place, date.fromisoformat(row[field]), info, collector, field in _ACTUAL)
        for first, second, reason in _PAIRS:
            _check_order(table, row, first, second, reason, collector)


def _check_order(table: Table, row: Row, first: str, second: str, reason: str, collector: Collector) -> None:
    start, end = row.get(first), row.get(second)
    if (
        start
        and end
        and end < start
        and not table.is_bad(row, first, collector)
        and not table.is_bad(row, second, collector)
    ):
        table.add(collector, "E10", reason, row, second, other=date.fromisoformat(start).strftime("%d/%m/%Y"))


def check_twice(table: Table, keys: tuple[str, ...], reason: str, at: str, collector: Collector) -> None:
    """E06 at the second place of a key; rows whose key is not known are left out."""
    first: dict[tuple[Any, ...], str] = {}
    for row in table.rows:
        key = tuple(row.get(field) for field in keys)
        place = table.place(row, at)
        if None in key or place is None:
            continue
        if key in first:
            table.add(collector, "E06", reason, row, at, first=first[key])
        else:
            first[key] = address(*place)


def check_catalogue(table: Table, units: list[BaseUnion], collector: Collector) -> None:
    """W01 for every base union of the catalogue that has no row.

    A name in error most likely means its nearest missing unit: mending it brings that one, so it is one finding and not
    two.
    """
    reported = {row.get("base_union_code") for row in table.rows}
    missing = {full_name(unit): unit for unit in units if unit.code not in reported}
    unclear = 0  # names in error that are near to no missing unit: one of each may be meant, nobody knows which
    for row in table.rows:
        if table.is_bad(row, "base_union", collector):
            place = table.place(row, "base_union")
            proposed = collector.params_at(table.source.name, *place).get("proposed", ()) if place else ()
            meant = next((name for name in proposed if name in missing), None)
            unclear += meant is None
            missing.pop(meant or "", None)
    if len(missing) <= unclear:
        return
    for name, unit in missing.items():
        collector.add("W01", "base_union_missing", value=name, base_union_code=unit.code)


def check_models(table: Table, info: Info, collector: Collector) -> None:
    """W05 and W06: city-supported models that the plan does not count."""
    for target in (target for target in info.plan.targets if "model_type" in target):
        rows = [
            row
            for row in table.rows
            if row.get("supported_by") == "city" and row.get("model_type") == target["model_type"]
        ]
        districts = scope(info.plan, target)
        if info.unit_code and info.unit_code not in districts:
            for row in rows:
                table.add(collector, "W05", "straw_outside", row, "commune", count=len(districts))
        elif target["kind"] == "district_has":
            for row in rows[1:]:
                place = table.place(rows[0], "commune")
                table.add(collector, "W06", "waste_surplus", row, "commune", first=address(*place) if place else "")


def check_activities(table: Table, info: Info, collector: Collector) -> None:
    """The plan's own spelling of each activity code; W08 at a code that the plan lacks, kept as other."""
    known = {_code_key(activity["code"]): activity["code"] for activity in info.plan.activities}
    for row in table.rows:
        given = row.get("activity_code")
        row["activity_code_given"] = given
        row["activity_code"] = known.get(_code_key(given)) if given else None
        if given and row["activity_code"] is None:
            table.add(collector, "W08", "activity_unknown", row, "activity_code")


def check_indicators(table: Table, info: Info, collector: Collector) -> None:
    """E07 at an indicator code that the plan lacks; E08 for negative figures is the cell's own."""
    known = {_code_key(indicator["code"]): indicator["code"] for indicator in info.plan.indicators}
    for row in table.rows:
        given = row.get("indicator")
        row["indicator_code"] = known.get(_code_key(given)) if given else None
        if given and row["indicator_code"] is None:
            table.add(collector, "E07", "indicator_unknown", row, "indicator", choices=list(known.values()))


def check_totals(table: Table, collector: Collector) -> None:
    """W02 where a total is neither the sum of all rows, nor of the rows of some sections next to it."""
    marks = sorted({*table.totals, *table.sections})
    rows = [row["row"] - 1 for row in table.rows]
    spans = {
        mark: [(bisect_left(rows, start), bisect_left(rows, end)) for start, end in _spans(marks, mark)]
        for mark in table.totals
    }
    for column in (column for column in table.form.columns if column.kind in ("count", "decimal")):
        at = table.header.columns.get(column.field)
        if at is None or any(table.is_bad(row, column.field, collector) for row in table.rows):
            continue
        upto = [0, *accumulate(row.get(column.field) or 0 for row in table.rows)]
        for mark in table.totals:
            number = read_number(table.source.value(mark, at), column.kind == "count", forms.units(column.field))
            if number is None or number.value is None:
                continue
            sums = [upto[end] - upto[start] for start, end in spans[mark]]
            if not any(abs(number.value - total) < 1e-6 * max(1.0, abs(total)) for total in sums):
                collector.add(
                    "W02",
                    "total_differs",
                    table.source.name,
                    mark,
                    at,
                    table.source.value(mark, at),
                    sum=round(sums[1 if mark in table.sections else 0], 6),
                    label=column.label,
                )


def _spans(marks: list[int], mark: int) -> list[tuple[int, int]]:
    """Rows a total may be of: all, those below up to a mark that follows, those above back to one before.

    Sections may be nested.
    """
    place = bisect_left(marks, mark)
    after, before = [*marks[place + 1 :][:_NESTED], 1 << 30], [0, *marks[:place][-_NESTED:]]
    return [(0, 1 << 30), *((mark, end) for end in after), *((start, mark) for start in before)]


@lru_cache(maxsize=2_000)
def _code_key(code: str) -> str:
    """“III.1.1 b”, “iii.1.1.b” and “III.1.1b” are one code, and so are “KT1” and “kt 1”."""
    return _CODE_SPACE.sub("", fold(code))
