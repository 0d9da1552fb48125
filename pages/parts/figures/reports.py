"""Which reports have come, of those who report in the chosen period: a year may ask others in another period."""

from collections.abc import Sequence

from etl.store.queries import rows as of_question
from pages.parts.filters import Filters
from pages.parts.queries import each


def reports_of(chosen: Filters) -> list[of_question.Reporting]:
    """A row a unit and period of theirs, on time or not."""
    here = {row.unit_code for row in each(of_question.PeriodUnits, plan_year=chosen.plan_year, period=chosen.period)}
    rows = each(of_question.Reporting, chosen.as_of, plan_year=chosen.plan_year)
    return [row for row in rows if row.unit_code in here]


def worst_first(reporting: Sequence[of_question.Reporting]) -> list[of_question.Reporting]:
    """A row a unit: by how many of its reports are missing, then by how many were late."""

    def urgency(unit: of_question.Reporting) -> tuple[int, int]:
        own = [row.status for row in reporting if row.unit_code == unit.unit_code]
        return -own.count("missing"), -own.count("late")

    return sorted({row.unit_code: row for row in reporting}.values(), key=urgency)
