"""What every page begins and ends with: its title and answer, what to do when there is nothing."""

import streamlit as st

from pages.parts.filters import Filters
from pages.parts.formatting import day, plain
from pages.parts.i18n import _, of
from pages.parts.paper import for_paper
from pages.parts.queries import each, is_empty


def begin(
    title: str,
    question: str,
    filters: Filters,
    orientation: str = "landscape",
    zoom: float = 0.7,
    every_period: bool = False,
) -> None:
    """Title, the question the page answers, the year, period and day it is answered for.

    An empty store says what to do first and ends the page.

    orientation, zoom: how the page prints. every_period: the page shows all periods of the year.

    """
    for_paper(orientation, zoom)
    st.title(title, anchor=False)
    period = "" if every_period else f" · {_('Kỳ')}: {period_name(filters)}"
    st.caption(
        f"{question} · {_('Kế hoạch năm')} {filters.plan_year}{period} · {_('Tính đến ngày')} {day(filters.as_of)}"
    )
    if is_empty():
        st.info(
            _(
                "Chưa có báo cáo nào được tiếp nhận. Việc đầu tiên: vào “Biểu mẫu” để gửi biểu cho các huyện, rồi vào"
                " “Nộp báo cáo” để tiếp nhận."
            ),
            icon=":material/inbox:",
        )
        st.stop()


def period_name(filters: Filters) -> str:
    """“6 tháng”, “năm”, or that each unit's newest counts."""
    named = (of(row, "label") for row in each("periods", plan_year=filters.plan_year) if row.period == filters.period)
    return next(named, _("Mới nhất của từng huyện")).lower()


def answer(sentence: str) -> None:
    """The answer in one sentence, before any picture."""
    st.markdown(f"#### {plain(sentence)}")
