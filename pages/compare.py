"""So sánh: two periods or all years side by side: what has moved, over which units, and what must not be compared?"""

import streamlit as st

from etl.outputs.comparison import Side, comparison, file_of, name_of, note, points, turned
from etl.plan import load_plan, plan_years
from etl.store.files.home import home
from etl.store.queries import rows as of_question
from pages.parts import navigation
from pages.parts.charts import dots, heat, pictures
from pages.parts.figures import years
from pages.parts.figures.many import in_need, tell_rest
from pages.parts.filters import current, keep, pick_target, settle_own
from pages.parts.formatting import NOTHING, alphabetical, has, number, ratio
from pages.parts.i18n import _, lang
from pages.parts.page import answer, begin, height_left
from pages.parts.server.downloads import download
from pages.parts.tables import crosswalk, grid

chosen = current()
begin("compare", chosen, by_district=False)

sides = {
    f"{year}:{period}": Side(year, period) for year in plan_years() for period in load_plan(year).periods
}  # oldest first
codes, views = list(sides), {"pair": _("Hai kỳ"), "years": _("Các năm")}
of_year = [code for code in codes if code.startswith(f"{chosen.plan_year}:")]
settle_own("view", list(views), "pair")
settle_own("from", codes, of_year[0])
settle_own("to", codes, of_year[-1])


def pick_side(label: str, key: str) -> str:
    """One of all periods of all years, by its code."""
    return st.selectbox(
        label,
        codes,
        format_func=lambda code: sides[code].label(lang()),
        key=key,
        width=200,
        label_visibility="collapsed",
    )


def moved(row: of_question.Comparison) -> str:
    """“+5,4 điểm”, “9 → 15”; a dash where there is nothing to compare."""
    change = points(row)
    if has(change):
        return _("{n} điểm").format(n=("+" if change >= 0 else "−") + number(abs(change), 1))
    if row.reason is None and has(row.numerator) and has(row.before_numerator):
        return f"{number(row.before_numerator)} → {number(row.numerator)}"
    return NOTHING


def show_pair(before: Side, after: Side) -> None:
    """The target in two periods: each comparable unit, where it stood, and in the other years."""
    rows = comparison(home(), before, after, chosen.as_of)
    own = [row for row in rows if row.target_code == st.session_state["target"]]
    whole = next((row for row in own if row.level == "all"), None)
    units = [row for row in own if row.level == "unit"]
    if before == after:
        answer(_("Chọn hai kỳ khác nhau để so sánh"))
    elif whole is None or not whole.units_compared:
        answer(_("{target}: không có đơn vị nào so được giữa hai kỳ").format(target=st.session_state["target"]))
    else:
        counted = {"n": number(whole.units_compared), "m": number(whole.units)}
        text = _("{target}: {moved}, tính trên {n}/{m} đơn vị so được")
        answer(text.format(target=whole.target_code, moved=moved(whole), **counted))
    drawn = in_need([row for row in units if row.reason is None])
    drawn.sort(key=lambda row: row.completion or -1.0, reverse=True)
    left, right = st.columns([11, 12])
    with left:
        st.markdown(f"**{before.label(lang())} → {after.label(lang())}** · {_('chấm rỗng là kỳ trước')}")
        _dots(drawn, before, after)
    with right:
        st.markdown(f"**{_('Cùng đơn vị, qua các kỳ')}**")
        _heat(drawn, before, after)
    tell_rest(len([row for row in units if row.reason is None]))
    _breaks(own)
    _figures(own, before, after)
    crosswalk.show(chosen, before, after)

    def table() -> bytes:
        """All targets, to hand on."""
        return file_of(home(), rows, before, after, chosen.as_of, lang())

    name = f"SoSanh_{before.plan_year}-{before.period}_{after.plan_year}-{after.period}.xlsx"
    download(_("Tải bảng so sánh (.xlsx)"), table, name, "tai-so-sanh")


def _dots(drawn: list[of_question.Comparison], before: Side, after: Side) -> None:
    """A dot opens the unit in the later period: it may not be there in the chosen year."""
    ranked = [row for row in drawn if has(row.completion)]
    if not drawn:
        st.caption(_("Chưa đơn vị nào có số liệu ở cả hai kỳ."))
        return
    if not ranked:
        st.caption(_("Chỉ tiêu này không có tỷ lệ của từng đơn vị để vẽ; xem bảng số liệu."))
        return
    earlier = {row.district_code: row.before_completion for row in ranked}
    picture = dots.ranked(ranked, earlier, HEIGHT, chosen.district)
    alt = f"{before.label(lang())} → {after.label(lang())}"
    clicked = pictures.clicked(pictures.show(picture, "hai-ky", alt, on_select="rerun", selection_mode="points"))
    if clicked:
        link = chosen.link(year=str(after.plan_year), period=after.period, district=clicked)
        st.switch_page(navigation.file("district"), query_params=link)


def _heat(drawn: list[of_question.Comparison], before: Side, after: Side) -> None:
    """The same units in both periods and at the end of every year before: what they were made of then."""
    ends = [Side(year, list(load_plan(year).periods)[-1]) for year in plan_years()]
    shown = sorted({before, after, *(side for side in ends if side.day() < after.day())}, key=Side.day)
    tiles = {}
    for column, side in enumerate(shown):
        rows = comparison(home(), side, after, chosen.as_of)
        found = {
            (row.target_code, row.district_code): row for row in rows if row.level == "unit" and row.reason is None
        }
        for line, row in enumerate(drawn):
            if cell := found.get((row.target_code, row.district_code)):
                name = f"{row.district}, {side.label(lang())}"
                tiles[line, column] = heat.of_completion(turned(cell), name, row.district_code)
    labels = [side.label(lang()) for side in shown]
    picture = heat.heat([row.district for row in drawn], labels, tiles, HEIGHT)
    pictures.show(picture, "moi-ky", _("Cùng đơn vị, qua các kỳ"))


def _breaks(own: list[of_question.Comparison]) -> None:
    said = [(row, note(row, lang())) for row in own if row.level != "all" and note(row, lang())]
    if said:
        st.subheader(_("Ghi chú so sánh từng đơn vị"), anchor=False)
        columns = [
            grid.words(_("Đơn vị"), [name_of(row, lang()) for row, _said in said]),
            grid.words(_("Lý do"), [text for _row, text in said]),
        ]
        grid.grid("bang-khong-so", columns, row_height=28)


def _figures(own: list[of_question.Comparison], before: Side, after: Side) -> None:
    own = sorted(own, key=lambda row: (row.level != "all", row.level, alphabetical(name_of(row, lang()))))
    st.subheader(_("Bảng số liệu"), anchor=False)
    columns = [
        grid.words(_("Đơn vị"), [name_of(row, lang()) for row in own]),
        grid.right(before.label(lang()), [ratio(row.before_numerator, row.before_denominator) for row in own]),
        grid.shares(f"{_('Tỷ lệ')} {before.label(lang())}", [row.before_completion for row in own]),
        grid.right(after.label(lang()), [ratio(row.numerator, row.denominator) for row in own]),
        grid.shares(f"{_('Tỷ lệ')} {after.label(lang())}", [row.completion for row in own]),
        grid.right(_("Thay đổi"), [moved(row) for row in own]),
    ]
    grid.grid("bang-so-sanh", columns, row_height=28)


HEIGHT = height_left(500, chosen)
with st.container(horizontal=True, vertical_alignment="center"):
    view = st.segmented_control(
        _("Cách xem"),
        list(views),
        format_func=lambda code: views[code],
        key="view",
        required=True,
        label_visibility="collapsed",
    )
    keep("view", view or "pair", "pair")
    if view == "pair":
        first, second = pick_side(_("Từ kỳ"), "from"), pick_side(_("Đến kỳ"), "to")
        keep("from", first, of_year[0])
        keep("to", second, of_year[-1])
        pick_target([row["code"] for row in load_plan(sides[second].plan_year).targets])
if view == "pair":
    earlier, later = sorted((sides[first], sides[second]), key=Side.day)
    show_pair(earlier, later)
else:
    years.show(chosen, HEIGHT)
