"""Tình hình báo cáo: who has reported, on time or late, who has not?"""

import streamlit as st

from etl.store.queries import rows as of_question
from pages.parts import navigation
from pages.parts.charts import heat, pictures, steps
from pages.parts.figures.many import MOST, tell_rest
from pages.parts.figures.reports import reports_of, worst_first
from pages.parts.filters import current
from pages.parts.formatting import day, has, number, percent
from pages.parts.i18n import _, _n, of
from pages.parts.naming import unit_words
from pages.parts.page import answer, begin, height_left
from pages.parts.queries import each
from pages.parts.server.access import may
from pages.parts.statuses import signed, style_of, word
from pages.parts.tables import grid

chosen = current()
begin("reporting", chosen, by_district=False, needs_reports=False)

reporting = reports_of(chosen)
periods = list(dict.fromkeys(row.period for row in reporting))
labels = {row.period: of(row, "label") for row in reporting}
units = list({row.unit_code: row for row in reporting}.values())
of_unit = {(row.unit_code, row.period): row for row in reporting}
STATES = ("on_time", "late", "missing", "due")
count = {state: sum(row.status == state for row in reporting) for state in STATES}
answer(
    _("{got}/{all} báo cáo đã nhận · {on_time} đúng hạn · {late} muộn · {missing} chưa nộp").format(
        got=count["on_time"] + count["late"],
        all=len(reporting),
        on_time=count["on_time"],
        late=count["late"],
        missing=count["missing"],
    )
)


def cell_text(row: of_question.Reporting) -> str:
    """“● 08/06 · sớm 5 ngày ↻”: one cell of the matrix; a corrected report has a sign."""
    days = int(row.days_after_deadline)
    if row.status == "missing":
        return f"{style_of(row.status).sign} {_n('quá hạn {n} ngày', days).format(n=number(days))}"
    if row.status == "due":
        return f"{style_of(row.status).sign} {_n('còn {n} ngày', 1 - days).format(n=number(1 - days))}"
    when = f"{style_of(row.status).sign} {day(row.received_on)[:5]}"
    apart = _n("muộn {n} ngày", days) if row.status == "late" else _n("sớm {n} ngày", 1 - days)
    corrected = " ↻" if row.versions > 1 else ""
    return f"{when} · {apart.format(n=number(days if row.status == 'late' else 1 - days))}{corrected}"


def hover_text(row: of_question.Reporting) -> str:
    """“Ba Vì: Đúng hạn, ● 08/06 · sớm 5 ngày, 2 bản”: the same for who points at it."""
    versions = _n(", {n} bản", row.versions).format(n=row.versions) if row.versions > 1 else ""
    return f"{row.unit}: {word(row.status)}, {cell_text(row)}{versions}"


order = worst_first(reporting)
inside = order[:MOST]  # of the picture; the table has all
HEIGHT = height_left(584, chosen)
matrix, curves, reminders = st.columns([13, 9, 9])
with matrix:
    st.markdown(f"**{_('Từng {unit}, từng kỳ').format(**unit_words())}** · {_('ngày so với hạn')}")
    tiles = {
        (line, column): heat.Tile(
            of_unit[row.unit_code, period].status,
            cell_text(of_unit[row.unit_code, period]),
            hover_text(of_unit[row.unit_code, period]),
            f"{row.unit_code} {period}",
        )
        for line, row in enumerate(inside)
        for column, period in enumerate(periods)
    }
    heads = [
        f"{labels[period]} · {_('trước')} {day(of_unit[units[0].unit_code, period].deadline)[:5]}" for period in periods
    ]
    picked = pictures.clicked(
        pictures.show(
            heat.heat([row.unit for row in inside], heads, tiles, HEIGHT, f"{chosen.district} {periods[-1]}"),
            "bang-bao-cao",
            _("Từng {unit}, từng kỳ").format(**unit_words()),
            on_select="rerun",
            selection_mode="points",
        )
    )
    if picked:
        st.switch_page(navigation.file("district"), query_params=chosen.link(district=picked.split()[0]))
    tell_rest(len(order))
with curves:
    rates = [
        row
        for row in each(of_question.ReportingRates, chosen.as_of, plan_year=chosen.plan_year)
        if row.period in periods
    ]
    for rate in rates:
        days = [row.received_on for row in reporting if row.period == rate.period and has(row.received_on)]
        st.markdown(f"**{labels[rate.period]}: {_('đã nhận theo ngày')}**")
        height = (HEIGHT - 90 * len(rates)) // len(rates)
        pictures.show(
            steps.received(days, rate.expected, rate.deadline, chosen.as_of, height),
            f"da-nhan-{rate.period}",
            f"{labels[rate.period]}: {_('đã nhận theo ngày')}",
        )
        st.caption(
            _("Báo cáo {rate} ({got}/{all}) · đúng hạn {rate_on_time} ({on_time}/{all})").format(
                rate=percent(rate.rate),
                got=rate.reported,
                all=rate.expected,
                rate_on_time=percent(rate.rate_on_time),
                on_time=rate.on_time,
            )
        )
with reminders:
    st.markdown(f"**{_('Nhắc báo cáo')}**")
    silent = {
        row.unit: [period for period in periods if of_unit[row.unit_code, period].status == "missing"] for row in order
    }
    silent = {unit: missing for unit, missing in silent.items() if missing}
    if not silent:
        st.caption(_("Không đơn vị nào quá hạn."))
    else:
        unit = st.selectbox(
            _("Đơn vị"),
            list(silent),
            format_func=lambda unit: f"{unit} · {', '.join(labels[period].lower() for period in silent[unit])}",
            key="reminded",
        )
        missing = _(" và ").join(
            _("báo cáo {period} (hạn: trước ngày {deadline})").format(
                period=labels[period].lower(), deadline=day(of_unit[units[0].unit_code, period].deadline)
            )
            for period in silent[unit]
        )
        st.code(
            _(
                "Kính gửi Hội LHPN {unit}.\nHội LHPN Hà Nội chưa nhận được {missing} theo Kế hoạch năm {year}. Đề nghị"
                " đơn vị gửi báo cáo theo biểu mẫu về Ban Hỗ trợ phụ nữ phát triển kinh tế trong thời gian sớm nhất."
                " Trân trọng."
            ).format(unit=unit, missing=missing, year=chosen.plan_year),
            language=None,
            wrap_lines=True,
        )
        st.caption(_("Nút ở góc ô chữ chép lời nhắc."))
        if may(navigation.needed("templates")):
            st.page_link(navigation.file("templates"), label=_("Tải biểu mẫu"), icon=":material/description:")

st.caption(" · ".join(f"{signed(state)}: {number(n)}" for state, n in count.items()))
st.caption(
    _(
        "↻ báo cáo đã được sửa. Sửa sau hạn không làm thành muộn; ngày tính là ngày nhận bản đầu tiên. Bấm một ô để mở"
        " hồ sơ đơn vị."
    )
)
st.subheader(_("Bảng số liệu"), anchor=False)
columns = [grid.words(unit_words()["Units"], [row.unit for row in units])]
for period in periods:
    own = [of_unit[row.unit_code, period] for row in units]
    columns += [
        grid.words(labels[period], [word(row.status) for row in own]),
        grid.days(f"{_('Ngày nhận')} ({labels[period].lower()})", [row.received_on for row in own]),
        grid.numbers(f"{_('Số bản')} ({labels[period].lower()})", [row.versions for row in own]),
    ]
grid.grid("bang-tinh-hinh", columns, row_height=28)
