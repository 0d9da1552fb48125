"""Hồ sơ huyện: one district on one page, down to the cell of the workbook each figure came from."""

import streamlit as st

from pages.parts import charts, pages
from pages.parts.door import ask, each
from pages.parts.figures import day, has, number, percent, ratio
from pages.parts.filters import current
from pages.parts.page import answer, begin, plain, table
from pages.parts.source import show_source
from pages.parts.states import signed, word
from pages.parts.targets import Pair
from pages.parts.words import _, of

chosen = current()
begin(pages.title("district"), _("Một huyện trên một trang"), chosen)
units = [row for row in each("units", plan_year=chosen.plan_year) if row.level == "district"]
if not chosen.district:
    st.info(_("Chọn một huyện ở thanh bên, hoặc ở đây:"))
    for column, at in zip(st.columns(3), range(3), strict=True):
        for unit in units[at::3]:
            column.page_link(pages.file("district"), label=unit.unit, query_params=chosen.link(district=unit.unit_code))
    st.stop()

name = next(f"{row.unit_type} {row.unit}" for row in units if row.unit_code == chosen.district)
completion = ask("target_completion", chosen.as_of, plan_year=chosen.plan_year, period=chosen.period)
own = list(completion[completion.district_code == chosen.district].itertuples())
reporting = [
    row for row in each("reporting", chosen.as_of, plan_year=chosen.plan_year) if row.unit_code == chosen.district
]
st.header(name[:1].upper() + name[1:], anchor=False)
good, due = (
    [row for row in own if row.status == "achieved"],
    [row for row in own if row.status in ("achieved", "near", "behind")],
)
answer(_("Đạt {n}/{m} chỉ tiêu có mục tiêu; {reports}.").format(
    n=len(good), m=len(due), reports=", ".join(f"{of(row, 'label').lower()}: {word(row.status).lower()}" for row in sorted(reporting, key=lambda row: row.deadline))))  # fmt: skip

for column, row in zip(st.columns(len(own)), own, strict=True):
    with column.container(border=True, height="stretch"):
        st.markdown(f"**{row.target_code}** · {plain(of(row, 'short'))}")
        shown = (
            percent(row.completion)
            if has(row.completion)
            else number(row.numerator)
            if row.status == "no_goal"
            else "–"
        )
        st.metric(row.target_code, shown, label_visibility="collapsed")
        st.markdown(
            f"{signed(row.status)}" + (f" · {ratio(row.numerator, row.denominator)}" if has(row.denominator) else "")
        )

versions = [row.version for row in own if has(row.version)]
approved = next(
    (row for row in sorted(reporting, key=lambda row: row.deadline, reverse=True) if has(row.version)), None
)
if approved is not None:
    state = (
        _("đã được UBND phê duyệt ngày {day}").format(day=day(approved.plan_approved_on))
        if has(approved.plan_approved) and bool(approved.plan_approved)
        else _("chưa được UBND phê duyệt")
        if has(approved.plan_approved)
        else _("chưa ghi có được phê duyệt hay không")
    )
    budget = number(approved.budget_million_vnd, 1)
    st.markdown(
        plain(
            _("Kế hoạch {no} ({issued}): {state}. Kinh phí được cấp: {budget} triệu đồng.").format(
                no=approved.district_plan_no if has(approved.district_plan_no) else "–",
                issued=day(approved.district_plan_date),
                state=state,
                budget=budget,
            )
        )
    )

periods = each("periods", plan_year=chosen.plan_year)
trend = [ask("target_completion", chosen.as_of, plan_year=chosen.plan_year, period=row.period) for row in periods]
pairs = []
for row in own:
    values = [
        next(
            iter(side[(side.target_code == row.target_code) & (side.district_code == chosen.district)].completion), None
        )
        for side in (trend[0], trend[-1])
    ]
    if any(has(value) for value in values):
        pairs.append(Pair(f"{row.target_code}", *(value if has(value) else float("nan") for value in values)))
left, right = st.columns(2)
with left:
    st.subheader(_("Hai kỳ báo cáo"), anchor=False)
    if pairs:
        charts.show(
            charts.paired(pairs, of(periods[0], "label"), of(periods[-1], "label"), _("Tỷ lệ hoàn thành (%)")),
            "hai-ky-huyen",
        )
with right:
    st.subheader(_("Báo cáo đã nộp"), anchor=False)
    for row in sorted(reporting, key=lambda row: row.deadline):
        received = f", {_('nhận ngày')} {day(row.received_on)}" if has(row.received_on) else ""
        st.markdown(
            plain(f"{of(row, 'label')}: {signed(row.status)}{received} ({_('hạn: trước ngày')} {day(row.deadline)})")
            + (f" · {_('bản')} {row.version}" if has(row.version) else "")
        )
    models = ask("models", chosen.as_of, plan_year=chosen.plan_year, period=chosen.period)
    mine = models[models.district_code == chosen.district]
    st.subheader(_("Mô hình"), anchor=False)
    if not len(mine):
        st.caption(_("Chưa có mô hình nào được báo cáo."))
    for row in mine.itertuples():
        st.markdown(
            plain(
                f"{row.commune}: {word(row.model_type)}, {_('hỗ trợ')}: {word(row.supported_by)} · {signed(row.stage)} · {number(row.households)} {_('hộ')}"
            )
        )

st.subheader(_("Từng cơ sở Hội"), anchor=False)
base = ask("base_unions", chosen.as_of, plan_year=chosen.plan_year, period=chosen.period, district=chosen.district)


def figure(row: object, value: object) -> str:
    """A figure, or which of the reasons there is none."""
    if has(value):
        return number(value)
    return word("no_report") if not row.has_report else word("not_reported")  # type: ignore[attr-defined]


rows = list(base.itertuples())
counts = {
    status: sum(row.ct1_status == status for row in rows) for status in ("achieved", "not_achieved", "not_reported")
}
st.caption(
    _("{n} cơ sở Hội").format(n=len(rows))
    + " · "
    + " · ".join(f"{signed(status)}: {n}" for status, n in counts.items())
)
shown = base.assign(
    name=[f"{word(row.kind).lower()} {row.base_union}" for row in rows], ct1=[signed(row.ct1_status if row.has_report else "no_report") for row in rows],
    ct2=[percent(row.ct2_completion) for row in rows], **{field: [figure(row, getattr(row, field)) for row in rows] for field in ("members", "rural_members", "landscape_models", "reached")},
)  # fmt: skip
picked = table(shown, {"name": _("Cơ sở Hội"), "members": _("Hội viên"), "rural_members": _("Khu vực nông thôn"), "landscape_models": _("Số mô hình, công trình"), "ct1": _("Chỉ tiêu 1"),
                       "reached": _("Được tuyên truyền"), "ct2": _("Tỷ lệ")}, "bang-co-so", on_select="rerun", selection_mode="single-row")  # fmt: skip
st.caption(_("Chọn một dòng để xem từng con số lấy từ tệp, trang và ô nào."))
if picked.selection.rows:
    show_source(rows[picked.selection.rows[0]], chosen)
events = ask("events", chosen.as_of, plan_year=chosen.plan_year, period=chosen.period, unit=chosen.district)
st.subheader(_("Hoạt động"), anchor=False)
if len(events):
    listed = events.assign(
        start=[day(v) for v in events.actual_from],
        state=[signed(v) for v in events.status],
        people=[number(v) for v in events.participants],
    )
    table(
        listed,
        {
            "activity_code": _("Mã"),
            "title": _("Tên hoạt động"),
            "start": _("Từ ngày"),
            "quantity": _("Số lượng"),
            "people": _("Người tham gia"),
            "state": _("Trạng thái"),
        },
        "bang-su-kien-huyen",
    )
else:
    st.caption(_("Chưa có sự kiện nào được báo cáo."))
