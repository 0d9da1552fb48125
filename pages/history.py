"""Lịch sử: every version of every report, who, when, why; withdraw and restore; the ledger line by line."""

import streamlit as st
from pandas import DataFrame

from etl import access
from etl.intake.values.text import fold
from etl.store.queries import rows as of_question
from pages.parts.filters import current
from pages.parts.formatting import day, has, moment
from pages.parts.history.events import event_line
from pages.parts.history.version import said, show_version
from pages.parts.i18n import _
from pages.parts.naming import unit_names
from pages.parts.page import answer, chip, first_steps, head
from pages.parts.queries import each, is_empty, now
from pages.parts.server.access import demand
from pages.parts.submission.receipt import period_name
from pages.parts.tables import grid

_CODE = "SHA-256"
user, chosen = demand("read_history"), current()
head("history")
chip(chosen)
st.caption(
    f"{_('Mọi bản báo cáo từng được tiếp nhận, và mọi việc từng xảy ra trong kho.')} · {_('Tình trạng tính đến ngày')}"
    f" {day(chosen.as_of)}"
)
said()
if is_empty():
    first_steps()
own = "" if access.may(user, "read_history") else user.unit_code
versions = [row for row in each(of_question.Versions, chosen.as_of, unit=own) if chosen.district in ("", row.unit_code)]
answer(_("{n} bản, {m} đang có hiệu lực.").format(n=len(versions), m=sum(bool(row.is_in_force) for row in versions)))
search = fold(st.text_input(_("Tìm"), placeholder=_("đơn vị, tệp, người tiếp nhận, lý do…"), key="history_search"))


def state_of(row: of_question.Versions) -> str:
    """In force, replaced or withdrawn, as of the day."""
    if row.is_withdrawn:
        return _("đã thu hồi")
    if row.is_in_force:
        return _("đang có hiệu lực")
    return _("chưa nhận vào ngày này") if row.received_on > chosen.as_of else _("đã có bản thay")


def matches(row: dict[str, object]) -> bool:
    """Whether the search finds it, without regard to case and accents."""
    return not search or any(search in fold(str(value)) for value in row.values() if has(value))


rows = [
    {
        _("Bản"): row.version,
        _("Đơn vị"): row.unit,
        _("Kỳ"): f"{period_name(row.plan_year, row.period)} {row.plan_year}",
        _("Tình trạng"): state_of(row),
        _("Ngày nhận"): day(row.received_on),
        _("Tiếp nhận lúc (giờ Hà Nội)"): moment(row.accepted_at),
        _("Người tiếp nhận"): row.accepted_by,
        _("Cảnh báo"): row.finding_count,
        _("Lý do"): row.reason,
        _("Tệp"): row.file_name,
        _CODE: row.sha256,  # found by its beginning, shown with the version alone
    }
    for row in versions
]
rows = [row for row in rows if matches(row)]
if rows:
    st.caption(_("Bấm vào một dòng để xem một bản: tệp gốc, bản đánh dấu, biên nhận, thay đổi, thu hồi, khôi phục."))
    picked = st.dataframe(
        DataFrame(rows).drop(columns=_CODE),
        hide_index=True,
        key="bang-ban",
        width="stretch",
        placeholder="",
        **grid.PICKED,
    )
    line = grid.chosen_row(picked)
    if line is not None and line < len(rows):
        show_version(now().versions[int(str(rows[line][_("Bản")]))], user)
elif search and versions:
    st.caption(_("Không bản nào khớp với điều đang tìm."))

st.subheader(_("Sổ cái: mọi việc đã làm"), anchor=False)
units = unit_names()
lines = [event_line(row, units) for row in each(of_question.Entries, unit=own or chosen.district)]
lines = [line for line in lines if matches(line)]
if lines:
    st.dataframe(DataFrame(lines), hide_index=True, key="so-cai", width="stretch", placeholder="")
else:
    st.caption(_("Chưa có việc nào được ghi."))
