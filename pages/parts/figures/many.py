"""A picture has room for so many lines: of more units those that need attention come first, the others are counted."""

from collections.abc import Sequence
from typing import TypeVar

import streamlit as st

from etl.store.queries import rows as of_question
from pages.parts.formatting import number
from pages.parts.i18n import _

MOST = 24  # lines of a picture on an office screen
_URGENT = ("behind", "not_reported", "no_report", "near", "no_goal", "achieved", "not_applicable")


Row = TypeVar("Row", of_question.TargetCompletion, of_question.Comparison)


def in_need(rows: Sequence[Row]) -> list[Row]:
    """All rows where they are few; else the most urgent, the lowest completion first."""
    if len(rows) <= MOST:
        return list(rows)
    order = sorted(rows, key=lambda row: (_URGENT.index(row.status), row.completion or 0.0))
    return order[:MOST]


def tell_rest(count: int) -> None:
    """How many of so many units the picture leaves to the table below."""
    if count > MOST:
        text = _("{n} đơn vị cần chú ý nhất; {m} đơn vị khác ở bảng số liệu.")
        st.caption(text.format(n=number(MOST), m=number(count - MOST)))
