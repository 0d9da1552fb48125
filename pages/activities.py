"""Hoạt động: what was planned, what happened, what is late?"""

from datetime import date
from itertools import groupby
from typing import Any

import streamlit as st

from pages.parts import navigation
from pages.parts.charts import pictures
from pages.parts.charts.timeline import Lane, gantt
from pages.parts.figures.completion import activities_of
from pages.parts.filters import current, keep, settle_own
from pages.parts.formatting import day, has, number, plain
from pages.parts.history.source import show_indicators, show_source
from pages.parts.i18n import _, of
from pages.parts.page import answer, begin
from pages.parts.queries import each
from pages.parts.statuses import signed, word
from pages.parts.tables import grid

chosen = current()
begin(navigation.title("activities"), _("Đã định làm gì, đã làm gì, việc gì trễ?"), chosen)

unit = chosen.district
asked = {"plan_year": chosen.plan_year, "period": chosen.period, "unit": unit}
activities = activities_of(chosen, unit)
events = each("events", chosen.as_of, **asked)
counts = {
    status: sum(row.status == status for row in activities)
    for status in ("done", "partly", "overdue", "upcoming", "open")
}
name = next(
    (row.unit for row in each("units", plan_year=chosen.plan_year) if row.unit_code == unit), _("Toàn Thành phố")
)
answer(
    _(
        "{unit}: {done}/{all} hoạt động đã thực hiện, {partly} một phần, {overdue} quá hạn, {open} chưa thực hiện."
    ).format(
        unit=name,
        done=counts["done"],
        all=len(activities),
        partly=counts["partly"],
        overdue=counts["overdue"],
        open=counts["open"] + counts["upcoming"],
    )
)

groups = {"section": _("Theo mục của kế hoạch"), "lead": _("Theo đơn vị chủ trì"), "unit": _("Theo đơn vị báo cáo")}
settle_own("group", list(groups), "section")
grouping = st.segmented_control(
    _("Nhóm"), list(groups), format_func=lambda key: groups[key], key="group", required=True
)
keep("group", str(grouping), "section")


def mark(event: Any) -> tuple[date, str]:
    """An event that took place: its day and what is told of it."""
    when = event.actual_from if has(event.actual_from) else event.actual_to
    return when, pictures.text(f"{event.unit}: {event.title[:60]} ({day(when)})")


def window(row: Any) -> list[tuple[date, date, str, str]]:
    """The span that was planned; one end may be missing."""
    ends = [value for value in (row.planned_from, row.planned_to) if has(value)]
    return (
        [(ends[0], ends[-1], row.status, pictures.text(f"{word(row.status)}: {day(ends[0])} – {day(ends[-1])}"))]
        if ends
        else []
    )


def by_activity(field: str) -> list[Lane]:
    """A lane for each activity of the plan, under the headings of a grouping."""
    lanes = []
    for heading, rows in groupby(
        sorted(activities, key=lambda row: (getattr(row, f"{field}_code"), row.position)),
        key=lambda row: of(row, field),
    ):
        lanes.append(Lane(heading, None))
        for row in rows:
            title = of(row, "title")
            own = [
                mark(event) for event in events if event.activity_code == row.activity_code and event.status == "done"
            ]
            lanes.append(
                Lane(f"{row.activity_code} {title[:41]}{'…' if len(title) > 41 else ''}", row.status, window(row), own)
            )
    return lanes


def by_unit() -> list[Lane]:
    """A lane for each unit that reported events: the windows it planned, and what it did."""
    lanes = []
    for _code, rows in groupby(sorted(events, key=lambda row: row.unit_code), key=lambda row: row.unit_code):
        own = list(rows)
        done, late = (sum(event.status == status for event in own) for status in ("done", "overdue"))
        label = _("{unit}: {done}/{all} sự kiện đã diễn ra, {late} quá hạn").format(
            unit=own[0].unit, done=done, all=len(own), late=late
        )
        status = "overdue" if late else "done" if done == len(own) else "open"
        lanes.append(
            Lane(
                label,
                status,
                [span for event in own for span in window(event)],
                [mark(event) for event in own if event.status == "done"],
            )
        )
    return lanes


lanes = by_unit() if grouping == "unit" else by_activity(str(grouping))
if lanes:
    pictures.show(
        gantt(lanes, chosen.plan_year, chosen.as_of),
        "tien-do",
        f"{name}: {_('thời gian của kế hoạch và sự kiện đã diễn ra')}",
    )
    st.caption(
        _(
            "Dải màu: thời gian của kế hoạch; đường chấm: không ấn định thời gian. ◆ sự kiện đã diễn ra. Đường đỏ: ngày"
            " đang xem (hoặc mép hình, nếu ngày ấy ở ngoài)."
        )
    )
    st.caption(" · ".join(signed(state) for state in counts))
else:
    st.caption(_("Chưa có sự kiện nào được báo cáo."))
for row in activities:
    if has(row.note):
        st.warning(f"{row.activity_code}: {plain(of(row, 'note'))}", icon=":material/help:")

st.subheader(_("Từng hoạt động của kế hoạch"), anchor=False)
grid.grid(
    "bang-hoat-dong",
    [
        grid.words(_("Mã"), [row.activity_code for row in activities]),
        grid.words(_("Hoạt động"), [of(row, "title") for row in activities], 200),
        grid.words(_("Trạng thái"), [signed(row.status) for row in activities]),
        grid.right(
            _("Số lượng / kế hoạch"),
            [
                number(row.quantity_done) + (f"/{number(row.quantity)}" if has(row.quantity) else "")
                for row in activities
            ],
        ),
        grid.words(
            _("Thời gian (nguyên văn)"),
            [row.window_text if has(row.window_text) else _("cả năm") for row in activities],
        ),
        grid.right(_("Số đơn vị đã làm"), [f"{number(row.units_done)}/{number(row.units)}" for row in activities]),
        grid.numbers(_("Người tham gia"), [row.participants for row in activities]),
        grid.numbers(_("Kinh phí (triệu đồng)"), [row.cost_million_vnd for row in activities], 1),
        grid.words(_("Chủ trì"), [of(row, "lead") for row in activities]),
    ],
)
with st.expander(_("Nguyên văn kế hoạch")):
    st.markdown(
        "\n".join(f"- **{row.activity_code}** ({_('mục')} {row.clause}): {plain(row.source)}" for row in activities)
    )

st.subheader(_("Sự kiện được báo cáo"), anchor=False)
if events:
    st.caption(_("Chọn một dòng để xem từng con số lấy từ tệp, trang và ô nào."))
    picked = grid.chosen_row(
        grid.grid(
            "bang-su-kien",
            [
                grid.words(_("Đơn vị"), [row.unit for row in events]),
                grid.words(_("Mã"), [row.activity_code for row in events]),
                grid.words(_("Tên hoạt động"), [row.title for row in events], 200),
                grid.words(_("Trạng thái"), [signed(row.status) for row in events]),
                grid.days(_("Từ ngày"), [row.actual_from for row in events]),
                grid.days(_("Đến ngày"), [row.actual_to for row in events]),
                grid.numbers(_("Số lượng"), [row.quantity for row in events]),
                grid.numbers(_("Người tham gia"), [row.participants for row in events]),
                grid.numbers(_("Kinh phí (triệu đồng)"), [row.cost_million_vnd for row in events], 1),
                grid.words(_("Địa điểm"), [row.place for row in events]),
                grid.words(_("Kết quả"), [row.result for row in events]),
            ],
            on_select="rerun",
            selection_mode="single-row",
        )
    )
    if picked is not None:
        show_source(events[picked], "BM3", f"{events[picked].unit}: {events[picked].title}", chosen)
else:
    st.caption(_("Chưa có sự kiện nào được báo cáo."))

st.subheader(_("Kết quả khác"), anchor=False)
others = each("indicators", chosen.as_of, **asked)
picked = grid.chosen_row(
    grid.grid(
        "bang-ket-qua-khac",
        [
            grid.words(_("Chỉ số"), [of(row, "title") for row in others]),
            grid.numbers(_("Số liệu"), [row.value for row in others]),
            grid.words(_("Đơn vị tính"), [of(row, "unit") for row in others]),
            grid.numbers(_("Số đơn vị có số liệu"), [row.units for row in others]),
        ],
        on_select="rerun",
        selection_mode="single-row",
    )
)
st.caption(_("Chọn một dòng để xem số liệu của từng đơn vị lấy từ tệp, trang và ô nào."))
if picked is not None:
    show_indicators(each("indicator_parts", chosen.as_of, **asked, code=others[picked].indicator_code), chosen)
