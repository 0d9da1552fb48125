"""Where a base union's figures stand: file, sheet, cell; and the original itself."""

from typing import Any

import streamlit as st
from pandas import DataFrame

from etl import forms
from etl.store import originals
from etl.store.home import home
from pages.parts import pages
from pages.parts.access import may
from pages.parts.door import each, now
from pages.parts.figures import has, number
from pages.parts.filters import Filters
from pages.parts.page import plain
from pages.parts.states import word
from pages.parts.words import _


def show_source(row: Any, chosen: Filters) -> None:
    """Each figure of a row of base_unions with its address."""
    with st.container(border=True):
        st.markdown(f"**{plain(row.base_union)}**")
        if not has(row.version) or not has(row.source_row):
            st.markdown(
                _("Huyện chưa có báo cáo được tiếp nhận.")
                if not has(row.version)
                else _("Báo cáo của huyện không có dòng của cơ sở Hội này.")
            )
            return
        letters = {
            item.field: item.column_letter
            for item in each("sources", chosen.as_of, version=int(row.version))
            if item.form == "BM1"
        }
        labels = {column.field: column.label for column in forms.form("BM1").columns if column.kind == "count"}
        cells = DataFrame([{_("Số liệu"): label, _("Giá trị"): number(getattr(row, field)) if has(getattr(row, field)) else word("not_reported"),
                            _("Trang"): row.source_sheet, _("Ô"): f"{letters[field]}{row.source_row}" if field in letters else "–"} for field, label in labels.items()])  # fmt: skip
        st.dataframe(cells, hide_index=True, key="nguon", width="stretch")
        st.caption(plain(_("Tệp “{file}”, bản {version}").format(file=row.file_name, version=row.version)))
        offer_original(int(row.version), f"goc-{row.version}")
        st.page_link(
            pages.file("history"),
            label=_("Xem bản này ở trang Lịch sử"),
            icon=":material/history:",
            query_params=chosen.link(),
        )


def offer_original(version: int, key: str) -> None:
    """The workbook as it came, for those who may have it; read when it is asked for."""
    found = now().versions[version]
    if may("read_original", found.unit_code):
        st.download_button(
            _("Tải tệp gốc"),
            lambda: originals.read(home(), found.sha256),
            file_name=found.file_name,
            key=key,
            icon=":material/download:",
            on_click="ignore",
        )
