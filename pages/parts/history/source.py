"""Where figures stand: file, version, sheet, cell; and the original itself. One box for every form of the workbook."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from etl import forms
from etl.store.files import originals
from etl.store.files.home import home
from etl.store.queries import rows as of_question
from pages.parts import navigation
from pages.parts.filters import Filters
from pages.parts.formatting import day, has, number, plain
from pages.parts.i18n import _
from pages.parts.queries import each, now
from pages.parts.server.access import may
from pages.parts.server.downloads import download
from pages.parts.statuses import word
from pages.parts.tables import grid

_CHOICES = {"model_type", "supported_by", "state"}
Cell = tuple[str, str, str, str]  # label of the workbook, value as read, sheet, cell


def show_source(row: Any, form: str, title: str, chosen: Filters) -> None:
    """Each figure of a row of base_unions, models or events with its address. form: BM1, BM2, BM3."""
    with st.container(border=True, key=f"nguon-{form}"):
        st.markdown(f"**{plain(title)}**")
        if not has(row.version) or not has(row.source_row):
            silent = not has(row.version)
            st.markdown(
                _("Đơn vị chưa có báo cáo được tiếp nhận.")
                if silent
                else _("Báo cáo của đơn vị không có dòng của cơ sở Hội này.")
            )
            return
        _cells(_of_row(row, form, chosen), row, f"o-{form}", chosen)


def show_cell(row: Any, title: str, chosen: Filters) -> None:
    """One cell of a report: file, version, sheet, cell. row: with version, file_name, sheet, cell, value."""
    with st.container(border=True, key="nguon-o"):
        st.markdown(f"**{title}**")
        _cells([(_("Giá trị"), row.value or "", row.sheet, row.cell)], row, "o-o", chosen)


def show_indicators(rows: Sequence[Any], chosen: Filters) -> None:
    """The other results (BM4) of one or more units, each with its address. rows: as of indicator_parts."""
    with st.container(border=True, key="nguon-BM4"):
        label, value, place = _("Đơn vị"), _("Số liệu"), _("Tệp, bản, trang, ô")
        grid.grid(
            "o-BM4",
            [
                grid.words(label, [row.unit for row in rows]),
                grid.numbers(value, [_figure(row.value, row) for row in rows], 0),
                grid.words(place, [_address(row, chosen) for row in rows]),
            ],
        )


def show_information(version: int, row: object, chosen: Filters) -> None:
    """What the sheet TT of a report says of plan, approval and budget. row: of reporting, with that version."""
    at = {cell.field: cell for cell in each(of_question.SourceCells, chosen.as_of, version=version)}
    fields = {
        column.field: column
        for column in forms.form("TT").columns
        if hasattr(row, column.field) and column.field in forms.info_fields()
    }
    cells = [
        (
            column.label,
            _value_text(column, getattr(row, field)),
            at[field].sheet if field in at else "–",
            at[field].cell if field in at else "–",
        )
        for field, column in fields.items()
    ]
    with st.container(border=True, key="nguon-TT"):
        _cells(cells, row, "o-TT", chosen)


def _cells(cells: Sequence[Cell], row: Any, key: str, chosen: Filters) -> None:
    grid.grid(
        key,
        [
            grid.words(_("Số liệu"), [cell[0] for cell in cells], 150),
            grid.words(_("Trang"), [cell[2] for cell in cells]),
            grid.words(_("Ô"), [cell[3] for cell in cells]),
            grid.right(_("Giá trị"), [cell[1] for cell in cells]),
        ],
    )
    file = row.file_name if hasattr(row, "file_name") else row.accepted_file
    st.caption(plain(_("Tệp “{file}”, bản {version}").format(file=file, version=int(row.version))))
    with st.container(horizontal=True):
        offer_original(int(row.version), f"goc-{key}-{int(row.version)}")
        st.page_link(
            navigation.file("history"),
            label=_("Xem bản này ở trang Lịch sử"),
            icon=":material/history:",
            query_params=chosen.link(),
        )


def _of_row(row: Any, form: str, chosen: Filters) -> list[Cell]:
    letters = {
        item.field: item.column_letter
        for item in each(of_question.Sources, chosen.as_of, version=int(row.version))
        if item.form == form
    }
    found = []
    for column in forms.form(form).columns:
        if column.field and hasattr(row, column.field):
            cell = f"{letters[column.field]}{int(row.source_row)}" if column.field in letters else "–"
            value = _value_text(column, getattr(row, column.field))
            if column.field == "quantity" and not row.is_quantity_reported:
                value = _("để trống, tính là 1")
            found.append((column.label, value, row.source_sheet, cell))
    return found


def _value_text(column: forms.Column, value: Any) -> str:
    """A value as it was read: which of the reasons there is none, where there is none."""
    if not has(value):
        return word("not_reported")
    if column.kind in ("count", "decimal"):
        return number(value, 0 if float(value).is_integer() else 1)
    if column.kind in ("date", "planned_date"):
        return day(value)
    if column.field == "plan_approved":
        return forms.choices("plan_approved")["yes" if value else "no"]
    return word(value) if column.field in _CHOICES else str(value)


def _figure(value: Any, row: Any) -> str:
    if has(value):
        return number(value, 0 if float(value).is_integer() else 1)
    return word("not_reported") if has(row.version) else word("no_report")


def _address(row: Any, chosen: Filters) -> str:
    if not has(row.source_row):
        return "–"
    letter = next(
        (
            item.column_letter
            for item in each(of_question.Sources, chosen.as_of, version=int(row.version))
            if item.form == "BM4" and item.field == "value"
        ),
        "",
    )
    return f"{row.file_name}, {_('bản')} {int(row.version)}, {row.source_sheet}, {letter}{int(row.source_row)}"


def offer_original(version: int, key: str) -> None:
    """The workbook as it came, for those who may have it; read when it is asked for."""
    found = now().versions[version]
    if may("read_original", found.unit_code):
        download(
            _("Tải tệp gốc"),
            lambda: originals.read(home(), found.sha256),
            file_name=found.file_name,
            key=key,
            action="read_original",
            unit_code=found.unit_code,
            icon=":material/download:",
        )
