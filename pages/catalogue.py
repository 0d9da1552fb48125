"""Danh mục, tên gọi: the tree of units as of any day, its dated changes, the names that staff confirmed."""

from collections.abc import Callable
from datetime import date, timedelta

import streamlit as st

from etl import catalogue
from etl.catalogue import PREFIXES, BaseUnion, full_name
from etl.plan import load_plan, periods_since
from etl.store import actions
from etl.store.aliases import Alias, standing
from etl.store.corrections import InvalidAction
from etl.store.files.home import home
from etl.store.queries import rows as of_question
from etl.store.state import today
from pages.parts.filters import current, keep, settle_own
from pages.parts.formatting import alphabetical, moment, number, plain
from pages.parts.formatting import day as day_text
from pages.parts.i18n import _, lang
from pages.parts.naming import form_title, label, unit_names
from pages.parts.page import answer, head
from pages.parts.queries import each, now
from pages.parts.server.access import demand
from pages.parts.statuses import word
from pages.parts.submission.receipt import period_name
from pages.parts.tables import grid

user, chosen = demand("catalogue"), current()
head("catalogue")
plan, changes = load_plan(chosen.plan_year), now().changes
last_day = max(row["catalogue_on"] for row in plan.periods.values())


def parents_on(on: date) -> dict[str, str]:
    """Who has units right under them on a day: districts, or the city."""
    codes = {unit.district_code for unit in catalogue.base_unions(changes) if catalogue.is_valid(unit, on)}
    known = catalogue.districts()
    names = {code: known[code].name for code in plan.districts if code in codes and catalogue.is_valid(known[code], on)}
    return names | ({plan.city["code"]: plan.city["name"]} if plan.city["code"] in codes else {})


settle_own("on", None, last_day.isoformat())
with st.container(horizontal=True, vertical_alignment="bottom"):
    try:
        shown_day = date.fromisoformat(st.session_state["on"])
    except ValueError:
        shown_day = last_day
    on = st.date_input(_("Cây đơn vị vào ngày"), value=shown_day, format="DD/MM/YYYY", key="tree_day", width=200)
    st.session_state["on"] = on.isoformat()
    keep("on", on.isoformat(), last_day.isoformat())
    parents = parents_on(on)
    parent = st.selectbox(
        _("Huyện, thị xã, hoặc Thành phố"),
        list(parents),
        format_func=lambda code: parents[code],
        index=list(parents).index(chosen.district) if chosen.district in parents else 0,
        key=f"parent-{'-'.join(parents)}",
        width=320,
    )
rows, full = each(of_question.Catalogue, on, district=parent), unit_names()
rows = sorted(rows, key=lambda row: alphabetical(row.base_union))
answer(
    _("Ngày {day}: {parent} có {n} đơn vị trực thuộc").format(
        day=day_text(on), parent=parents.get(parent, ""), n=number(len(rows))
    )
)


def unit_list(whole: str | None, part: str | None, is_verified: bool = True) -> str:
    """“xã A, xã B; một phần xã C”; where it follows from names alone, says so."""
    texts = [whole, part and _("một phần: {names}").format(names=part)]
    texts.append("" if is_verified else _("chưa đối chiếu với nghị quyết"))
    return "; ".join(text for text in texts if text)


grid.grid(
    "bang-danh-muc",
    [
        grid.words(_("Mã"), [row.base_union_code for row in rows]),
        grid.words(_("Cơ sở Hội"), [row.base_union for row in rows]),
        grid.words(_("Loại"), [word(row.kind) for row in rows]),
        grid.days(_("Từ ngày"), [row.valid_from for row in rows]),
        grid.days(_("Đến ngày"), [row.valid_to for row in rows]),
        grid.words(
            _("Từ đơn vị"), [unit_list(row.predecessors, row.predecessors_in_part, row.is_verified) for row in rows]
        ),
        grid.words(_("Thành đơn vị"), [unit_list(row.successors, row.successors_in_part) for row in rows]),
        grid.words(_("Căn cứ"), [_("cán bộ Thành phố ghi") if row.basis == "staff" else row.basis for row in rows]),
    ],
)


def effect(first: date) -> str:
    """Which reports are counted with the changed catalogue."""
    touched = [f"{period_name(year, period)} {year}" for year, period in periods_since(first)]
    if not touched:
        return _("Không ảnh hưởng kỳ báo cáo nào đã có; các kỳ sau ngày này tính theo danh mục mới.")
    return _("Các kỳ tính theo danh mục mới: {periods}. Các kỳ trước không thay đổi.").format(
        periods=", ".join(touched)
    )


def standing_units(before: date) -> dict[str, BaseUnion]:
    """The parent's units on a day, by code."""
    return {unit.code: unit for unit in catalogue.of_district(parent, before, changes)}


def new_name(key: str, kind: str = "commune") -> tuple[str, str]:
    """Name and kind of what a unit is from the day on."""
    name = st.text_input(_("Tên (không ghi xã, thị trấn, phường)"), key=f"{key}_name-{len(changes)}")
    kinds = list(PREFIXES)
    return name, st.selectbox(_("Loại"), kinds, index=kinds.index(kind), format_func=word, key=f"{key}_kind")


def first_day(key: str, proposed: date) -> date:
    """From which day the change holds, and what it touches."""
    first = st.date_input(_("Từ ngày"), value=proposed, format="DD/MM/YYYY", key=f"{key}_from")
    st.caption(effect(first))
    return first


def choose_unit(key: str, units: dict[str, BaseUnion]) -> str | None:
    """One of the parent's units."""
    return st.selectbox(
        _("Cơ sở Hội"),
        list(units),
        index=None,
        placeholder=_("chọn cơ sở Hội"),
        format_func=lambda code: full_name(units[code]),
        key=f"{key}_code-{len(changes)}",
    )


def why(key: str) -> str:
    """The reason, such as the number of a resolution."""
    return st.text_input(_("Lý do, căn cứ (bắt buộc)"), key=f"{key}_reason-{len(changes)}")


def attempt(step: Callable[[], object]) -> None:
    """Take the step; what speaks against it stands under its button."""
    try:
        step()
    except InvalidAction as error:
        st.error(error.said(lang()))
    else:
        st.rerun()


st.subheader(_("Ghi thay đổi"), anchor=False)
add, rename, merge, retire = st.tabs([_("Thêm"), _("Đổi tên"), _("Sáp nhập"), _("Thôi hoạt động")])
with add:
    name, kind = new_name("add", "other")
    first = first_day("add", today())
    if st.button(_("Thêm cơ sở Hội"), disabled=not name.strip(), key="add"):
        attempt(lambda: actions.add_base_union(home(), user, parent, name, kind, first))
with rename:
    first = first_day("rename", on)
    renamed_units = standing_units(first - timedelta(days=1))
    code = choose_unit("rename", renamed_units)
    name, kind = new_name(f"rename-{code}", renamed_units[code].kind if code in renamed_units else "commune")
    reason = why("rename")
    if st.button(_("Đổi tên"), disabled=not (code and name.strip() and reason.strip()), key="rename"):
        attempt(lambda: actions.rename_base_union(home(), user, str(code), name, kind, first, reason))
with merge:
    first = first_day("merge", on)
    merged_units = standing_units(first - timedelta(days=1))
    codes = st.multiselect(
        _("Các cơ sở Hội nhập lại"),
        list(merged_units),
        format_func=lambda code: full_name(merged_units[code]),
        placeholder=_("chọn từ hai cơ sở Hội"),
        key=f"merge_codes-{len(changes)}",
    )
    name, kind = new_name("merge")
    reason = why("merge")
    is_ready = len(codes) > 1 and name.strip() and reason.strip()
    if st.button(_("Sáp nhập"), disabled=not is_ready, key="merge"):
        attempt(lambda: actions.merge_base_unions(home(), user, codes, name, kind, first, reason))
with retire:
    last = st.date_input(_("Ngày hoạt động cuối cùng"), value=on, format="DD/MM/YYYY", key="retire_on")
    st.caption(effect(last + timedelta(days=1)))
    retired_units = standing_units(last)
    code = choose_unit("retire", retired_units)
    reason = why("retire")
    if st.button(_("Ghi nhận"), disabled=not (code and reason.strip()), key="retire"):
        attempt(lambda: actions.retire_base_union(home(), user, str(code), last, reason))


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
own = [alias for alias in aliases if alias.unit_code in (parent, *(row.base_union_code for row in rows))]
for alias in own:
    listed(
        alias,
        f"“{alias.text}” → {full.get(alias.code, alias.code)}",
        {"action": "alias_remove", "unit_code": alias.unit_code, "name": alias.key},
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
