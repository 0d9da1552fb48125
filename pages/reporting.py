"""Tình hình báo cáo: who has reported, on time or late, who has not?"""

import streamlit as st

from pages.parts import pages
from pages.parts.door import ask
from pages.parts.figures import day, has, percent, ratio
from pages.parts.filters import current
from pages.parts.page import answer, begin, table
from pages.parts.states import signed, word
from pages.parts.words import _, of

chosen = current()
begin(pages.title("reporting"), _("Ai đã báo cáo, đúng hạn hay muộn, ai chưa?"), chosen)

reporting = ask("reporting", chosen.as_of, plan_year=chosen.plan_year)
periods = list(dict.fromkeys(reporting.sort_values("deadline").period))
labels = {row.period: of(row, "label") for row in reporting.itertuples()}


def counts(period: str) -> dict[str, int]:
    """How many units are in each state."""
    here = reporting[reporting.period == period]
    return {status: int((here.status == status).sum()) for status in ("on_time", "late", "missing", "due")}


sentences = []
for period in periods:
    n = counts(period)
    sentences.append(_("Báo cáo {period}: {got}/{all} huyện đã nộp ({on_time} đúng hạn), {missing} chưa nộp.").format(
        period=labels[period].lower(), got=n["on_time"] + n["late"], all=sum(n.values()), on_time=n["on_time"], missing=n["missing"]))  # fmt: skip
answer(" ".join(sentences))

for column, period in zip(st.columns(len(periods)), periods, strict=True):
    with column.container(border=True):
        n, deadline = counts(period), reporting[reporting.period == period].deadline.iloc[0]
        st.markdown(f"**{labels[period]}** · {_('hạn: trước ngày')} {day(deadline)}")
        rates = st.columns(2)
        rates[0].metric(
            _("Tỷ lệ báo cáo"),
            percent((n["on_time"] + n["late"]) / sum(n.values())),
            help=_("số đã nhận / số phải nộp"),
        )
        rates[1].metric(
            _("Tỷ lệ đúng hạn"), percent(n["on_time"] / sum(n.values())), help=_("số nhận trước hạn / số phải nộp")
        )
        st.caption(" · ".join(f"{signed(status)}: {count}" for status, count in n.items()))


def told(row: object) -> str:
    """One cell of the matrix: state, day, days."""
    days = int(row.days_after_deadline)  # type: ignore[attr-defined]
    when = f" · {day(row.received_on)}" if has(row.received_on) else ""  # type: ignore[attr-defined]
    late = _(" · muộn {n} ngày").format(n=days) if row.status in ("late", "missing") and days > 0 else ""  # type: ignore[attr-defined]
    return signed(row.status) + when + late  # type: ignore[attr-defined]


st.subheader(_("Từng huyện, từng kỳ"), anchor=False)
told_of = {(row.unit, row.period): told(row) for row in reporting.itertuples()}
matrix = (
    reporting[["unit_code", "unit"]]
    .drop_duplicates()
    .assign(
        **{period: lambda frame, period=period: [told_of[unit, period] for unit in frame.unit] for period in periods}
    )
)
matrix = matrix.assign(
    **{
        f"{period}_n": [
            next(
                row.versions for row in reporting[(reporting.unit == unit) & (reporting.period == period)].itertuples()
            )
            for unit in matrix.unit
        ]
        for period in periods
    }
)
columns = {"unit": _("Huyện, thị xã")}
for period in periods:
    columns |= {period: labels[period], f"{period}_n": f"{_('Số bản')} ({labels[period]})"}
picked = table(
    matrix, columns, "bang-bao-cao", on_select="rerun", selection_mode="single-row", height=36 * (len(matrix) + 1) + 2
)
if picked.selection.rows:
    st.switch_page(
        pages.file("district"), query_params=chosen.link(district=matrix.iloc[picked.selection.rows[0]].unit_code)
    )
st.caption(
    f"{_('Tính tỷ lệ')}: {ratio(len(reporting[reporting.received_on.notna()]), len(reporting))} {_('báo cáo đã nhận trong năm')}"
)

silent = reporting[reporting.status == "missing"]
if len(silent):
    st.subheader(_("Lời nhắn gửi đơn vị chưa nộp"), anchor=False)
    for period in periods:
        names = list(silent[silent.period == period].unit)
        if names:
            deadline = silent[silent.period == period].deadline.iloc[0]
            st.code(_("Kính gửi Hội LHPN: {names}.\nHội LHPN Hà Nội chưa nhận được báo cáo {period} năm {year} (hạn: trước ngày {deadline}). Đề nghị đơn vị gửi báo cáo theo biểu mẫu về Ban Hỗ trợ phụ nữ phát triển kinh tế trong thời gian sớm nhất. Trân trọng.").format(
                names=", ".join(names), period=labels[period].lower(), year=chosen.plan_year, deadline=day(deadline)), language=None, wrap_lines=True)  # fmt: skip
late = [row for row in reporting.itertuples() if row.status == "late"]
if late:
    st.caption(
        _("Nộp muộn: {names}").format(
            names=", ".join(
                f"{row.unit} ({labels[row.period].lower()}, {row.days_after_deadline} {_('ngày')})" for row in late
            )
        )
    )
st.caption(
    f"{_('Trạng thái')}: {', '.join(word(s) for s in ('on_time', 'late', 'missing', 'due'))}. {_('Sửa báo cáo sau hạn không làm thành muộn; ngày tính là ngày nhận bản đầu tiên.')}"
)
