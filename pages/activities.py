"""Hoạt động: what was planned, what happened, what is late?"""

from datetime import date

import streamlit as st

from pages.parts import charts, pages
from pages.parts.door import ask
from pages.parts.figures import day, has, number
from pages.parts.filters import current
from pages.parts.page import answer, begin, plain, table
from pages.parts.states import signed, word
from pages.parts.words import _, of

chosen = current()
begin(pages.title("activities"), _("Đã định làm gì, đã làm gì, việc gì trễ?"), chosen)

unit = chosen.district
activities = ask("activities", chosen.as_of, plan_year=chosen.plan_year, period=chosen.period, unit=unit)
events = ask("events", chosen.as_of, plan_year=chosen.plan_year, period=chosen.period, unit=unit)
counts = {
    status: int((activities.status == status).sum()) for status in ("done", "partly", "overdue", "upcoming", "open")
}
answer(_("{done}/{all} hoạt động đã thực hiện, {partly} một phần, {overdue} quá hạn, {open} chưa thực hiện.").format(
    done=counts["done"], all=len(activities), partly=counts["partly"], overdue=counts["overdue"], open=counts["open"] + counts["upcoming"]))  # fmt: skip

groups = {"section": _("Theo mục của kế hoạch"), "lead": _("Theo đơn vị chủ trì")}
grouping = st.segmented_control(
    _("Nhóm"), list(groups), format_func=lambda name: groups[name], default="section", key="group"
)
done = events[events.status == "done"]
rows = []
for row in activities.sort_values(["section_code" if grouping != "lead" else "lead_code", "position"]).itertuples():
    name = of(row, "title")
    label = charts.text(f"{row.activity_code} · {name[:46]}{'…' if len(name) > 46 else ''}")
    own = done[done.activity_code == row.activity_code]
    marks = [
        (
            event.actual_from if has(event.actual_from) else event.actual_to,
            charts.text(f"{event.unit}: {event.title[:60]} ({day(event.actual_from)})"),
        )
        for event in own.itertuples()
    ]
    rows.append({"label": label, "planned_from": row.planned_from if has(row.planned_from) else None, "planned_to": row.planned_to, "status": row.status,
                 "hover": charts.text(f"{row.activity_code}: {word(row.status)}"), "events": marks, "lane": date(chosen.plan_year, 1, 15)})  # fmt: skip
charts.show(
    charts.gantt(
        rows,
        chosen.as_of
        if chosen.as_of.year <= chosen.plan_year + 1 and chosen.as_of <= date(chosen.plan_year + 1, 1, 31)
        else date(chosen.plan_year, 12, 31),
    ),
    "tien-do",
)
st.caption(
    _("Dải màu: thời gian của kế hoạch. ◆ sự kiện đã diễn ra. Đường đỏ: ngày đang xem (hoặc cuối năm kế hoạch).")
)

st.subheader(_("Từng hoạt động của kế hoạch"), anchor=False)
listed = activities.assign(
    name=[of(row, "title") for row in activities.itertuples()], group=[of(row, grouping if grouping == "lead" else "section") for row in activities.itertuples()],
    state=[signed(value) for value in activities.status], window=[row.window_text if has(row.window_text) else _("cả năm") for row in activities.itertuples()],
    count=[f"{number(row.quantity_done)}" + (f"/{number(row.quantity)}" if has(row.quantity) else "") for row in activities.itertuples()],
    cost=[number(value, 1) for value in activities.cost_million_vnd], people=[number(value) for value in activities.participants],
)  # fmt: skip
table(listed, {"activity_code": _("Mã"), "name": _("Hoạt động"), "group": _("Nhóm"), "window": _("Thời gian (nguyên văn)"), "count": _("Số lượng / kế hoạch"), "units_done": _("Số đơn vị đã làm"),
               "state": _("Trạng thái"), "people": _("Người tham gia"), "cost": _("Kinh phí (triệu đồng)")}, "bang-hoat-dong")  # fmt: skip
for row in activities.itertuples():
    if has(row.note):
        st.warning(f"{row.activity_code}: {plain(of(row, 'note'))}", icon=":material/help:")
with st.expander(_("Nguyên văn kế hoạch")):
    for row in activities.itertuples():
        st.markdown(f"**{row.activity_code}** ({_('mục')} {row.clause}): {plain(row.source)}")

st.subheader(_("Sự kiện được báo cáo"), anchor=False)
if len(events):
    shown = events.assign(state=[signed(value) for value in events.status], start=[day(v) for v in events.actual_from], end=[day(v) for v in events.actual_to],
                          cost=[number(v, 1) for v in events.cost_million_vnd], people=[number(v) for v in events.participants],
                          origin=[f"{row.source_sheet}, {_('hàng')} {row.source_row} · {_('bản')} {row.version}" for row in events.itertuples()])  # fmt: skip
    table(shown, {"unit": _("Đơn vị"), "activity_code": _("Mã"), "title": _("Tên hoạt động"), "start": _("Từ ngày"), "end": _("Đến ngày"), "place": _("Địa điểm"), "quantity": _("Số lượng"),
                  "people": _("Người tham gia"), "cost": _("Kinh phí (triệu đồng)"), "state": _("Trạng thái"), "result": _("Kết quả"), "origin": _("Nguồn")}, "bang-su-kien")  # fmt: skip
else:
    st.caption(_("Chưa có sự kiện nào được báo cáo."))

others = ask("indicators", chosen.as_of, plan_year=chosen.plan_year, period=chosen.period, unit=unit)
st.subheader(_("Kết quả khác"), anchor=False)
shown = others.assign(
    name=[of(row, "title") for row in others.itertuples()],
    counted=[of(row, "unit") for row in others.itertuples()],
    total=[number(v) for v in others.value],
)
table(
    shown,
    {
        "indicator_code": _("Mã"),
        "name": _("Chỉ số"),
        "total": _("Số liệu"),
        "counted": _("Đơn vị tính"),
        "units": _("Số đơn vị có số liệu"),
    },
    "bang-ket-qua-khac",
)
