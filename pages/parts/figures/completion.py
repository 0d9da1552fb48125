"""How far the targets and the activities are, for what is chosen.

All periods come with one question: they are few rows, and planning it takes 20 to 30 ms.
"""

from typing import Any

from pages.parts.filters import Filters
from pages.parts.queries import each


def completions(chosen: Filters, period: str = "") -> list[Any]:
    """Of the chosen year, day and period, or of another period."""
    rows = each("target_completion", chosen.as_of, plan_year=chosen.plan_year)
    return [row for row in rows if row.period == (period or chosen.period)]


def activities_of(chosen: Filters, unit: str) -> list[Any]:
    """Rows of activity_status of a unit, "" for all together, in the chosen year, day and period."""
    rows = each("activities", chosen.as_of, plan_year=chosen.plan_year, unit=unit)
    return [row for row in rows if row.period == chosen.period]


def earlier(chosen: Filters, target: str) -> dict[str, float | None]:
    """District code → completion in the year's first period; {} where that one is shown itself."""
    first = each("periods", plan_year=chosen.plan_year)[0].period
    if chosen.period == first:
        return {}
    return {
        row.district_code: row.completion
        for row in completions(chosen, first)
        if row.target_code == target and row.level == "district"
    }
