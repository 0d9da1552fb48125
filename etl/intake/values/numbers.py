"""Counts and amounts as people write them, read the Vietnamese way: 1.234,5. Judges no range; that is checking."""

import math
import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from etl.intake.formats.cells import Value
from etl.intake.values.text import clean, fold


class Number(NamedTuple):
    """A number read. Blank cells give value None; is_ambiguous: the text could be read two ways."""

    value: int | float | None
    is_ambiguous: bool = False
    is_percent: bool = False


BLANK = Number(None)
_ZERO = {"khong", "khong co"}
_DASHES = {"-", "–", "—", "−", "--"}
_BLANKS = re.compile(r"(?<=\d)\s+(?=\d)")
_PARTS = re.compile(r"^(?P<sign>[-–−+]?)\s*(?P<body>\d[\d., ]*?)\s*(?P<percent>%?)(?P<unit>[^\d.,%-][^\d]*)?$")


def read_number(value: Value, is_count: bool, units: frozenset[str] = frozenset()) -> Number | None:
    """The number in a cell; None where it is none. Rules: docs/rules/forms.md, Reading.

    is_count: a whole number is meant, so “1,234” is 1234. units: folded words that may stand behind the number and
    change nothing.
    """
    if value is None or value == "":
        return BLANK
    if isinstance(value, str):
        return _read_text(value, is_count, units)
    if isinstance(value, bool | date):
        return None
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        is_whole = value.is_integer() or (
            is_count and abs(value - round(value)) < 1e-9
        )  # a sum of tenths is 3.0000000000000004
        return Number(round(value) if is_whole else value)
    return Number(value)


@lru_cache(maxsize=10_000)
def _read_text(text: str, is_count: bool, units: frozenset[str]) -> Number | None:
    raw, text = text.strip(), clean(text).lstrip("'’")
    if not text:
        return BLANK
    if text in _DASHES or fold(text) in _ZERO:
        return Number(0)
    parts = _PARTS.match(text)
    if parts is None or not _are_groups(raw) or (parts["unit"] and fold(parts["unit"]) not in units):
        return None
    number = _read_digits(parts["body"].rstrip(), is_count)
    if number is None:
        return None
    value, is_ambiguous = number
    if parts["percent"]:
        value = round(value / 100, 12)
    return Number(-value if parts["sign"] in "-–−" and parts["sign"] else value, is_ambiguous, bool(parts["percent"]))


def _are_groups(raw: str) -> bool:
    """Whether white space between digits is one kind of single blank: two lines, a tab or two blanks are two values."""
    found = set(_BLANKS.findall(raw))
    return not found or (len(found) == 1 and len(blank := found.pop()) == 1 and blank not in "\n\r\t\v\f")


def _read_digits(body: str, is_count: bool) -> tuple[int | float, bool] | None:
    """Digits with points, commas and spaces → value, and whether it could be read another way."""
    if body.isdecimal():
        return int(body), False
    if re.fullmatch(r"\d{1,3}( \d{3})+(,\d+)?", body):
        body = body.replace(" ", "")
    if re.fullmatch(r"\d+", body):
        return int(body), False
    if re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", body) and not body.startswith("0"):
        groups = body.count(".")
        is_plain = is_count or groups > 1 or "," in body
        return _number(body.replace(".", "").replace(",", ".")), not is_plain
    if re.fullmatch(r"\d{1,3}(,\d{3})+", body) and (is_count or body.count(",") > 1) and not body.startswith("0"):
        return int(body.replace(",", "")), body.count(",") == 1
    if re.fullmatch(r"\d+,\d+", body):
        return _number(body.replace(",", ".")), bool(re.fullmatch(r"[1-9]\d{0,2},\d{3}", body))
    if re.fullmatch(r"\d+\.\d+", body):
        return _number(body), True
    if re.fullmatch(r"[1-9]\d{0,2}(,\d{3})+\.\d+", body):
        return _number(body.replace(",", "")), True
    return None


def _number(text: str) -> int | float:
    value = float(text)
    return int(value) if value.is_integer() else value
