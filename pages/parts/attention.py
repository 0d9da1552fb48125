"""What needs attention now: reports missing, activities overdue, districts behind; each with the page that tells more."""

from typing import NamedTuple

from pages.parts.door import ask
from pages.parts.filters import Filters
from pages.parts.words import _, of

_NAMED = 4  # names in a line before “and n more”


class Item(NamedTuple):
    """One line: its text, whom it concerns, a sign, the page it leads to and the filters set there."""

    text: str
    names: str
    icon: str
    page: str
    query: dict[str, str]


def attention(chosen: Filters) -> list[Item]:
    """Lines in the order of urgency."""
    return [*_missing(chosen), *_overdue(chosen), *_behind(chosen)] or [
        Item(_("Không có việc nào quá hạn, không huyện nào chậm."), "", "check_circle", "reporting", chosen.link())
    ]


def _missing(chosen: Filters) -> list[Item]:
    reporting = ask("reporting", chosen.as_of, plan_year=chosen.plan_year)
    items = []
    for period in dict.fromkeys(reporting.sort_values("deadline").period):
        names = reporting[(reporting.period == period) & (reporting.status == "missing")]
        if len(names):
            label = of(names.iloc[0], "label")
            text = _("{n} huyện chưa nộp báo cáo {period}").format(n=len(names), period=label.lower())
            items.append(Item(text, _listed(list(names.unit)), "mail", "reporting", chosen.link(period=period)))
    return items


def _overdue(chosen: Filters) -> list[Item]:
    activities = ask("activities", chosen.as_of, plan_year=chosen.plan_year, period=chosen.period, unit="")
    late = activities[(activities.status == "overdue") & (activities.counted_by != "report")]
    return [
        Item(
            _("Hoạt động {code} quá hạn").format(code=row.activity_code),
            of(row, "title"),
            "event_busy",
            "activities",
            chosen.link(),
        )
        for row in late.itertuples()
    ]


def _behind(chosen: Filters) -> list[Item]:
    completion = ask("target_completion", chosen.as_of, plan_year=chosen.plan_year, period=chosen.period)
    items = []
    for row in completion[completion.level == "city"].itertuples():
        late = completion[
            (completion.target_code == row.target_code)
            & (completion.level == "district")
            & (completion.status == "behind")
        ]
        if len(late):
            names = _listed(list(late.sort_values("completion").district))
            text = _("{target}: {n} huyện chậm").format(target=row.target_code, n=len(late))
            items.append(Item(text, names, "trending_down", "targets", chosen.link(target=row.target_code)))
    return items


def _listed(names: list[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (_(" và {n} huyện khác").format(n=more) if more > 0 else "")
