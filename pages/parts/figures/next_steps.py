"""What a district should do next, from its figures: reports, targets, blanks, models, activities."""

from collections.abc import Sequence
from typing import NamedTuple

from etl.store.queries import rows as of_question
from pages.parts.figures.completion import activities_of, completions
from pages.parts.filters import Filters
from pages.parts.formatting import day, has, number
from pages.parts.i18n import _, _n, of
from pages.parts.queries import each

_NAMED = 3


class Step(NamedTuple):
    """One thing to do: its sign, its text, of whom."""

    icon: str
    text: str
    names: str = ""


def next_steps(chosen: Filters) -> list[Step]:
    """Of the chosen district, the most urgent first."""
    return [*_reports(chosen), *_targets(chosen), *_blanks(chosen), *_overdue(chosen), *_plan(chosen), *_odd(chosen)]


def _reports(chosen: Filters) -> list[Step]:
    rows = each(of_question.Reporting, chosen.as_of, plan_year=chosen.plan_year)
    own = [row for row in rows if row.unit_code == chosen.district and row.status in ("missing", "due")]
    late, ahead = _("Gửi báo cáo {period}: đã quá hạn {day}"), _("Gửi báo cáo {period} trước {day}")
    return [
        Step(
            "mail",
            (late if row.status == "missing" else ahead).format(
                period=of(row, "label").lower(), day=day(row.deadline)[:5]
            ),
        )
        for row in own
    ]


def _targets(chosen: Filters) -> list[Step]:
    paces = {
        row.target_code: row
        for row in each(of_question.Pace, chosen.as_of, plan_year=chosen.plan_year, period=chosen.period)
        if row.district_code == chosen.district
    }
    steps = []
    for row in completions(chosen):
        pace = paces.get(row.target_code)
        if row.district_code != chosen.district or pace is None or not pace.missing or not has(row.version):
            continue
        if row.kind == "district_has":
            steps.append(
                Step("compost", _("{target}: ra mắt mô hình do Thành phố hỗ trợ").format(target=row.target_code))
            )
            continue
        text = _("{target}: {n} {unit} nữa là đạt").format(
            target=row.target_code, n=number(pace.missing), unit=of(row, "counted")
        )
        steps.append(Step("flag", text))
    return steps


def _blanks(chosen: Filters) -> list[Step]:
    rows = each(
        of_question.BaseUnions, chosen.as_of, plan_year=chosen.plan_year, period=chosen.period, district=chosen.district
    )
    blank = [row.base_union for row in rows if row.has_report and row.ct1_status == "not_reported"]
    text = _n("{n} cơ sở Hội chưa ghi số mô hình", len(blank)).format(n=number(len(blank)))
    return [Step("edit_note", text, _listed(blank))] if blank else []


def _overdue(chosen: Filters) -> list[Step]:
    late = [row for row in activities_of(chosen, chosen.district) if row.status == "overdue"]
    late = [row for row in late if row.counted_by != "report"]
    names = _listed([f"{row.activity_code} {of(row, 'title')}" for row in late])
    return [Step("event_busy", _n("{n} hoạt động quá hạn", len(late)).format(n=len(late)), names)] if late else []


def _plan(chosen: Filters) -> list[Step]:
    rows = [
        row
        for row in each(of_question.Reporting, chosen.as_of, plan_year=chosen.plan_year)
        if row.unit_code == chosen.district and has(row.version)
    ]
    is_open = rows and not rows[-1].plan_approved
    return [Step("gavel", _("Kế hoạch của đơn vị: chưa có phê duyệt của UBND"))] if is_open else []


def _odd(chosen: Filters) -> list[Step]:
    rows = [
        row
        for row in each(of_question.Oddities, chosen.as_of, plan_year=chosen.plan_year)
        if row.unit_code == chosen.district
    ]
    text = _n("{n} số liệu khó tin cần xem lại", len(rows)).format(n=len(rows))
    return [Step("troubleshoot", text, _listed([f"{row.sheet}!{row.cell}" for row in rows]))] if rows else []


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (_(" và {n} nữa").format(n=more) if more > 0 else "")
