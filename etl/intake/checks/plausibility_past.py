"""Holds the figures of a report against the same unit's other reports: members change slowly, plans are approved once,
slips leave marks.
"""

from collections.abc import Iterator
from typing import Any

from etl import forms
from etl.finding import Finding
from etl.intake.checks.plausibility import Records, Row, first_of_each_cell, odd, rows_of, rules, shown

_SLIPS = (10, 100, 1000)


def against_past(records: Records, other: Records, period: str, is_same_year: bool) -> list[Finding]:
    """W11 where a figure does not fit another report of the unit.

    period: its name, for the sentence; not an older version of this one.
    """
    found = [*_moved(records, other, period), *_swapped(records, other, period), *_figures(records, other, period)]
    if is_same_year:
        found += [*_constants(records, other, period), *_sent_again(records, other, period)]
    return first_of_each_cell(found)


def _paired(records: Records, other: Records, form: str) -> list[tuple[Row, Row]]:
    """Rows of both reports that are of one unit of the catalogue, in the order of this one."""
    key = f"{forms.form(form).key}_code"
    before = {row[key]: row for row in rows_of(other, form) if row.get(key)}
    return [(row, before[row[key]]) for row in rows_of(records, form) if row.get(key) in before]


def _figures(records: Records, other: Records, period: str) -> Iterator[Finding]:
    for rule in rules("past"):
        for row, before in _paired(records, other, rule["form"]):
            for field in rule["fields"]:
                new, old = row.get(field), before.get(field)
                if not new or not old or max(new, old) < rule["at_least"]:
                    continue
                factor = max(new, old) / min(new, old)
                slip = next((times for times in _SLIPS if abs(factor / times - 1) < 0.03), None)
                if slip:
                    yield odd(
                        records, rule["form"], row, field, rule, "times_of_past", before=old, period=period, times=slip
                    )
                elif factor > rule["ratio"]:
                    bounds = {
                        "least": shown(float(round(old / rule["ratio"]))),
                        "most": shown(float(round(old * rule["ratio"]))),
                    }
                    yield odd(
                        records, rule["form"], row, field, rule, "far_from_past", before=old, period=period, **bounds
                    )


def _constants(records: Records, other: Records, period: str) -> Iterator[Finding]:
    rule = rules("constant")
    for field in rule["fields"]:
        new, old = records["info"].get(field), other["info"].get(field)
        if new is not None and old is not None and new != old and field in records["info_cells"]:
            yield odd(records, "TT", records["info"], field, rule, "changed_in_year", before=shown(old), period=period)


def _moved(records: Records, other: Records, period: str) -> Iterator[Finding]:
    """Rows whose figures are those that the row above or below had in the other report, several in a row."""
    rule = rules("moved")
    pairs = _paired(records, other, rule["form"])
    new = [_values(row, rule["fields"]) for row, _ in pairs]
    old = [_values(before, rule["fields"]) for _, before in pairs]
    for step in (-1, 1):
        run: list[int] = []
        for at in [*range(len(pairs)), None]:
            is_moved = (
                at is not None and 0 <= at + step < len(old) and new[at] == old[at + step] != old[at] and all(new[at])
            )
            if is_moved and at is not None:
                run.append(at)
                continue
            for moved in run if len(run) >= rule["rows"] else ():
                yield odd(records, rule["form"], pairs[moved][0], rule["fields"][0], rule, "rows_moved", period=period)
            run = []


def _swapped(records: Records, other: Records, period: str) -> Iterator[Finding]:
    """Two columns that hold each other's former figures, in several rows."""
    rule = rules("swapped")
    pairs, fields = _paired(records, other, rule["form"]), rule["fields"]
    labels = {column.field: column.label for column in forms.form(rule["form"]).columns}
    for place, first in enumerate(fields):
        for second in fields[place + 1 :]:
            found = [
                row
                for row, before in pairs
                if _values(row, [first, second]) == _values(before, [second, first])
                and all(_values(row, [first, second]))
                and row[first] != row[second]
            ]
            for row in found if len(found) >= rule["rows"] else ():
                yield odd(
                    records, rule["form"], row, first, rule, "columns_swapped", other=labels[second], period=period
                )


def _sent_again(records: Records, other: Records, period: str) -> Iterator[Finding]:
    rule = rules("sent_again")
    pairs = _paired(records, other, rule["form"])
    same = all(_values(row, rule["fields"]) == _values(before, rule["fields"]) for row, before in pairs)
    is_whole = len(pairs) == len(rows_of(records, rule["form"])) >= rule["rows"]
    reached = any(row.get("reached") for row, _ in pairs)
    if same and is_whole and reached and "report_date" in records["info_cells"]:
        yield odd(records, "TT", records["info"], "report_date", rule, "sent_again", period=period)


def _values(row: Row, fields: list[str]) -> list[Any]:
    return [row.get(field) for field in fields]
