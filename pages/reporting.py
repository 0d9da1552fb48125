"""Tình hình báo cáo: who has reported, on time or late, who has not?"""

from typing import Any

import streamlit as st

from pages.parts import navigation
from pages.parts.filters import current
from pages.parts.formatting import day, has, number, percent, ratio
from pages.parts.i18n import _, of
from pages.parts.page import answer, begin
from pages.parts.queries import each
from pages.parts.statuses import signed
from pages.parts.tables import grid

chosen = current()
begin(navigation.title("reporting"), _("Ai đã báo cáo, đúng hạn hay muộn, ai chưa?"), chosen, every_period=True)

reporting = each("reporting", chosen.as_of, plan_year=chosen.plan_year)
of_period = {
    period: [row for row in reporting if row.period == period]
    for period in dict.fromkeys(row.period for row in reporting)
}
labels = {row.period: of(row, "label") for row in reporting}
STATES = ("on_time", "late", "missing", "due")


def counts(period: str) -> dict[str, int]:
    """How many units are in each state."""
    return {state: sum(row.status == state for row in of_period[period]) for state in STATES}


sentences = []
for period, rows in of_period.items():
    n = counts(period)
    sentences.append(
        _("Báo cáo {period}: {got}/{all} huyện đã nộp ({on_time} đúng hạn), {missing} quá hạn chưa nộp.").format(
            period=labels[period].lower(),
            got=n["on_time"] + n["late"],
            all=len(rows),
            on_time=n["on_time"],
            missing=n["missing"],
        )
    )
answer(" ".join(sentences))

for column, (period, rows) in zip(st.columns(len(of_period)), of_period.items(), strict=True):
    with column.container(border=True):
        n, everyone = counts(period), len(rows)
        st.markdown(f"**{labels[period]}** · {_('hạn: trước ngày')} {day(rows[0].deadline)}")
        for rate, label, got in zip(
            st.columns(2),
            (_("Tỷ lệ báo cáo"), _("Tỷ lệ đúng hạn")),
            (n["on_time"] + n["late"], n["on_time"]),
            strict=True,
        ):
            rate.metric(f"{label} ({got}/{everyone})", percent(got / everyone))
        st.caption(" · ".join(f"{signed(state)}: {count}" for state, count in n.items()))


def told(row: Any) -> str:
    """One cell of the matrix: state, day, days."""
    days = int(row.days_after_deadline)
    if row.status == "missing":
        return signed(row.status) + _(" · quá hạn {n} ngày").format(n=number(days))
    if row.status == "due":
        return signed(row.status) + _(" · còn {n} ngày").format(n=number(1 - days))
    return f"{signed(row.status)} · {day(row.received_on)}" + (
        _(" · muộn {n} ngày").format(n=number(days)) if row.status == "late" else ""
    )


st.subheader(_("Từng huyện, từng kỳ"), anchor=False)
units = next(iter(of_period.values()))
columns = [grid.words(_("Huyện, thị xã"), [row.unit for row in units])]
for period, rows in of_period.items():
    columns.append(grid.words(labels[period], [told(row) for row in rows]))
    columns.append(grid.numbers(f"{_('Số bản')} ({labels[period].lower()})", [row.versions for row in rows]))
picked = grid.chosen_row(grid.grid("bang-bao-cao", columns, on_select="rerun", selection_mode="single-row"))
if picked is not None:
    st.switch_page(navigation.file("district"), query_params=chosen.link(district=units[picked].unit_code))
received = sum(has(row.received_on) for row in reporting)
st.caption(
    _(
        "Cả năm: {ratio} báo cáo đã nhận. Chọn một dòng để mở hồ sơ huyện. Sửa báo cáo sau hạn không làm thành muộn;"
        " ngày tính là ngày nhận bản đầu tiên."
    ).format(ratio=ratio(received, len(reporting)))
)

if any(row.status == "missing" for row in reporting):
    st.subheader(_("Lời nhắn gửi đơn vị chưa nộp"), anchor=False)
for period, rows in of_period.items():
    silent = [row.unit for row in rows if row.status == "missing"]
    if silent:
        st.code(
            _(
                "Kính gửi Hội LHPN: {names}.\nHội LHPN Hà Nội chưa nhận được báo cáo {period} theo Kế hoạch năm {year}"
                " (hạn: trước ngày {deadline}). Đề nghị đơn vị gửi báo cáo theo biểu mẫu về Ban Hỗ trợ phụ nữ phát"
                " triển kinh tế trong thời gian sớm nhất. Trân trọng."
            ).format(
                names=", ".join(silent),
                period=labels[period].lower(),
                year=chosen.plan_year,
                deadline=day(rows[0].deadline),
            ),
            language=None,
            wrap_lines=True,
        )
