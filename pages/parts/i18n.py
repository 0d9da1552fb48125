"""The language of a session, and the interface's words in it (etl/words.py)."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import streamlit as st

from etl.words import english, translate

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}
_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)


def set_language(language: str) -> None:
    """This language for the rest of the run: a page asks for it six hundred times."""
    _spoken.set(language)


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """This language, whatever the session's: a download is made outside the page that offered it."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


def lang() -> str:
    """The language of this session."""
    chosen = _spoken.get()
    if chosen is not None:
        return chosen
    chosen = st.session_state.get("lang", "vi")
    return chosen if chosen in LANGUAGES else "vi"


def _(text: str) -> str:
    """The text in the session's language."""
    return translate(text, lang())


def _n(text: str, n: float) -> str:
    """The text in the session's language, in the form that goes with the number: “1 day”, “2 days”."""
    return text if lang() == "vi" else english().ngettext(text, text, 1 if n == 1 else 2)


def of(row: object, name: str) -> str:
    """A name that stands in the data in both languages: columns `name` and `name_en`."""
    other = getattr(row, f"{name}_en", None)
    return str(other) if lang() == "en" and other else str(getattr(row, name))
