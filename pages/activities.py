"""Hoạt động: what was planned, what happened, what is late?"""

from datetime import date
from itertools import groupby

import streamlit as st

from etl.store.queries import rows as of_question
from pages.parts.figures.completion import activities_of, events_of
from pages.parts.filters import current, keep, settle_many, settle_own
from pages.parts.formatting import has, number, plain
from pages.parts.history.source import show_indicators, show_source
from pages.parts.i18n import _, of
from pages.parts.page import answer, begin
from pages.parts.queries import each
from pages.parts.statuses import signed, word
from pages.parts.tables import calendar, grid

chosen = current()
begin("activities", chosen)

unit = chosen.district
asked = {"plan_year": chosen.plan_year, "period": chosen.period, "unit": unit}
activities = activities_of(chosen, unit)
events = events_of(chosen, unit)
counts = {
    status: sum(row.status == status for row in activities)
    for status in ("done", "partly", "overdue", "upcoming", "no_result")
}
name = next(
    (
        row.unit
        for row in each(of_question.PeriodUnits, plan_year=chosen.plan_year, period=chosen.period)
        if row.unit_code == unit
    ),
    _("Toàn Thành phố"),
)
where = "" if not unit else f"{name}: "
answer(
    where
    + _("{done}/{all} hoạt động đã thực hiện · {overdue} quá hạn").format(
        done=counts["done"], all=len(activities), overdue=counts["overdue"]
    )
    + (_(" · {partly} một phần").format(partly=counts["partly"]) if counts["partly"] else "")
)

groups = {"section": _("Mục kế hoạch"), "lead": _("Đơn vị chủ trì"), "unit": _("Đơn vị báo cáo")}
settle_own("group", list(groups), "section")
settle_many("states", counts)
with st.container(horizontal=True, vertical_alignment="center"):
    grouping = st.segmented_control(
        _("Nhóm"),
        list(groups),
        format_func=lambda key: groups[key],
        key="group",
        required=True,
        label_visibility="collapsed",
    )
    keep("group", str(grouping), "section")
    wanted = st.pills(
        _("Trạng thái"),
        list(counts),
        format_func=signed,
        selection_mode="multi",
        key="states",
        label_visibility="collapsed",
    )
    keep("states", ",".join(wanted), "")
listed = [row for row in activities if not wanted or row.status in wanted]


def day_of(event: of_question.Events) -> date | None:
    """When an event took place; None of one that has not."""
    if event.status != "done":
        return None
    day: date | None = event.actual_from if has(event.actual_from) else event.actual_to
    return day


def window(row: of_question.Activities | of_question.Events) -> list[tuple[date, date]]:
    """The span that was planned; one end may be missing."""
    ends = [value for value in (row.planned_from, row.planned_to) if has(value)]
    return [(ends[0], ends[-1])] if ends else []


def days_of(own: list[of_question.Events]) -> list[date]:
    """Of the events that took place."""
    return [day for event in own if (day := day_of(event)) is not None]


def by_activity(field: str) -> list[tuple[calendar.Line, list[of_question.Events]]]:
    """A line for each activity of the plan with its events, under the headings of a grouping."""
    lines: list[tuple[calendar.Line, list[of_question.Events]]] = []
    for heading, rows in groupby(
        sorted(listed, key=lambda row: (getattr(row, f"{field}_code"), row.position)), key=lambda row: of(row, field)
    ):
        lines.append((calendar.Line("", heading), []))
        for row in rows:
            own = [event for event in events if event.activity_code == row.activity_code]
            done = number(row.quantity_done) + (f"/{number(row.quantity)}" if has(row.quantity) else "")
            line = calendar.Line(
                row.activity_code,
                of(row, "title"),
                row.status,
                f"{done} {word(row.status).lower()}",
                of(row, "lead"),
                window(row),
                days_of(own),
            )
            lines.append((line, own))
    return lines


def by_unit() -> list[tuple[calendar.Line, list[of_question.Events]]]:
    """A line for each unit that reported events: the windows it planned, and what it did."""
    lines = []
    shown = [event for event in events if not wanted or event.status in wanted]
    for _code, rows in groupby(sorted(shown, key=lambda row: row.unit_code), key=lambda row: row.unit_code):
        own = list(rows)
        done, late = (sum(event.status == status for event in own) for status in ("done", "overdue"))
        status = "overdue" if late else "done" if done == len(own) else "no_result"
        result = _("{done}/{all}, {late} quá hạn").format(done=done, all=len(own), late=late)
        windows = [span for event in own for span in window(event)]
        lines.append((calendar.Line("", own[0].unit, status, result, "", windows, days_of(own)), own))
    return lines


@st.dialog(_("Sự kiện được báo cáo"), width="large")
def show_events(title: str, own: list[of_question.Events], key: str) -> None:
    """The events of one line; a row of theirs opens its cells."""
    st.markdown(f"**{plain(title)}**")
    if not own:
        st.caption(_("Chưa có sự kiện nào được báo cáo."))
        return
    st.caption(_("Chọn một dòng để xem từng con số lấy từ tệp, trang và ô nào."))
    picked = pick_event(own, key)
    if picked is not None:
        show_source(own[picked], "BM3", f"{own[picked].unit}: {own[picked].title}", chosen)


def pick_event(rows: list[of_question.Events], key: str) -> int | None:
    """Events with what was reported of them; which one is chosen."""
    return grid.pick(
        key,
        [
            grid.words(_("Đơn vị"), [row.unit for row in rows]),
            grid.words(_("Mã"), [row.activity_code for row in rows]),
            grid.words(_("Tên hoạt động"), [row.title for row in rows], 200),
            grid.words(_("Trạng thái"), [signed(row.status) for row in rows]),
            grid.days(_("Từ ngày"), [row.actual_from for row in rows]),
            grid.days(_("Đến ngày"), [row.actual_to for row in rows]),
            grid.numbers(_("Số lượng"), [row.quantity for row in rows]),
            grid.numbers(_("Người tham gia"), [row.participants for row in rows]),
            grid.numbers(_("Kinh phí (triệu đồng)"), [row.cost_million_vnd for row in rows], 1),
            grid.words(_("Địa điểm"), [row.place for row in rows]),
            grid.words(_("Kết quả"), [row.result for row in rows]),
        ],
    )


lines = by_unit() if grouping == "unit" else by_activity(str(grouping))
if lines:
    calendar.show([line for line, _own in lines], chosen.plan_year, chosen.as_of, f"lich-{grouping}")
    clicked = calendar.chosen_line(f"lich-{grouping}")
    if clicked is not None and clicked < len(lines) and lines[clicked][0].status:
        line, own = lines[clicked]
        show_events(f"{line.code} {line.title}".strip(), own, "su-kien-cua-dong")
    st.caption(
        _(
            "░ thời gian của kế hoạch; ● sự kiện đã diễn ra, kèm số lượng; ▸ tháng đang xem. Bấm một dòng để mở"
            " các sự kiện và nguồn của chúng."
        )
    )
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
    source = st.container()  # above the table: what a click opens must not lie off the screen
    picked = pick_event(events, "bang-su-kien")
    if picked is not None:
        with source:
            show_source(events[picked], "BM3", f"{events[picked].unit}: {events[picked].title}", chosen)
else:
    st.caption(_("Chưa có sự kiện nào được báo cáo."))

st.subheader(_("Kết quả khác"), anchor=False)
others = each(of_question.Indicators, chosen.as_of, **asked)
picked = grid.pick(
    "bang-ket-qua-khac",
    [
        grid.words(_("Chỉ số"), [of(row, "title") for row in others]),
        grid.numbers(_("Số liệu"), [row.value for row in others]),
        grid.words(_("Đơn vị tính"), [of(row, "unit") for row in others]),
        grid.numbers(_("Số đơn vị có số liệu"), [row.units for row in others]),
    ],
)
st.caption(_("Chọn một dòng để xem số liệu của từng đơn vị lấy từ tệp, trang và ô nào."))
if picked is not None:
    show_indicators(each(of_question.IndicatorParts, chosen.as_of, **asked, code=others[picked].indicator_code), chosen)
