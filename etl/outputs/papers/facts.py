"""Everything that a paper on one period says, as the views answer it: asked once, all of it of one moment."""

from datetime import date
from typing import Any, NamedTuple

from etl.plan import Plan, load_plan
from etl.store import state
from etl.store.queries import questions, snapshot
from etl.store.queries import rows as of_question


class Facts(NamedTuple):
    """Rows of the questions of the same names. as_of: the day they are of; sources: where they stand in workbooks."""

    plan: Plan
    period: dict[str, Any]
    as_of: date
    is_sample: bool
    completion: list[of_question.TargetCompletion]
    changes: dict[str, of_question.TargetChanges]  # by target
    missing: dict[str, of_question.Pace]  # by target, of the city
    reporting: list[of_question.Reporting]
    models: list[of_question.Models]
    model_sums: list[of_question.ModelSums]
    replication: list[of_question.Replication]
    replication_sums: list[of_question.ReplicationSums]
    sections: list[of_question.SectionSums]
    activities: list[of_question.Activities]
    events: list[of_question.Events]
    indicators: list[of_question.Indicators]
    budgets: list[of_question.Budgets]
    budget_sums: of_question.BudgetSums
    oddities: list[of_question.Oddities]
    sources: list[of_question.ReportSources]

    @property
    def units(self) -> str:
        """What those who report in the period are called."""
        return "xã, phường" if self.period.get("reporting_units") == "communes" else "huyện, thị xã"

    @property
    def city(self) -> list[of_question.TargetCompletion]:
        """One row a target."""
        return [row for row in self.completion if row.level == "city"]

    def districts(self, target: str) -> list[of_question.TargetCompletion]:
        """The districts that the target covers."""
        rows = [row for row in self.completion if row.target_code == target and row.level == "district"]
        return [row for row in rows if row.units_expected]


def facts(home: str, plan_year: int, period: str, as_of: date | None = None) -> Facts:
    """The facts of one period as of a day (default: today). Raises UnknownPlan, and KeyError for no such period."""
    plan, day = load_plan(plan_year), as_of or state.today()
    asked = {"plan_year": plan_year, "period": period}
    with snapshot.steady(home):

        def ask(row: Any, **more: object) -> list[Any]:
            return questions.ask(home, row, day, **asked, **more)

        return Facts(
            plan=plan,
            period=plan.periods[period],
            as_of=day,
            is_sample=snapshot.now(home).kind == "sample",
            completion=[row for row in ask(of_question.TargetCompletion) if row.period == period],
            changes={row.target_code: row for row in ask(of_question.TargetChanges)},
            missing={row.target_code: row for row in ask(of_question.Pace) if row.district_code == ""},
            reporting=[row for row in ask(of_question.Reporting) if row.period == period],
            models=ask(of_question.Models),
            model_sums=ask(of_question.ModelSums),
            replication=ask(of_question.Replication),
            replication_sums=ask(of_question.ReplicationSums),
            sections=ask(of_question.SectionSums),
            activities=[row for row in ask(of_question.Activities, unit="") if row.period == period],
            events=ask(of_question.Events, unit=""),
            indicators=ask(of_question.Indicators, unit=""),
            budgets=ask(of_question.Budgets),
            budget_sums=ask(of_question.BudgetSums)[0],
            oddities=[row for row in ask(of_question.Oddities) if row.period == period],
            sources=ask(of_question.ReportSources),
        )
