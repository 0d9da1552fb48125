"""Chỉ tiêu theo huyện: how far is each district, on each target?"""

from collections.abc import Sequence

import streamlit as st

from etl.store.queries import rows as of_question
from pages.parts import navigation
from pages.parts.charts import columns, dots, heat, pictures
from pages.parts.figures.completion import completions, earlier
from pages.parts.figures.many import in_need, tell_rest
from pages.parts.filters import current, pick_target
from pages.parts.formatting import NOTHING, has, number, percent, plain, ratio
from pages.parts.i18n import _, of
from pages.parts.naming import unit_words
from pages.parts.page import answer, begin, height_left
from pages.parts.queries import each
from pages.parts.statuses import signed
from pages.parts.tables import grid

chosen = current()
begin("targets", chosen, by_district=False)

asked = {"plan_year": chosen.plan_year, "period": chosen.period}
completion = completions(chosen)
city_rows = [row for row in completion if row.level == "city"]
codes = [row.target_code for row in city_rows]
city = next((row for row in city_rows if row.target_code == chosen.target), city_rows[0])
rows = [row for row in completion if row.level == "district" and row.target_code == city.target_code]
counts = {status: sum(row.status == status for row in rows) for status in ("achieved", "behind", "no_report")}
name = f"{city.target_code} · {of(city, 'short')}"
if city.kind == "communes_with":
    answer(
        _("{target}: {share}, {ratio} {unit}").format(
            target=name,
            share=percent(city.completion),
            ratio=ratio(city.numerator, city.denominator),
            unit=of(city, "counted"),
        )
    )
else:
    answer(
        _("{target}: {share} · {achieved} {units} đạt, {behind} chậm, {silent} chưa báo cáo").format(
            **unit_words(),
            target=name,
            share=percent(city.completion),
            achieved=counts["achieved"],
            behind=counts["behind"],
            silent=counts["no_report"],
        )
    )

HEIGHT = height_left(582, chosen)
cells = {(row.district_code, row.target_code): row for row in completion if row.level == "district"}
own = {row.district_code: row for row in rows}
order = sorted(in_need(rows), key=lambda row: row.completion if has(row.completion) else -1.0, reverse=True)


def tile(district: str, target: str) -> heat.Tile:
    """A cell of the heat table: sign and figure."""
    row = cells[district, target]
    return heat.of_completion(row, row.district, f"{district} {target}")


def band(row: of_question.BaseUnionBands) -> str:
    """“50–85%”: the ends of a band, of which there may be one or none."""
    if row.least is None and row.below is None:
        return _("chưa ghi")
    if row.least is None:
        return f"< {percent(row.below)}"
    return f"≥ {percent(row.least)}" if row.below is None else f"{row.least * 100:.0f}–{percent(row.below)}"


table, moves, beside = st.columns([11, 9, 10])
with table:
    st.markdown(f"**{_('Các chỉ tiêu, từng {unit}').format(**unit_words())}** · {_('bấm một ô để xem')}")
    tiles = {
        (line, column): tile(row.district_code, code)
        for line, row in enumerate(order)
        for column, code in enumerate(codes)
        if (row.district_code, code) in cells
    }
    picked = pictures.clicked(
        pictures.show(
            heat.heat([row.district for row in order], codes, tiles, HEIGHT, f"{chosen.district} {city.target_code}"),
            "bang-nhiet",
            _("Các chỉ tiêu, từng {unit}").format(**unit_words()),
            on_select="rerun",
            selection_mode="points",
        )
    )
    if picked and picked != f"{chosen.district} {city.target_code}":
        district, _space, target = picked.partition(" ")
        st.switch_page(navigation.file("targets"), query_params=chosen.link(district=district, target=target))
    tell_rest(len(rows))
with moves:
    pick_target(codes)
    clicked = pictures.clicked(
        pictures.show(
            dots.ranked(order, earlier(chosen, city.target_code), HEIGHT, chosen.district, is_sorted=True),
            "hang-cham",
            f"{name}: {_('hai kỳ báo cáo')}",
            on_select="rerun",
            selection_mode="points",
        )
    )
    if clicked in own:
        st.switch_page(navigation.file("district"), query_params=chosen.link(district=clicked))
worst = next((row for row in reversed(order) if has(row.completion)), order[-1])
unit = own.get(chosen.district, worst)
base = each(of_question.BaseUnions, chosen.as_of, **asked, district=unit.district_code)
is_ct2 = city.kind == "share_of_sums"
# Only two targets count base unions; beside the others those of the first are shown, under its name.
shown_target = city if is_ct2 else next((row for row in city_rows if row.kind == "base_unions_with"), city)
with beside:
    lacking = [row for row in base if (row.ct2_status if is_ct2 else row.ct1_status) != "achieved"]
    lacking.sort(key=lambda row: (row.ct2_completion or 0) if is_ct2 else (row.ct1_status, row.base_union))
    lacks = _("{n}/{m} cơ sở Hội chưa đạt").format(n=number(len(lacking)), m=number(len(base)))
    st.markdown(f"**{plain(f'{unit.district} · {shown_target.target_code}: {lacks}')}**")
    names = grid.words(_("Cơ sở Hội"), [row.base_union for row in lacking])
    if is_ct2:
        figures = [
            grid.right(
                _("Tuyên truyền"),
                [ratio(row.reached, row.rural_members) if has(row.reached) else NOTHING for row in lacking],
            ),
            grid.shares(_("Tỷ lệ"), [row.ct2_completion for row in lacking]),
            grid.words(_("Nguồn"), [row.reached_at for row in lacking]),
        ]
    else:
        states = [row.ct1_status if row.has_report else "no_report" for row in lacking]
        figures = [
            grid.numbers(_("Mô hình"), [row.landscape_models for row in lacking]),
            grid.words(_("Trạng thái"), [signed(state) for state in states]),
            grid.words(_("Nguồn"), [row.models_at for row in lacking]),
        ]
    if lacking:
        grid.grid("bang-co-so", [names, *figures], most=height_left(246, chosen), row_height=28)
    st.page_link(
        navigation.file("district"),
        label=_("Hồ sơ {district}").format(district=unit.district),
        icon=":material/location_city:",
        query_params=chosen.link(district=unit.district_code),
    )
    where = own[chosen.district].district if chosen.district in own else _("toàn Thành phố")
    scope = asked | {"unit": chosen.district if chosen.district in own else ""}
    classes: Sequence[of_question.BaseUnionBands | of_question.BaseUnionCounts]
    if is_ct2:
        bands = each(of_question.BaseUnionBands, chosen.as_of, **scope)
        labels = [band(row) for row in bands]
        classes, title = bands, _("theo tỷ lệ tuyên truyền")
    else:
        counts_of = each(of_question.BaseUnionCounts, chosen.as_of, **scope)
        labels = [
            _("chưa ghi") if row.models is None else f"{row.models}{'+' if row.models == 5 else ''}"
            for row in counts_of
        ]
        classes, title = counts_of, _("theo số mô hình cảnh quan")
    st.markdown(f"**{_('Phân bố cơ sở Hội')} {title}, {plain(where)}**")
    pictures.show(
        columns.columns(labels, [row.base_unions for row in classes], [row.status for row in classes], 180),
        "phan-bo",
        f"{_('Phân bố cơ sở Hội')} {title}, {where}",
    )

st.caption("  \n".join(plain(f"{row.target_code}: {of(row, 'title')}") for row in city_rows))
STATES = ("achieved", "near", "behind", "open", "incomplete", "no_report", "not_reported", "no_goal", "not_applicable")
st.caption(" · ".join(signed(state) for state in STATES))
if city.kind == "communes_with":
    st.caption(
        _("Kế hoạch chưa chia mục tiêu {goal} cho {n} {units}: chỉ nêu số lượng, không tính tỷ lệ từng {unit}.").format(
            **unit_words(), goal=city.goal, n=city.units_expected
        )
    )
if is_ct2:
    st.subheader(_("Theo bốn nội dung tuyên truyền"), anchor=False)
    topics = each(of_question.Topics, chosen.as_of, **asked)
    shares = {
        "share_environment": _("Môi trường, sức khỏe"),
        "share_waste": _("Rác hữu cơ"),
        "share_straw": _("Rơm rạ"),
        "share_economy": _("Kinh tế tập thể"),
    }
    grid.grid(
        "bang-noi-dung",
        [
            grid.words(
                unit_words()["Units"], [row.district if has(row.district) else _("Toàn Thành phố") for row in topics]
            ),
            grid.numbers(_("Được tuyên truyền (hội viên)"), [row.reached for row in topics]),
            *(grid.right(label, [percent(getattr(row, name)) for row in topics]) for name, label in shares.items()),
        ],
    )
    st.caption(
        _(
            "Tỷ lệ trên hội viên khu vực nông thôn của các cơ sở Hội có số liệu; một người có thể được tuyên truyền"
            " nhiều nội dung."
        )
    )

st.subheader(f"{_('Bảng số liệu')}: {name}", anchor=False)
before = earlier(chosen, city.target_code)
listed = [city, *order[::-1]]
table_columns = [
    grid.words(_("Đơn vị"), [row.district for row in listed]),
    grid.words(_("Trạng thái"), [signed(row.status) for row in listed]),
    grid.shares(_("Tỷ lệ"), [row.completion for row in listed]),
    grid.numbers(_("Số đạt"), [row.numerator for row in listed]),
    grid.numbers(_("Số phải đạt"), [row.denominator for row in listed]),
]
if before:
    first = each(of_question.Periods, plan_year=chosen.plan_year)[0]
    table_columns.append(
        grid.shares(f"{_('Tỷ lệ')} {of(first, 'label').lower()}", [before.get(row.district_code) for row in listed])
    )
if has(city.base_unions_expected):
    table_columns.append(
        grid.right(
            _("Cơ sở Hội có số liệu"), [ratio(row.base_unions_reported, row.base_unions_expected) for row in listed]
        )
    )
st.caption(
    _("Chọn một dòng để mở hồ sơ đơn vị: từng cơ sở Hội đạt, chưa đạt, chưa ghi số liệu, và từng ô của tệp gốc.")
)
opened = st.container()  # above the table: what a click opens must not lie off the screen
line = grid.pick("bang-chi-tieu", table_columns)
if line:  # the first is the city
    opened.page_link(
        navigation.file("district"),
        label=_("Hồ sơ {district}").format(district=listed[line].district),
        icon=":material/location_city:",
        query_params=chosen.link(district=listed[line].district_code),
    )
st.caption(plain(f"{_('mục')} {city.clause}: {city.source}"))
