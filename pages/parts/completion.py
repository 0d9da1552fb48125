"""How far the targets are: rows of target_completion for what is chosen."""

from typing import Any

from pages.parts.door import each
from pages.parts.filters import Filters


def completions(chosen: Filters, period: str = "") -> list[Any]:
    """Of the chosen year, day and period, or of another period. All periods come with one question: they are 200 rows, and planning it takes 30 ms."""
    rows = each("target_completion", chosen.as_of, plan_year=chosen.plan_year)
    return [row for row in rows if row.period == (period or chosen.period)]
