"""Tra cứu, tải bảng: give me the table; the download is just the rows shown."""

from datetime import date
from functools import partial

import streamlit as st

from etl import data
from etl.intake.values.text import fold
from etl.outputs import export
from etl.outputs.dictionary import heading, meaning
from etl.outputs.presentation import write_presentation
from etl.outputs.tables import FORMATS, write_table
from etl.outputs.views import VIEWS
from etl.store.files.home import home
from etl.store.queries import rows as of_question
from etl.store.queries import snapshot
from pages.parts.filters import current, keep, settle_own
from pages.parts.i18n import _, lang, of
from pages.parts.page import answer, begin
from pages.parts.queries import each
from pages.parts.server.access import demand
from pages.parts.server.downloads import download
from pages.parts.tables import grid, row_filters
from pages.parts.tables.view import columns_of, presented, shown_value

chosen = current()
demand("download_tables")
begin("tables", chosen, zoom=0.5)

views = data.read_toml("dictionary.toml")["views"]
settle_own("view", list(VIEWS), "target_completion")
settle_own("search", None, "")
view = st.segmented_control(
    _("Bảng"),
    list(VIEWS),
    format_func=lambda name: views[name][lang()],
    key="view",
    required=True,
    label_visibility="collapsed",
)
keep("view", str(view), "target_completion")
searched = st.text_input(
    _("Tìm trong bảng"), placeholder=_("tên huyện, xã, hoạt động…"), key="search", width=400
).strip()
keep("search", searched, "")


Table = tuple[list[str], list[tuple[object, ...]]]


@st.cache_resource(max_entries=60, show_spinner=_("Đang lập bảng…"))
def rows_of(mark: str, at: str, name: str, plan_year: int, period: str, unit: str, as_of: date) -> Table:
    """Columns and rows of a view; mark: changes with the store."""
    return export.table(at, name, plan_year, period, unit or None, as_of)


def label(name: str, value: str) -> str:
    """A value of a filter in words."""
    if name == "lead_code":
        return leads.get(value, "–")
    if name in ("target_code", "indicator_code", "activity_code"):
        return value or "–"
    return shown_value(name, value, columns)


columns, every = rows_of(
    snapshot.mark(home()), home(), str(view), chosen.plan_year, chosen.period, chosen.district, chosen.as_of
)
leads = {row.lead_code: of(row, "name") for row in each(of_question.Leads, plan_year=chosen.plan_year)}
only = row_filters.show(columns, every, label)
search = fold(searched)
rows = [
    row
    for row in every
    if only.keeps(columns, row)
    and (not search or any(search in fold(value) for value in row if isinstance(value, str)))
]
unit = next(
    (
        row.unit
        for row in each(of_question.PeriodUnits, plan_year=chosen.plan_year, period=chosen.period)
        if row.unit_code == chosen.district
    ),
    "",
)
title = views[view][lang()]
answer(_("{n} dòng trong bảng “{view}”.").format(n=len(rows), view=title))
filters = {
    "view": str(view),
    "plan_year": str(chosen.plan_year),
    "period": chosen.period,
    "unit": unit,
    "search": searched,
    **only.said(label),
}


def table_file(form: str) -> bytes:
    """The file, made when it is asked for."""
    return write_table(columns, rows, form, export.cover(home(), str(view), filters, chosen.as_of, lang()))


def presentation_file() -> bytes:
    """The table to print and hand on."""
    cover = export.cover(home(), str(view), filters, chosen.as_of, lang(), has_codes=False)
    return write_presentation(cover, presented(columns, rows))


with st.container(horizontal=True):
    download(
        _("Bảng trình bày"),
        presentation_file,
        file_name=f"{view}-{chosen.plan_year}-{chosen.period}-trinh-bay.xlsx",
        key="tai-trinh-bay",
        icon=":material/print:",
    )
    for form in FORMATS:
        download(
            _("Tải {form}").format(form=f".{form}"),
            partial(table_file, form),
            file_name=f"{view}-{chosen.plan_year}-{chosen.period}.{form}",
            key=f"tai-{form}",
            icon=":material/download:",
        )
grid.grid("bang", columns_of(columns, rows))
st.caption(
    _(
        "Trong ngoặc là tên cột và mã trạng thái của tệp tải về. Tệp có đúng các dòng này, theo thứ tự này, số liệu đủ"
        " mọi chữ số; bản .xlsx có thêm trang bìa."
    )
)
with st.expander(_("Ý nghĩa các cột")):
    grid.grid(
        "y-nghia",
        [
            grid.words(_("Cột"), [heading(name, lang()) for name in columns]),
            grid.words(_("Tên trong tệp"), columns),
            grid.words(_("Ý nghĩa"), [meaning(str(view), name, lang()) for name in columns]),
        ],
    )
