"""Tra cứu, tải bảng: give me the table; the download is just the rows shown."""

from datetime import date
from typing import Any

import streamlit as st

from etl import data
from etl.outputs import export
from etl.outputs.dictionary import heading, meaning
from etl.outputs.tables import FORMATS, write_table
from etl.store import snapshot
from etl.store.home import home
from pages.parts import grid, pages
from pages.parts.access import gate
from pages.parts.door import each
from pages.parts.download import download
from pages.parts.filters import current, keep, settle_own
from pages.parts.page import answer, begin
from pages.parts.view import columns_of
from pages.parts.words import _, lang

chosen = current()
gate("download_tables")
begin(pages.title("tables"), _("Cho tôi bảng số liệu"), chosen, zoom=0.5)

views = data.read_toml("dictionary.toml")["views"]
settle_own("view", list(export.VIEWS), "target_completion")
settle_own("search", None, "")
view = st.segmented_control(_("Bảng"), list(export.VIEWS), format_func=lambda name: views[name][lang()], key="view", required=True)  # fmt: skip
keep("view", view, "target_completion")
searched = st.text_input(_("Tìm trong bảng"), placeholder=_("tên huyện, xã, hoạt động…"), key="search").strip()
keep("search", searched, "")


@st.cache_resource(max_entries=60, show_spinner=_("Đang lập bảng…"))
def shown(mark: str, at: str, name: str, plan_year: int, period: str, unit: str, as_of: date, search: str, language: str) -> tuple[list[str], list[tuple[Any, ...]], list[grid.Column]]:  # fmt: skip
    """Columns and rows of a view, the very ones that are shown and downloaded, and how they look. language: the words are kept by it."""
    columns, rows = export.table(at, name, plan_year, period, unit or None, as_of)
    if search:
        rows = [row for row in rows if any(search in str(value).casefold() for value in row if isinstance(value, str))]
    return columns, rows, columns_of(columns, rows)


columns, rows, looks = shown(snapshot.mark(home()), home(), str(view), chosen.plan_year, chosen.period, chosen.district, chosen.as_of, searched.casefold(), lang())  # fmt: skip
unit = next((row.unit for row in each("units", plan_year=chosen.plan_year) if row.unit_code == chosen.district), "")
title = views[view][lang()]
answer(_("{n} dòng trong bảng “{view}”.").format(n=len(rows), view=title))
filters = {"view": str(view), "plan_year": str(chosen.plan_year), "period": chosen.period, "unit": unit, "search": searched}  # fmt: skip


def made(form: str) -> bytes:
    """The file, made when it is asked for."""
    return write_table(columns, rows, form, export.cover(home(), str(view), filters, chosen.as_of, lang()))


with st.container(horizontal=True):
    for form in FORMATS:
        download(
            _("Tải {form}").format(form=f".{form}"),
            lambda form=form: made(form),
            file_name=f"{view}-{chosen.plan_year}-{chosen.period}.{form}",
            key=f"tai-{form}",
            icon=":material/download:",
        )
grid.grid("bang", looks)
st.caption(_("Trong ngoặc là tên cột và mã trạng thái của tệp tải về. Tệp có đúng các dòng này, theo thứ tự này, số liệu đủ mọi chữ số; bản .xlsx có thêm trang bìa."))  # fmt: skip
with st.expander(_("Ý nghĩa các cột")):
    grid.grid("y-nghia", [
        grid.words(_("Cột"), [heading(name, lang()) for name in columns]),
        grid.words(_("Tên trong tệp"), columns),
        grid.words(_("Ý nghĩa"), [meaning(str(view), name, lang()) for name in columns]),
    ])  # fmt: skip
