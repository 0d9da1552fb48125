"""How far the targets and the activities are, for what is chosen.

All periods come with one question: they are few rows, and planning it takes 20 to 30 ms.
"""

from collections.abc import Mapping

from etl.store.queries import rows as of_question
from pages.parts.charts.tiles import Figure
from pages.parts.filters import Filters
from pages.parts.queries import each
from pages.parts.statuses import of_activity


def completions(chosen: Filters, period: str = "") -> list[of_question.TargetCompletion]:
    """Of the chosen year, day and period, or of another period."""
    rows = each(of_question.TargetCompletion, chosen.as_of, plan_year=chosen.plan_year)
    return [row for row in rows if row.period == (period or chosen.period)]


def activities_of(chosen: Filters, unit: str) -> list[of_question.Activities]:
    """Rows of activity_status of a unit, "" for all together, in the chosen year, day and period."""
    rows = each(of_question.Activities, chosen.as_of, plan_year=chosen.plan_year, unit=unit)
    return [row._replace(status=of_activity(row.status)) for row in rows if row.period == chosen.period]


def events_of(chosen: Filters, unit: str) -> list[of_question.Events]:
    """Rows of event_timeline of a unit, "" for all, in the chosen year, day and period."""
    asked = {"plan_year": chosen.plan_year, "period": chosen.period, "unit": unit}
    rows = each(of_question.Events, chosen.as_of, **asked)
    return [row._replace(status=of_activity(row.status)) for row in rows]


def earlier(chosen: Filters, target: str) -> dict[str, float | None]:
    """District code → completion in the year's first period; {} where that one is shown itself.

    A district whose newest report is that of the first period is left out: it has not been compared with anything.
    """
    first = each(of_question.Periods, plan_year=chosen.plan_year)[0].period
    if chosen.period == first:
        return {}
    newer = {
        row.district_code
        for row in completions(chosen)
        if row.target_code == target and row.report_period not in (None, first)
    }
    return {
        row.district_code: row.completion
        for row in completions(chosen, first)
        if row.target_code == target and row.level == "district" and row.district_code in newer
    }


def figures_on_map(
    chosen: Filters, target: str, here: Mapping[str, of_question.TargetCompletion]
) -> Mapping[str, Figure]:
    """What the tiles of a target show: the districts `here`; where communes report, their sums by former district."""
    asked = {"plan_year": chosen.plan_year, "period": chosen.period}
    rows = each(of_question.DistrictCompletion, chosen.as_of, **asked)
    by_district = {row.district_code: row for row in rows if row.target_code == target}
    return here if here.keys() <= by_district.keys() else by_district
