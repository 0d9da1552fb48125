"""Numbers and days as the reader's language writes them: 1.234,5 and 24/10/2024, or 1,234.5."""

import math
from datetime import date, datetime
from typing import Any

from pages.parts.words import lang

_VIETNAMESE = str.maketrans(",.", ".,")
NOTHING = "–"


def has(value: Any) -> bool:
    """Whether there is a value."""
    return value is not None


def number(value: Any, decimals: int = 0) -> str:
    """1.234 or 1,234; a dash where there is none."""
    if not has(value):
        return NOTHING
    text = f"{value:,.{decimals}f}"
    return text.translate(_VIETNAMESE) if lang() == "vi" else text


def percent(value: Any) -> str:
    """A fraction as 95,3%. What is below 1 is never shown as 100 %."""
    if not has(value):
        return NOTHING
    shown = round(value * 100, 1)
    if value < 1 <= shown / 100:
        shown = math.floor(value * 1000) / 10
    return number(shown, 1 if shown != int(shown) else 0) + "%"


def share(value: Any) -> str:
    """A fraction as 95,0%, always with one decimal: for columns, where they stand under each other. What is below 1 is never shown as 100 %."""
    if not has(value):
        return NOTHING
    shown = round(value * 100, 1)
    return number(99.9 if value < 1 <= shown / 100 else shown, 1) + "%"


def points(change: Any) -> str:
    """A difference of two fractions in percentage points, with its sign."""
    if not has(change):
        return NOTHING
    return ("+" if change >= 0 else "−") + number(abs(change) * 100, 1)


def day(value: Any) -> str:
    """24/10/2024."""
    if not has(value):
        return NOTHING
    return f"{value:%d/%m/%Y}" if isinstance(value, date | datetime) else str(value)


def ratio(part: Any, whole: Any) -> str:
    """“n/m”."""
    return f"{number(part)}/{number(whole)}"
