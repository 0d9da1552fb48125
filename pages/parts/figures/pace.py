"""What is missing until a deadline, in words: no forecast, only what is left and what has been missed."""

from etl.store.queries import rows as of_question
from pages.parts.formatting import day, number
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
