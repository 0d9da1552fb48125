"""What needs attention now: reports missing, activities overdue, districts behind; each with the page that
tells more.
"""

from typing import NamedTuple

from pages.parts.figures.completion import activities_of, completions
from pages.parts.filters import Filters
from pages.parts.i18n import _, of
from pages.parts.queries import each
from pages.parts.statuses import model_state

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
    return [*_missing(chosen), *_overdue(chosen), *_behind(chosen), *_paused(chosen), *_odd(chosen)] or [
        Item(_("Không có việc nào quá hạn, không huyện nào chậm."), "", "check_circle", "reporting", chosen.link())
    ]


def _missing(chosen: Filters) -> list[Item]:
    late = [row for row in each("reporting", chosen.as_of, plan_year=chosen.plan_year) if row.status == "missing"]
    items = []
    for period in dict.fromkeys(row.period for row in sorted(late, key=lambda row: row.deadline)):
        units = [row for row in late if row.period == period]
        text = _("{n} huyện chưa nộp báo cáo {period}").format(n=len(units), period=of(units[0], "label").lower())
        names = _listed([row.unit for row in units])
        items.append(Item(text, names, "mail", "reporting", chosen.link(period=period)))
    return items


def _overdue(chosen: Filters) -> list[Item]:
    late = [row for row in activities_of(chosen, "") if row.status == "overdue" and row.counted_by != "report"]
    words = _("Hoạt động {code} quá hạn")
    return [
        Item(words.format(code=row.activity_code), of(row, "title"), "event_busy", "activities", chosen.link())
        for row in late
    ]


def _behind(chosen: Filters) -> list[Item]:
    completion = completions(chosen)
    items = []
    for code in dict.fromkeys(row.target_code for row in completion):
        late = [
            row for row in completion if row.target_code == code and row.status == "behind" and row.level == "district"
        ]
        if late:
            names = _listed([row.district for row in sorted(late, key=lambda row: row.completion)])
            text = _("{target}: {n} huyện chậm").format(target=code, n=len(late))
            items.append(
                Item(text, f"{of(late[0], 'short')}: {names}", "trending_down", "targets", chosen.link(target=code))
            )
    return items


def _paused(chosen: Filters) -> list[Item]:
    rows = each("models", chosen.as_of, plan_year=chosen.plan_year, period=chosen.period)
    paused = [f"{row.commune} ({row.district})" for row in rows if row.program_target and model_state(row) == "paused"]
    text = _("{n} mô hình đang tạm dừng").format(n=len(paused))
    return [Item(text, _listed(paused), "pause_circle", "models", chosen.link())] if paused else []


def _odd(chosen: Filters) -> list[Item]:
    rows = each("oddities", chosen.as_of, plan_year=chosen.plan_year)
    text = _("{n} số liệu khó tin đã được xác nhận").format(n=len(rows))
    units = list(dict.fromkeys(row.unit for row in rows))
    return [Item(text, _listed(units), "troubleshoot", "oddities", chosen.link())] if rows else []


def _listed(names: list[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (_(" và {n} huyện khác").format(n=more) if more > 0 else "")
