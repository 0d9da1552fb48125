"""The interface's words: Vietnamese in the code, English from the gettext catalogue in data/locale/en.po."""

import gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from io import BytesIO

import streamlit as st
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from etl import data

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}


_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)


def speak(language: str) -> None:
    """This language for the rest of the run: a page asks for it six hundred times."""
    _spoken.set(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
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
    return text if lang() == "vi" else english().gettext(text)


def of(row: object, name: str) -> str:
    """A name that stands in the data in both languages: columns `name` and `name_en`."""
    other = getattr(row, f"{name}_en", None)
    return str(other) if lang() == "en" and other else str(getattr(row, name))


@cache
def english() -> gettext.GNUTranslations:
    """The English catalogue."""
    with open(os.path.join(data.HERE, "locale", "en.po"), "rb") as file:
        catalog = read_po(file, locale="en")
    buffer = BytesIO()
    write_mo(buffer, catalog)
    buffer.seek(0)
    return gettext.GNUTranslations(buffer)
