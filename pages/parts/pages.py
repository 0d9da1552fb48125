"""The list of pages: file, address, title, sign. One line here and one file make a page."""

from typing import NamedTuple

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from pages.parts.words import _


class Entry(NamedTuple):
    """One page. slug differs from the file's name, so that an address never names a file."""

    file: str
    slug: str
    icon: str


PAGES = {
    "overview": Entry("overview.py", "tong-quan", "dashboard"),
    "targets": Entry("targets.py", "chi-tieu", "flag"),
    "models": Entry("models.py", "mo-hinh", "compost"),
    "activities": Entry("activities.py", "hoat-dong", "event"),
    "reporting": Entry("reporting.py", "tinh-hinh", "fact_check"),
    "district": Entry("district.py", "ho-so", "location_city"),
    "tables": Entry("tables.py", "tra-cuu", "table"),
    "submit": Entry("submit.py", "nop", "upload_file"),
    "templates": Entry("templates.py", "bieu-mau", "description"),
    "history": Entry("history.py", "lich-su", "history"),
    "catalogue": Entry("catalogue.py", "danh-muc", "checklist"),
    "city": Entry("city.py", "thanh-pho", "apartment"),
}
_READ = ("overview", "targets", "models", "activities", "reporting", "district", "tables")


def title(name: str) -> str:
    """A page's title."""
    return {
        "overview": _("Tổng quan"), "targets": _("Chỉ tiêu theo huyện"), "models": _("Mô hình 18 xã"), "activities": _("Hoạt động"),
        "reporting": _("Tình hình báo cáo"), "district": _("Hồ sơ huyện"), "tables": _("Tra cứu, tải bảng"), "submit": _("Nộp báo cáo"),
        "templates": _("Biểu mẫu"), "history": _("Lịch sử"), "catalogue": _("Danh mục, tên gọi"), "city": _("Hoạt động cấp Thành phố"),
    }[name]  # fmt: skip


def file(name: str) -> str:
    """A page's file, for links."""
    return PAGES[name].file


def navigation() -> StreamlitPage:
    """The pages as Streamlit knows them; the one that was asked for."""
    made = {
        name: st.Page(
            entry.file,
            title=title(name),
            url_path=entry.slug,
            icon=f":material/{entry.icon}:",
            default=name == "overview",
        )
        for name, entry in PAGES.items()
    }
    groups = {
        _("Theo dõi"): [made[name] for name in _READ],
        _("Nghiệp vụ"): [page for name, page in made.items() if name not in _READ],
    }
    return st.navigation(groups)
