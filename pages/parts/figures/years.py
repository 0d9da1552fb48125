"""All years side by side: each target at the end of every year, and where the line breaks."""

import streamlit as st

from etl.outputs.comparison import Side, comparison, note
from etl.plan import are_communes, load_plan, plan_years
from etl.store.files.home import home
from etl.store.queries import rows as of_question
from pages.parts.charts import pictures, slopes
from pages.parts.filters import Filters
from pages.parts.formatting import has, plain, ratio
from pages.parts.i18n import _, lang, of
from pages.parts.page import answer
from pages.parts.queries import each, has_reports
from pages.parts.tables import grid


def show(chosen: Filters, height: int) -> None:
    """Every target at the end of each year: the city's figure, and comparable units from year to year."""
    ends = [Side(year, list(load_plan(year).periods)[-1]) for year in plan_years() if has_reports(year)]
    steps = {pair: comparison(home(), *pair, chosen.as_of) for pair in zip(ends, ends[1:], strict=False)}
    figures = {side: _of_city(side, chosen) for side in ends}
    targets = {row.target_code: row for row in each(of_question.Targets, plan_year=chosen.plan_year)}
    if len(ends) < 2:
        answer(_("Cần báo cáo của ít nhất hai năm để xem các năm cạnh nhau"))
        return
    answer(_("{n} chỉ tiêu qua {m} năm: nối liền là so được, ngắt là đã đổi").format(n=len(targets), m=len(ends)))
    said: list[tuple[str, str, str]] = []
    for place, (column, code) in enumerate(zip(st.columns(len(targets)), targets, strict=True)):
        marks = [(at, figures[side].get(code)) for at, side in enumerate(ends)]
        lines, breaks = [], []
        for at, ((before, after), rows) in enumerate(steps.items()):
            own = [row for row in rows if row.target_code == code]
            lines += [(at, row.before_completion, row.completion) for row in own if _is_line(row)]
            if why := _why_broken(own, before, after):
                breaks.append(at)
                said.append((f"{before.label(lang())} → {after.label(lang())}", code, why))
        with column:
            st.markdown(f"**{code}** · {plain(of(targets[code], 'short'))}")
            labels = [str(side.plan_year) for side in ends]
            alt = f"{code}: {', '.join(labels)}"
            pictures.show(slopes.slopes(labels, marks, lines, breaks, height), f"cac-nam-{place}", alt)
    if said:
        st.subheader(_("Chỗ gãy và lý do"), anchor=False)
        columns = [
            grid.words(_("Từ năm đến năm"), [row[0] for row in said]),
            grid.words(_("Chỉ tiêu"), [row[1] for row in said]),
            grid.words(_("Lý do"), [row[2] for row in said]),
        ]
        grid.grid("bang-cho-gay", columns, row_height=28)
    st.subheader(_("Bảng số liệu"), anchor=False)
    cells = [(code, side, figures[side].get(code)) for code in targets for side in ends]
    known = [(code, side, row) for code, side, row in cells if row is not None]
    columns = [
        grid.words(_("Chỉ tiêu"), [code for code, _side, _row in known]),
        grid.words(_("Năm"), [side.label(lang()) for _code, side, _row in known]),
        grid.right(_("Số liệu"), [ratio(row.numerator, row.denominator) for _code, _side, row in known]),
        grid.shares(_("Tỷ lệ"), [row.completion for _code, _side, row in known]),
        grid.right(_("Đã báo cáo"), [ratio(row.units_reported, row.units_expected) for _code, _side, row in known]),
    ]
    grid.grid("bang-cac-nam", columns, row_height=28)


def _is_line(row: of_question.Comparison) -> bool:
    """Whether a unit's way from one year to the next can be drawn: a share that is more than yes or no."""
    is_compared = row.level == "unit" and row.reason is None and has(row.completion) and has(row.before_completion)
    return is_compared and max(row.denominator, row.before_denominator) > 1


def _of_city(side: Side, chosen: Filters) -> dict[str, of_question.TargetCompletion]:
    rows = each(of_question.TargetCompletion, chosen.as_of, plan_year=side.plan_year)
    return {row.target_code: row for row in rows if row.period == side.period and row.level == "city"}


def _why_broken(own: list[of_question.Comparison], before: Side, after: Side) -> str:
    """Why the city's figures of two years are not one line; "" where they are."""
    whole = next((row for row in own if row.level == "all"), None)
    if whole is None or whole.reason is not None or not whole.units_compared:
        return note(whole, lang()) if whole is not None else _("chỉ tiêu chỉ có ở một năm")
    kinds = {are_communes(load_plan(side.plan_year), side.period) for side in (before, after)}
    if len(kinds) > 1:
        return f"{_('đơn vị báo cáo đã đổi giữa huyện và xã, phường')}; {note(whole, lang())}"
    return note(whole, lang()) if whole.is_goal_changed else ""
