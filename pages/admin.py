"""Quản trị: users and their roles; is everything as accepted; a backup."""

import os
import tempfile

import streamlit as st
from pandas import DataFrame

from etl import access
from etl.store import upkeep
from etl.store.home import home
from etl.store.taking_back import Impossible, record, user_event
from pages.parts import pages
from pages.parts.access import gate
from pages.parts.door import each, now
from pages.parts.filters import current
from pages.parts.page import plain
from pages.parts.words import _, lang

user, chosen = gate("users"), current()
st.title(pages.title("admin"), anchor=False)
roles = {"viewer": _("Xem"), "district": _("Cấp huyện"), "city": _("Cấp Thành phố"), "admin": _("Quản trị")}
units = {row.unit_code: row.unit for row in each("units", plan_year=chosen.plan_year) if row.level == "district"}

st.subheader(_("Người dùng"), anchor=False)
rows = [
    {
        _("E-mail"): email,
        _("Vai trò"): roles[row["role"]],
        _("Huyện"): units.get(row.get("unit_code") or "", ""),
        _("Bị khóa"): bool(row.get("is_blocked")),
    }
    for email, row in now().users.items()
]
st.dataframe(
    DataFrame(rows, columns=[_("E-mail"), _("Vai trò"), _("Huyện"), _("Bị khóa")]),
    hide_index=True,
    key="users",
    width="stretch",
)
with st.form("user", border=True):
    email = st.text_input(_("E-mail"))
    role = st.selectbox(_("Vai trò"), list(access.ROLES), format_func=lambda name: roles[name])
    unit = st.selectbox(_("Huyện, thị xã"), ["", *units], format_func=lambda code: units.get(code, "–"))
    is_blocked = st.checkbox(_("Bị khóa"))
    if st.form_submit_button(_("Lưu")):
        try:
            record(home(), user_event(email, role, unit or None, is_blocked), user.name, "page")
            st.rerun()
        except Impossible as error:
            st.error(error.words[lang()])

st.subheader(_("Kho dữ liệu"), anchor=False)
if st.button(_("Kiểm tra kho"), key="verify"):
    with st.spinner(_("Đang đọc lại mọi tệp gốc…")):
        faults = upkeep.verify(home())
    for fault in faults:
        st.error(plain(fault.en if lang() == "en" else fault.vi))
    if not faults:
        st.success(_("Mọi thứ đúng như lúc tiếp nhận."))


def backup() -> bytes:
    """The whole store as one file."""
    with tempfile.TemporaryDirectory() as folder:
        target = os.path.join(folder, "backup.zip")
        upkeep.backup(home(), target)
        with open(target, "rb") as file:
            return file.read()


st.download_button(
    _("Tải bản sao lưu"), backup, file_name="sao-luu.zip", key="backup", icon=":material/backup:", on_click="ignore"
)
