"""Finds a form's header in a sheet by its labels, one to four levels, and which column is which field."""

import re
from functools import cache
from typing import NamedTuple

from etl import data, forms
from etl.forms import Column, Form
from etl.intake.source import Source
from etl.intake.text import fold

_ROWS = 120  # a title block is never longer
_LEVELS = 3  # rows of a header above or below its best one
_PARENTHESES = re.compile(r"\([^()]*\)")
_NUMBERING = re.compile(r"^\(?\s*(\d{1,2}|[A-Za-z])\s*\)?(\s*=.*)?$")


class Header(NamedTuple):
    """Where a table's header stands (0-based, inclusive) and its columns."""

    first: int
    last: int  # with the (1) (2) (3) row, where there is one
    columns: dict[str, int]  # field → column
    numbering: int | None  # the STT column
    extras: list[tuple[int, int, str]]  # row, column, label of columns that are no part of the form


def find_header(source: Source, form: Form, aliases: dict[str, str]) -> Header | None:
    """The header of `form`, or None where fewer than two of its columns are recognised.

    aliases: folded label → field, as confirmed by staff.
    """
    labels = labels_of(form, aliases)
    best = _best_row(source, form, labels)
    if best is None:
        return None
    first = last = best
    while first > 0 and best - first < _LEVELS and _is_level(source, first - 1, form, labels):
        first -= 1
    while last + 1 < source.height and last - best < _LEVELS and _is_level(source, last + 1, form, labels):
        last += 1
    return _mapped(source, form, labels, first, last)


def _best_row(source: Source, form: Form, labels: dict[str, Column]) -> int | None:
    """The row that names most fields; the search ends a few rows below one that names half of them."""
    enough = sum(1 for column in form.columns if column.field) / 2
    best, most = None, 1
    for row in range(min(_ROWS, source.height)):
        count = len(_fields(source, row, labels))
        if count > most:
            best, most = row, count
        if best is not None and most >= enough and row > best + _LEVELS:
            break
    return best


def count_labels(source: Source, form: Form) -> int:
    """How many of the form's fields one row of the sheet names, at best."""
    return max((len(_fields(source, row, labels_of(form, {}))) for row in range(min(_ROWS, source.height))), default=0)


def label_key(text: str) -> str:
    """A label as it is compared: folded, without what stands in parentheses."""
    return fold(_PARENTHESES.sub(" ", text)) or fold(text)


def labels_of(form: Form, aliases: dict[str, str]) -> dict[str, Column]:
    """Folded label → column: the form's own, and what staff confirmed on top."""
    fields = {column.field: column for column in form.columns}
    confirmed = {folded: fields[field] for folded, field in aliases.items() if field in fields}
    return _labels(data.folder(), form.code) | confirmed


def match_label(text: str, labels: dict[str, Column]) -> Column | None:
    """The column of the form that a heading names."""
    folded = fold(text)
    found = labels.get(folded) or labels.get(label_key(text))
    if found is None and ":" in text:
        found = labels.get(label_key(text.split(":", 1)[1]))
    return found


def _fields(source: Source, row: int, labels: dict[str, Column]) -> set[str]:
    matches = (match_label(text, labels) for _, text in source.texts(row))
    return {match.field for match in matches if match is not None and match.field}


def _is_level(source: Source, row: int, form: Form, labels: dict[str, Column]) -> bool:
    """Whether a row beside the header is one of its levels: half of its texts are labels or groups, and no number is in it."""
    texts = source.texts(row)
    if not texts or len(texts) < source.filled(row):
        return False
    groups = _groups(data.folder(), form.code)
    known = [text for _, text in texts if fold(text) in groups or match_label(text, labels) is not None]
    return 2 * len(known) >= len(texts)


def _mapped(source: Source, form: Form, labels: dict[str, Column], first: int, last: int) -> Header:
    columns: dict[str, int] = {}
    extras: list[tuple[int, int, str]] = []
    numbering: int | None = None
    for column in range(source.width(first, last)):
        levels = [(row, text) for row in range(last, first - 1, -1) if (text := source.text(row, column))]
        found = [match for _, text in levels if (match := match_label(text, labels)) is not None]
        if found and found[0].field and found[0].field not in columns:
            columns[found[0].field] = column
        elif found and not found[0].field:
            numbering = column if numbering is None else numbering
        elif levels and fold(levels[0][1]) not in _groups(data.folder(), form.code):
            extras.append((levels[0][0], column, levels[0][1]))
    last = last + 1 if _is_numbering(source, last + 1, columns.get(form.key)) else last
    return Header(first, last, columns, numbering, extras)


def _is_numbering(source: Source, row: int, key_column: int | None) -> bool:
    """The row (1) (2) (3) or A, B, 1, 2 under a header."""
    filled = [str(value).strip() for value in source.values(row) if value not in (None, "")]
    if len(filled) < 2 or not all(_NUMBERING.match(text) for text in filled):
        return False
    return key_column is None or bool(_NUMBERING.match(str(source.value(row, key_column) or "").strip()))


@cache
def _labels(folder: str, code: str) -> dict[str, Column]:
    """Folded label → column; a label before any alias, so that no alias takes another column's label."""
    columns = forms.form(code).columns
    labels: dict[str, Column] = {}
    for column in columns:
        labels.setdefault(label_key(column.label), column)
        labels.setdefault(fold(column.label), column)
    for column in columns:
        for alias in column.aliases:
            labels.setdefault(fold(alias), column)
            labels.setdefault(label_key(alias), column)
    return labels


@cache
def _groups(folder: str, code: str) -> frozenset[str]:
    return frozenset(fold(column.group) for column in forms.form(code).columns if column.group)
