"""Hồ sơ huyện: one district on one page, down to the cell of the workbook each figure came from."""

import streamlit as st

from etl.store.queries import rows as of_question
from pages.parts import navigation
from pages.parts.charts import pictures, span
from pages.parts.figures.completion import activities_of, completions, earlier, events_of
from pages.parts.figures.next_steps import next_steps
from pages.parts.filters import current
from pages.parts.formatting import day, has, number, percent, plain, ratio
from pages.parts.history.source import show_indicators, show_information, show_source
from pages.parts.i18n import _, of
from pages.parts.naming import unit_words
from pages.parts.page import answer, begin
from pages.parts.queries import each
from pages.parts.statuses import badge, signed, style_of, word
from pages.parts.tables import grid

chosen = current()
begin("district", chosen, "portrait", 0.5)
units = each(of_question.Districts, plan_year=chosen.plan_year, period=chosen.period)
unit = next((row for row in units if row.district_code == chosen.district), None)
if unit is None:
    st.info(_("Chọn một đơn vị:"))
    for column, at in zip(st.columns(3), range(3), strict=True):
        for one in units[at * len(units) // 3 : (at + 1) * len(units) // 3]:
            column.page_link(
                navigation.file("district"), label=one.district, query_params=chosen.link(district=one.district_code)
            )
    st.stop()

asked = {"plan_year": chosen.plan_year, "period": chosen.period}
DENSE = 26  # px, the height of a row
completion = completions(chosen)
own = [row for row in completion if row.district_code == chosen.district]
reporting = [
    row
    for row in each(of_question.Reporting, chosen.as_of, plan_year=chosen.plan_year)
    if row.unit_code == chosen.district
]
activities = activities_of(chosen, chosen.district)
good, due = (
    [row for row in own if row.status == "achieved"],
    [row for row in own if row.status in ("achieved", "near", "behind")],
)
answer(
    _("{district}: đạt {n}/{m} chỉ tiêu · {late} hoạt động quá hạn · báo cáo {reports}").format(
        district=f"{unit.unit_type[:1].upper()}{unit.unit_type[1:]} {unit.district}",
        n=len(good),
        m=len(due),
        late=sum(row.status == "overdue" for row in activities),
        reports=", ".join(f"{of(row, 'label').lower()} {word(row.status).lower()}" for row in reporting),
    )
)


def go(step: int) -> None:
    """The district before or after."""
    st.session_state["district"] = codes[(codes.index(chosen.district) + step) % len(codes)]


def open_chosen() -> None:
    """The district of the list."""
    st.session_state["district"] = st.session_state["shown_district"]


codes = [row.district_code for row in units]
st.session_state["shown_district"] = chosen.district
with st.container(horizontal=True, vertical_alignment="center", gap="small"):
    st.button("", icon=":material/arrow_back:", on_click=go, args=(-1,), help=_("Đơn vị trước"), key="truoc")
    st.selectbox(
        unit_words()["Units"],
        codes,
        format_func=lambda code: next(row.district for row in units if row.district_code == code),
        key="shown_district",
        on_change=open_chosen,
        label_visibility="collapsed",
        width=220,
    )
    st.button("", icon=":material/arrow_forward:", on_click=go, args=(1,), help=_("Đơn vị sau"), key="sau")


ranks = {row.target_code: row for row in each(of_question.Ranks, chosen.as_of, **asked, district=chosen.district)}


def rank(target: str) -> str:
    """“hạng 3–5/17”: equal figures share a band."""
    found = ranks.get(target)
    if found is None:
        return ""
    first, last = found.first_rank, found.last_rank
    return _("hạng {rank}/{n}").format(rank=first if first == last else f"{first}–{last}", n=found.districts)


for column, row in zip(st.columns(len(own)), own, strict=True):
    with column.container(border=True, height="stretch", gap="xxsmall"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(f"**{row.target_code}** · {plain(of(row, 'short'))}", width="content")
            badge(row.status)
        shown = number(row.numerator) if row.status == "no_goal" else percent(row.completion)
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(f"#### {shown}", width="content")
            st.caption(rank(row.target_code) or "\u00a0", width="content")
        place = ranks.get(row.target_code)
        if place:
            before = earlier(chosen, row.target_code).get(chosen.district)
            pictures.show(
                span.span(place.least, place.most, before, row.completion, row.status),
                f"khoang-{row.target_code}",
                f"{row.target_code}: {shown}, {rank(row.target_code)}",
                is_small=True,
            )
        told = [
            f"**{ratio(row.numerator, row.denominator)}** {of(row, 'counted')}"
            if has(row.denominator)
            else f"{of(row, 'counted')}"
            if row.status == "no_goal"
            else ""
        ]
        if has(row.base_unions_expected) and has(row.version):
            told.append(
                _("{n}/{m} cơ sở Hội có số liệu").format(
                    n=number(row.base_unions_reported), m=number(row.base_unions_expected)
                )
            )
        st.caption("  \n".join(part for part in told if part) or "\u00a0")


def plan_of(row: of_question.Reporting) -> str:
    """Whether the district's own plan is approved."""
    if not has(row.plan_approved):
        return word("not_reported") if has(row.version) else word("no_report")
    return _("Có, {day}").format(day=day(row.plan_approved_on)) if row.plan_approved else _("Chưa")


left, right = st.columns([3, 7])
with left:
    st.markdown(f"**{_('Việc tiếp theo')}**")
    steps = next_steps(chosen)
    with st.container(gap="xxsmall"):
        for step in steps:
            st.markdown(f":material/{step.icon}: {plain(step.text)}")
            if step.names:
                st.caption(plain(step.names))
    if not steps:
        st.caption(_("Không còn việc nào quá hạn hay còn thiếu."))
with right:
    st.markdown(f"**{_('Báo cáo, kế hoạch của đơn vị, kinh phí')}**")
    picked = grid.pick(
        "bang-bao-cao-huyen",
        [
            grid.words(_("Kỳ"), [of(row, "label") for row in reporting]),
            grid.words(_("Trạng thái"), [signed(row.status) for row in reporting]),
            grid.days(_("Ngày nhận"), [row.received_on for row in reporting]),
            grid.numbers(_("Bản"), [row.version for row in reporting]),
            grid.words(_("UBND phê duyệt"), [plan_of(row) for row in reporting]),
            grid.numbers(_("Kinh phí (tr. đồng)"), [row.budget_million_vnd for row in reporting], 1),
        ],
        row_height=DENSE,
    )
    if picked is not None and has(reporting[picked].version):
        show_information(int(reporting[picked].version), reporting[picked], chosen)
    st.markdown(f"**{_('Mô hình')}**")
    models = [row for row in each(of_question.Models, chosen.as_of, **asked) if row.district_code == chosen.district]
    if models:
        picked = grid.pick(
            "bang-mo-hinh-huyen",
            [
                grid.words(_("Xã"), [row.commune for row in models]),
                grid.words(_("Loại mô hình"), [word(row.model_type) for row in models]),
                grid.words(_("Hỗ trợ"), [word(row.supported_by) for row in models]),
                grid.words(_("Giai đoạn"), [signed(row.shown_state) for row in models]),
                grid.numbers(_("Số hộ"), [row.households for row in models]),
            ],
            row_height=DENSE,
        )
        if picked is not None:
            show_source(models[picked], "BM2", f"{models[picked].commune}: {word(models[picked].model_type)}", chosen)
    else:
        st.caption(_("Chưa có mô hình nào được báo cáo."))

base = each(of_question.BaseUnions, chosen.as_of, **asked, district=chosen.district)
base = sorted(base, key=lambda row: row.ct1_status == "achieved")  # what has to be done first, then by name
topics = [row for row in each(of_question.Topics, chosen.as_of, **asked) if row.district_code == chosen.district]


def figure(row: of_question.BaseUnions, field: str) -> str:
    """A figure, or which of the reasons there is none."""
    value = getattr(row, field)
    return number(value) if has(value) else word("not_reported" if row.has_report else "no_report")


def reached(row: of_question.BaseUnions) -> str:
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
    for topic in topics:
        parts = [
            (topic.reached_environment, _("Môi trường, sức khỏe")),
            (topic.reached_waste, _("Rác hữu cơ")),
            (topic.reached_straw, _("Rơm rạ")),
            (topic.reached_economy, _("Kinh tế tập thể")),
        ]
        st.caption(" · ".join(f"{label}: {number(part)}/{number(topic.rural_members)}" for part, label in parts))
    source = st.container()  # above the table: what a click opens must not lie off the screen
    picked = grid.pick(
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
        row_height=DENSE,
    )
    st.caption(_("Tuyên truyền: hội viên được tuyên truyền / hội viên khu vực nông thôn."))
    st.caption(_("Chọn một dòng, ở đây hay ở các bảng khác của trang, để xem từng con số lấy từ tệp, trang và ô nào."))
    if picked is not None:
        with source:
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
        row_height=DENSE,
    )
    st.subheader(_("Kết quả khác"), anchor=False)
    results = each(of_question.IndicatorPartsOf, chosen.as_of, **asked, unit=chosen.district)
    picked = grid.pick(
        "bang-ket-qua-huyen",
        [
            grid.words(_("Chỉ số"), [f"{of(row, 'title')} ({of(row, 'counted')})" for row in results], 270),
            grid.right(
                _("Số liệu"),
                [
                    (number(row.value) if has(row.value) else word("not_reported" if has(row.version) else "no_report"))
                    for row in results
                ],
            ),
        ],
        row_height=DENSE,
    )
    if picked is not None:
        show_indicators([results[picked]], chosen)

    events = events_of(chosen, chosen.district)
    st.subheader(_("Sự kiện được báo cáo"), anchor=False)
    if events:
        picked = grid.pick(
            "bang-su-kien-huyen",
            [
                grid.words(
                    _("Tên hoạt động"),
                    [
                        f"{style_of(row.status).sign} {row.activity_code if has(row.activity_code) else ''} {row.title}"
                        for row in events
                    ],
                    200,
                ),
                grid.days(_("Từ ngày"), [row.actual_from for row in events]),
                grid.numbers(_("Số người"), [row.participants for row in events]),
            ],
            row_height=DENSE,
            most=350,
        )
        st.caption(" · ".join(signed(state) for state in dict.fromkeys(row.status for row in events)))
        if picked is not None:
            show_source(events[picked], "BM3", events[picked].title, chosen)
        st.page_link(
            navigation.file("activities"),
            label=_("Mọi sự kiện của đơn vị"),
            icon=":material/event:",
            query_params=chosen.link(),
        )
    else:
        st.caption(_("Chưa có sự kiện nào được báo cáo."))
