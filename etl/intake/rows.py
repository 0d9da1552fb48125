"""Tells the rows of a table apart: data, totals, sections; and where the table ends."""

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from etl import data, forms
from etl.forms import Form
from etl.intake.header import Header
from etl.intake.source import Source, is_blank
from etl.intake.text import fold

_TEXTS = ("text", "name", "code", "choice", "ignored")
_MARKER = re.compile(r"^(?:[IVXLC]+|[A-ZĐ])\s*[.)]?$")
_MARKED = re.compile(r"^(?:[IVXLC]+|[A-ZĐ])\s*[.)/-]\s*\S")
_DATE_LINE = re.compile(r"^(?:.* )?ngay(?: \d+)? thang(?: \d+)? nam(?: \d+)?$")


class Rows(NamedTuple):
    """Row numbers, 0-based. totals: a total or section row with figures; sections: every section row."""

    data: list[int]
    totals: list[int]
    sections: list[int]


def sort_rows(source: Source, form: Form, header: Header, is_known: Callable[[str], bool]) -> Rows:
    """The rows below the header. is_known: whether a text is a name of the catalogue, which is never a total or a section."""
    rows = Rows([], [], [])
    is_counted = _is_counted(source, header)
    figures = [header.columns[field] for field in _figures(data.folder(), form.code) if field in header.columns]
    signs, sums = _signatures(data.folder()), _totals(data.folder())
    for row in range(header.last + 1, source.height):
        key = source.text(row, header.columns.get(form.key, -1)) if form.key in header.columns else ""
        known = bool(key) and is_known(key)
        has_figures = _has_figures(source, figures, row)
        if not known and _is_signature(source, row, signs) and not _has_numbers(source, header, row):
            break
        if not known and _is_total(source, header, row, key, sums):
            rows.totals.append(row)
        elif not known and _is_section(source, header, row, key, has_figures, is_counted):
            rows.sections.append(row)
            rows.totals.extend([row] if has_figures else [])
        elif has_figures or _has_fields(source, header, row):
            rows.data.append(row)
    return rows


def _is_counted(source: Source, header: Header) -> bool:
    """Whether rows carry 1, 2, 3 … in STT, so that a Roman numeral there means a section."""
    if header.numbering is None:
        return False
    cells = (source.value(row, header.numbering) for row in range(header.last + 1, source.height))
    return any(isinstance(cell, int | float) or (isinstance(cell, str) and cell.strip().isdigit()) for cell in cells)


def _has_figures(source: Source, figures: list[int], row: int) -> bool:
    return any(not is_blank(source.value(row, column)) or source.is_empty_formula(row, column) for column in figures)


def _has_numbers(source: Source, header: Header, row: int) -> bool:
    """A number or date in any column of the form: what a signature block never has, wherever its texts stand."""
    values = (source.value(row, column) for column in header.columns.values())
    return any(value[:1].isdigit() if isinstance(value, str) else value is not None for value in values)


def _has_fields(source: Source, header: Header, row: int) -> bool:
    return any(not is_blank(source.value(row, column)) for column in header.columns.values())


def _is_signature(source: Source, row: int, signs: tuple[tuple[str, ...], frozenset[str]]) -> bool:
    starts, words = signs
    for _, text in source.texts(row):
        folded = fold(text)
        if folded in words or folded.startswith(starts) or _DATE_LINE.match(folded):
            return True
    return False


def _is_total(source: Source, header: Header, row: int, key: str, sums: tuple[frozenset[str], tuple[str, ...]]) -> bool:
    totals, starts = sums
    numbering = source.text(row, header.numbering) if header.numbering is not None else ""
    for text in (key, numbering):
        folded = fold(re.sub(r"\([^()]*\)", " ", text))
        if folded in totals or folded.startswith(starts):
            return True
    return False


def _is_section(source: Source, header: Header, row: int, key: str, has_figures: bool, is_counted: bool) -> bool:
    numbering = source.text(row, header.numbering) if header.numbering is not None else ""
    others = [column for column in header.columns.values() if column != header.numbering and source.text(row, column)]
    if not has_figures and not others and numbering:
        return True  # a heading written across the table
    marked = bool(_MARKER.match(numbering) or _MARKED.match(key) or _MARKED.match(numbering))
    return marked and ((not has_figures and len(others) <= 1) or (has_figures and is_counted))


@cache
def _figures(folder: str, code: str) -> frozenset[str]:
    return frozenset(column.field for column in forms.form(code).columns if column.kind not in _TEXTS)


@cache
def _signatures(folder: str) -> tuple[tuple[str, ...], frozenset[str]]:
    return tuple(map(fold, forms.words("signatures"))), frozenset(map(fold, forms.words("signature_words")))


@cache
def _totals(folder: str) -> tuple[frozenset[str], tuple[str, ...]]:
    return frozenset(map(fold, forms.words("totals"))), tuple(map(fold, forms.words("total_starts")))
