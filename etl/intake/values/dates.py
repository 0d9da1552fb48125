"""Dates as people write them, day first always; a month or a quarter is a span. Judges no range; that is checking."""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from etl.intake.formats.cells import Value
from etl.intake.values.text import clean, fold


class Span(NamedTuple):
    """From the first to the last day; one day where a date was written."""

    first: date
    last: date


_EPOCH = date(1899, 12, 30)
_SERIALS = range(20_000, 80_000)  # 1954 … 2119: outside it a bare number is no date
_TIME = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AaPp][Mm])?)?"  # a time of day changes no date
_DAY_FIRST = re.compile(r"(\d{1,2})\s*([/.-])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})" + _TIME)
_YEAR_FIRST = re.compile(r"(\d{4})([-/])(\d{1,2})\2(\d{1,2})" + _TIME)
_IN_WORDS = re.compile(r"(?:.*\b)?ngay (\d{1,2}) thang (\d{1,2}) nam (\d{4})")
_MONTH = re.compile(r"(?:thang |t )?(\d{1,2}) (?:nam )?(\d{4})|t(\d{1,2}) (\d{4})")
_QUARTER = re.compile(r"(?:quy|q) ?(iv|iii|ii|i|[1-4]) (?:nam )?(\d{4})")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def read_span(value: Value) -> Span | None:
    """The date, month or quarter in a filled cell; None where it is none. Rules: docs/rules/forms.md, Reading."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return Span(value, value)
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, str):
        return _read_text(value)
    return _day(_EPOCH + timedelta(days=int(value))) if value in _SERIALS else None


@lru_cache(maxsize=5_000)
def _read_text(text: str) -> Span | None:
    text = clean(text)
    if text.isdecimal():
        return _day(_EPOCH + timedelta(days=int(text))) if len(text) == 5 and int(text) in _SERIALS else None
    if match := _DAY_FIRST.fullmatch(text):
        return _single_day(match[4], match[3], match[1])
    if match := _YEAR_FIRST.fullmatch(text):
        return _single_day(match[1], match[3], match[4])
    words = fold(text)
    if match := _IN_WORDS.fullmatch(words):
        return _single_day(match[3], match[2], match[1])
    if match := _QUARTER.fullmatch(words):
        quarter = _ROMAN.get(match[1]) or int(match[1])
        return _months(int(match[2]), 3 * quarter - 2, 3 * quarter)
    if match := _MONTH.fullmatch(words):
        month, year = match[1] or match[3], match[2] or match[4]
        return _months(int(year), int(month), int(month))
    return None


def has_short_year(value: Value) -> bool:
    """Whether a date is written with two digits of its year: read as 20xx, and told."""
    match = _DAY_FIRST.fullmatch(clean(value)) if isinstance(value, str) else None
    return match is not None and len(match[4]) == 2


def _single_day(year: str, month: str, day: str) -> Span | None:
    try:
        return _day(date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day)))
    except ValueError:
        return None


def _day(day: date) -> Span:
    return Span(day, day)


def _months(year: int, first: int, last: int) -> Span | None:
    if not (1 <= first <= last <= 12 and 1 <= year < 9999):
        return None
    after = date(year + last // 12, last % 12 + 1, 1)
    return Span(date(year, first, 1), after - timedelta(days=1))
