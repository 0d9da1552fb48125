"""Numbers, days, moments and texts as the reader's language writes them: 1.234,5 and 24/10/2024, or 1,234.5."""

import math
import re
import unicodedata
from datetime import UTC, date, datetime
from typing import TypeGuard, TypeVar

from etl.store.state import HANOI
from pages.parts.i18n import lang

_VIETNAMESE = str.maketrans(",.", ".,")
T = TypeVar("T")
NOTHING = "–"


def has(value: T | None) -> TypeGuard[T]:
    """Whether there is a value."""
    return value is not None


def number(value: float | None, decimals: int = 0) -> str:
    """1.234 or 1,234; a dash where there is none."""
    if not has(value):
        return NOTHING
    text = f"{value:,.{decimals}f}"
    return text.translate(_VIETNAMESE) if lang() == "vi" else text


def percent(value: float | None) -> str:
    """A fraction as 95,3%. What is below 1 is never shown as 100 %."""
    if not has(value):
        return NOTHING
    shown = round(value * 100, 1)
    if value < 1 <= shown / 100:
        shown = math.floor(value * 1000) / 10
    return number(shown, 1 if shown != int(shown) else 0) + "%"


def whole_percent(value: float | None) -> str:
    """A fraction as 95%, where there is little room. What is below 1 is never shown as 100 %."""
    if not has(value):
        return NOTHING
    return number(99 if value < 1 <= round(value, 2) else round(value * 100)) + "%"


def share(value: float | None) -> str:
    """A fraction as 95,0%, always with one decimal: for columns, where they stand under each other.

    What is below 1 is never shown as 100 %.
    """
    if not has(value):
        return NOTHING
    shown = round(value * 100, 1)
    return number(99.9 if value < 1 <= shown / 100 else shown, 1) + "%"


def points(change: float | None) -> str:
    """A difference of two fractions in percentage points, with its sign."""
    if not has(change):
        return NOTHING
    return ("+" if change >= 0 else "−") + number(abs(change) * 100, 1)


def day(value: date | str | None) -> str:
    """24/10/2024."""
    if not has(value):
        return NOTHING
    return f"{value:%d/%m/%Y}" if isinstance(value, date | datetime) else str(value)


def ratio(part: float | None, whole: float | None) -> str:
    """“n/m”."""
    return f"{number(part)}/{number(whole)}"


def plain(text: str) -> str:
    """A text of the data inside markdown, shown as it is written: no emphasis, link, colour, formula or tag comes
    alive.
    """
    return re.sub(r"([\\`*_{}\[\]<>$~|:])", r"\\\1", text)


def alphabetical(text: str) -> tuple[str, str]:
    """What Vietnamese names are sorted by: the D with a stroke after D, accents last."""
    plainly = unicodedata.normalize("NFD", text.casefold().replace(chr(0x111), "dzz"))
    return "".join(char for char in plainly if not unicodedata.combining(char)), text


def moment(at: datetime | str | None) -> str:
    """“24/10/2024 15:04” of an ISO text or a time stamp; one without a zone is in UTC."""
    if at is None:
        return NOTHING
    found = datetime.fromisoformat(at) if isinstance(at, str) else at
    return f"{(found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(HANOI):%d/%m/%Y %H:%M}"
