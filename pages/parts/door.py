"""The door to the data: answers are kept as long as nothing is accepted, taken back or changed."""

from datetime import date
from typing import Any

import streamlit as st
from pandas import DataFrame

from etl.store import permission, questions, snapshot, state
from etl.store.home import home
from pages.parts.access import actor


def _allowed(question: str, params: dict[str, Any]) -> None:
    """Raises Denied where the user may not read this; what is of one unit is asked for that unit."""
    action = questions.NEEDS.get(question, "read_pages")
    permission.demand(home(), actor(), action, params.get("unit") or None)


def ask(question: str, as_of: date | None = None, **params: Any) -> DataFrame:
    """The answer to one of etl.store.questions; shared by all sessions, not to be changed by the caller."""
    _allowed(question, params)
    return _answer(snapshot.mark(home()), home(), question, as_of or state.today(), tuple(sorted(params.items())))


def each(question: str, as_of: date | None = None, **params: Any) -> list[Any]:
    """The answer as rows with a name for each column: what is walked through, not calculated with."""
    _allowed(question, params)
    return _rows(snapshot.mark(home()), home(), question, as_of or state.today(), tuple(sorted(params.items())))


@st.cache_resource(max_entries=3000, show_spinner=False)
def _rows(mark: str, at: str, question: str, as_of: date, params: tuple[tuple[str, Any], ...]) -> list[Any]:
    return list(_answer(mark, at, question, as_of, params).itertuples(index=False))


@st.cache_resource(max_entries=3000, show_spinner=False)
def _answer(mark: str, at: str, question: str, as_of: date, params: tuple[tuple[str, Any], ...]) -> DataFrame:
    answer: DataFrame = getattr(questions, question)(at, as_of, **dict(params))
    return answer


def now() -> state.State:
    """What the ledger says now; not to be changed by the caller."""
    return snapshot.now(home())


def is_sample() -> bool:
    """Whether every figure is invented."""
    return now().kind == "sample"


def is_empty() -> bool:
    """Whether nothing was accepted yet."""
    return not now().versions
