"""So sánh: two periods or years side by side: what has moved, over which units, and what must not be compared?"""

import streamlit as st

from etl.outputs.comparison import Side, comparison, file_of, note, points
from etl.plan import load_plan, plan_years
from etl.store.files.home import home
from etl.store.queries import rows as of_question
from pages.parts import navigation
from pages.parts.charts import dots, heat, pictures
from pages.parts.figures.many import MOST, in_need, tell_rest
from pages.parts.filters import current, keep, pick_target, settle_own
from pages.parts.formatting import NOTHING, has, number, plain, ratio
from pages.parts.i18n import _, lang
from pages.parts.page import answer, begin, room
from pages.parts.queries import each
from pages.parts.server.downloads import download
from pages.parts.tables import grid

chosen = current()
begin("compare", chosen, by_district=False)

sides = {
    f"{year}:{period}": Side(year, period) for year in plan_years() for period in load_plan(year).periods
}  # oldest first
codes = list(sides)
of_year = [code for code in codes if code.startswith(f"{chosen.plan_year}:")]
settle_own("from", codes, of_year[0])
settle_own("to", codes, of_year[-1])
with st.container(horizontal=True, vertical_alignment="center"):
    first = st.selectbox(_("Từ kỳ"), codes, format_func=lambda code: sides[code].label(lang()), key="from", width=220)
    second = st.selectbox(_("Đến kỳ"), codes, format_func=lambda code: sides[code].label(lang()), key="to", width=220)
    keep("from", first, of_year[0])
    keep("to", second, of_year[-1])
    pick_target([row["code"] for row in load_plan(sides[second].plan_year).targets])
before, after = sides[first], sides[second]
rows = comparison(home(), before, after, chosen.as_of)
own = [row for row in rows if row.target_code == st.session_state["target"]]
whole = next((row for row in own if not row.district_code), None)
units = [row for row in own if row.district_code]


def moved(row: of_question.Comparison) -> str:
    """“+5,4 điểm”, “9 → 15”; a dash where there is nothing to compare."""
    change = points(row)
    if has(change):
        return _("{n} điểm").format(n=("+" if change >= 0 else "−") + number(abs(change), 1))
    if row.reason is None and has(row.numerator) and has(row.before_numerator):
        return f"{number(row.before_numerator)} → {number(row.numerator)}"
    return NOTHING


if first == second:
    answer(_("Chọn hai kỳ khác nhau để so sánh"))
elif whole is None or not whole.units_compared:
    answer(_("{target}: không có đơn vị nào so được giữa hai kỳ").format(target=st.session_state["target"]))
else:
    answer(
        _("{target}: {moved}, tính trên {n}/{m} đơn vị so được").format(
            target=whole.target_code, moved=moved(whole), n=number(whole.units_compared), m=number(whole.units)
        )
    )

HEIGHT = room(520, chosen)
target = next((row for row in load_plan(after.plan_year).targets if row["code"] == st.session_state["target"]), None)
completion = {
    row.district_code: row
    for row in each(of_question.TargetCompletion, chosen.as_of, plan_year=after.plan_year)
    if row.period == after.period and row.target_code == st.session_state["target"] and row.level == "district"
}
comparable = [row for row in units if row.reason is None]
left, right = st.columns([11, 12])
with left:
    st.markdown(f"**{before.label(lang())} → {after.label(lang())}** · {_('chấm rỗng là kỳ trước')}")
    ranked = in_need([completion[row.district_code] for row in comparable if has(row.completion)])
    if ranked:
        earlier = {row.district_code: row.before_completion for row in comparable}
        clicked = pictures.clicked(
            pictures.show(
                dots.ranked(ranked, earlier, HEIGHT, chosen.district),
                "hai-ky",
                f"{before.label(lang())} → {after.label(lang())}",
                on_select="rerun",
                selection_mode="points",
            )
        )
        if clicked in completion:
            st.switch_page(navigation.file("district"), query_params=chosen.link(district=clicked))
    else:
        st.caption(_("Chỉ tiêu này không có tỷ lệ của từng đơn vị để vẽ; xem bảng số liệu."))
with right:
    st.markdown(f"**{_('Mọi kỳ, từng đơn vị')}**")
    in_picture = {row.district_code for row in in_need(list(completion.values()))}
    lines = [row for row in units if row.district_code in in_picture or len(units) <= MOST]
    tiles, names = {}, [row.district for row in lines]
    for column, side in enumerate(sides.values()):
        found = {
            row.district_code: row
            for row in each(of_question.TargetCompletion, chosen.as_of, plan_year=side.plan_year)
            if row.period == side.period and row.target_code == st.session_state["target"] and row.level == "district"
        }
        for line, row in enumerate(lines):
            cell = found.get(row.district_code)
            if cell is None or cell.status == "not_applicable":
                continue
            tiles[line, column] = heat.of_completion(cell, f"{row.district}, {side.label(lang())}", row.district_code)
    pictures.show(
        heat.heat(names, [side.label(lang()) for side in sides.values()], tiles, HEIGHT),
        "moi-ky",
        _("Mọi kỳ, từng đơn vị"),
    )

tell_rest(len(units))
breaks = [(row, note(row, lang())) for row in own if note(row, lang())]
if target is not None and breaks:
    st.subheader(_("Chỗ gãy và đơn vị không so được"), anchor=False)
    grid.grid(
        "bang-khong-so",
        [
            grid.words(_("Đơn vị"), [row.district or _("Các đơn vị so được") for row, _said in breaks]),
            grid.words(_("Lý do"), [said for _row, said in breaks]),
        ],
        row_height=28,
    )
st.subheader(_("Bảng số liệu"), anchor=False)
grid.grid(
    "bang-so-sanh",
    [
        grid.words(_("Đơn vị"), [row.district or _("Các đơn vị so được") for row in own]),
        grid.right(before.label(lang()), [ratio(row.before_numerator, row.before_denominator) for row in own]),
        grid.shares(f"{_('Tỷ lệ')} {before.label(lang())}", [row.before_completion for row in own]),
        grid.right(after.label(lang()), [ratio(row.numerator, row.denominator) for row in own]),
        grid.shares(f"{_('Tỷ lệ')} {after.label(lang())}", [row.completion for row in own]),
        grid.right(_("Thay đổi"), [moved(row) for row in own]),
    ],
    row_height=28,
)


def table() -> bytes:
    """All targets, to hand on."""
    return file_of(home(), rows, before, after, chosen.as_of, lang())


download(_("Tải bảng so sánh (.xlsx)"), table, f"SoSanh_{first}_{second}.xlsx".replace(":", "-"), "tai-so-sanh")
if target is not None:
    st.caption(plain(f"{target['code']}: {target['title_en' if lang() == 'en' else 'title']}"))
