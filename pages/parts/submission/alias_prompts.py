"""A name that is not in the catalogue, or a heading that is not recognised, confirmed by staff for once and all."""

import streamlit as st
from rapidfuzz.distance import OSA

from etl import forms
from etl.access import Actor
from etl.catalogue import full_name
from etl.finding import Finding
from etl.intake.values.text import fold
from etl.plan import base_unions_of, load_plan, reporting_units
from etl.store import actions
from etl.store.acceptance import Result
from etl.store.files.home import home
from pages.parts.formatting import plain
from pages.parts.i18n import _
from pages.parts.queries import now


def offer_aliases(result: Result, user: Actor, key: str) -> None:
    """Questions for what the workbook calls by another name.

    Open from the start: one that was opened by hand would close at the next rerun.
    """
    names = list(dict.fromkeys(f.value for f in result.findings if f.code == "E05" and f.value))
    missing = [finding for finding in result.findings if finding.code == "E04"]
    others = [notice for notice in result.notices if notice.reason == "notice_column_other"]
    if names and result.unit_code and result.plan_year:
        with st.expander(_("Tên chưa có trong danh mục: xác nhận là tên gọi khác"), expanded=True):
            for name in names:
                _offer_name(name, result, user, f"{key}-{fold(name)}")
    if missing and others:
        with st.expander(_("Cột chưa nhận ra: xác nhận là cột của biểu mẫu"), expanded=True):
            for notice in others:
                _offer_column(notice, missing, user, f"{key}-{notice.cell}-{notice.sheet}")


def _offer_name(name: str, result: Result, user: Actor, key: str) -> None:
    plan = load_plan(result.plan_year or 0)
    period = result.period or next(iter(plan.periods))
    code, changes = result.unit_code or "", now().changes
    units = base_unions_of(plan, period, code, changes) if code in reporting_units(plan, period, changes) else []
    by_name = {full_name(unit): unit.code for unit in units}
    proposed = (f.params.get("proposed", []) for f in result.findings if f.code == "E05" and f.value == name)
    nearest: list[str] = next(proposed, [])
    options = [*nearest, *(label for label in by_name if label not in nearest)]
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    chosen = left.selectbox(
        plain(_("“{name}” là").format(name=name)),
        options,
        index=None,
        placeholder=_("chọn cơ sở Hội"),
        key=f"alias-{key}",
    )
    if right.button(_("Xác nhận"), disabled=chosen is None, key=f"alias-ok-{key}") and chosen:
        actions.confirm_name(home(), user, result.unit_code, name, by_name[chosen])
        st.rerun()


def _offer_column(notice: Finding, missing: list[Finding], user: Actor, key: str) -> None:
    code, label = notice.params["form"], notice.params["label"]
    columns = [
        column
        for column in forms.form(code).columns
        if column.label in {f.params["label"] for f in missing if f.params["form"] == code}
    ]
    nearest = sorted(columns, key=lambda column: OSA.distance(fold(label), fold(column.label)))[:3]
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    chosen = left.selectbox(
        plain(_("{form}: cột “{label}” là").format(form=code, label=label)),
        nearest,
        index=None,
        format_func=lambda column: column.label,
        key=f"column-{key}",
    )
    if right.button(_("Xác nhận"), disabled=chosen is None, key=f"column-ok-{key}") and chosen:
        actions.confirm_column(home(), user, code, label, chosen.field)
        st.rerun()
