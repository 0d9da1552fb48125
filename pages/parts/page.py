"""What every page begins and ends with: its answer as the heading, its guide, what to do when there is nothing."""

import streamlit as st

from etl import data
from etl.plan import plan_years
from etl.store.queries import rows as of_question
from etl.words import translate
from pages.parts import navigation, search
from pages.parts.filters import Filters, clear_district, current
from pages.parts.formatting import plain
from pages.parts.i18n import _, lang
from pages.parts.naming import unit_words
from pages.parts.paper import for_paper
from pages.parts.queries import each, has_reports, is_empty
from pages.parts.server.access import may

_CHIP = 49  # px


def head(name: str) -> None:
    """The page's name as its heading until it answers, and its guide. name: its key in navigation.PAGES."""
    answer(navigation.title(name))
    if navigation.is_presenting():
        return
    with st.session_state["_line"]:
        search.show(current())
    with st.session_state["_line"], st.popover("", icon=":material/help:", help=_("Hướng dẫn")):
        texts = data.read_toml("guide.toml")["pages"][name]
        st.markdown(f"**{plain(navigation.title(name))}**")
        for key, label in (("answers", _("Trả lời")), ("read", _("Cách đọc")), ("next", _("Việc tiếp theo"))):
            st.markdown(f"**{label}.** {plain(translate(texts[key], lang()))}")


def begin(
    name: str,
    filters: Filters,
    orientation: str = "landscape",
    zoom: float = 0.7,
    by_district: bool = True,
    needs_reports: bool = True,
    is_marked: bool = True,
) -> None:
    """A page of figures: its head, the chosen district as a chip. An empty store says what to do first.

    orientation, zoom: how it prints. by_district: it keeps to the chosen district; where not, the chip says so,
    and whether the district has a mark of its own on the page (is_marked).
    needs_reports: it ends there where nothing was accepted yet.
    """
    for_paper(orientation, zoom)
    head(name)
    if is_empty():
        first_steps()
        if needs_reports:
            st.stop()
    elif not has_reports(filters.plan_year):
        _other_years(filters)
    if name not in ("district", "present"):
        chip(filters, by_district, is_marked)


def height_left(height: int, filters: Filters) -> int:
    """Height of a picture on an office screen, px: less where the chip of a district stands above it."""
    return height - _CHIP if filters.district else height


def answer(sentence: str) -> None:
    """The answer in one sentence, before any picture: the page's heading."""
    st.session_state["_heading"].title(plain(sentence), anchor=False)


def first_steps() -> None:
    """An empty store: three steps, each a link."""
    st.info(
        _(
            "Chưa có báo cáo nào được tiếp nhận. Việc đầu tiên: vào “Biểu mẫu” để gửi biểu cho các huyện, rồi vào"
            " “Nộp báo cáo” để tiếp nhận."
        ),
        icon=":material/inbox:",
    )
    steps = {
        "templates": _("1. Gửi biểu mẫu cho các huyện"),
        "submit": _("2. Tiếp nhận báo cáo gửi về"),
        "reporting": _("3. Xem ai chưa nộp, gửi lời nhắc"),
    }
    for name, label in steps.items():
        if may(navigation.needed(name)):
            icon = f":material/{navigation.PAGES[name].icon}:"
            st.page_link(navigation.file(name), label=label, icon=icon)


def _other_years(filters: Filters) -> None:
    """A year without a report says so, and leads to those that have one."""
    text = _("Năm {year} chưa có báo cáo nào được tiếp nhận: mọi số liệu còn trống.")
    st.info(text.format(year=filters.plan_year), icon=":material/inbox:")
    with st.container(horizontal=True):
        for year in (year for year in plan_years() if has_reports(year)):
            label = _("Xem năm {year}").format(year=year)
            link = filters.link(year=str(year), period="latest", district="")
            st.page_link(navigation.file("overview"), label=label, icon=":material/event:", query_params=link)


def chip(filters: Filters, by_district: bool = True, is_marked: bool = True) -> None:
    """The chosen district, if any, with a cross; nothing that a click set stays unseen."""
    if not filters.district:
        return
    unit = next(
        (
            row.unit
            for row in each(of_question.PeriodUnits, plan_year=filters.plan_year, period=filters.period)
            if row.unit_code == filters.district
        ),
        None,
    )
    if unit is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(unit, icon=":material/close:", key="_chip", on_click=clear_district, help=_("Bỏ chọn đơn vị"))
        if not by_district:
            marked = _("Trang này vẫn hiện mọi {units}; nơi đã chọn được đánh dấu.")
            unmarked = _("Trang này hiện mọi {units}, không lọc theo nơi đã chọn.")
            st.caption((marked if is_marked else unmarked).format(**unit_words()))
