"""Facts of one workbook held against each other: what contradicts is asked (W13, W14), never refused.

Rules: docs/rules/forms.md, Accounting.
"""

import re
from datetime import date

from etl import formatting
from etl.catalogue import districts
from etl.intake.a1 import address
from etl.intake.report.collector import Collector
from etl.intake.report.info import Info
from etl.intake.report.table import Row, Table
from etl.intake.values.text import fold
from etl.plan import are_communes, period_words

_YEAR = re.compile(
    r"(?<!\bden )(?<!thang \d )(?<!thang \d\d )\bnam (20\d\d)\b(?! 20\d\d)"
)  # “đến năm 2025” is a scheme's end

_BUDGET_SOURCES = ("state", "raised", "union")
_ROUNDING = 0.051  # million VND: parts rounded to a tenth


def check_running(table: Table, collector: Collector) -> None:
    """W14 at the launch date of a model that runs, or says nothing of its state, with households, and was never
    launched.
    """
    for row in table.rows:
        is_running = row.get("state") in ("active", None) and (row.get("households") or 0) > 0
        households = table.place(row, "households")
        if not is_running or households is None or table.is_bad(row, "launched_on", collector):
            continue
        if row.get("launched_on") is None:  # where the sheet lacks the column, at the households
            at = "launched_on" if table.place(row, "launched_on") else "households"
            table.add(
                collector,
                "W14",
                "running_without_launch",
                row,
                at,
                households=row["households"],
                other_cell=address(*households),
            )


def check_repeated(table: Table, collector: Collector) -> None:
    """W14 at the second of two events that are equal in every field and say when."""
    first: dict[tuple[object, ...], Row] = {}
    for row in table.rows:
        key = tuple((field, value) for field, value in row.items() if field != "row")
        place = table.place(row, "title")
        if place is None or not (row.get("actual_from") or row.get("planned_from")):
            continue
        if key in first:
            other = table.place(first[key], "title")
            table.add(collector, "W14", "event_twice", row, "title", other_cell=address(*other) if other else "")
        first.setdefault(key, row)


def check_event_days(table: Table, info: Info, collector: Collector) -> None:
    """W14 at an event that took place in another year than the plan's, or after the period it is reported in."""
    period = info.plan.periods.get(info.period or "")
    if period is None or info.plan_year is None:
        return
    for row in table.rows:
        for field in ("actual_from", "actual_to"):
            day = date.fromisoformat(row[field]) if row.get(field) else None
            if day is None or table.is_bad(row, field, collector):
                continue
            if day.year != info.plan_year:
                table.add(
                    collector,
                    "W14",
                    "event_of_other_year",
                    row,
                    field,
                    year=info.plan_year,
                    other_cell=info.cells["plan_year"][1],
                )
            elif day > period["to_on"]:
                table.add(
                    collector,
                    "W14",
                    "event_after_period",
                    row,
                    field,
                    period=period["label"],
                    other_cell=info.cells["period"][1],
                )
            else:
                continue
            break


def check_titles(table: Table, info: Info, collector: Collector) -> None:
    """W12 at a title that names another year, period or district than TT.

    Days of documents and spans of years say nothing.
    """
    if info.plan_year is None or info.period is None:
        return
    own = {word for word in map(fold, period_words(info.plan)[info.period]) if " " in word}
    for row in range(max(table.header.first, 0)):
        for at, text in table.source.texts(row):
            folded = fold(text)
            years = {int(year) for year in _YEAR.findall(folded)} - {info.plan_year}
            is_period = any(f" {word} " in f" {folded} " for word in _periods(info, info.period)) and not any(
                word in folded for word in own
            )
            if (years and str(info.plan_year) not in folded) or is_period or _names_other(folded, info):
                collector.add("W12", "title_differs", table.source.name, row, at, text)


def _periods(info: Info, but: str) -> list[str]:
    """Words of the other periods that cannot mean anything else: “cả năm”, never “năm”."""
    words = period_words(info.plan).items()
    return [fold(word) for period, found in words if period != but for word in found if " " in fold(word)]


def _names_other(folded: str, info: Info) -> bool:
    if are_communes(info.plan, info.period or next(iter(info.plan.periods))):
        return False  # a commune's title names its district
    known = districts()
    others = (known[code] for code in info.plan.districts if code != info.unit_code and not info.is_city)
    return any(f" {fold(other.type)} {fold(other.name)} " in f" {folded} " for other in others)


def check_approval(info: Info, collector: Collector) -> None:
    """W14 at a day of approval where the plan is said not to be approved."""
    day, approved = info.cells.get("plan_approved_on"), info.cells.get("plan_approved")
    if info.values.get("plan_approved") is False and info.values.get("plan_approved_on") and day and approved:
        shown = date.fromisoformat(info.values["plan_approved_on"]).strftime("%d/%m/%Y")
        collector.tell("W14", "approved_on_without_approval", *day, shown, other_cell=approved[1])


def check_budget(info: Info, collector: Collector) -> None:
    """W14 where the sources add up to something else than the whole, and where more was spent than granted."""
    places, values = info.cells, info.values
    granted = [f"budget_{source}_million_vnd" for source in _BUDGET_SOURCES]
    parts: list[float | None] = [values.get(field) for field in granted]
    known = [part for part in parts if part is not None]
    whole = values.get("budget_million_vnd")
    if whole is not None and len(known) == len(parts) and abs(sum(known) - whole) > len(parts) * _ROUNDING:
        shown = {"sum": _amount(round(sum(known), 3)), "other_cell": places["budget_million_vnd"][1]}
        collector.tell("W14", "sources_differ", *places[granted[0]], _amount(known[0]), **shown)
    for source, field, part in zip(_BUDGET_SOURCES, granted, parts, strict=True):
        spent = values.get(f"spent_{source}_million_vnd")
        if part is not None and spent is not None and spent > part + _ROUNDING:
            place = places[f"spent_{source}_million_vnd"]
            shown = {"granted": _amount(part), "other_cell": places[field][1]}
            collector.tell("W14", "spent_more", *place, _amount(spent), **shown)


def _amount(value: float) -> str:
    return formatting.number(value, 0 if float(value).is_integer() else 1)


def check_report_date(info: Info, collector: Collector) -> None:
    """W13 at a report date before the day from which the period's reports are expected, or after the plan year."""
    place, made = info.cells.get("report_date"), info.report_date
    period = info.plan.periods.get(info.period or "")
    if place is None or made is None or period is None:
        return
    shown = made.strftime("%d/%m/%Y")
    expected: date | None = period.get("expected_from")
    if expected and made < expected:
        params = {"from": expected.strftime("%d/%m/%Y"), "period": period["label"]}
        collector.tell("W13", "made_too_early", *place, shown, **params)
    elif info.plan_year and made.year > info.plan_year:
        collector.tell("W13", "made_after_year", *place, shown, year=info.plan_year)
