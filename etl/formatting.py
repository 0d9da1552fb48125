"""Numbers, shares and days in either language, for pages and papers: 1.234,5 and 24/10/2024, or 1,234.5."""

import math
from datetime import date, datetime

NOTHING = "–"
_VIETNAMESE = str.maketrans(",.", ".,")


def number(value: float | None, decimals: int = 0, lang: str = "vi") -> str:
    """1.234 or 1,234; a dash where there is none."""
    if value is None:
        return NOTHING
    text = f"{value:,.{decimals}f}"
    return text.translate(_VIETNAMESE) if lang == "vi" else text


def percent(value: float | None, lang: str = "vi") -> str:
    """A fraction as 95,3%. What is below 1 is never shown as 100 %."""
    if value is None:
        return NOTHING
    shown = round(value * 100, 1)
    if value < 1 <= shown / 100:
        shown = math.floor(value * 1000) / 10
    return number(shown, 1 if shown != int(shown) else 0, lang) + "%"


def whole_percent(value: float | None, lang: str = "vi") -> str:
    """A fraction as 95%, where there is little room. What is below 1 is never shown as 100 %."""
    if value is None:
        return NOTHING
    return number(99 if value < 1 <= round(value, 2) else round(value * 100), 0, lang) + "%"


def share(value: float | None, lang: str = "vi") -> str:
    """A fraction as 95,0%, always with one decimal: for columns, where they stand under each other.

    What is below 1 is never shown as 100 %.
    """
    if value is None:
        return NOTHING
    shown = round(value * 100, 1)
    return number(99.9 if value < 1 <= shown / 100 else shown, 1, lang) + "%"


def points(change: float | None, lang: str = "vi") -> str:
    """A difference of two fractions in percentage points, with its sign."""
    if change is None:
        return NOTHING
    return ("+" if change >= 0 else "−") + number(abs(change) * 100, 1, lang)


def day(value: date | str | None) -> str:
    """24/10/2024."""
    if value is None:
        return NOTHING
    return f"{value:%d/%m/%Y}" if isinstance(value, date | datetime) else str(value)
