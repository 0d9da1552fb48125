"""Chỉ tiêu theo huyện: how far is each district, on each target?"""

import streamlit as st

from etl.intake.text import fold
from pages.parts import charts, pages
from pages.parts.door import ask, each
from pages.parts.figures import has, number, percent, ratio
from pages.parts.filters import current
from pages.parts.page import answer, begin, plain, table
from pages.parts.states import signed, word
from pages.parts.targets import Pair
from pages.parts.words import _, of

chosen = current()
begin(pages.title("targets"), _("Mỗi huyện đạt đến đâu ở từng chỉ tiêu?"), chosen)

completion = ask("target_completion", chosen.as_of, plan_year=chosen.plan_year, period=chosen.period)
districts = completion[completion.level == "district"]
here = completion[
    completion.target_code
    == (chosen.target if chosen.target in set(completion.target_code) else completion.target_code.iloc[0])
]
city = next(here[here.level == "city"].itertuples())
rows = list(here[here.level == "district"].itertuples())
counts = {
    status: sum(row.status == status for row in rows)
    for status in ("achieved", "near", "behind", "no_report", "no_goal")
}
if city.kind == "communes_with":
    answer(_("{target}: Thành phố {share} ({ratio} {unit}); các huyện không có mục tiêu riêng.").format(
        target=city.target_code, share=percent(city.completion), ratio=ratio(city.numerator, city.denominator), unit=of(city, "counted")))  # fmt: skip
else:
    answer(_("{target}: Thành phố {share}; {achieved} huyện đạt, {near} gần đạt, {behind} chậm, {silent} chưa có báo cáo.").format(
        target=city.target_code, share=percent(city.completion), achieved=counts["achieved"], near=counts["near"], behind=counts["behind"], silent=counts["no_report"]))  # fmt: skip

left, right = st.columns(2)
with left:
    st.subheader(_("Bốn chỉ tiêu, từng huyện"), anchor=False)
    names = sorted(set(districts.district), key=fold)
    codes = list(dict.fromkeys(districts.sort_values("position").target_code))
    charts.show(
        charts.heat(names, codes, {(row.district, row.target_code): row for row in districts.itertuples()}),
        "bang-nhiet",
    )
    st.caption(
        " · ".join(
            signed(state)
            for state in ("achieved", "near", "behind", "no_report", "not_reported", "no_goal", "not_applicable")
        )
    )
with right:
    st.subheader(f"{city.target_code} · {of(city, 'short')}", anchor=False)
    drawn = [row for row in rows if row.status not in ("not_applicable", "no_goal")]
    if city.kind == "communes_with":
        table(here[(here.level == "district") & (here.status != "not_applicable")].assign(state=[word(row.status) for row in rows if row.status != "not_applicable"]),
              {"district": _("Huyện, thị xã"), "numerator": _("Số xã đã ra mắt"), "state": _("Trạng thái")}, "bang-rom")  # fmt: skip
        st.caption(
            _("Kế hoạch chưa chia {goal} xã cho {n} huyện: chỉ nêu số lượng, không tính tỷ lệ từng huyện.").format(
                goal=city.goal, n=city.units_expected
            )
        )
    else:
        charts.show(charts.bars(drawn, _("Tỷ lệ hoàn thành (%)")), "cot-chi-tieu")

periods = each("periods", plan_year=chosen.plan_year)
if len(periods) > 1 and city.kind != "communes_with":
    sides = [
        ask("target_completion", chosen.as_of, plan_year=chosen.plan_year, period=row.period)
        for row in (periods[0], periods[-1])
    ]
    values = [
        {
            row.district: row.completion
            for row in side[(side.target_code == city.target_code) & (side.level == "district")].itertuples()
        }
        for side in sides
    ]
    pairs = [Pair(name, values[0].get(name, float("nan")), values[1].get(name, float("nan"))) for name in values[1]]
    pairs = [pair for pair in pairs if has(pair.before) or has(pair.after)]
    if pairs:
        st.subheader(_("Hai kỳ báo cáo"), anchor=False)
        charts.show(
            charts.paired(pairs, of(periods[0], "label"), of(periods[-1], "label"), _("Tỷ lệ hoàn thành (%)")), "hai-ky"
        )

if city.kind == "share_of_sums":
    st.subheader(_("Theo bốn nội dung tuyên truyền"), anchor=False)
    topics = ask("topics", chosen.as_of, plan_year=chosen.plan_year, period=chosen.period)
    fields = {
        "reached_environment": _("Môi trường, sức khỏe"),
        "reached_waste": _("Rác hữu cơ"),
        "reached_straw": _("Rơm rạ"),
        "reached_economy": _("Kinh tế tập thể"),
    }
    shares = topics.assign(**{name: [percent(part / whole) if has(part) and whole else "–" for part, whole in zip(topics[name], topics.rural_members, strict=True)] for name in fields},
                           reached=[number(value) for value in topics.reached])  # fmt: skip
    table(shares, {"district": _("Huyện, thị xã"), "reached": _("Được tuyên truyền"), **fields}, "bang-noi-dung")
    st.caption(
        _(
            "Tỷ lệ trên hội viên khu vực nông thôn của các cơ sở Hội có số liệu; một người có thể được tuyên truyền nhiều nội dung."
        )
    )

st.subheader(_("Bảng số liệu"), anchor=False)
shown = here.sort_values(["level", "completion"], na_position="first").assign(
    state=[word(row.status) for row in here.sort_values(["level", "completion"], na_position="first").itertuples()])  # fmt: skip
shown = shown.assign(count=[ratio(row.numerator, row.denominator) for row in shown.itertuples()], share=[percent(value) for value in shown.completion],
                     cover=[ratio(row.base_unions_reported, row.base_unions_expected) for row in shown.itertuples()])  # fmt: skip
picked = table(shown, {"district": _("Đơn vị"), "count": _("Đạt / phải đạt"), "share": _("Tỷ lệ"), "state": _("Trạng thái"), "cover": _("Cơ sở Hội có số liệu")},
               "bang-chi-tieu", on_select="rerun", selection_mode="single-row")  # fmt: skip
if picked.selection.rows:
    row = shown.iloc[picked.selection.rows[0]]
    if row.district_code:
        st.switch_page(pages.file("district"), query_params=chosen.link(district=row.district_code))
st.caption(_("Bấm vào một dòng để mở hồ sơ huyện: từng cơ sở Hội, từng ô của tệp gốc."))
st.caption(plain(f"{_('mục')} {city.clause}: {city.source}"))
