"""Số liệu cần xem lại: which figures were implausible and confirmed all the same?"""

import json

import streamlit as st

from etl.finding import Finding, message
from etl.store.queries import rows as of_question
from pages.parts.filters import current
from pages.parts.formatting import number, plain
from pages.parts.history.source import show_cell
from pages.parts.i18n import _, lang, of
from pages.parts.page import answer, begin
from pages.parts.queries import each
from pages.parts.tables import grid

chosen = current()
begin("oddities", chosen)


def sentence(row: of_question.Oddities) -> str:
    """What was confirmed, in the words it was asked in. row: of the question `oddities`."""
    finding = Finding(row.code, row.sheet, row.cell, row.value, row.reason, json.loads(row.params))
    return message(finding, lang())


rows = each(of_question.Oddities, chosen.as_of, plan_year=chosen.plan_year)
if chosen.district:
    rows = [row for row in rows if row.unit_code == chosen.district]
units = len({row.unit_code for row in rows})
answer(
    _("{n} số liệu khó tin đã được xác nhận, ở {units} đơn vị.").format(n=number(len(rows)), units=number(units))
    if rows
    else _("Không số liệu khó tin nào được xác nhận trong các báo cáo năm {year} đang có hiệu lực.").format(
        year=chosen.plan_year
    )
)
if rows:
    st.caption(_("Chọn một dòng để mở tệp gốc ở đúng trang, đúng ô."))
    picked = grid.pick(
        "bang-can-xem-lai",
        [
            grid.words(_("Đơn vị"), [row.unit for row in rows]),
            grid.words(_("Kỳ"), [of(row, "label") for row in rows]),
            grid.words(_("Điều cần xem lại"), [sentence(row) for row in rows]),
            grid.right(_("Giá trị"), [row.value or "" for row in rows]),
            grid.words(_("Trang, ô"), [f"{row.sheet}!{row.cell}" for row in rows]),
            grid.words(_("Người xác nhận"), [row.accepted_by for row in rows]),
        ],
    )
    if picked is not None:
        show_cell(rows[picked], plain(sentence(rows[picked])), chosen)
