"""Numbers, days, moments and texts as the reader's language writes them: 1.234,5 and 24/10/2024, or 1,234.5."""

import re
import unicodedata
from datetime import UTC, datetime
from typing import TypeGuard, TypeVar

from etl import formatting
from etl.formatting import NOTHING, day
from etl.store.state import HANOI
from pages.parts.i18n import lang

T = TypeVar("T")
__all__ = [
    "NOTHING",
    "alphabetical",
    "day",
    "has",
    "moment",
    "number",
    "percent",
    "plain",
    "points",
    "ratio",
    "share",
    "whole_percent",
]


def has(value: T | None) -> TypeGuard[T]:
    """Whether there is a value."""
    return value is not None


def number(value: float | None, decimals: int = 0) -> str:
    """1.234 or 1,234; a dash where there is none."""
    return formatting.number(value, decimals, lang())


def percent(value: float | None) -> str:
    """A fraction as 95,3%. What is below 1 is never shown as 100 %."""
    return formatting.percent(value, lang())


def whole_percent(value: float | None) -> str:
    """A fraction as 95%, where there is little room."""
    return formatting.whole_percent(value, lang())


def share(value: float | None) -> str:
    """A fraction as 95,0%, always with one decimal: for columns, where they stand under each other."""
    return formatting.share(value, lang())


def points(change: float | None) -> str:
    """A difference of two fractions in percentage points, with its sign."""
    return formatting.points(change, lang())


def ratio(part: float | None, whole: float | None) -> str:
    """“n/m”; a count that is of nothing stands alone."""
    return f"{number(part)}/{number(whole)}" if has(whole) else number(part)


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
