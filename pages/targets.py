"""Chỉ tiêu theo huyện: how far is each district, on each target?"""

import streamlit as st

from pages.parts import navigation
from pages.parts.charts import bars, heat, pictures
from pages.parts.figures.completion import Pair, completions
from pages.parts.filters import current
from pages.parts.formatting import has, percent, plain, ratio
from pages.parts.i18n import _, of
from pages.parts.page import answer, begin
from pages.parts.queries import each
from pages.parts.statuses import signed
from pages.parts.tables import grid

chosen = current()
begin(navigation.title("targets"), _("Mỗi huyện đạt đến đâu ở từng chỉ tiêu?"), chosen)

completion = completions(chosen)
city_rows = [row for row in completion if row.level == "city"]
city = next((row for row in city_rows if row.target_code == chosen.target), city_rows[0])
rows = [row for row in completion if row.level == "district" and row.target_code == city.target_code]
counts = {status: sum(row.status == status for row in rows) for status in ("achieved", "near", "behind", "no_report")}
name = f"{city.target_code} · {of(city, 'short')}"
if city.kind == "communes_with":
    answer(
        _(
            "{target}: Thành phố {share} ({ratio} {unit}; {reported}/{expected} huyện đã báo cáo); các huyện không có"
            " mục tiêu riêng."
        ).format(
            target=name,
            reported=city.units_reported,
            expected=city.units_expected,
            share=percent(city.completion),
            ratio=ratio(city.numerator, city.denominator),
            unit=of(city, "counted"),
        )
    )
else:
    answer(
        _(
            "{target}: Thành phố {share} ({ratio} {unit}; {reported}/{expected} huyện đã báo cáo); {achieved} huyện"
            " đạt, {near} gần đạt, {behind} chậm, {silent} chưa có báo cáo."
        ).format(
            target=name,
            share=percent(city.completion),
            ratio=ratio(city.numerator, city.denominator),
            unit=of(city, "counted"),
            reported=city.units_reported,
            expected=city.units_expected,
            achieved=counts["achieved"],
            near=counts["near"],
            behind=counts["behind"],
            silent=counts["no_report"],
        )
    )

left, right = st.columns(2)
with left:
    st.subheader(_("Các chỉ tiêu, từng huyện"), anchor=False)
    names = list(dict.fromkeys(row.district for row in each("districts", plan_year=chosen.plan_year)))
    cells = {(row.district, row.target_code): row for row in completion if row.level == "district"}
    pictures.show(
        heat.heat(names, [row.target_code for row in city_rows], cells), "bang-nhiet", _("Các chỉ tiêu, từng huyện")
    )
    st.caption("  \n".join(plain(f"{row.target_code}: {of(row, 'short')}") for row in city_rows))
    st.caption(
        " · ".join(
            signed(state)
            for state in (
                "achieved",
                "near",
                "behind",
                "open",
                "incomplete",
                "no_report",
                "not_reported",
                "no_goal",
                "not_applicable",
            )
        )
    )
with right:
    st.subheader(name, anchor=False)
    if city.kind == "communes_with":
        inside = [row for row in rows if row.status != "not_applicable"]
        grid.grid(
            "bang-rom",
            [
                grid.words(_("Huyện, thị xã"), [row.district for row in inside]),
                grid.numbers(_("Số xã đã ra mắt"), [row.numerator for row in inside]),
                grid.words(_("Trạng thái"), [signed(row.status) for row in inside]),
            ],
        )
        st.caption(
            _("Kế hoạch chưa chia {goal} xã cho {n} huyện: chỉ nêu số lượng, không tính tỷ lệ từng huyện.").format(
                goal=city.goal, n=city.units_expected
            )
        )
    else:
        pictures.show(
            bars.bars([row for row in rows if row.status != "not_applicable"], _("Tỷ lệ hoàn thành (%)")),
            "cot-chi-tieu",
            f"{name}: {_('Tỷ lệ hoàn thành (%)')}",
        )

periods = each("periods", plan_year=chosen.plan_year)
if len(periods) > 1 and city.kind != "communes_with":
    before, after = (
        {
            row.district: row.completion
            for row in completions(chosen, period.period)
            if row.target_code == city.target_code and row.level == "district"
        }
        for period in (periods[0], periods[-1])
    )
    pairs = [Pair(district, before[district], after[district]) for district in after]
    pairs = [pair for pair in pairs if has(pair.before) or has(pair.after)]
    if pairs:
        labels = of(periods[0], "label"), of(periods[-1], "label")
        st.subheader(f"{name}: {_('hai kỳ báo cáo')}", anchor=False)
        pictures.show(
            bars.paired(pairs, *labels, _("Tỷ lệ hoàn thành (%)")), "hai-ky", f"{name}: {_('hai kỳ báo cáo')}"
        )
else:
    before = {}

if city.kind == "share_of_sums":
    st.subheader(_("Theo bốn nội dung tuyên truyền"), anchor=False)
    topics = each("topics", chosen.as_of, plan_year=chosen.plan_year, period=chosen.period)
    fields = {
        "reached_environment": _("Môi trường, sức khỏe"),
        "reached_waste": _("Rác hữu cơ"),
        "reached_straw": _("Rơm rạ"),
        "reached_economy": _("Kinh tế tập thể"),
    }
    grid.grid(
        "bang-noi-dung",
        [
            grid.words(
                _("Huyện, thị xã"), [row.district if has(row.district) else _("Toàn Thành phố") for row in topics]
            ),
            grid.numbers(_("Được tuyên truyền (hội viên)"), [row.reached for row in topics]),
            *(
                grid.right(
                    label,
                    [
                        (
                            percent(getattr(row, field) / row.rural_members)
                            if has(getattr(row, field)) and row.rural_members
                            else "–"
                        )
                        for row in topics
                    ],
                )
                for field, label in fields.items()
            ),
        ],
    )
    st.caption(
        _(
            "Tỷ lệ trên hội viên khu vực nông thôn của các cơ sở Hội có số liệu; một người có thể được tuyên truyền"
            " nhiều nội dung."
        )
    )

st.subheader(f"{_('Bảng số liệu')}: {name}", anchor=False)
shown = [city, *sorted(rows, key=lambda row: (has(row.completion), row.completion, row.district))]
columns = [
    grid.words(_("Đơn vị"), [row.district for row in shown]),
    grid.words(_("Trạng thái"), [signed(row.status) for row in shown]),
    grid.shares(_("Tỷ lệ"), [row.completion for row in shown]),
    grid.numbers(_("Số đạt"), [row.numerator for row in shown]),
    grid.numbers(_("Số phải đạt"), [row.denominator for row in shown]),
]
if before:
    columns.append(
        grid.shares(f"{_('Tỷ lệ')} {of(periods[0], 'label').lower()}", [before.get(row.district) for row in shown])
    )
if has(city.base_unions_expected):
    columns.append(
        grid.right(
            _("Cơ sở Hội có số liệu"), [ratio(row.base_unions_reported, row.base_unions_expected) for row in shown]
        )
    )
picked = grid.chosen_row(grid.grid("bang-chi-tieu", columns, on_select="rerun", selection_mode="single-row"))
if picked:
    st.switch_page(navigation.file("district"), query_params=chosen.link(district=shown[picked].district_code))
st.caption(_("Chọn một dòng để mở hồ sơ huyện: từng cơ sở Hội đạt, chưa đạt, chưa ghi số liệu, và từng ô của tệp gốc."))
st.caption(plain(f"{_('mục')} {city.clause}: {city.source}"))
