"""What every page begins and ends with: its title and answer, what to do when there is nothing, a table beside its picture."""

import re
from typing import Any

import streamlit as st
from pandas import DataFrame

from pages.parts.door import is_empty
from pages.parts.figures import day
from pages.parts.filters import Filters
from pages.parts.words import _


def begin(title: str, question: str, filters: Filters) -> None:
    """Title, the question the page answers, and the day it is answered for. An empty store says what to do first and ends the page."""
    st.title(title, anchor=False)
    st.caption(f"{question} · {_('Tính đến ngày')} {day(filters.as_of)}")
    if is_empty():
        st.info(
            _(
                "Chưa có báo cáo nào được tiếp nhận. Việc đầu tiên: vào “Biểu mẫu” để gửi biểu cho các huyện, rồi vào “Nộp báo cáo” để tiếp nhận."
            ),
            icon=":material/inbox:",
        )
        st.stop()


def answer(sentence: str) -> None:
    """The answer in one sentence, before any picture."""
    st.markdown(f"#### {plain(sentence)}")


def plain(text: str) -> str:
    """A text of the data inside markdown, shown as it is written: no emphasis, link, colour, formula or tag comes alive."""
    return re.sub(r"([\\`*_{}\[\]<>$~|:])", r"\\\1", text)


def table(frame: DataFrame, columns: dict[str, Any], key: str, **options: Any) -> Any:
    """A table of just these columns, named as the reader calls them."""
    shown = frame[list(columns)].rename(
        columns={name: label for name, label in columns.items() if isinstance(label, str)}
    )
    return st.dataframe(shown, hide_index=True, key=key, width="stretch", **options)
