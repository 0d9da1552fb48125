"""Tra cứu, tải bảng: give me the table; the download is just the rows shown."""

import streamlit as st
from pandas import DataFrame

from etl import data
from etl.outputs import export
from etl.outputs.dictionary import meaning
from etl.outputs.tables import FORMATS, write_table
from etl.store import snapshot
from etl.store.home import home
from pages.parts import pages
from pages.parts.access import gate
from pages.parts.door import each
from pages.parts.filters import current
from pages.parts.page import answer, begin
from pages.parts.words import _, lang

chosen = current()
gate("download_tables")
begin(pages.title("tables"), _("Cho tôi bảng số liệu"), chosen)

words = data.read_toml("dictionary.toml")
view = (
    st.segmented_control(
        _("Bảng"),
        list(export.VIEWS),
        format_func=lambda name: words["views"][name][lang()],
        default="target_completion",
        key="view",
    )
    or "target_completion"
)


@st.cache_resource(max_entries=60, show_spinner=False)
def rows_of(
    mark: str, at: str, name: str, plan_year: int, period: str, unit: str, as_of: object
) -> tuple[list[str], list[tuple[object, ...]]]:
    """Columns and rows of a view, the very ones that are shown and downloaded."""
    return export.table(at, name, plan_year, period, unit or None, as_of)  # type: ignore[arg-type]


columns, rows = rows_of(
    snapshot.mark(home()), home(), view, chosen.plan_year, chosen.period, chosen.district, chosen.as_of
)
search = st.text_input(_("Tìm trong bảng"), placeholder=_("tên huyện, xã, hoạt động…"), key="search").strip().casefold()
if search:
    rows = [row for row in rows if any(search in str(value).casefold() for value in row if isinstance(value, str))]
unit = next((row.unit for row in each("units", plan_year=chosen.plan_year) if row.unit_code == chosen.district), "")
answer(_("{n} dòng trong bảng “{view}”.").format(n=len(rows), view=words["views"][view][lang()]))
st.dataframe(DataFrame(rows, columns=columns), hide_index=True, key="bang", width="stretch", height=520)

filters = {
    "view": view,
    "plan_year": str(chosen.plan_year),
    "period": chosen.period,
    "unit": unit,
    "search": search,
}


def made(form: str) -> bytes:
    """The file, made when it is asked for."""
    return write_table(columns, rows, form, export.cover(home(), view, filters, chosen.as_of, lang()))


for column, form in zip(st.columns(len(FORMATS) + 2)[: len(FORMATS)], FORMATS, strict=True):
    name = f"{view}-{chosen.plan_year}-{chosen.period}.{form}"
    column.download_button(
        _("Tải {form}").format(form=f".{form}"),
        lambda form=form: made(form),
        file_name=name,
        key=f"tai-{form}",
        icon=":material/download:",
        on_click="ignore",
    )
with st.expander(_("Ý nghĩa các cột")):
    st.dataframe(
        DataFrame([{_("Cột"): name, _("Ý nghĩa"): meaning(view, name, lang())} for name in columns]),
        hide_index=True,
        key="y-nghia",
        width="stretch",
    )
