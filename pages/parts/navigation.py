"""The list of pages: file, address, title, sign. One line here and one file make a page."""

from typing import NamedTuple
from urllib.parse import urlsplit

import streamlit as st

from etl import access
from etl.access import Actor
from pages.parts.i18n import _
from pages.parts.server.access import refuse
from pages.parts.server.streamlit_internals import StreamlitPage


class Entry(NamedTuple):
    """One page. slug differs from the file's name, so that an address never names a file; the first page has none."""

    file: str
    slug: str
    icon: str


PAGES = {
    "overview": Entry("overview.py", "", "dashboard"),
    "targets": Entry("targets.py", "chi-tieu", "flag"),
    "models": Entry("models.py", "mo-hinh", "compost"),
    "activities": Entry("activities.py", "hoat-dong", "event"),
    "reporting": Entry("reporting.py", "tinh-hinh", "fact_check"),
    "district": Entry("district.py", "ho-so", "location_city"),
    "oddities": Entry("oddities.py", "can-xem-lai", "troubleshoot"),
    "compare": Entry("compare.py", "so-sanh", "compare_arrows"),
    "plan": Entry("plan.py", "ke-hoach", "menu_book"),
    "leads": Entry("leads.py", "chu-tri", "groups"),
    "synthesis": Entry("synthesis.py", "bao-cao", "article"),
    "present": Entry("present.py", "trinh-chieu", "slideshow"),
    "tables": Entry("tables.py", "tra-cuu", "table"),
    "submit": Entry("submit.py", "nop", "upload_file"),
    "templates": Entry("templates.py", "bieu-mau", "description"),
    "history": Entry("history.py", "lich-su", "history"),
    "catalogue": Entry("catalogue.py", "danh-muc", "checklist"),
    "city": Entry("city.py", "thanh-pho", "apartment"),
    "admin": Entry("admin.py", "quan-tri", "admin_panel_settings"),
}
# What a page is for; the others are for everybody who may read.
_NEEDS = {
    "submit": "submit",
    "templates": "templates",
    "history": "read_history",
    "catalogue": "catalogue",
    "city": "city_activities",
    "admin": "users",
}
_PAPERS = ("compare", "plan", "leads", "synthesis")
_READ = ("overview", "targets", "models", "activities", "reporting", "district", "oddities", "present", "tables")


def title(name: str) -> str:
    """A page's title."""
    return {
        "overview": _("Tổng quan"),
        "targets": _("Chỉ tiêu theo huyện"),
        "models": _("Mô hình 18 xã"),
        "activities": _("Hoạt động"),
        "reporting": _("Tình hình báo cáo"),
        "district": _("Hồ sơ huyện"),
        "oddities": _("Số liệu cần xem lại"),
        "tables": _("Tra cứu, tải bảng"),
        "compare": _("So sánh"),
        "plan": _("Kế hoạch"),
        "leads": _("Đơn vị chủ trì"),
        "synthesis": _("Báo cáo tổng hợp"),
        "present": _("Trình chiếu"),
        "submit": _("Nộp báo cáo"),
        "templates": _("Biểu mẫu"),
        "history": _("Lịch sử"),
        "catalogue": _("Danh mục, tên gọi"),
        "city": _("Hoạt động cấp Thành phố"),
        "admin": _("Quản trị"),
    }[name]


def label(name: str) -> str:
    """A page's short name, for the line of pages on top."""
    short = {
        "targets": _("Chỉ tiêu"),
        "models": _("Mô hình"),
        "reporting": _("Báo cáo"),
        "district": _("Huyện"),
        "oddities": _("Cần xem lại"),
        "tables": _("Tải bảng"),
    }
    return short.get(name) or title(name)


def file(name: str) -> str:
    """A page's file, for links."""
    return PAGES[name].file


def is_presenting() -> bool:
    """Whether the page asked for is the one that shows nothing of the frame."""
    path = urlsplit(st.context.url or "").path
    return path.rstrip("/").endswith(f"/{PAGES['present'].slug}")


def navigation(user: Actor) -> StreamlitPage:
    """The pages this user may open, as Streamlit knows them; the one that was asked for.

    Any other of ours says that it is not for them.
    """
    made = {name: _page(name, user) for name in PAGES}
    groups = {
        "": [made[name] for name in _READ],
        _("So sánh, văn bản"): [made[name] for name in _PAPERS],
        _("Nghiệp vụ"): [page for name, page in made.items() if name not in (*_READ, *_PAPERS)],
    }
    shown = {name: pages for name, pages in groups.items() if pages}
    return st.navigation(shown, position="hidden" if is_presenting() else "top")


def _page(name: str, user: Actor) -> StreamlitPage:
    entry, action = PAGES[name], needed(name)
    if access.may(user, action, user.unit_code):
        icon = f":material/{entry.icon}:"
        return st.Page(entry.file, title=label(name), url_path=entry.slug, icon=icon, default=name == "overview")
    return st.Page(lambda: refuse(action, user), title=title(name), url_path=entry.slug, visibility="hidden")


def needed(name: str) -> str:
    """What a user must be allowed to do to open the page."""
    return _NEEDS.get(name, "read_pages")
