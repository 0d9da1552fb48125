"""Biểu mẫu: the blank workbook of one unit, or of all at once."""

import streamlit as st

from etl.intake.values.text import fold
from etl.outputs.template import file_name, templates_zip, write_template
from etl.plan import load_plan, reporting_units, unit_name
from etl.store.queries import rows as of_question
from pages.parts.filters import current
from pages.parts.formatting import plain
from pages.parts.i18n import _, of
from pages.parts.page import answer, head
from pages.parts.queries import each, now
from pages.parts.server.access import demand, may
from pages.parts.server.downloads import download

user, chosen = demand("templates"), current()
head("templates")
st.caption(_("Biểu mẫu đã ghi sẵn tên đơn vị, kỳ báo cáo và các cơ sở Hội."))
plan = load_plan(chosen.plan_year)
rows = each(of_question.Periods, plan_year=chosen.plan_year)
labels = {row.period: of(row, "label") for row in rows}
period = (
    st.segmented_control(
        _("Kỳ báo cáo"),
        list(labels),
        format_func=lambda code: labels[code],
        default=chosen.period if chosen.period in labels else rows[0].period,
        key="template_period",
    )
    or rows[0].period
)
units = [code for code in reporting_units(plan, period, now().changes) if may("templates", code)]
units = sorted(units, key=lambda code: fold(unit_name(plan, code)))
units += [plan.city["code"]] if may("templates", plan.city["code"]) else []
reporting = each(of_question.Reporting, chosen.as_of, plan_year=chosen.plan_year)
waiting = [
    row.unit
    for row in reporting
    if row.period == period and row.status in ("missing", "due") and row.unit_code in units
]
answer(_("{n} đơn vị chưa nộp báo cáo {period}.").format(n=len(waiting), period=labels[period].lower()))
st.caption(plain(", ".join(sorted(waiting, key=fold))))
changes = tuple(now().changes)
left, right = st.columns(2)
with left.container(border=True):
    unit = st.selectbox(
        _("Đơn vị"),
        units,
        format_func=lambda code: unit_name(plan, code),
        index=units.index(chosen.district) if chosen.district in units else 0,
        key="template_unit",
    )
    download(
        _("Tải biểu mẫu của đơn vị"),
        lambda: write_template(unit, chosen.plan_year, period, changes),
        file_name=file_name(unit, chosen.plan_year, period),
        key="one",
        action="templates",
        unit_code=unit,
        icon=":material/download:",
    )
with right.container(border=True):
    st.markdown(_("Biểu mẫu của tất cả {n} đơn vị trong một tệp .zip").format(n=len(units)))
    download(
        _("Tải tất cả"),
        lambda: templates_zip(units, chosen.plan_year, period, changes),
        file_name=f"bieu-mau-{chosen.plan_year}-{period}.zip",
        key="all",
        action="templates",
        unit_code=user.unit_code,
        icon=":material/folder_zip:",
    )
