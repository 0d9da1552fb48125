"""Finds a form's header in a sheet by its labels, one to four levels, and which column is which field."""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from etl import data, forms
from etl.forms import Column, Form
from etl.intake.report.source import Source
from etl.intake.values.text import fold

_ROWS = 120  # a title block is never longer
_RATES = frozenset("%‰")  # a heading with one of these has no counts under it
_LEVELS = 3  # rows of a header above or below its best one
_PARENTHESES = re.compile(r"\([^()]*\)")
_NUMBERING = re.compile(r"^\(?\s*-?(\d{1,2}|[A-Za-z])\s*\)?(\s*=.*)?$")  # typed, “(1)” becomes -1


class Header(NamedTuple):
    """Where a table's header stands (0-based, inclusive) and its columns."""

    first: int
    last: int  # with the (1) (2) (3) row, where there is one
    columns: dict[str, int]  # field → column
    numbering: int | None  # the STT column
    extras: list[tuple[int, int, str]]  # row, column, label of columns that are no part of the form
    other_units: list[
        tuple[int, int, Column]
    ]  # row, column of headings whose figures are in another unit; they are not read
    doubles: list[tuple[int, int, str]] = []  # row, column, field of a second column for a field
    foreign: list[tuple[int, int, str, Column]] = []  # row, column, words in a heading's brackets that nobody knows
    ignored: list[int] = []  # columns of the form that are not kept: STT, the indicator's own words
    beneath: list[tuple[int, int, Column]] = []  # row, column of words under a label that the form does not know


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


@lru_cache(maxsize=20_000)
def label_key(text: str) -> str:
    """A label as it is compared: folded, without what stands in parentheses."""
    return without_parentheses(text) or fold(text)


def without_parentheses(text: str) -> str:
    """The folded text without what stands in parentheses."""
    return fold(_PARENTHESES.sub(" ", text) if "(" in text else text)


def labels_of(form: Form, aliases: dict[str, str]) -> dict[str, Column]:
    """Folded label → column: the form's own, and what staff confirmed on top."""
    fields = {column.field: column for column in form.columns}
    confirmed = {folded: fields[field] for folded, field in aliases.items() if field in fields}
    return _labels(data.folder(), form.code, forms.edition()) | confirmed


def match_label(text: str, labels: dict[str, Column]) -> Column | None:
    """The column of the form that a heading names."""
    folded = fold(text)
    found = labels.get(folded) or labels.get(label_key(text))
    if found is None and ":" in text:
        found = labels.get(label_key(text.split(":", 1)[1]))
    return found


def says_other_unit(text: str, column: Column) -> bool:
    """Whether a heading's brackets say that other figures stand under it: “Kinh phí (đồng)” for millions, “(riêng quý
    II)”.
    """
    if column.kind not in ("count", "decimal"):
        return False
    if set(text) & _RATES - set(column.label):
        return True
    if "(" not in text:
        return False
    parts = [part.strip("()") for part in _PARENTHESES.findall(text)]
    said = {fold(part) for part in parts}
    if not said.isdisjoint(map(fold, column.other_units)):
        return True
    scales, counts = forms.words("other_scales"), forms.words("other_counts")
    words = {fold(word) for word in scales if fold(word)}
    return bool(said & words) or any(f" {fold(word)} " in f" {part} " for part in said for word in counts)


def foreign_words(text: str, column: Column) -> str:
    """What a heading's brackets say beyond what is known to change nothing; "" where there is nothing."""
    if column.kind not in ("count", "decimal", "date", "planned_date"):
        return ""
    own = {fold(part.strip("()")) for part in _PARENTHESES.findall(column.label)}
    harmless = own | {fold(word) for word in (*forms.words("heading_words"), column.group)}
    for part in _PARENTHESES.findall(text):
        folded = fold(part.strip("()"))
        if folded not in harmless and not folded.startswith("tinh den") and not _NUMBERING.match(part) and folded:
            return part.strip("() ")
    return ""


def _fields(source: Source, row: int, labels: dict[str, Column]) -> set[str]:
    matches = (match_label(text, labels) for _, text in source.texts(row))
    return {match.field for match in matches if match is not None and match.field}


def _is_level(source: Source, row: int, form: Form, labels: dict[str, Column]) -> bool:
    """Whether a row beside the header is one of its levels: half of its texts are labels or groups, and no number is in
    it.
    """
    texts = source.texts(row)
    if not texts or len(texts) < source.filled(row):
        return False
    groups = _groups(data.folder(), form.code, forms.edition())
    known = [
        text
        for column, text in texts
        if fold(text) in groups
        or match_label(text, labels) is not None
        or _match_joined(source, row, column, text, labels) is not None
    ]
    return 2 * len(known) >= len(texts)


def _match_joined(source: Source, row: int, at: int, text: str, labels: dict[str, Column]) -> Column | None:
    """What a heading names together with the one above it: “Kế hoạch” over “từ ngày”, “đến ngày”."""
    above = next((found for column in range(at, -1, -1) if (found := source.text(row - 1, column))), "") if row else ""
    if not above or _NUMBERING.match(text):
        return None
    return match_label(f"{above} {text}", labels) or match_label(f"{text} {above}", labels)


def _mapped(source: Source, form: Form, labels: dict[str, Column], first: int, last: int) -> Header:
    headings = {
        column: levels
        for column in range(source.width(first, last))
        if (levels := [(row, text) for row in range(last, first - 1, -1) if (text := source.text(row, column))])
    }
    named = {column: _named(source, first, column, levels, labels) for column, levels in headings.items()}
    columns: dict[str, int] = {}
    # Labels before aliases: “Cơ sở Hội” is the name, though “Đơn vị” stands before it. Other units only where nothing
    # else is.
    ranks = {column: _rank(found, text) for column, (found, text) in named.items()}
    for column in sorted(ranks, key=ranks.__getitem__):
        if (found := named[column][0]) and found.field:
            columns.setdefault(found.field, column)
    other_units = [
        (headings[at][0][0], at, found) for at in columns.values() if (found := named[at][0]) and ranks[at] == 2
    ]
    extras, numbering = [], None
    doubles = [
        (headings[at][0][0], at, found.field)
        for at, (found, _) in named.items()
        if found
        and found.field
        and columns[found.field] != at
        and ranks[at] < 2
        and (ranks[at] == ranks[columns[found.field]] or found.kind in ("count", "decimal", "date"))
    ]
    beneath = [
        (row, at, found)
        for field, at in columns.items()
        if (found := named[at][0]) and found.kind in ("count", "decimal")
        for row, text in headings[at]
        if row > _level_of(named[at][1], headings[at]) and not _is_harmless(text, form)
    ]
    for column, (found, _) in named.items():
        if found and not found.field:
            numbering = column if numbering is None else numbering
        elif (not found or columns[found.field] != column) and fold(headings[column][0][1]) not in _groups(
            data.folder(), form.code, forms.edition()
        ):
            extras.append((headings[column][0][0], column, headings[column][0][1]))
    left = min(headings, default=0) - 1
    if numbering is None and left >= 0:
        numbering = left  # numbers stand there, though nothing says STT
    last = last + 1 if _is_numbering(source, last + 1, columns.get(form.key)) else last
    for _, _, other in other_units:
        del columns[other.field]
    ignored = [column for column, (found, _) in named.items() if found and not found.field]
    foreign = [
        (headings[at][0][0], at, words, found)
        for at in columns.values()
        if (found := named[at][0]) and (words := foreign_words(named[at][1], found))
    ]
    return Header(first, last, columns, numbering, extras, other_units, doubles, foreign, ignored, beneath)


def _level_of(text: str, levels: list[tuple[int, str]]) -> int:
    """The row of the heading that named the column; of one that took two levels, the lower."""
    return next((row for row, other in levels if other == text), levels[0][0])


def _is_harmless(text: str, form: Form) -> bool:
    """Words under a label that change nothing: its number, or the heading of a group."""
    return bool(_NUMBERING.match(text)) or fold(text) in _groups(data.folder(), form.code, forms.edition())


def _rank(found: Column | None, text: str) -> int:
    if found is None or says_other_unit(text, found):
        return 2
    return 0 if label_key(text) == label_key(found.label) else 1


def _named(
    source: Source, first: int, at: int, levels: list[tuple[int, str]], labels: dict[str, Column]
) -> tuple[Column | None, str]:
    """The column of the form that headings name, the lowest first, each alone and then with the one above; and the
    words.
    """
    for _, text in levels:
        if (found := match_label(text, labels)) is not None:
            return found, text
    for row, text in levels:
        if row > first and (found := _match_joined(source, row, at, text, labels)) is not None:
            return found, found.label
    return None, ""


def _is_numbering(source: Source, row: int, key_column: int | None) -> bool:
    """The row (1) (2) (3) or A, B, 1, 2 under a header."""
    filled = [str(value).strip() for value in source.values(row) if value not in (None, "")]
    if len(filled) < 2 or not all(_NUMBERING.match(text) for text in filled):
        return False
    return key_column is None or bool(_NUMBERING.match(str(source.value(row, key_column) or "").strip()))


@cache
def _labels(folder: str, code: str, edition: int) -> dict[str, Column]:
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
def _groups(folder: str, code: str, edition: int) -> frozenset[str]:
    return frozenset(fold(column.group) for column in forms.form(code).columns if column.group)
