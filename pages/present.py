"""Trình chiếu: one answer a screen, in large type, for the meeting room."""

from collections.abc import Callable
from typing import NamedTuple

import streamlit as st

from etl.store.queries import rows as of_question
from pages.parts import navigation
from pages.parts.charts import dots, goal, heat, pictures, tiles
from pages.parts.figures.attention import attention
from pages.parts.figures.completion import activities_of, completions, earlier, figures_on_map
from pages.parts.figures.many import MOST, in_need
from pages.parts.figures.next_steps import next_steps
from pages.parts.figures.pace import pace_line
from pages.parts.figures.places import places_of
from pages.parts.figures.reports import reports_of, worst_first
from pages.parts.filters import current, keep, settle_own
from pages.parts.formatting import day, has, number, percent, plain, ratio
from pages.parts.i18n import _, of
from pages.parts.naming import unit_words
from pages.parts.page import answer, begin
from pages.parts.queries import each, is_sample
from pages.parts.statuses import signed

HEIGHT = 470  # px: what is left of a laptop's screen
chosen = current()
begin("present", chosen, by_district=False)

asked = {"plan_year": chosen.plan_year, "period": chosen.period}
completion = completions(chosen)
city = [row for row in completion if row.level == "city"]
districts = [row for row in completion if row.level == "district"]
reporting = reports_of(chosen)
activities = activities_of(chosen, "")
models = each(of_question.Models, chosen.as_of, **asked)
paces = {(row.target_code, row.district_code): row for row in each(of_question.Pace, chosen.as_of, **asked)}


class Screen(NamedTuple):
    """One screen: its answer and what draws the rest."""

    answer: str
    draw: Callable[[], None]


def large(text: str) -> None:
    """A line that is read from the last row."""
    st.markdown(f"##### {plain(text)}")


def figure(row: of_question.TargetCompletion) -> None:
    """One target's or district's figure, as large as its column."""
    large(f"{row.target_code} · {of(row, 'short')}")
    st.metric(row.target_code, percent(row.completion), label_visibility="collapsed")
    large(f"{signed(row.status)} · {ratio(row.numerator, row.denominator)} {of(row, 'counted')}")
    pictures.show(
        goal.goal_bar(row.completion, row.status),
        f"vach-{row.target_code}-{row.district_code}",
        f"{row.target_code}: {percent(row.completion)}",
        is_small=True,
    )
    pace = pace_line(paces.get((row.target_code, row.district_code)), of(row, "counted"))
    if pace:
        large(pace)


def of_city() -> None:
    """All targets, two in a row."""
    for left in range(0, len(city), 2):
        for column, row in zip(st.columns(2), city[left : left + 2], strict=False):
            with column:
                figure(row)


def of_target(row: of_question.TargetCompletion) -> Callable[[], None]:
    """The figure, where, and who."""

    def draw() -> None:
        here = {one.district_code: one for one in districts if one.target_code == row.target_code}
        inside = [one for one in here.values() if one.status != "not_applicable"]
        left, middle, right = st.columns([5, 8, 8])
        with left:
            figure(row)
        with middle:
            on_map = figures_on_map(chosen, row.target_code, here)
            pictures.show(tiles.tile_map(each(of_question.Tiles), on_map, HEIGHT), "ban-do-lon", row.target_code)
        with right:
            before = earlier(chosen, row.target_code)
            pictures.show(dots.ranked(in_need(inside), before, HEIGHT), "hang-cham-lon", row.target_code)

    return draw


def of_models() -> None:
    """The boards of both programmes."""
    programmes = [row for row in city if row.kind in ("district_has", "communes_with")]
    for column, row in zip(st.columns(len(programmes)), programmes, strict=True):
        with column:
            own = [one for one in models if one.program_target == row.target_code and not one.is_surplus]
            large(f"{of(row, 'short')}: {ratio(row.numerator, row.goal)}")
            pictures.show(tiles.board(places_of(row, own, completion)), f"xa-{row.target_code}", of(row, "title"))


def of_activities() -> None:
    """What is late, and what is partly done."""
    for state in ("overdue", "partly"):
        found = [row for row in activities if row.status == state]
        if found:
            large(f"{signed(state)}: {number(len(found))}")
        for row in found[:4]:
            done = number(row.quantity_done) + (f"/{number(row.quantity)}" if has(row.quantity) else "")
            large(f"{row.activity_code} · {of(row, 'title')} · {done}")


def of_reporting() -> None:
    """Units and periods."""
    periods = list(dict.fromkeys(row.period for row in reporting))
    order = worst_first(reporting)
    lines = {row.unit_code: line for line, row in enumerate(order[:MOST])}
    found = {
        (lines[row.unit_code], periods.index(row.period)): heat.Tile(row.status, signed(row.status), row.unit, "")
        for row in reporting
        if row.unit_code in lines
    }
    heads = [next(of(row, "label") for row in reporting if row.period == period) for period in periods]
    pictures.show(
        heat.heat([row.unit for row in order[:MOST]], heads, found, HEIGHT),
        "bao-cao-lon",
        _("Từng {unit}, từng kỳ").format(**unit_words()),
    )


def of_attention() -> None:
    """Everything that has to be done."""
    for item in attention(chosen)[:6]:
        large(item.text)
        if item.names:
            st.markdown(f"**{plain(item.names)}**")


def of_district() -> None:
    """The chosen district: its targets and its next steps."""
    own = [row for row in districts if row.district_code == chosen.district and row.status != "not_applicable"]
    for column, row in zip(st.columns(max(1, len(own))), own, strict=False):
        with column:
            figure(row)
    for step in next_steps(chosen)[:4]:
        large(step.text)


achieved = sum(row.status == "achieved" for row in city)
got = sum(row.status in ("on_time", "late") for row in reporting)
done = sum(row.status == "done" for row in activities)
screens = {
    "city": Screen(
        _("{achieved}/{targets} chỉ tiêu của Thành phố đã đạt").format(achieved=achieved, targets=len(city)), of_city
    )
}
screens |= {
    row.target_code: Screen(
        f"{of(row, 'short')}: {percent(row.completion)}, {_('mục tiêu')} {of(row, 'goal_text')}", of_target(row)
    )
    for row in city
}
screens |= {
    "models": Screen(_("Hai mô hình, từng xã"), of_models),
    "activities": Screen(
        _("{done}/{all} hoạt động đã thực hiện").format(done=done, all=len(activities)), of_activities
    ),
    "reporting": Screen(_("{got}/{all} báo cáo đã nhận").format(got=got, all=len(reporting)), of_reporting),
    "attention": Screen(_("Cần chú ý"), of_attention),
}
name = next((row.district for row in districts if row.district_code == chosen.district), None)
if name:
    screens["district"] = Screen(name, of_district)

names = list(screens)
settle_own("screen", names, names[0])
at = names.index(st.session_state["screen"]) if st.session_state["screen"] in names else 0


def turn(step: int) -> None:
    """To another screen."""
    st.session_state["screen"] = names[max(0, min(len(names) - 1, at + step))]


shown = screens[names[at]]
mark = f" · {_('Số liệu mẫu – không có thật')}" if is_sample() else ""
answer(f"{navigation.title('present')} {chosen.plan_year} · {at + 1}/{len(names)}{mark}")
keep("screen", names[at], names[0])
with st.container(height=585, border=False, gap="small"):
    st.markdown(f"###### {plain(shown.answer)}")
    shown.draw()
with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.button(_("Trước"), on_click=turn, args=(-1,), disabled=at == 0, shortcut="Left")
    hint = _("F11: toàn màn hình; Ctrl và +: phóng to cho máy chiếu")
    st.caption(f"{_('Tính đến ngày')} {day(chosen.as_of)} · {hint}", width="content")
    st.page_link(navigation.file("overview"), label=_("Thoát"), icon=":material/close:", query_params=chosen.link())
    st.button(
        _("Sau"),
        on_click=turn,
        args=(1,),
        disabled=at == len(names) - 1,
        shortcut="Right",
    )
