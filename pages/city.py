"""Hoạt động cấp Thành phố: the city's own activities, edited in a table; saving makes a version like any other."""

from datetime import date

import streamlit as st
from pandas import DataFrame, isna

from etl import forms
from etl.finding import hint, message, place
from etl.outputs.filled import Sheets, write_workbook
from etl.plan import load_plan
from etl.store import loading, snapshot, state
from etl.store.database import records_of
from etl.store.home import home
from etl.store.loading import Acceptance, Item
from pages.parts import pages
from pages.parts.access import gate
from pages.parts.door import each, now
from pages.parts.figures import day
from pages.parts.filters import current
from pages.parts.page import answer, plain
from pages.parts.words import _, lang, of

user, chosen = gate("city_activities"), current()
st.title(pages.title("city"), anchor=False)
plan = load_plan(chosen.plan_year)
labels = {row.period: of(row, "label") for row in each("periods", plan_year=chosen.plan_year)}
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
kept = records_of(snapshot.cursor(home(), None), in_force.version) if in_force else None
if in_force:
    answer(
        _("Bản {version} đang có hiệu lực, nhận ngày {day}.").format(
            version=in_force.version, day=day(date.fromisoformat(in_force.received_on))
        )
    )
    rows = [
        {**row, "activity_code": row.get("activity_code_given")}
        for row in (kept or {"forms": {}})["forms"].get("BM3", {"rows": []})["rows"]
    ]
else:
    answer(_("Chưa có bản nào của kỳ này; bảng dưới đây ghi sẵn các hoạt động cấp Thành phố của kế hoạch."))
    rows = [
        {
            "activity_code": a["code"],
            "title": a["title"],
            "planned_from": a.get("planned_from"),
            "planned_to": a.get("planned_to"),
        }
        for a in plan.activities
        if a["level"] in ("city", "all") and a.get("counted_by", "events") == "events"
    ]


def typed(value: object, kind: str) -> object:
    """A kept value as the editor shows it."""
    return date.fromisoformat(value) if kind in ("date", "planned_date") and isinstance(value, str) else value


frame = DataFrame(
    [{column.field: typed(row.get(column.field), column.kind) for column in columns} for row in rows],
    columns=[column.field for column in columns],
)
for column in columns:
    frame[column.field] = frame[column.field].astype("Float64" if column.kind in ("count", "decimal") else object)
editors = {}
for column in columns:
    if column.kind in ("count", "decimal"):
        editors[column.field] = st.column_config.NumberColumn(
            column.label, min_value=0, step=1 if column.kind == "count" else 0.1
        )
    elif column.kind in ("date", "planned_date"):
        editors[column.field] = st.column_config.DateColumn(column.label, format="DD/MM/YYYY")
    elif column.field == "activity_code":
        editors[column.field] = st.column_config.SelectboxColumn(
            column.label, options=[a["code"] for a in plan.activities]
        )
    else:
        editors[column.field] = st.column_config.TextColumn(column.label, required=column.required)
edited = st.data_editor(
    frame,
    column_config=editors,
    num_rows="dynamic",
    hide_index=True,
    width="stretch",
    key=f"editor-{period}-{in_force.version if in_force else 0}",
)

left, right = st.columns(2)
report_date = left.date_input(
    _("Ngày lập"), value=state.today(), max_value=state.today(), format="DD/MM/YYYY", key="city_day"
)
reason = right.text_input(_("Lý do thay bản cũ"), key="city_reason") if in_force else None
if st.button(
    _("Lưu thành bản mới"),
    type="primary",
    disabled=in_force is not None and not (reason or "").strip(),
    key="city_save",
):
    table = [
        [
            None if isna(value) else int(value) if column.kind == "count" else value
            for column, value in zip(columns, row, strict=True)
        ]
        for row in edited.itertuples(index=False)
    ]
    info = {
        "plan_year": chosen.plan_year,
        "period": plan.periods[period]["label"],
        "unit": plan.city["name"],
        "report_date": report_date,
        "prepared_by": user.name,
    }
    item = Item(
        f"thanh-pho-{chosen.plan_year}-{period}.xlsx", write_workbook(Sheets(info, {"BM3": table})), state.today()
    )
    try:
        result = next(loading.load(home(), [item], Acceptance(user.name, "page", confirm_warnings=True, reason=reason)))
        if result.outcome == "accepted":
            st.success(_("Đã lưu: bản {version}.").format(version=result.version))
            st.rerun()
        for finding in result.findings:
            st.error(plain(f"{place(finding)}: {message(finding, lang())} {hint(finding, lang())}"))
    except loading.SampleStore:
        st.error(_("Kho này chứa số liệu mẫu nên không nhận báo cáo thật."))
