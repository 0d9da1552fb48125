"""Tổng quan: are we on target, who is behind, what needs attention now?"""

from typing import Any

import streamlit as st

from pages.parts import navigation
from pages.parts.charts import pictures, tiles
from pages.parts.figures.attention import attention
from pages.parts.figures.completion import completions
from pages.parts.filters import current
from pages.parts.formatting import NOTHING, has, number, percent, plain, points, ratio, share
from pages.parts.i18n import _, of
from pages.parts.page import answer, begin
from pages.parts.queries import each
from pages.parts.statuses import signed
from pages.parts.tables import grid

chosen = current()
begin(navigation.title("overview"), _("Có đạt chỉ tiêu không, huyện nào chậm, việc gì cần làm ngay?"), chosen)

completion = completions(chosen)
changes = each("target_changes", chosen.as_of, plan_year=chosen.plan_year, period=chosen.period)
city = [row for row in completion if row.level == "city"]
districts = [row for row in completion if row.level == "district"]
since = {row.target_code: row for row in changes}

achieved = [row for row in city if row.status == "achieved"]
behind = {row.district for row in districts if row.status == "behind"}
reported = max(row.units_reported for row in city)
expected = max(row.units_expected for row in city)
answer(
    _(
        "{achieved}/{targets} chỉ tiêu của Thành phố đã đạt; {behind} huyện còn chậm ít nhất một chỉ tiêu;"
        " {reported}/{expected} huyện đã báo cáo."
    ).format(achieved=len(achieved), targets=len(city), behind=len(behind), reported=reported, expected=expected)
)


def change_line(change: Any) -> str:
    """“So với 6 tháng, 14 huyện có cả hai kỳ: +1,2 điểm phần trăm”; of a target counted in places their number."""
    if has(change.completion) and has(change.before_completion):
        moved = change.completion != change.before_completion
        text = _("{points} điểm phần trăm").format(points=points(change.completion - change.before_completion))
    else:
        moved = change.numerator != change.before_numerator
        text = f"{change.numerator - change.before_numerator:+d}"
    return _("So với {period}, {n} huyện có cả hai kỳ: {change}").format(
        period=of(change, "before").lower(), n=change.units, change=text if moved else _("không đổi")
    )


cards = st.columns(len(city))
for card, row in zip(cards, city, strict=True):
    with card.container(border=True, height="stretch"):
        st.markdown(f"**{row.target_code}** · {plain(of(row, 'short'))}", help=f"{row.clause}: {plain(row.source)}")
        st.metric(row.target_code, percent(row.completion), label_visibility="collapsed")
        figures = f" · **{ratio(row.numerator, row.denominator)}** {of(row, 'counted')}" if has(row.numerator) else ""
        st.markdown(signed(row.status) + figures)
        lines = [f"{_('Mục tiêu')}: {of(row, 'goal_text')} ({_('mục')} {row.clause})"]
        change = since.get(row.target_code)
        if change:
            lines.append(change_line(change))
        lines.append(_("{n}/{m} huyện đã báo cáo").format(n=row.units_reported, m=row.units_expected))
        if has(row.base_unions_expected):
            n, m = number(row.base_unions_reported), number(row.base_unions_expected)
            lines.append(_("{n}/{m} cơ sở Hội có số liệu").format(n=n, m=m))
        st.caption("  \n".join(plain(line) for line in lines))

left, right = st.columns([3, 2])
target = next((row for row in city if row.target_code == chosen.target), city[0])
here = {row.district_code: row for row in districts if row.target_code == target.target_code}
name = f"{target.target_code} · {of(target, 'short')}"
with left:
    st.subheader(f"{name}: {_('các huyện, thị xã')}", anchor=False)
    st.caption(_("Chọn chỉ tiêu ở thanh bên; bấm vào một huyện để mở hồ sơ."))
    picked = pictures.show(
        tiles.tile_map(each("tiles"), here),
        "ban-do",
        f"{name}: {_('các huyện, thị xã')}",
        on_select="rerun",
        selection_mode="points",
    )
    points_picked = picked.selection.points if picked else []
    if points_picked and points_picked[0].get("customdata") in here:
        st.switch_page(navigation.file("district"), query_params=chosen.link(district=points_picked[0]["customdata"]))
with right:
    st.subheader(_("Cần chú ý"), anchor=False)
    for item in attention(chosen):
        with st.container(gap="xxsmall"):
            st.page_link(
                navigation.file(item.page), label=item.text, icon=f":material/{item.icon}:", query_params=item.query
            )
            if item.names:
                st.caption(plain(item.names))

st.subheader(f"{_('Bảng số liệu')}: {name}", anchor=False)
listed = sorted(here.values(), key=lambda row: (not has(row.completion), row.completion))
grid.read(
    [
        grid.words(_("Huyện, thị xã"), [row.district for row in listed]),
        grid.right(
            f"{_('Trạng thái')} · {_('Tỷ lệ')}",
            [
                f"{signed(row.status)} {share(row.completion)}" if has(row.completion) else signed(row.status)
                for row in listed
            ],
        ),
        grid.right(
            f"{_('Số đạt')} ({of(target, 'counted')})",
            [ratio(row.numerator, row.denominator) if has(row.numerator) else NOTHING for row in listed],
        ),
    ]
)
limits = next(row for row in each("plans") if row.plan_year == chosen.plan_year)
st.caption(
    _("Ngưỡng: đạt ≥ {achieved}, gần đạt ≥ {near}. Ngưỡng do hệ thống đặt, kế hoạch không quy định.").format(
        achieved=percent(limits.achieved), near=percent(limits.near)
    )
)
