"""Tells the rows of a table apart: data, totals, sections; and where the table ends."""

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from etl import data, forms
from etl.forms import Form
from etl.intake.report.header import Header, without_parentheses
from etl.intake.report.source import Source, is_blank
from etl.intake.values.text import fold

_TEXTS = ("text", "name", "code", "choice", "ignored")
_MARKER = re.compile(r"^(?:[IVXLC]+|[A-ZĐ])\s*[.)]?$")
_MARKED = re.compile(r"^(?:[IVXLC]+|[A-ZĐ])\s*[.)-]\s*\S")  # not “V/v”, “Đ/c”: those begin titles and names
_UNIT_PREFIX = re.compile(r"^[XP]\s*\.")  # “X. Cự Khê” is a commune, not the tenth section
_PART_TOTAL = re.compile(r"^(?:tong|cong)(?: tong)? (?:[ivxlc]+|[a-h]|\d{1,2})$")
_DATE_LINE = re.compile(r"^(?:.* )?ngay(?:(?: \d+)? thang(?: \d+)? nam(?: \d+)?| \d{1,2} \d{1,2} \d{4})$")
_PLACE = re.compile(r"^(?:[^,]{1,40},)?\s*ngày", re.IGNORECASE)


class Rows(NamedTuple):
    """Row numbers, 0-based. totals: a total or section row with figures; sections: every section row."""

    data: list[int]
    totals: list[int]
    sections: list[int]
    after_end: list[int]  # rows below the signature block that look like rows of the table
    repeated: list[int]  # the headings again, as on every printed page
    zeros: list[int]  # formulas filled down below the table: nothing has a name, everything is 0
    end: int | None = None  # the first row of the signature block


def sort_rows(
    source: Source,
    form: Form,
    header: Header,
    is_known: Callable[[str], bool],
    total_names: frozenset[str] = frozenset(),
) -> Rows:
    """The rows below the header.

    is_known: whether a text is a name of the catalogue, which is never a total or a section.
    total_names: folded names of the reporting unit itself, whose row sums the others.
    """
    rows = Rows([], [], [], [], [], [])
    is_counted, is_named = _is_counted(source, header), _is_named(source, form, header, is_known)
    figures = [
        header.columns[field]
        for field in _figures(data.folder(), form.code, forms.edition())
        if field in header.columns
    ]
    signs, sums = _signatures(data.folder()), _totals(data.folder())
    heads = [source.values(row) for row in range(max(header.first, 0), header.last + 1)]
    for row in range(header.last + 1, source.height):
        if source.values(row) in heads:
            rows.repeated.append(row)
            continue
        key = source.text(row, header.columns.get(form.key, -1)) if form.key in header.columns else ""
        is_whole = bool(key) and fold(key) in total_names
        known = bool(key) and not is_whole and is_known(key)
        has_figures = _has_figures(source, figures, row)
        if not known and _is_signature(source, form, header, row, signs) and not _has_numbers(source, header, row):
            rows.after_end.extend(_after_end(source, form, header, row + 1))
            rows = rows._replace(end=row)
            break
        if has_figures and not key and _is_zero_row(source, form, header, row):
            rows.zeros.append(row)
            continue
        if (
            not known
            and (is_whole or _is_total(source, header, row, key, sums))
            and not _has_own(source, form, header, row)
        ):
            rows.totals.append(row)
        elif (
            not known
            and not _has_own(source, form, header, row)
            and _is_section(source, form, header, row, has_figures, (is_counted, is_counted or is_named))
        ):
            rows.sections.append(row)
            rows.totals.extend([row] if has_figures else [])
        elif has_figures or _has_fields(source, header, row):
            rows.data.append(row)
    last = rows.data[-1] if rows.data else -1
    return rows._replace(sections=[row for row in rows.sections if row < last or row in rows.totals])


def _after_end(source: Source, form: Form, header: Header, first: int) -> list[int]:
    at = header.columns.get(form.key, -1)
    return [
        row
        for row in range(first, source.height)
        if at >= 0 and source.text(row, at) and _has_numbers(source, header, row)
    ]


def _is_zero_row(source: Source, form: Form, header: Header, row: int) -> bool:
    """No text in any column that names something, and no figure but 0."""
    values = [source.value(row, column) for column in header.columns.values()]
    return all(is_blank(value) or (not isinstance(value, str) and value == 0) for value in values)


def _has_own(source: Source, form: Form, header: Header, row: int) -> bool:
    """A date or a place of its own: what an event has, and never a total or a section."""
    fields = [column.field for column in form.columns if "date" in column.kind or column.field == "place"]
    return any(field in header.columns and not is_blank(source.value(row, header.columns[field])) for field in fields)


def _is_counted(source: Source, header: Header) -> bool:
    """Whether rows carry 1, 2, 3 … in STT, so that a Roman numeral there means a section."""
    if header.numbering is None:
        return False
    return any(_is_numbered(source, header, row) for row in range(header.last + 1, source.height))


def _is_named(source: Source, form: Form, header: Header, is_known: Callable[[str], bool]) -> bool:
    """Whether names of the catalogue stand without a marker, so that “I. …” before a name means a section."""
    at = header.columns.get(form.key, -1)
    keys = (source.text(row, at) for row in range(header.last + 1, source.height)) if at >= 0 else iter(())
    return any(key and is_known(key) and not _MARKED.match(key) for key in keys)


def _is_numbered(source: Source, header: Header, row: int) -> bool:
    """Whether STT holds a number: such a row is data, whatever its texts look like."""
    value = source.value(row, header.numbering) if header.numbering is not None else None
    return value.strip(" .)").isdecimal() if isinstance(value, str) else isinstance(value, int | float)


def _has_figures(source: Source, figures: list[int], row: int) -> bool:
    return any(not is_blank(source.value(row, column)) or source.is_empty_formula(row, column) for column in figures)


def _has_numbers(source: Source, header: Header, row: int) -> bool:
    """A number or date in any column of the form: what a signature block never has, wherever its texts stand."""
    values = (source.value(row, column) for column in header.columns.values())
    return any(value[:1].isdecimal() if isinstance(value, str) else value is not None for value in values)


def _has_fields(source: Source, header: Header, row: int) -> bool:
    return any(not is_blank(source.value(row, column)) for column in header.columns.values())


def _is_signature(
    source: Source, form: Form, header: Header, row: int, signs: tuple[tuple[str, ...], frozenset[str]]
) -> bool:
    starts, words = signs
    if _is_numbered(source, header, row):
        return False
    for at, text in source.texts(row):
        folded = fold(text)
        if folded in words or folded.startswith(starts):
            return True
        is_place = at != header.columns.get(form.key) or _PLACE.match(text)
        if source.filled(row) == 1 and is_place and _DATE_LINE.match(folded):
            return True  # beside anything else it is a date, or the title of an event
    return False


def _is_total(source: Source, header: Header, row: int, key: str, sums: tuple[frozenset[str], tuple[str, ...]]) -> bool:
    totals, starts = sums
    numbering = source.text(row, header.numbering) if header.numbering is not None else ""
    for text in (key, numbering) if key else (text for _, text in source.texts(row)):
        folded = without_parentheses(text)
        if folded in totals or folded.startswith(starts) or _PART_TOTAL.match(folded):
            return True
    return False


def _is_section(
    source: Source, form: Form, header: Header, row: int, has_figures: bool, is_marker: tuple[bool, bool]
) -> bool:
    """is_marker: whether a letter before figures means a section where it stands in STT, and where before the name."""
    if _is_numbered(source, header, row):
        return False
    key = source.text(row, header.columns[form.key]) if form.key in header.columns else ""
    numbering = source.text(row, header.numbering) if header.numbering is not None else ""
    at_name = header.columns.get(form.key, -1)
    if at_name >= 0 and not key and not is_blank(source.value(row, at_name)):
        return False  # a number where the name stands: no section has that, so it is asked about
    others = [column for column in header.columns.values() if column != header.numbering and source.text(row, column)]
    if not has_figures and not others and numbering:
        return True  # a heading written across the table
    in_numbering = bool(_MARKER.match(numbering) or _MARKED.match(numbering))
    in_key = bool(_MARKED.match(key)) and not (form.code != "BM3" and _UNIT_PREFIX.match(key))
    if has_figures:
        return (in_numbering and is_marker[0]) or (in_key and is_marker[1])
    return (in_numbering or in_key) and len(others) <= 1


@cache
def _figures(folder: str, code: str, edition: int) -> frozenset[str]:
    return frozenset(column.field for column in forms.form(code).columns if column.kind not in _TEXTS)


@cache
def _signatures(folder: str) -> tuple[tuple[str, ...], frozenset[str]]:
    return tuple(map(fold, forms.words("signatures"))), frozenset(map(fold, forms.words("signature_words")))


@cache
def _totals(folder: str) -> tuple[frozenset[str], tuple[str, ...]]:
    return frozenset(map(fold, forms.words("totals"))), tuple(map(fold, forms.words("total_starts")))
