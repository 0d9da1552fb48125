"""Danh mục, tên gọi: base unions of a district with their days, and the names and headings that staff confirmed."""

import streamlit as st

from etl.catalogue import PREFIXES
from etl.store import taking_back
from etl.store.home import home
from etl.store.state import today
from pages.parts import pages
from pages.parts.access import gate
from pages.parts.door import ask, each, now
from pages.parts.figures import day
from pages.parts.filters import current
from pages.parts.page import plain, table
from pages.parts.states import word
from pages.parts.words import _, lang

user, chosen = gate("catalogue"), current()
st.title(pages.title("catalogue"), anchor=False)
units = {row.unit_code: row.unit for row in each("units", plan_year=chosen.plan_year) if row.level == "district"}
district = st.selectbox(
    _("Huyện, thị xã"),
    list(units),
    format_func=lambda code: units[code],
    index=list(units).index(chosen.district) if chosen.district in units else 0,
    key="catalogue_district",
)
rows = ask("catalogue", district=district)
shown = rows.assign(
    sort=[word(kind) for kind in rows.kind],
    first=[day(value) for value in rows.valid_from],
    last=[day(value) for value in rows.valid_to],
)
st.subheader(_("{n} cơ sở Hội đang hoạt động").format(n=int(rows.valid_to.isna().sum())), anchor=False)
table(
    shown,
    {
        "base_union_code": _("Mã"),
        "base_union": _("Cơ sở Hội"),
        "sort": _("Loại"),
        "first": _("Từ ngày"),
        "last": _("Đến ngày"),
        "basis": _("Căn cứ"),
    },
    "bang-danh-muc",
)

left, right = st.columns(2)
with left.form("add", border=True):
    st.markdown(f"**{_('Thêm cơ sở Hội')}**")
    name = st.text_input(_("Tên"))
    kind = st.selectbox(_("Loại"), list(PREFIXES), index=len(PREFIXES) - 1, format_func=word)
    first = st.date_input(_("Từ ngày"), value=today(), format="DD/MM/YYYY")
    st.caption(_("Kỳ báo cáo trước ngày này không thay đổi."))
    if st.form_submit_button(_("Thêm")):
        try:
            taking_back.add_base_union(home(), district, name, kind, first, user.name, "page")
            st.rerun()
        except taking_back.Impossible as error:
            st.error(error.words[lang()])
with right.form("retire", border=True):
    st.markdown(f"**{_('Thôi hoạt động')}**")
    open_units = {row.base_union_code: row.base_union for row in rows[rows.valid_to.isna()].itertuples()}
    code = st.selectbox(_("Cơ sở Hội"), list(open_units), format_func=lambda code: open_units[code])
    last = st.date_input(_("Ngày cuối"), value=today(), format="DD/MM/YYYY")
    reason = st.text_input(_("Lý do"))
    if st.form_submit_button(_("Ghi nhận")):
        try:
            taking_back.retire_base_union(home(), code, last, reason, user.name, "page")
            st.rerun()
        except taking_back.Impossible as error:
            st.error(error.words[lang()])

st.subheader(_("Tên gọi khác đã xác nhận"), anchor=False)
names = {row.base_union_code: row.base_union for row in rows.itertuples()}
aliases = now().aliases.get(district, {})
for alias, code in aliases.items():
    one, two = st.columns([4, 1], vertical_alignment="center")
    one.markdown(plain(f"“{alias}” → {names.get(code, code)}"))
    if two.button(_("Gỡ bỏ"), key=f"alias-{alias}"):
        taking_back.record(home(), {"action": "alias_remove", "unit_code": district, "name": alias}, user.name, "page")
        st.rerun()
if not aliases:
    st.caption(_("Chưa có tên nào."))
st.subheader(_("Tiêu đề cột đã xác nhận"), anchor=False)
columns = [(form, label, field) for form, labels in now().column_aliases.items() for label, field in labels.items()]
for form, label, field in columns:
    one, two = st.columns([4, 1], vertical_alignment="center")
    one.markdown(plain(f"{form}: “{label}” → {field}"))
    if two.button(_("Gỡ bỏ"), key=f"column-{form}-{label}"):
        taking_back.record(home(), {"action": "column_alias_remove", "form": form, "label": label}, user.name, "page")
        st.rerun()
if not columns:
    st.caption(_("Chưa có cột nào."))
