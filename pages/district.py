"""Hồ sơ huyện: one district on one page, down to the cell of the workbook each figure came from."""

from typing import Any

import streamlit as st

from pages.parts import navigation
from pages.parts.charts import bars, pictures
from pages.parts.figures.completion import Pair, activities_of, completions
from pages.parts.filters import current
from pages.parts.formatting import day, has, number, percent, plain, ratio
from pages.parts.history.source import show_indicators, show_information, show_source
from pages.parts.i18n import _, of
from pages.parts.page import answer, begin
from pages.parts.queries import each
from pages.parts.statuses import look, model_state, signed, word
from pages.parts.tables import grid

chosen = current()
begin(navigation.title("district"), _("Một huyện trên một trang"), chosen, "portrait", 0.5)
units = each("districts", plan_year=chosen.plan_year)
unit = next((row for row in units if row.district_code == chosen.district), None)
if unit is None:
    st.info(_("Chọn một huyện ở thanh bên, hoặc ở đây:"))
    for column, at in zip(st.columns(3), range(3), strict=True):
        for row in units[at * len(units) // 3 : (at + 1) * len(units) // 3]:
            column.page_link(
                navigation.file("district"), label=row.district, query_params=chosen.link(district=row.district_code)
            )
    st.stop()

asked = {"plan_year": chosen.plan_year, "period": chosen.period}
DENSE = {"row_height": 26, "on_select": "rerun", "selection_mode": "single-row"}
own = [row for row in completions(chosen) if row.district_code == chosen.district]
reporting = [
    row for row in each("reporting", chosen.as_of, plan_year=chosen.plan_year) if row.unit_code == chosen.district
]
activities = activities_of(chosen, chosen.district)
st.header(f"{unit.unit_type[:1].upper()}{unit.unit_type[1:]} {unit.district}", anchor=False)
good, due = (
    [row for row in own if row.status == "achieved"],
    [row for row in own if row.status in ("achieved", "near", "behind")],
)
answer(
    _(
        "Đạt {n}/{m} chỉ tiêu có mục tiêu; {done}/{all} hoạt động đã thực hiện, {late} quá hạn; báo cáo {reports}."
    ).format(
        n=len(good),
        m=len(due),
        done=sum(row.status == "done" for row in activities),
        all=len(activities),
        late=sum(row.status == "overdue" for row in activities),
        reports=", ".join(f"{of(row, 'label').lower()}: {word(row.status).lower()}" for row in reporting),
    )
)

for column, row in zip(st.columns(len(own)), own, strict=True):
    with column.container(border=True, height="stretch", gap="xsmall"):
        st.markdown(f"**{row.target_code}** · {plain(of(row, 'short'))}")
        shown = number(row.numerator) if row.status == "no_goal" else percent(row.completion)
        st.metric(row.target_code, shown, label_visibility="collapsed")
        figures = (
            f" · **{ratio(row.numerator, row.denominator)}** {of(row, 'counted')}"
            if has(row.denominator)
            else f" {of(row, 'counted')}"
            if row.status == "no_goal"
            else ""
        )
        st.markdown(signed(row.status) + figures)
        if has(row.base_unions_expected) and has(row.version):
            st.caption(
                _("{n}/{m} cơ sở Hội có số liệu").format(
                    n=number(row.base_unions_reported), m=number(row.base_unions_expected)
                )
            )

periods = each("periods", plan_year=chosen.plan_year)
sides = [
    {
        row.target_code: row.completion
        for row in completions(chosen, period.period)
        if row.district_code == chosen.district
    }
    for period in periods
]
trend = [row for row in own if any(has(side.get(row.target_code)) for side in sides)]


def plan_of(row: Any) -> str:
    """Whether the district's own plan is approved."""
    if not has(row.plan_approved):
        return word("not_reported") if has(row.version) else word("no_report")
    return _("Có, {day}").format(day=day(row.plan_approved_on)) if row.plan_approved else _("Chưa")


left, right = st.columns([3, 7])
with left:
    st.subheader(_("Hai kỳ báo cáo"), anchor=False)
    if trend:
        labels = [of(period, "label") for period in periods]
        pairs = [Pair(row.target_code, sides[0].get(row.target_code), sides[-1].get(row.target_code)) for row in trend]
        pictures.show(
            bars.paired(pairs, labels[0], labels[-1], _("Tỷ lệ hoàn thành (%)")),
            "hai-ky-huyen",
            _("Hai kỳ báo cáo"),
        )
        grid.grid(
            "bang-hai-ky",
            [
                grid.words(_("Chỉ tiêu"), [row.target_code for row in trend]),
                *(
                    grid.shares(label, [side.get(row.target_code) for row in trend])
                    for label, side in zip(labels, sides, strict=True)
                ),
            ],
            row_height=26,
        )
    else:
        st.caption(_("Chưa có báo cáo nào được tiếp nhận."))
with right:
    st.subheader(_("Báo cáo, kế hoạch của huyện, kinh phí"), anchor=False)
    picked = grid.chosen_row(
        grid.grid(
            "bang-bao-cao-huyen",
            [
                grid.words(_("Kỳ"), [of(row, "label") for row in reporting]),
                grid.words(_("Trạng thái"), [signed(row.status) for row in reporting]),
                grid.days(_("Ngày nhận"), [row.received_on for row in reporting]),
                grid.numbers(_("Bản"), [row.version for row in reporting]),
                grid.words(_("UBND phê duyệt"), [plan_of(row) for row in reporting]),
                grid.numbers(_("Kinh phí (tr. đồng)"), [row.budget_million_vnd for row in reporting], 1),
            ],
            **DENSE,
        )
    )
    if picked is not None and has(reporting[picked].version):
        show_information(int(reporting[picked].version), reporting[picked], chosen)
    st.subheader(_("Mô hình"), anchor=False)
    models = [row for row in each("models", chosen.as_of, **asked) if row.district_code == chosen.district]
    if models:
        picked = grid.chosen_row(
            grid.grid(
                "bang-mo-hinh-huyen",
                [
                    grid.words(_("Xã"), [row.commune for row in models]),
                    grid.words(_("Loại mô hình"), [word(row.model_type) for row in models]),
                    grid.words(_("Hỗ trợ"), [word(row.supported_by) for row in models]),
                    grid.words(_("Giai đoạn"), [signed(model_state(row)) for row in models]),
                    grid.numbers(_("Số hộ"), [row.households for row in models]),
                ],
                **DENSE,
            )
        )
        if picked is not None:
            show_source(models[picked], "BM2", f"{models[picked].commune}: {word(models[picked].model_type)}", chosen)
    else:
        st.caption(_("Chưa có mô hình nào được báo cáo."))

base = each("base_unions", chosen.as_of, **asked, district=chosen.district)
topics = [row for row in each("topics", chosen.as_of, **asked) if row.district_code == chosen.district]


def figure(row: Any, field: str) -> str:
    """A figure, or which of the reasons there is none."""
    value = getattr(row, field)
    return number(value) if has(value) else word("not_reported" if row.has_report else "no_report")


def reached(row: Any) -> str:
    """“n/m”, or why there is none."""
    return (
        ratio(row.reached, row.rural_members) if has(row.reached) or has(row.rural_members) else figure(row, "reached")
    )


left, right = st.columns([5, 4])
with left:
    st.subheader(_("Từng cơ sở Hội"), anchor=False)
    states = [row.ct1_status if row.has_report else "no_report" for row in base]
    st.caption(
        " · ".join(
            [
                _("{n} cơ sở Hội").format(n=len(base)),
                *(
                    f"{signed(state)}: {states.count(state)}"
                    for state in ("achieved", "not_achieved", "not_reported", "no_report")
                ),
            ]
        )
    )
    for row in topics:
        parts = [
            (row.reached_environment, _("Môi trường, sức khỏe")),
            (row.reached_waste, _("Rác hữu cơ")),
            (row.reached_straw, _("Rơm rạ")),
            (row.reached_economy, _("Kinh tế tập thể")),
        ]
        st.caption(" · ".join(f"{label}: {number(part)}/{number(row.rural_members)}" for part, label in parts))
    picked = grid.chosen_row(
        grid.grid(
            "bang-co-so",
            [
                grid.words(
                    _("Cơ sở Hội"),
                    [
                        row.base_union if row.kind == "commune" else f"{word(row.kind).lower()} {row.base_union}"
                        for row in base
                    ],
                    130,
                ),
                grid.words(_("Chỉ tiêu 1"), [signed(state) for state in states], 110),
                grid.right(_("Số mô hình"), [figure(row, "landscape_models") for row in base]),
                grid.right(_("Tuyên truyền"), [reached(row) for row in base]),
                grid.shares(_("Tỷ lệ"), [row.ct2_completion for row in base]),
            ],
            **DENSE,
        )
    )
    st.caption(_("Tuyên truyền: hội viên được tuyên truyền / hội viên khu vực nông thôn."))
    st.caption(_("Chọn một dòng, ở đây hay ở các bảng khác của trang, để xem từng con số lấy từ tệp, trang và ô nào."))
    if picked is not None:
        show_source(base[picked], "BM1", base[picked].base_union, chosen)
with right:
    st.subheader(_("Hoạt động của kế hoạch"), anchor=False)
    grid.grid(
        "bang-hoat-dong-huyen",
        [
            grid.words(_("Hoạt động"), [f"{row.activity_code} {of(row, 'title')}" for row in activities], 200),
            grid.words(_("Trạng thái"), [signed(row.status) for row in activities]),
            grid.right(
                _("Số lượng"),
                [
                    number(row.quantity_done) + (f"/{number(row.quantity)}" if has(row.quantity) else "")
                    for row in activities
                ],
            ),
        ],
        row_height=26,
    )
    st.subheader(_("Kết quả khác"), anchor=False)
    others = each("indicator_parts_of", chosen.as_of, **asked, unit=chosen.district)
    picked = grid.chosen_row(
        grid.grid(
            "bang-ket-qua-huyen",
            [
                grid.words(_("Chỉ số"), [f"{of(row, 'title')} ({of(row, 'counted')})" for row in others], 270),
                grid.right(
                    _("Số liệu"),
                    [
                        (
                            number(row.value)
                            if has(row.value)
                            else word("not_reported" if has(row.version) else "no_report")
                        )
                        for row in others
                    ],
                ),
            ],
            **DENSE,
        )
    )
    if picked is not None:
        show_indicators([others[picked]], chosen)

    events = each("events", chosen.as_of, **asked, unit=chosen.district)
    st.subheader(_("Sự kiện được báo cáo"), anchor=False)
    if events:
        picked = grid.chosen_row(
            grid.grid(
                "bang-su-kien-huyen",
                [
                    grid.words(
                        _("Tên hoạt động"),
                        [
                            f"{look(row.status).sign} {row.activity_code if has(row.activity_code) else ''} {row.title}"
                            for row in events
                        ],
                        200,
                    ),
                    grid.days(_("Từ ngày"), [row.actual_from for row in events]),
                    grid.numbers(_("Số người"), [row.participants for row in events]),
                ],
                **DENSE,
                height="content" if len(events) <= 12 else 350,
            )
        )
        st.caption(" · ".join(signed(state) for state in dict.fromkeys(row.status for row in events)))
        if picked is not None:
            show_source(events[picked], "BM3", events[picked].title, chosen)
        st.page_link(
            navigation.file("activities"),
            label=_("Mọi sự kiện của huyện"),
            icon=":material/event:",
            query_params=chosen.link(),
        )
    else:
        st.caption(_("Chưa có sự kiện nào được báo cáo."))
