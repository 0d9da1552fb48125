"""What needs attention now: reports missing, activities overdue, districts behind; each with the page that
tells more.
"""

from typing import NamedTuple

from etl.store.queries import rows as of_question
from pages.parts.figures.completion import activities_of, completions
from pages.parts.filters import Filters
from pages.parts.i18n import _, _n, of
from pages.parts.naming import unit_words
from pages.parts.queries import each

_NAMED = 4  # names in a line before “and n more”
_LETTERS = 26  # of a title in a line


class Item(NamedTuple):
    """One line: its text, whom it concerns, a sign, the page it leads to and the filters set there."""

    text: str
    names: str
    icon: str
    page: str
    query: dict[str, str]


def attention(chosen: Filters) -> list[Item]:
    """Lines in the order of urgency."""
    return [
        *_missing(chosen),
        *_overdue(chosen),
        *_behind(chosen),
        *_unlaunched(chosen),
        *_paused(chosen),
        *_odd(chosen),
    ] or [
        Item(
            _("Không có việc nào quá hạn, không {unit} nào chậm.").format(**unit_words()),
            "",
            "check_circle",
            "reporting",
            chosen.link(),
        )
    ]


def _missing(chosen: Filters) -> list[Item]:
    late = [
        row for row in each(of_question.Reporting, chosen.as_of, plan_year=chosen.plan_year) if row.status == "missing"
    ]
    items = []
    for period in dict.fromkeys(row.period for row in sorted(late, key=lambda row: row.deadline)):
        units = [row for row in late if row.period == period]
        text = _("{n} {units} chưa nộp báo cáo {period}").format(
            **unit_words(period), n=len(units), period=of(units[0], "label").lower()
        )
        names = _listed([row.unit for row in units])
        items.append(Item(text, names, "mail", "reporting", chosen.link(period=period)))
    return items


def _overdue(chosen: Filters) -> list[Item]:
    late = [row for row in activities_of(chosen, "") if row.status == "overdue"]
    if not late:
        return []
    late.sort(key=lambda row: row.counted_by == "report")  # last: who owes a report stands in a line of its own
    names = " · ".join(f"{row.activity_code} {_shortened(of(row, 'title'))}" for row in late)
    text = _n("{n} hoạt động quá hạn", len(late)).format(n=len(late))
    return [Item(text, names, "event_busy", "activities", chosen.link())]


def _behind(chosen: Filters) -> list[Item]:
    """Targets that count more than places: whose districts are behind."""
    completion = [row for row in completions(chosen) if row.kind != "district_has"]
    items = []
    for code in dict.fromkeys(row.target_code for row in completion):
        late = [
            row for row in completion if row.target_code == code and row.status == "behind" and row.level == "district"
        ]
        if late:
            names = _listed([row.district for row in sorted(late, key=lambda row: row.completion)])
            text = _("{target}: {n} {units} chậm").format(**unit_words(), target=code, n=len(late))
            items.append(Item(text, names, "trending_down", "targets", chosen.link(target=code)))
    return items


def _unlaunched(chosen: Filters) -> list[Item]:
    """Programmes of so many communes: how many have launched none yet."""
    completion = completions(chosen)
    kinds = {row.target_code: row.kind for row in completion}
    items = []
    for pace in each(of_question.Pace, chosen.as_of, plan_year=chosen.plan_year, period=chosen.period):
        is_programme = kinds.get(pace.target_code) in ("district_has", "communes_with")
        if pace.district_code == "" and is_programme and pace.missing:
            names = [
                row.district
                for row in completion
                if row.target_code == pace.target_code
                and row.status in ("behind", "open", "no_report")
                and row.level == "district"
            ]
            text = _n("{target}: còn {n} xã chưa ra mắt", pace.missing).format(target=pace.target_code, n=pace.missing)
            items.append(Item(text, _listed(names), "compost", "models", chosen.link(target=pace.target_code)))
    return items


def _paused(chosen: Filters) -> list[Item]:
    rows = each(of_question.Models, chosen.as_of, plan_year=chosen.plan_year, period=chosen.period)
    paused = [f"{row.commune} ({row.district})" for row in rows if row.program_target and row.shown_state == "paused"]
    text = _n("{n} mô hình đang tạm dừng", len(paused)).format(n=len(paused))
    return [Item(text, _listed(paused), "pause_circle", "models", chosen.link())] if paused else []


def _odd(chosen: Filters) -> list[Item]:
    rows = each(of_question.Oddities, chosen.as_of, plan_year=chosen.plan_year)
    text = _n("{n} số liệu khó tin đã được xác nhận", len(rows)).format(n=len(rows))
    units = list(dict.fromkeys(row.unit for row in rows))
    return [Item(text, _listed(units), "troubleshoot", "oddities", chosen.link())] if rows else []


def _shortened(text: str) -> str:
    return text if len(text) <= _LETTERS else text[:_LETTERS].rsplit(" ", 1)[0] + "…"


def _listed(names: list[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (_(" và {n} {units} khác").format(**unit_words(), n=more) if more > 0 else "")
