"""How each state looks and what it is called: a colour, a sign and a word, never the colour alone."""

from functools import cache
from typing import Literal, NamedTuple

import streamlit as st

from pages.parts.i18n import _, lang


class Style(NamedTuple):
    """Colour of an area, colour of a text on white (contrast ≥ 4.5), and a sign."""

    area: str
    ink: str
    sign: str


ACHIEVED, NEAR, BEHIND, GREY, PALE, ACCENT = "#2E9E83", "#E8A317", "#D55E00", "#B4BCC4", "#EEF1F4", "#0B5C8A"
_STYLES = {
    "achieved": Style(ACHIEVED, "#00694F", "●"),
    "near": Style(NEAR, "#7A5200", "◐"),
    "behind": Style(BEHIND, "#A84300", "○"),
    "no_report": Style(GREY, "#4A5560", "▨"),
    "not_reported": Style("#D5DBE1", "#4A5560", "▢"),
    "not_applicable": Style("#FFFFFF", "#4A5560", "–"),
    "incomplete": Style("#C9D6E2", ACCENT, "◌"),
    "paused": Style(NEAR, "#7A5200", "‖"),
    "no_goal": Style("#9CC7DE", ACCENT, "#"),
    "not_achieved": Style(BEHIND, "#A84300", "○"),
    "on_time": Style(ACHIEVED, "#00694F", "●"),
    "late": Style(NEAR, "#7A5200", "◐"),
    "missing": Style(BEHIND, "#A84300", "○"),
    "due": Style("#9CC7DE", ACCENT, "…"),
    "done": Style(ACHIEVED, "#00694F", "●"),
    "partly": Style(NEAR, "#7A5200", "◐"),
    "overdue": Style(BEHIND, "#A84300", "○"),
    "upcoming": Style("#9CC7DE", ACCENT, "…"),
    "open": Style("#D5DBE1", "#4A5560", "▢"),
    "no_result": Style("#D5DBE1", "#4A5560", "▢"),
    "selected": Style("#D5DBE1", "#4A5560", "▢"),
    "trained": Style("#9CC7DE", ACCENT, "◔"),
    "launched": Style("#6FBFA9", "#00694F", "◕"),
    "sustained": Style(ACHIEVED, "#00694F", "●"),
    "stopped": Style(BEHIND, "#A84300", "✕"),
    "unnamed": Style("#FFFFFF", "#4A5560", "?"),
}


def style_of(state: str) -> Style:
    """Colours and sign of a state."""
    return _STYLES[state]


def of_activity(state: str) -> str:
    """An activity's or event's state as pages call it. The views' `open` says of a target that there is time left, of
    an activity without a day of its own that nothing was reported, also years later: as in the office's report.
    """
    return "no_result" if state == "open" else state


def word(state: str) -> str:
    """A state's name."""
    return _words(lang())[state]


@cache
def _words(language: str) -> dict[str, str]:
    """Every state's name in the session's language, which the cache goes by."""
    return {
        "achieved": _("Đạt"),
        "near": _("Gần đạt"),
        "behind": _("Chậm"),
        "no_report": _("Chưa có báo cáo"),
        "not_reported": _("Chưa ghi số liệu"),
        "not_applicable": _("Không áp dụng"),
        "no_goal": _("Không có mục tiêu riêng"),
        "not_achieved": _("Chưa đạt"),
        "on_time": _("Đúng hạn"),
        "late": _("Muộn"),
        "missing": _("Chưa nộp"),
        "due": _("Chưa đến hạn"),
        "done": _("Đã thực hiện"),
        "partly": _("Một phần"),
        "overdue": _("Quá hạn"),
        "upcoming": _("Sắp tới"),
        "open": _("Còn thời hạn"),
        "no_result": _("Chưa có kết quả"),
        "incomplete": _("Chưa đủ báo cáo"),
        "selected": _("Đã chọn xã"),
        "trained": _("Đã tập huấn"),
        "launched": _("Đã ra mắt"),
        "sustained": _("Duy trì"),
        "stopped": _("Đã dừng"),
        "unnamed": _("Chưa có tên xã"),
        "active": _("Đang hoạt động"),
        "paused": _("Tạm dừng"),
        "withdrawn": _("Đã thu hồi"),
        "city": _("Thành phố"),
        "all": _("Mọi cấp"),
        "district": _("Huyện"),
        "commune": _("Xã"),
        "waste": _("Phân loại rác hữu cơ"),
        "straw": _("Xử lý rơm rạ"),
        "town": _("Thị trấn"),
        "ward": _("Phường"),
        "other": _("Khác"),
        "error": _("Lỗi"),
        "warning": _("Cảnh báo"),
    }


def signed(state: str) -> str:
    """“● Đạt”."""
    return f"{style_of(state).sign} {word(state)}"


Hue = Literal["green", "orange", "red", "blue", "gray"]
_HUES: dict[str, Hue] = {
    "achieved": "green",
    "near": "orange",
    "behind": "red",
    "incomplete": "blue",
    "no_goal": "blue",
}


def badge(state: str) -> None:
    """The state as a small mark: sign, word and colour."""
    st.badge(signed(state), color=_HUES.get(state, "gray"))
