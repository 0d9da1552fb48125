"""What is missing until a deadline, in words, and the range that past years point to; no forecast of one figure."""

from etl.store.queries import rows as of_question
from pages.parts.formatting import day, number, percent
from pages.parts.i18n import _


def pace_line(row: of_question.Pace | None, counted: str) -> str:
    """“còn 64 cơ sở Hội trước 30/10, 16 mỗi tuần”; after the deadline what it lacked; "" where nothing is missing.

    row: of the question `pace`, or None. counted: the unit in which the target counts.
    """
    if row is None or not row.missing:
        return ""
    missing, when = number(row.missing), day(row.deadline)[:5]
    if not row.days:
        return _("hết hạn {day}: thiếu {n} {unit}").format(n=missing, unit=counted, day=when)
    return _("còn {n} {unit} trước {day}, {each} mỗi tuần").format(
        n=missing, unit=counted, day=when, each=number(row.per_week)
    )


def outlook_line(row: of_question.Outlook | None) -> str:
    """“theo 2 năm trước: 86–92,7% vào 30/10”; "" where there are not two past years to go by."""
    if row is None:
        return ""
    text = _("theo {n} năm trước: {low}–{high} vào {day}")
    return text.format(n=row.years, low=percent(row.low), high=percent(row.high), day=day(row.deadline)[:5])
