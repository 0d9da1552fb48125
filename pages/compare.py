"""So sánh: two periods or all years side by side: what has moved, over which units, and what must not be compared?"""

import streamlit as st

from etl.outputs.comparison import Side, comparison, file_of, name_of, note, points, turned
from etl.plan import load_plan, plan_years
from etl.store.files.home import home
from etl.store.queries import rows as of_question
from pages.parts import navigation
from pages.parts.charts import dots, heat, pictures, slopes
from pages.parts.figures.many import in_need, tell_rest
from pages.parts.filters import current, keep, pick_target, settle_own
from pages.parts.formatting import NOTHING, has, number, plain, ratio
from pages.parts.i18n import _, lang, of
from pages.parts.page import answer, begin, room
from pages.parts.queries import each
from pages.parts.server.downloads import download
from pages.parts.tables import grid

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
        _dots(drawn, f"{before.label(lang())} → {after.label(lang())}")
    with right:
        st.markdown(f"**{_('Cùng đơn vị, qua các kỳ')}**")
        _heat(drawn, before, after)
    tell_rest(len([row for row in units if row.reason is None]))
    _breaks(own)
    _figures(own, before, after)
    _crosswalk(before, after)

    def table() -> bytes:
        """All targets, to hand on."""
        return file_of(home(), rows, before, after, chosen.as_of, lang())

    name = f"SoSanh_{before.plan_year}-{before.period}_{after.plan_year}-{after.period}.xlsx"
    download(_("Tải bảng so sánh (.xlsx)"), table, name, "tai-so-sanh")


def _dots(drawn: list[of_question.Comparison], alt: str) -> None:
    ranked = [row for row in drawn if has(row.completion)]
    if not ranked:
        st.caption(_("Chỉ tiêu này không có tỷ lệ của từng đơn vị để vẽ; xem bảng số liệu."))
        return
    earlier = {row.district_code: row.before_completion for row in ranked}
    picture = dots.ranked(ranked, earlier, HEIGHT, chosen.district)
    clicked = pictures.clicked(pictures.show(picture, "hai-ky", alt, on_select="rerun", selection_mode="points"))
    if clicked:
        st.switch_page(navigation.file("district"), query_params=chosen.link(district=clicked))


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
    said = [(row, note(row, lang())) for row in own if note(row, lang())]
    if said:
        st.subheader(_("Chỗ gãy và đơn vị không so được"), anchor=False)
        columns = [
            grid.words(_("Đơn vị"), [name_of(row, lang()) for row, _said in said]),
            grid.words(_("Lý do"), [text for _row, text in said]),
        ]
        grid.grid("bang-khong-so", columns, row_height=28)


def _figures(own: list[of_question.Comparison], before: Side, after: Side) -> None:
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


def _crosswalk(before: Side, after: Side) -> None:
    """What the earlier period counted, by the units of the later one; what was divided stands by itself."""
    asked = {"from_year": before.plan_year, "from_period": before.period}
    asked |= {"to_year": after.plan_year, "to_period": after.period}
    rows = each(of_question.Crosswalk, chosen.as_of, **asked)
    if before == after or all(row.is_exact for row in rows):
        return
    words = {
        "earlier": before.label(lang()),
        "later": after.label(lang()),
    }
    st.subheader(_("Số liệu {earlier} theo đơn vị của {later}").format(**words), anchor=False)
    st.caption(
        _(
            "Cộng các dòng được đúng số liệu {earlier}. Cơ sở Hội bị chia tách đứng riêng một dòng, không chia số cho"
            " đơn vị nào."
        ).format(**words)
    )
    kinds = {"split": _("bị chia tách"), "gone": _("không thuộc đơn vị nào")}
    notes = [kinds.get(row.level) or (_("đủ") if row.is_exact else _("chỉ phần biết được")) for row in rows]
    columns = [
        grid.words(_("Đơn vị"), [row.unit for row in rows]),
        grid.words(_("Trạng thái"), notes),
        grid.words(_("Phần tách hoặc nơi nhận"), [row.parts or "" for row in rows]),
        grid.words(_("Nằm trên các huyện cũ"), [row.old_districts or "" for row in rows]),
        grid.numbers(_("Cơ sở Hội"), [row.base_unions for row in rows]),
        grid.numbers(_("Hội viên"), [row.members for row in rows]),
        grid.numbers(_("Hội viên nông thôn"), [row.rural_members for row in rows]),
        grid.numbers(_("Mô hình cảnh quan"), [row.landscape_models for row in rows]),
        grid.numbers(_("Được tuyên truyền"), [row.reached for row in rows]),
    ]
    grid.grid("bang-don-vi-moi", columns, row_height=28)


def show_years() -> None:
    """Every target at the end of each year: the city's figure, and comparable units from year to year."""
    ends = [Side(year, list(load_plan(year).periods)[-1]) for year in plan_years()]
    steps = {pair: comparison(home(), *pair, chosen.as_of) for pair in zip(ends, ends[1:], strict=False)}
    figures = {side: _of_city(side) for side in ends}
    targets = {row.target_code: row for row in each(of_question.Targets, plan_year=chosen.plan_year)}
    answer(_("{n} chỉ tiêu qua {m} năm: nối liền là so được, ngắt là đã đổi").format(n=len(targets), m=len(ends)))
    said: list[tuple[str, str, str]] = []
    for place, (column, code) in enumerate(zip(st.columns(len(targets)), targets, strict=True)):
        marks = [(at, figures[side].get(code)) for at, side in enumerate(ends)]
        lines, breaks = [], []
        for at, ((before, after), rows) in enumerate(steps.items()):
            own = [row for row in rows if row.target_code == code]
            lines += [
                (at, row.before_completion, row.completion)
                for row in own
                if row.level == "unit" and row.reason is None and has(row.completion) and has(row.before_completion)
            ]
            if why := _why_broken(own, before, after):
                breaks.append(at)
                said.append((f"{before.label(lang())} → {after.label(lang())}", code, why))
        with column:
            st.markdown(f"**{code}** · {plain(of(targets[code], 'short'))}")
            labels = [str(side.plan_year) for side in ends]
            alt = f"{code}: {', '.join(labels)}"
            pictures.show(slopes.slopes(labels, marks, lines, breaks, HEIGHT), f"cac-nam-{place}", alt)
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


def _of_city(side: Side) -> dict[str, of_question.TargetCompletion]:
    rows = each(of_question.TargetCompletion, chosen.as_of, plan_year=side.plan_year)
    return {row.target_code: row for row in rows if row.period == side.period and row.level == "city"}


def _why_broken(own: list[of_question.Comparison], before: Side, after: Side) -> str:
    """Why the city's figures of two years are not one line; "" where they are."""
    whole = next((row for row in own if row.level == "all"), None)
    if whole is None or whole.reason is not None or not whole.units_compared:
        return note(whole, lang()) if whole is not None else _("chỉ tiêu chỉ có ở một năm")
    kinds = {
        load_plan(side.plan_year).periods[side.period].get("reporting_units", "districts") for side in (before, after)
    }
    return note(whole, lang()) if len(kinds) > 1 or whole.is_goal_changed else ""


HEIGHT = room(500, chosen)
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
        first = st.selectbox(
            _("Từ kỳ"),
            codes,
            format_func=lambda code: sides[code].label(lang()),
            key="from",
            width=200,
            label_visibility="collapsed",
        )
        second = st.selectbox(
            _("Đến kỳ"),
            codes,
            format_func=lambda code: sides[code].label(lang()),
            key="to",
            width=200,
            label_visibility="collapsed",
        )
        keep("from", first, of_year[0])
        keep("to", second, of_year[-1])
        pick_target([row["code"] for row in load_plan(sides[second].plan_year).targets])
if view == "pair":
    earlier, later = sorted((sides[first], sides[second]), key=Side.day)
    show_pair(earlier, later)
else:
    show_years()
