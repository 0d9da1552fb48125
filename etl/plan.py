"""The plan of one year, from data/plans/<year>.toml: targets, activities, periods, deadlines, thresholds."""

import os
from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from etl import catalogue, data, lineage
from etl.catalogue import BaseUnion, District
from etl.plan_check import Slip, check_plan


class UnknownPlan(Exception):
    """No plan file for that year."""

    def __init__(self, plan_year: object) -> None:
        super().__init__(plan_year)
        self.plan_year = plan_year


class BrokenPlan(UnknownPlan):
    """The plan file of that year has slips: the year is out until they are mended, and no other year is harmed."""

    def __init__(self, plan_year: int, slips: list[Slip]) -> None:
        super().__init__(plan_year)
        self.slips = slips


class Plan(NamedTuple):
    """One plan file. Lists keep the order of the file."""

    plan_year: int
    city: dict[str, str]  # code, name, name_en
    districts: list[str]  # codes
    periods: dict[str, dict[str, Any]]  # H1, FY → label, from_on, to_on, catalogue_on, deadline …
    targets: list[dict[str, Any]]
    activities: list[dict[str, Any]]
    leads: list[dict[str, str]]
    sections: list[dict[str, str]]
    indicators: list[dict[str, str]]
    thresholds: dict[str, float]
    raw: dict[str, Any]


def plan_years() -> list[int]:
    """Years that have a plan file without a slip, ascending. Raises BrokenPlan where every file has one."""
    years = [year for year in _years() if not slips_of(year)]
    if not years and _years():
        raise BrokenPlan(_years()[-1], slips_of(_years()[-1]))
    return years


def has_plan(plan_year: int) -> bool:
    """Whether the year has a plan file without a slip. No other year's file is looked at."""
    return plan_year in _years() and not slips_of(plan_year)


def broken_years() -> list[int]:
    """Years whose plan file has slips, ascending."""
    return [year for year in _years() if slips_of(year)]


def slips_of(plan_year: int) -> list[Slip]:
    """The slips of a year's plan file; checked once a process for the same file."""
    path = os.path.join(data.folder(), "plans", f"{plan_year}.toml")
    return _slips(path, os.stat(path).st_mtime_ns)


def _years() -> list[int]:
    names = os.listdir(os.path.join(data.folder(), "plans"))
    return sorted(int(name[:-5]) for name in names if name.endswith(".toml") and name[:-5].isdecimal())


@cache
def _slips(path: str, _changed: int) -> list[Slip]:
    return check_plan(path)


def load_plan(plan_year: int) -> Plan:
    """The plan of `plan_year`; raises UnknownPlan, and BrokenPlan where the file has slips."""
    try:
        if found := slips_of(int(plan_year)):
            raise BrokenPlan(int(plan_year), found)
        raw = data.read_toml(os.path.join("plans", f"{int(plan_year)}.toml"))
    except (FileNotFoundError, ValueError, OverflowError):
        raise UnknownPlan(plan_year) from None
    return Plan(
        plan_year=raw["plan_year"],
        city=raw["city"],
        districts=raw["districts"],
        periods={row["period"]: row for row in raw["periods"]},
        targets=raw["targets"],
        activities=raw["activities"],
        leads=raw["leads"],
        sections=raw["sections"],
        indicators=raw.get("indicators", []),
        thresholds=raw["thresholds"],
        raw=raw,
    )


def period_words(plan: Plan) -> dict[str, list[str]]:
    """Period → every word people use for it: its label first, its code last."""
    return {code: [row["label"], *row.get("words", ()), code] for code, row in plan.periods.items()}


def are_communes(plan: Plan, period: str) -> bool:
    """Whether communes report in the period, each for itself; otherwise districts do."""
    return bool(plan.periods[period].get("reporting_units", "districts") == "communes")


def reporting_units(plan: Plan, period: str, changes: Iterable[dict[str, Any]] = ()) -> dict[str, District]:
    """Code → who reports in the period, in the plan's order: its districts, or their communes on the period's day.

    A commune whose name another one bears has the word of its kind before it, and the district behind where needed.
    changes: of the catalogue, from the ledger.
    """
    known = catalogue.districts()
    if not are_communes(plan, period):
        return {code: known[code] for code in plan.districts}
    changes = list(changes)
    of, units = lineage.old_districts(changes), communes_of(plan, period, changes)
    names, full = Counter(unit.name for unit in units), Counter(catalogue.full_name(unit) for unit in units)
    found = {}
    for unit in units:
        name = unit.name if names[unit.name] == 1 else catalogue.full_name(unit)
        places = ", ".join(known[code].name for code in of[unit.code, unit.valid_from] if code in known)
        name = name if full[catalogue.full_name(unit)] == 1 else f"{name} ({places})"
        found[unit.code] = District(unit.code, name, catalogue.PREFIXES[unit.kind])
    return found


def communes_of(plan: Plan, period: str, changes: Iterable[dict[str, Any]] = ()) -> list[BaseUnion]:
    """Communes of the period's day that lie in the plan's districts, or have a part that did; in the plan's order."""
    changes, day = list(changes), plan.periods[period]["catalogue_on"]
    places, of = {code: place for place, code in enumerate(plan.districts)}, lineage.old_districts(changes)
    found = []
    for unit in catalogue.base_unions(changes):
        own = [places[code] for code in of.get((unit.code, unit.valid_from), ()) if code in places]
        if own and unit.kind in ("commune", "town", "ward") and catalogue.is_valid(unit, day):
            found.append((min(own), unit))
    return [unit for _place, unit in sorted(found, key=lambda pair: pair[0])]


def all_reporting_units(plan: Plan, changes: Iterable[dict[str, Any]] = ()) -> dict[str, District]:
    """Those of every period, without the city union."""
    changes = list(changes)
    return {code: unit for period in plan.periods for code, unit in reporting_units(plan, period, changes).items()}


def base_unions_of(plan: Plan, period: str, unit_code: str, changes: Iterable[dict[str, Any]] = ()) -> list[BaseUnion]:
    """What a unit reports on in a period: a district on its base unions, a commune on itself. Raises KeyError."""
    changes = list(changes)
    if not are_communes(plan, period):
        catalogue.districts()[unit_code]
        return catalogue.of_district(unit_code, plan.periods[period]["catalogue_on"], changes)
    if unit_code not in reporting_units(plan, period, changes):
        raise KeyError(unit_code)
    day = plan.periods[period]["catalogue_on"]
    return [unit for unit in catalogue.base_unions(changes) if unit.code == unit_code and catalogue.is_valid(unit, day)]


def text_of(plan: Plan) -> str:
    """The plan's own text, as it was issued; "" where the file has none beside it."""
    if not plan.raw.get("text"):
        return ""
    with open(os.path.join(data.folder(), "plans", os.path.basename(plan.raw["text"])), encoding="utf-8") as file:
        return file.read()


def current_year() -> int:
    """The newest plan year that is no draft; the newest of all where every plan is one."""
    years = plan_years()
    return next((year for year in reversed(years) if not is_draft(load_plan(year))), years[-1])


def is_draft(plan: Plan) -> bool:
    """Whether the plan file is a draft: made before the office's own text is at hand."""
    return bool(plan.raw.get("is_draft"))


def scope(plan: Plan, target: dict[str, Any]) -> list[str]:
    """Codes of the districts that a target covers."""
    return plan.districts if target["districts"] == "all" else target["districts"]


def periods_since(day: date) -> list[tuple[int, str]]:
    """(year, period) of every report that takes the catalogue of that day or a later one."""
    return [
        (year, period)
        for year in plan_years()
        for period, row in load_plan(year).periods.items()
        if row["catalogue_on"] >= day
    ]


def name_of_unit(plan_year: int, unit_code: str) -> str:
    """Name of a reporting unit also where the year's plan is out: the catalogue knows the districts."""
    try:
        return unit_name(load_plan(plan_year), unit_code)
    except (UnknownPlan, KeyError):
        return catalogue.districts()[unit_code].name if unit_code in catalogue.districts() else unit_code


def unit_name(plan: Plan, unit_code: str) -> str:
    """Name of a reporting unit of the plan: the city union, a district or a commune. Raises KeyError."""
    if unit_code == plan.city["code"]:
        return plan.city["name"]
    if unit_code in catalogue.districts():
        return catalogue.districts()[unit_code].name
    return all_reporting_units(plan)[unit_code].name
