"""What pages ask: answers are kept as long as nothing is accepted, taken back or changed."""

from datetime import date
from typing import TypeVar

from etl.store import permission, state
from etl.store.files.home import home
from etl.store.queries import questions, snapshot
from pages.parts.server.access import actor

Row = TypeVar("Row", bound=tuple[object, ...])


def each(row: type[Row], as_of: date | None = None, **params: object) -> list[Row]:
    """The rows that answer a question; shared by all sessions, not to be changed.

    row: its class in etl/store/queries/rows.py. Raises Denied where the user may not read this; what is of one unit is
    asked for that unit.
    """
    action = questions.NEEDS.get(questions.name_of(row), "read_pages")
    permission.demand(home(), actor(), action, str(params.get("unit") or "") or None)
    return questions.ask(home(), row, as_of, **params)


def now() -> state.State:
    """What the ledger says now; not to be changed by the caller."""
    return snapshot.now(home())


def is_sample() -> bool:
    """Whether every figure is invented."""
    return now().kind == "sample"


def has_reports(plan_year: int, period: str = "") -> bool:
    """Whether a report of that year, or of that period of it, was ever accepted."""
    own = (version for version in now().versions.values() if version.plan_year == plan_year)
    return any(period in ("", version.period) for version in own)


def is_empty() -> bool:
    """Whether nothing was accepted yet."""
    return not now().versions
