"""Danh mục, tên gọi: base unions of a district with their days, and the names and headings that staff confirmed."""

from datetime import date, timedelta

import streamlit as st

from etl.catalogue import PREFIXES, districts
from etl.plan import load_plan, periods_since
from etl.store import actions
from etl.store.aliases import Alias, standing
from etl.store.corrections import InvalidAction
from etl.store.files.home import home
from etl.store.queries import rows as of_question
from etl.store.state import today
from pages.parts.filters import current
from pages.parts.formatting import has, moment, plain
from pages.parts.i18n import _, lang
from pages.parts.naming import form_title, label, unit_names
from pages.parts.page import head
from pages.parts.queries import each, now
from pages.parts.server.access import gate
from pages.parts.statuses import word
from pages.parts.submission.receipt import period_name
from pages.parts.tables import grid

user, chosen = gate("catalogue"), current()
head("catalogue")
units = {code: unit.name for code, unit in districts().items() if code in load_plan(chosen.plan_year).districts}
district = st.selectbox(
    _("Huyện, thị xã"),
    list(units),
    format_func=lambda code: units[code],
    index=list(units).index(chosen.district) if chosen.district in units else 0,
    key="catalogue_district",
)
rows, full = each(of_question.Catalogue, district=district), unit_names()
active = [row for row in rows if not has(row.valid_to)]
st.subheader(_("{n} cơ sở Hội đang hoạt động").format(n=len(active)), anchor=False)
grid.grid(
    "bang-danh-muc",
    [
        grid.words(_("Mã"), [row.base_union_code for row in rows]),
        grid.words(_("Cơ sở Hội"), [row.base_union for row in rows]),
        grid.words(_("Loại"), [word(row.kind) for row in rows]),
        grid.days(_("Từ ngày"), [row.valid_from for row in rows]),
        grid.days(_("Đến ngày"), [row.valid_to for row in rows]),
        grid.words(
            _("Căn cứ"), [_("cán bộ Thành phố thêm") if row.basis == "staff" else _("danh mục gốc") for row in rows]
        ),
    ],
)


def effect(first: date) -> str:
    """Which reports are counted with the changed catalogue."""
    touched = [f"{period_name(year, period)} {year}" for year, period in periods_since(first)]
    if not touched:
        return _("Không kỳ báo cáo nào đã lập kế hoạch thay đổi; các kỳ sau ngày này tính theo danh mục mới.")
    return _("Các kỳ tính theo danh mục mới: {periods}. Các kỳ trước không thay đổi.").format(
        periods=", ".join(touched)
    )


left, right = st.columns(2)
with left.container(border=True):
    st.markdown(f"**{_('Thêm cơ sở Hội')}**")
    name = st.text_input(_("Tên (không ghi xã, thị trấn, phường)"), key=f"add_name-{len(now().changes)}")
    kind = st.selectbox(_("Loại"), list(PREFIXES), index=len(PREFIXES) - 1, format_func=word, key="add_kind")
    first = st.date_input(_("Từ ngày"), value=today(), format="DD/MM/YYYY", key="add_from")
    st.caption(effect(first))
    if st.button(_("Thêm"), disabled=not name.strip(), key="add"):
        try:
            actions.add_base_union(home(), user, district, name, kind, first)
            st.rerun()
        except InvalidAction as error:
            st.error(error.words[lang()])
with right.container(border=True):
    st.markdown(f"**{_('Thôi hoạt động')}**")
    open_units = {row.base_union_code: row.base_union for row in active}
    code = st.selectbox(
        _("Cơ sở Hội"),
        list(open_units),
        index=None,
        placeholder=_("chọn cơ sở Hội"),
        format_func=lambda code: full[code],
        key="retire_code",
    )
    last = st.date_input(_("Ngày hoạt động cuối cùng"), value=today(), format="DD/MM/YYYY", key="retire_on")
    reason = st.text_input(_("Lý do (bắt buộc)"), key="retire_reason")
    st.caption(effect(last + timedelta(days=1)))
    if st.button(_("Ghi nhận"), disabled=not (code and reason.strip()), key="retire"):
        try:
            actions.retire_base_union(home(), user, str(code), last, reason)
            st.rerun()
        except InvalidAction as error:
            st.error(error.words[lang()])


def listed(alias: Alias, text: str, event: dict[str, str]) -> None:
    """A confirmed name: what it stands for, who and when, and taking it back."""
    one, two = st.columns([4, 1], vertical_alignment="center")
    one.markdown(plain(text))
    one.caption(plain(_("{actor} xác nhận lúc {at}").format(actor=alias.actor, at=moment(alias.at))))
    if two.button(_("Gỡ bỏ"), key=f"gone-{alias.unit_code}{alias.form}-{alias.key}"):
        actions.forget(home(), user, event)
        st.rerun()


aliases = standing(home())
st.subheader(_("Tên gọi khác đã xác nhận"), anchor=False)
st.caption(_("Gỡ bỏ chỉ có tác dụng với tệp nộp sau đó; báo cáo đã tiếp nhận không thay đổi."))
own = [alias for alias in aliases if alias.unit_code == district]
for alias in own:
    listed(
        alias,
        f"“{alias.text}” → {full.get(alias.code, alias.code)}",
        {"action": "alias_remove", "unit_code": district, "name": alias.key},
    )
if not own:
    st.caption(_("Chưa có tên nào."))
st.subheader(_("Tiêu đề cột đã xác nhận"), anchor=False)
columns = [alias for alias in aliases if alias.form]
for alias in columns:
    listed(
        alias,
        f"{form_title(alias.form)}: “{alias.text}” → {label(alias.form, alias.field)}",
        {"action": "column_alias_remove", "form": alias.form, "label": alias.key},
    )
if not columns:
    st.caption(_("Chưa có cột nào."))
