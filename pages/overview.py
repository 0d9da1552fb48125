"""Tổng quan: are we on target, who is behind, what needs attention now?"""

import streamlit as st

from etl.store.queries import rows as of_question
from pages.parts import navigation
from pages.parts.charts import dots, goal, pictures, tiles
from pages.parts.figures.attention import attention
from pages.parts.figures.completion import completions, earlier, figures_on_map
from pages.parts.figures.many import in_need, tell_rest
from pages.parts.figures.pace import outlook_line, pace_line
from pages.parts.filters import current, pick_target
from pages.parts.formatting import NOTHING, has, number, percent, plain, points, ratio, share
from pages.parts.i18n import _, of
from pages.parts.naming import unit_words
from pages.parts.page import answer, begin, height_left
from pages.parts.queries import each
from pages.parts.statuses import badge, signed
from pages.parts.tables import grid

chosen = current()
begin("overview", chosen, by_district=False)

completion = completions(chosen)
asked = {"plan_year": chosen.plan_year, "period": chosen.period}
since = {row.target_code: row for row in each(of_question.TargetChanges, chosen.as_of, **asked)}
outlooks = {row.target_code: row for row in each(of_question.Outlook, chosen.as_of, **asked)}
paces = {row.target_code: row for row in each(of_question.Pace, chosen.as_of, **asked) if row.district_code == ""}
city = [row for row in completion if row.level == "city"]
districts = [row for row in completion if row.level == "district"]
achieved = [row for row in city if row.status == "achieved"]
behind = {row.district for row in districts if row.status == "behind"}
answer(
    _("{achieved}/{targets} chỉ tiêu đạt · {behind} {units} chậm · {reported}/{expected} đã báo cáo").format(
        **unit_words(),
        achieved=len(achieved),
        targets=len(city),
        behind=len(behind),
        reported=max(row.units_reported for row in city),
        expected=max(row.units_expected for row in city),
    )
)


counted = {row.target_code: of(row, "counted") for row in city}


def moved(change: of_question.TargetChanges) -> str:
    """“▲ 8,0 điểm”, of a target counted in places “▲ 3 xã”: over the districts of both periods."""
    if has(change.completion) and has(change.before_completion):
        step = change.completion - change.before_completion
        text = _("{points} điểm").format(points=points(abs(step)).lstrip("+"))
    else:
        step = change.numerator - change.before_numerator
        text = _("{n} {unit}").format(n=number(abs(step)), unit=counted[change.target_code])
    sign = "▲" if step > 0 else "▼" if step < 0 else "="
    return f"{sign} {text}"


def whole_sentence(change: of_question.TargetChanges) -> str:
    """The same in a whole sentence."""
    return _("{target}: so với {period}, {n} {units} có cả hai kỳ: {change}").format(
        **unit_words(),
        target=change.target_code,
        period=of(change, "before").lower(),
        n=change.units,
        change=moved(change),
    )


def choose(code: str) -> None:
    """A click on a card chooses its target."""
    st.session_state["target"] = code


for card, row in zip(st.columns(len(city)), city, strict=True):
    with card.container(border=True, height="stretch", gap="xxsmall"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.button(
                f"**{row.target_code}** · {plain(of(row, 'short'))}",
                key=f"chon-{row.target_code}",
                type="tertiary",
                on_click=choose,
                args=(row.target_code,),
                help=f"{row.clause}: {plain(row.source)}",
            )
            badge(row.status)
        change = since.get(row.target_code)
        with st.container(
            horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="xxsmall"
        ):
            st.markdown(f"#### {percent(row.completion)}", anchors=False, width="content")
            if change:
                against = _("{change} từ {period}")
                st.caption(against.format(change=moved(change), period=of(change, "before").lower()), width="content")
        pictures.show(
            goal.goal_bar(row.completion, row.status),
            f"muc-tieu-{row.target_code}",
            f"{row.target_code}: {percent(row.completion)}, {signed(row.status)}",
            is_small=True,
        )
        coverage = _("{n}/{m} {units}").format(**unit_words(), n=row.units_reported, m=row.units_expected)
        if has(row.numerator):
            coverage = f"**{ratio(row.numerator, row.denominator)}** {of(row, 'counted')} · {coverage}"
        pace = pace_line(paces.get(row.target_code), of(row, "counted"))
        lines = [
            coverage,
            pace or "\u00a0",
            *([outlook_line(outlooks.get(row.target_code)) or "\u00a0"] if outlooks else []),
        ]
        st.caption("  \n".join(lines))

target = next((row for row in city if row.target_code == chosen.target), city[0])
here = {row.district_code: row for row in districts if row.target_code == target.target_code}
name = f"{target.target_code} · {of(target, 'short')}"
HEIGHT = height_left(376 if outlooks else 400, chosen)  # px: what is left of an office screen
on_map = figures_on_map(chosen, target.target_code, here)
inside = [row for row in here.values() if row.status != "not_applicable"]
where, who, what = st.columns([10, 9, 8])
with where:
    pick_target([row.target_code for row in city])
    picked = pictures.show(
        tiles.tile_map(each(of_question.Tiles), on_map, HEIGHT, chosen.district),
        "ban-do",
        f"{name}: {_('các huyện, thị xã')}",
        on_select="rerun",
        selection_mode="points",
    )
    if on_map is not here:
        outside = len(inside) - sum(row.units_expected for row in on_map.values())
        text = _("Bản đồ theo huyện cũ; {n} xã, phường nằm trên nhiều huyện cũ không tính vào ô nào.")
        st.caption(text.format(n=number(outside)))
with who:
    st.markdown(f"**{plain(name)}, {_('từng {unit}').format(**unit_words())}**")
    clicked = pictures.show(
        dots.ranked(in_need(inside), earlier(chosen, target.target_code), HEIGHT, chosen.district),
        "hang-cham",
        f"{name}: {_('từng {unit}').format(**unit_words())}",
        on_select="rerun",
        selection_mode="points",
    )
    tell_rest(len(inside))
code = pictures.clicked(picked) or pictures.clicked(clicked)
if code in here:
    st.switch_page(navigation.file("district"), query_params=chosen.link(district=code))
with what:
    st.markdown(f"**{_('Cần chú ý')}**")
    with st.container(gap="xxsmall"):
        for item in attention(chosen):
            st.page_link(
                navigation.file(item.page), label=item.text, icon=f":material/{item.icon}:", query_params=item.query
            )
            if item.names:
                st.caption(plain(item.names))

st.subheader(f"{_('Bảng số liệu')}: {name}", anchor=False)
listed = sorted(in_need(list(here.values())), key=lambda row: (not has(row.completion), row.completion))
grid.read(
    [
        grid.words(unit_words()["Units"], [row.district for row in listed]),
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
if len(listed) < len(here):
    label = _("Bảng đủ {n} đơn vị").format(n=number(len(here)))
    st.page_link(navigation.file("targets"), label=label, icon=":material/table_rows:", query_params=chosen.link())
if since:
    st.caption("  \n".join(whole_sentence(change) for change in since.values()))
limits = next(row for row in each(of_question.Plans) if row.plan_year == chosen.plan_year)
st.caption(
    _("Ngưỡng: đạt ≥ {achieved}, gần đạt ≥ {near}. Ngưỡng do hệ thống đặt, kế hoạch không quy định.").format(
        achieved=percent(limits.achieved), near=percent(limits.near)
    )
)
