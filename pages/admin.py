"""Quản trị: users and their roles; is everything as accepted; a backup."""

import streamlit as st
from pandas import DataFrame

from etl import access
from etl.store import actions
from etl.store.corrections import InvalidAction
from etl.store.files.home import home
from etl.store.queries import rows as of_question
from pages.parts.filters import current
from pages.parts.formatting import plain
from pages.parts.history.events import event_line
from pages.parts.i18n import _, lang
from pages.parts.naming import unit_names, unit_words
from pages.parts.page import head
from pages.parts.queries import each, now
from pages.parts.server.access import demand
from pages.parts.server.downloads import download

user, chosen = demand("users"), current()
head("admin")
roles = {"viewer": _("Xem"), "district": _("Đơn vị báo cáo"), "city": _("Cấp Thành phố"), "admin": _("Quản trị")}
units = {
    row.unit_code: row.unit for row in each(of_question.Units, plan_year=chosen.plan_year) if row.level == "district"
}

st.subheader(_("Người dùng"), anchor=False)
rows = [
    {
        _("E-mail"): email,
        _("Vai trò"): roles[row["role"]],
        _("Đơn vị"): units.get(row.get("unit_code") or "", ""),
        _("Bị khóa"): bool(row.get("is_blocked")),
    }
    for email, row in now().users.items()
]
st.dataframe(
    DataFrame(rows, columns=[_("E-mail"), _("Vai trò"), _("Đơn vị"), _("Bị khóa")]),
    hide_index=True,
    key="users",
    width="stretch",
)
with st.form("user", border=True):
    email = st.text_input(_("E-mail"))
    role = st.selectbox(_("Vai trò"), list(access.ROLES), format_func=lambda name: roles[name])
    unit = st.selectbox(unit_words()["Units"], ["", *units], format_func=lambda code: units.get(code, "–"))
    is_blocked = st.checkbox(_("Bị khóa"))
    if st.form_submit_button(_("Lưu")):
        try:
            actions.set_user(home(), user, email, role, unit or None, is_blocked)
            st.rerun()
        except InvalidAction as error:
            st.error(error.said(lang()))

st.subheader(_("Kho dữ liệu"), anchor=False)
with st.container(horizontal=True):
    wants_check = st.button(_("Kiểm tra kho"), key="verify")
    wants_rebuild = st.button(
        _("Dựng lại cơ sở dữ liệu"), key="rebuild", help=_("Từ tệp gốc và sổ cái; số liệu không đổi.")
    )
    download(
        _("Tải bản sao lưu"),
        lambda: actions.backup(home(), user),
        file_name="sao-luu.zip",
        key="backup",
        action="upkeep",
        icon=":material/backup:",
    )
if wants_check:
    with st.spinner(_("Đang đọc lại mọi tệp gốc…")):
        mended, faults = actions.verify(home(), user)
    for sentence in mended:
        st.info(plain(sentence.en if lang() == "en" else sentence.vi))
    for fault in faults:
        st.error(plain(fault.en if lang() == "en" else fault.vi))
    if not faults:
        st.success(_("Mọi thứ đúng như lúc tiếp nhận."))
if wants_rebuild:
    with st.spinner(_("Đang đọc lại mọi tệp gốc…")):
        actions.rebuild(home(), user)
    st.success(_("Đã dựng lại cơ sở dữ liệu."))

with st.expander(_("Phục hồi từ bản sao lưu")):
    st.caption(
        _(
            "Bản sao lưu được kiểm tra từng byte trước; kho hiện tại được cất riêng, không mất. Tệp lớn hơn {limit} MB:"
            " dùng lệnh `python -m etl restore`."
        ).format(limit=st.get_option("server.maxUploadSize"))
    )
    file = st.file_uploader(_("Bản sao lưu (.zip)"), type="zip", key="restore_file")
    is_sure = st.checkbox(_("Thay kho hiện tại bằng bản sao lưu này"), key="restore_sure")
    if st.button(_("Phục hồi"), key="restore", disabled=file is None or not is_sure) and file is not None:
        try:
            count = actions.restore(home(), user, file.getvalue())
            st.success(_("Đã phục hồi {count} bản.").format(count=count))
        except InvalidAction as error:
            st.error(error.said(lang()))

st.subheader(_("Việc bị từ chối gần đây"), anchor=False)
units_known = unit_names()
refused = [event_line(row, units_known) for row in each(of_question.Entries, unit="") if row.action == "deny"][:50]
if refused:
    st.dataframe(DataFrame(refused), hide_index=True, key="refused", width="stretch", placeholder="")
else:
    st.caption(_("Chưa có việc nào bị từ chối."))
