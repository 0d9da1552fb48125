"""The door to the data: answers are kept as long as nothing is accepted, taken back or changed."""

from datetime import date
from typing import Any

import streamlit as st

from etl.store import permission, state
from etl.store.files.home import home
from etl.store.queries import questions, snapshot
from pages.parts.server.access import actor


def _allowed(question: str, params: dict[str, Any]) -> None:
    """Raises Denied where the user may not read this; what is of one unit is asked for that unit."""
    action = questions.NEEDS.get(question, "read_pages")
    permission.demand(home(), actor(), action, params.get("unit") or None)


def each(question: str, as_of: date | None = None, **params: Any) -> list[Any]:
    """The rows that answer one of etl/store/sql/questions, a name for each column; shared by all sessions, not to be
    changed.
    """
    _allowed(question, params)
    return _kept(question, as_of or state.today(), params)


def _kept(question: str, as_of: date, params: dict[str, Any]) -> list[Any]:
    return _rows(snapshot.mark(home()), home(), question, as_of, tuple(sorted(params.items())))


@st.cache_resource(max_entries=3000, show_spinner=False)
def _rows(mark: str, at: str, question: str, as_of: date, params: tuple[tuple[str, Any], ...]) -> list[Any]:
    return questions.ask(at, question, as_of, **dict(params))


def now() -> state.State:
    """What the ledger says now; not to be changed by the caller."""
    return snapshot.now(home())


def is_sample() -> bool:
    """Whether every figure is invented."""
    return now().kind == "sample"


def is_empty() -> bool:
    """Whether nothing was accepted yet."""
    return not now().versions
