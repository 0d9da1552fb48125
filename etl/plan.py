"""The plan of one year, from data/plans/<year>.toml: targets, activities, periods, deadlines, thresholds."""

import os
from datetime import date
from typing import Any, NamedTuple

from etl import catalogue, data


class UnknownPlan(Exception):
    """No plan file for that year."""

    def __init__(self, plan_year: object) -> None:
        super().__init__(plan_year)
        self.plan_year = plan_year


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
    """Years that have a plan file, ascending."""
    names = os.listdir(os.path.join(data.folder(), "plans"))
    return sorted(int(name[:-5]) for name in names if name.endswith(".toml") and name[:-5].isdecimal())


def load_plan(plan_year: int) -> Plan:
    """The plan of `plan_year`; raises UnknownPlan."""
    try:
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


def unit_name(plan: Plan, unit_code: str) -> str:
    """Name of a reporting unit of the plan: the city union or a district."""
    if unit_code == plan.city["code"]:
        return plan.city["name"]
    return catalogue.districts()[unit_code].name
