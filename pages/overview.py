"""Tổng quan: are we on target, who is behind, what needs attention now?"""

import streamlit as st

from pages.parts import charts, pages
from pages.parts.attention import attention
from pages.parts.door import ask
from pages.parts.figures import has, number, percent, points, ratio
from pages.parts.filters import current
from pages.parts.page import answer, begin, plain, table
from pages.parts.states import signed, word
from pages.parts.words import _, of

chosen = current()
begin(pages.title("overview"), _("Có đạt chỉ tiêu không, huyện nào chậm, việc gì cần làm ngay?"), chosen)

completion = ask("target_completion", chosen.as_of, plan_year=chosen.plan_year, period=chosen.period)
start = next(ask("periods", plan_year=chosen.plan_year).itertuples())
before = ask("target_completion", chosen.as_of, plan_year=chosen.plan_year, period=start.period)
city = completion[completion.level == "city"]
districts = completion[completion.level == "district"]
first = {row.target_code: row for row in before[before.level == "city"].itertuples()}

achieved = [row for row in city.itertuples() if row.status == "achieved"]
behind = districts[districts.status == "behind"].district.nunique()
reported = int(city.units_reported.max())
expected = int(city.units_expected.max())
answer(_("{achieved}/{targets} chỉ tiêu của Thành phố đã đạt; {behind} huyện còn chậm ít nhất một chỉ tiêu; {reported}/{expected} huyện đã báo cáo.").format(
    achieved=len(achieved), targets=len(city), behind=behind, reported=reported, expected=expected))  # fmt: skip

cards = st.columns(len(city))
for card, row in zip(cards, city.itertuples(), strict=True):
    with card.container(border=True, height="stretch"):
        st.markdown(f"**{row.target_code}** · {plain(of(row, 'short'))}", help=f"{row.clause}: {plain(row.source)}")
        st.metric(row.target_code, percent(row.completion), label_visibility="collapsed")
        st.markdown(f"{signed(row.status)} · **{ratio(row.numerator, row.denominator)}** {of(row, 'counted')}")
        lines = [f"{_('Mục tiêu')}: {of(row, 'goal_text')} ({_('mục')} {row.clause})"]
        if (
            chosen.period != start.period
            and row.target_code in first
            and has(first[row.target_code].completion)
            and has(row.completion)
        ):
            change = points(row.completion - first[row.target_code].completion)
            lines.append(
                _("{points} điểm phần trăm so với {period}").format(points=change, period=of(start, "label").lower())
            )
        lines.append(_("{n}/{m} huyện đã báo cáo").format(n=row.units_reported, m=row.units_expected))
        if has(row.base_unions_expected):
            n, m = number(row.base_unions_reported), number(row.base_unions_expected)
            lines.append(_("{n}/{m} cơ sở Hội có số liệu").format(n=n, m=m))
        st.caption("  \n".join(plain(line) for line in lines))

left, right = st.columns([3, 2])
with left:
    target = city[city.target_code == chosen.target].iloc[0] if chosen.target in set(city.target_code) else city.iloc[0]
    st.subheader(f"{target.target_code} · {of(target, 'short')}: {_('các huyện, thị xã')}", anchor=False)
    st.caption(_("Chọn chỉ tiêu ở thanh bên; bấm vào một huyện để mở hồ sơ."))
    here = {row.district_code: row for row in districts[districts.target_code == target.target_code].itertuples()}
    picked = charts.show(
        charts.tile_map(list(ask("tiles").itertuples()), here), "ban-do", on_select="rerun", selection_mode="points"
    )
    points_picked = picked.selection.points if picked else []
    if points_picked and points_picked[0].get("customdata") in here:
        st.switch_page(pages.file("district"), query_params=chosen.link(district=points_picked[0]["customdata"]))
with right:
    st.subheader(_("Cần chú ý"), anchor=False)
    for item in attention(chosen):
        st.page_link(pages.file(item.page), label=item.text, icon=f":material/{item.icon}:", query_params=item.query)
        st.caption(plain(item.names))

with st.expander(_("Bảng số liệu: chỉ tiêu theo huyện")):
    shown = districts.assign(state=[word(status) for status in districts.status], share=[percent(value) for value in districts.completion],
                             count=[ratio(row.numerator, row.denominator) for row in districts.itertuples()])  # fmt: skip
    table(
        shown,
        {
            "target_code": _("Chỉ tiêu"),
            "district": _("Huyện, thị xã"),
            "count": _("Đạt / phải đạt"),
            "share": _("Tỷ lệ"),
            "state": _("Trạng thái"),
        },
        "bang-tong-quan",
    )
limits = next(row for row in ask("plans").itertuples() if row.plan_year == chosen.plan_year)
st.caption(
    _("Ngưỡng: đạt ≥ {achieved}, gần đạt ≥ {near}. Ngưỡng do hệ thống đặt, kế hoạch không quy định.").format(
        achieved=percent(limits.achieved), near=percent(limits.near)
    )
)
