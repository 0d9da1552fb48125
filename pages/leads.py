"""Đơn vị chủ trì: what does each department lead and help with, and what is late?"""

import streamlit as st

from etl.store.queries import rows as of_question
from pages.parts import navigation
from pages.parts.charts import heat, pictures
from pages.parts.device import is_phone
from pages.parts.figures.completion import activities_of
from pages.parts.filters import current, keep, settle_own
from pages.parts.formatting import day, has, number, plain
from pages.parts.i18n import _, of
from pages.parts.naming import unit_words
from pages.parts.page import answer, begin
from pages.parts.queries import each
from pages.parts.statuses import signed, style_of, word
from pages.parts.tables import grid

STATES = ("done", "partly", "overdue", "upcoming", "no_result")
chosen = current()
begin("leads", chosen, by_district=False, needs_reports=False, is_marked=False)

asked = {"plan_year": chosen.plan_year, "period": chosen.period}
leads = {row.lead_code: of(row, "name") for row in each(of_question.Leads, plan_year=chosen.plan_year)}
activities = activities_of(chosen, "")
settle_own("lead", list(leads), next(iter(leads)))
lead = st.pills(
    _("Đơn vị chủ trì"), list(leads), format_func=lambda code: leads[code], key="lead", required=True, width="stretch"
)
keep("lead", str(lead), next(iter(leads)))


def helps(row: of_question.Activities, code: str) -> bool:
    """Whether the department helps with the activity."""
    return code in (row.co_lead_codes or "").split(", ")


def done_of_asked(row: of_question.Activities) -> str:
    """“12/18”: what was done of what is asked for."""
    return number(row.quantity_done) + (f"/{number(row.quantity)}" if has(row.quantity) else "")


led = [row for row in activities if row.lead_code == lead]
helped = [row for row in activities if helps(row, str(lead))]
late = [row for row in led if row.status == "overdue"]
answer(
    _("{lead}: chủ trì {led} hoạt động, phối hợp {helped} · {late} quá hạn").format(
        lead=leads[str(lead)], led=number(len(led)), helped=number(len(helped)), late=number(len(late))
    )
)
left, right = st.columns([5, 9])
with left:
    st.markdown(f"**{_('Mọi đơn vị: số hoạt động chủ trì theo trạng thái')}**")
    tiles = {}
    for line, code in enumerate(leads):
        for column, state in enumerate(STATES):
            count = sum(row.lead_code == code and row.status == state for row in activities)
            if count:
                text = f"{leads[code]}: {word(state)} {number(count)}"
                tiles[line, column] = heat.Tile(state, number(count), text, f"{code} {state}")
    most = 14 if is_phone() else 20
    names = [name if len(name) <= most else f"{name[: most - 1]}…" for name in leads.values()]
    heads = [style_of(state).sign if is_phone() else word(state).replace(" ", "<br>", 1) for state in STATES]
    pictures.show(
        heat.heat(names, heads, tiles, 60 * len(leads) + 50),
        "chu-tri",
        _("Mọi đơn vị: số hoạt động chủ trì theo trạng thái"),
    )
    if is_phone():
        st.caption(" · ".join(signed(state) for state in STATES))
with right:
    rows = [(row, _("Chủ trì")) for row in led] + [(row, _("Phối hợp")) for row in helped]
    rows.sort(key=lambda pair: (pair[0].status != "overdue", pair[0].position))
    st.markdown(f"**{plain(leads[str(lead)])}**")
    grid.grid(
        "bang-chu-tri",
        [
            grid.words(_("Mã"), [row.activity_code for row, _role in rows], 80),
            grid.words(_("Hoạt động"), [of(row, "title") for row, _role in rows], 330),
            grid.words(_("Vai trò"), [role for _row, role in rows]),
            grid.words(_("Thời gian"), [row.window_text or "" for row, _role in rows]),
            grid.right(_("Kết quả"), [done_of_asked(row) for row, _role in rows]),
            grid.words(_("Trạng thái"), [signed(row.status) for row, _role in rows]),
        ],
        row_height=28,
    )
    st.page_link(
        navigation.file("activities"),
        label=_("Xem theo thời gian, theo đơn vị chủ trì"),
        icon=":material/event:",
        query_params=chosen.link() | {"group": "lead"},
    )

st.subheader(_("Kế hoạch và kinh phí của các {units}").format(**unit_words()), anchor=False)
sums = each(of_question.BudgetSums, chosen.as_of, **asked)[0]
st.markdown(
    _("{approved}/{units} kế hoạch đã được phê duyệt · {budget} triệu đồng theo báo cáo của {n} đơn vị").format(
        approved=number(sums.approved),
        units=number(sums.units),
        budget=number(sums.budget_million_vnd, 1),
        n=number(sums.with_budget),
    )
)


def approval(row: of_question.Budgets) -> str:
    """Approved, not, not told, or no report."""
    if row.version is None:
        return signed("no_report")
    if row.plan_approved is None:
        return signed("not_reported")
    return _("Đã phê duyệt") if row.plan_approved else _("Chưa phê duyệt")


budgets = each(of_question.Budgets, chosen.as_of, **asked)
grid.grid(
    "bang-kinh-phi",
    [
        grid.words(unit_words()["Units"], [row.unit for row in budgets]),
        grid.words(_("Số kế hoạch"), [row.district_plan_no for row in budgets]),
        grid.days(_("Ngày ban hành"), [row.district_plan_date for row in budgets]),
        grid.words(_("Phê duyệt"), [approval(row) for row in budgets]),
        grid.words(_("Ngày phê duyệt"), [day(row.plan_approved_on) for row in budgets]),
        grid.numbers(_("Kinh phí (triệu đồng)"), [row.budget_million_vnd for row in budgets], 1),
        grid.numbers(_("Ngân sách"), [row.budget_state_million_vnd for row in budgets], 1),
        grid.numbers(_("Xã hội hóa"), [row.budget_raised_million_vnd for row in budgets], 1),
        grid.numbers(_("Của Hội"), [row.budget_union_million_vnd for row in budgets], 1),
        grid.numbers(_("Đã chi"), [row.spent_million_vnd for row in budgets], 1),
        grid.words(_("Nguồn"), [row.budget_at for row in budgets]),
    ],
    row_height=28,
)
said = [row for row in budgets if row.partners or row.difficulties or row.proposals]
if said:
    st.subheader(_("Theo lời các {units}").format(**unit_words()), anchor=False)
    grid.grid(
        "bang-y-kien",
        [
            grid.words(unit_words()["Units"], [row.unit for row in said]),
            grid.words(_("Khó khăn, vướng mắc"), [row.difficulties for row in said], 380),
            grid.words(_("Đề xuất, kiến nghị"), [row.proposals for row in said], 380),
            grid.words(_("Đơn vị, tổ chức phối hợp"), [row.partners for row in said], 260),
        ],
        row_height=28,
    )
