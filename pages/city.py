"""Hoạt động cấp Thành phố: the city's own activities, edited in a table; saving makes a version like any other."""

from datetime import date
from typing import Any

import streamlit as st
from pandas import DataFrame, isna

from etl import forms
from etl.forms import Column
from etl.intake.checks.compare import changes
from etl.outputs.dictionary import heading
from etl.outputs.filled import Sheets, write_workbook
from etl.plan import load_plan
from etl.store import state
from etl.store.acceptance import Item
from etl.store.database.records import records_of
from etl.store.files.home import home
from etl.store.queries import rows as of_question
from etl.store.queries import snapshot
from pages.parts import navigation
from pages.parts.filters import current
from pages.parts.formatting import day, moment, plain
from pages.parts.i18n import _, lang, of
from pages.parts.page import answer, head
from pages.parts.queries import each, now
from pages.parts.server.access import demand
from pages.parts.submission import receipt
from pages.parts.submission.accepting import accept, ask_reason, confirmed, replaces
from pages.parts.submission.card import show_changes
from pages.parts.submission.checking import Upload, checked, show_changed
from pages.parts.submission.findings import show_findings

user, chosen = demand("city_activities"), current()
head("city")
st.caption(
    _(
        "Hoạt động do Thành phố tổ chức, không huyện nào báo cáo. Ghi vào bảng, hoặc nộp tệp Excel của Hội LHPN Hà Nội"
        " ở trang “Nộp báo cáo”."
    )
)
plan = load_plan(chosen.plan_year)
labels = {row.period: of(row, "label") for row in each(of_question.Periods, plan_year=chosen.plan_year)}
period = (
    st.segmented_control(
        _("Kỳ báo cáo"),
        list(labels),
        format_func=lambda code: labels[code],
        default=chosen.period if chosen.period in labels else list(labels)[-1],
        key="city_period",
    )
    or list(labels)[-1]
)
columns = [column for column in forms.form("BM3").columns if column.field]
in_force = now().in_force(plan.city["code"], chosen.plan_year, period)
kept = (records_of(snapshot.cursor(home(), None), in_force.version) or {}) if in_force else {}
if in_force:
    received = day(date.fromisoformat(in_force.received_on))
    answer(_("Bản {version} đang có hiệu lực, nhận ngày {day}.").format(version=in_force.version, day=received))
    rows = [
        {**row, "activity_code": row.get("activity_code_given")}
        for row in kept.get("forms", {}).get("BM3", {"rows": []})["rows"]
    ]
else:
    answer(_("Chưa có bản nào của kỳ này; bảng dưới đây ghi sẵn các hoạt động cấp Thành phố của kế hoạch."))
    rows = [
        {"activity_code": row["code"], **{name: row.get(name) for name in ("title", "planned_from", "planned_to")}}
        for row in plan.activities
        if row["level"] in ("city", "all") and row.get("counted_by", "events") == "events"
    ]


def typed(value: object, column: Column) -> object:
    """A kept value as the editor shows it. What is planned is a text: a day, a month or a quarter."""
    found = date.fromisoformat(value) if column.kind in ("date", "planned_date") and isinstance(value, str) else value
    return f"{found:%d/%m/%Y}" if column.kind == "planned_date" and isinstance(found, date) else found


def editor(column: Column) -> object:
    """The kind of cell a column has; its heading is the form's own, in English what the data call it."""
    label = column.label if lang() == "vi" else heading(column.field, lang())
    if column.kind in ("count", "decimal"):
        return st.column_config.NumberColumn(label, min_value=0, step=1 if column.kind == "count" else 0.1)
    if column.kind == "date":
        return st.column_config.DateColumn(label, format="DD/MM/YYYY")
    if column.kind == "planned_date":
        return st.column_config.TextColumn(
            label, help=_("Ngày (24/10/2024), tháng (tháng 9/2024) hoặc quý (Quý II/2024).")
        )
    if column.field == "activity_code":
        titles = {row["code"]: f"{row['code']} · {row['title']}" for row in plan.activities}
        given = [row["activity_code"] for row in rows if row["activity_code"] and row["activity_code"] not in titles]
        return st.column_config.SelectboxColumn(
            label,
            options=[*titles, *dict.fromkeys(given)],
            format_func=lambda code: titles.get(str(code), str(code)),
        )
    return st.column_config.TextColumn(label, required=column.required)


frame = DataFrame(
    [{column.field: typed(row.get(column.field), column) for column in columns} for row in rows],
    columns=[column.field for column in columns],
)
for column in columns:
    frame[column.field] = frame[column.field].astype("Float64" if column.kind in ("count", "decimal") else object)
editors: dict[str, Any] = {column.field: editor(column) for column in columns}
edited = st.data_editor(
    frame,
    column_config=editors,
    num_rows="dynamic",
    placeholder="",
    hide_index=True,
    width="stretch",
    key=f"editor-{period}-{in_force.version if in_force else 0}",
)
st.caption(
    _(
        "Thêm hoạt động ở dòng cuối; xóa: đánh dấu ô đầu dòng rồi bấm thùng rác. Chưa có gì được lưu trước khi bấm “Lưu"
        " thành bản mới”."
    )
)
latest = min(state.today(), date(chosen.plan_year + 1, 12, 31))  # a later day is none of this plan's (E10)
proposed = min(latest, date(chosen.plan_year, 12, 31))  # a day after the plan year would be asked about (W13)
report_date = st.date_input(_("Ngày lập"), value=proposed, max_value=latest, format="DD/MM/YYYY", key="city_day")


def cell(value: object, column: Column) -> object:
    """A value of the editor as the workbook has it."""
    if value is None or isna(value) or value == "":  # type: ignore[call-overload]
        return None
    return int(value) if column.kind == "count" else value  # type: ignore[call-overload]


table = [
    [cell(value, column) for column, value in zip(columns, row, strict=True)] for row in edited.itertuples(index=False)
]
info = {
    "plan_year": chosen.plan_year,
    "period": plan.periods[period]["label"],
    "unit": plan.city["name"],
    "report_date": report_date,
    "prepared_by": user.name,
}
name = f"thanh-pho-{chosen.plan_year}-{period}.xlsx"
item = Item(name, write_workbook(Sheets(info, {"BM3": [row for row in table if any(row)]})), state.today())
(result,) = checked([Upload(item)], user)
receipt.show_receipts()
show_changed()
key = f"city-{period}"
is_same = result.outcome in ("accepted", "needs_confirmation") and not [
    change for change in changes(result.records or {}, kept or {"info": {}, "forms": {}}) if change.form != "TT"
]
if result.outcome == "unchanged" or (in_force and is_same):
    st.info(_("Bảng chưa có gì khác với bản đang có hiệu lực."), icon=":material/check:")
else:
    show_findings(result.findings, result.records, key)
    if result.outcome != "refused":
        show_changes(result, state.today(), key)
        is_ready = confirmed(result, key)
        item = item._replace(reason=ask_reason(key) if replaces(result) else None)
        is_ready = is_ready and item.reason != ""
        if st.button(_("Lưu thành bản mới"), type="primary", disabled=not is_ready, key="city_save"):
            accept([(item, result)], user)

versions = [
    v
    for v in now().versions.values()
    if (v.unit_code, v.plan_year, v.period) == (plan.city["code"], chosen.plan_year, period)
]
if versions:
    st.subheader(_("Các bản của kỳ này"), anchor=False)
    for version in reversed(versions):
        state_word = (
            _("đã thu hồi")
            if version.is_withdrawn
            else _("đang có hiệu lực")
            if version == in_force
            else _("đã có bản thay")
        )
        st.markdown(
            plain(
                f"{_('Bản')} {version.version} · {state_word} · {moment(version.accepted_at)} · {version.accepted_by} ·"
                f" {version.file_name}" + (f" · {version.reason}" if version.reason else "")
            )
        )
    st.page_link(
        navigation.file("history"),
        label=_("Xem từng bản ở trang Lịch sử"),
        icon=":material/history:",
        query_params=chosen.link(district=""),
    )
