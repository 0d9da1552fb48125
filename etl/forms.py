"""The reporting workbook's sheets, columns and choice words, from data/forms.toml."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any, NamedTuple

from etl import data
from etl.intake.values.text import fold


class Column(NamedTuple):
    """One column of a form, or one line of TT."""

    field: str  # "" where the column is not kept
    label: str
    aliases: tuple[str, ...]
    group: str  # the heading above it, or ""
    kind: str  # text | count | decimal | date | planned_date | choice | name | code | ignored
    required: bool
    part_of: str  # the field whose part this count is, or ""
    is_cumulative: bool  # counted from 1 January, never lower in a later period
    since: int  # the edition of the forms that brought it
    other_units: tuple[str, ...]  # that a heading may say in parentheses and that would change every figure under it


class Form(NamedTuple):
    """One sheet of the workbook."""

    code: str
    title: str
    sheet_names: tuple[str, ...]
    columns: tuple[Column, ...]
    key: str  # the field that names a row
    row_needs: tuple[str, ...]  # fields without which a row means nothing
    is_optional: bool


_read_as: ContextVar[int | None] = ContextVar("read_as", default=None)


@contextmanager
def read_as(number: int | None) -> Iterator[None]:
    """The forms as they were in that edition; None: the newest. What was accepted then is read as it was then."""
    token = _read_as.set(number)
    try:
        yield
    finally:
        _read_as.reset(token)


def edition() -> int:
    """The edition of the forms that counts here."""
    return _read_as.get() or newest()


def newest() -> int:
    """The edition that templates and new reports have."""
    return int(data.read_toml("forms.toml")["edition"])


def form(code: str) -> Form:
    """The form TT, BM1 … BM4."""
    return forms()[code]


def info_fields() -> list[str]:
    """Fields of TT besides those that say which report it is."""
    return [column.field for column in form("TT").columns if column.field not in ("plan_year", "period", "unit")]


def forms() -> dict[str, Form]:
    """All forms by code, in the order of the workbook."""
    return _forms(data.folder(), edition())


def choices(field: str) -> dict[str, str]:
    """Stored value → the word the template prints."""
    return {value: words[0] for value, words in data.read_toml("forms.toml")["choices"][field].items()}


def choice_words(field: str) -> dict[str, list[str]]:
    """Stored value → every word people use for it."""
    return data.read_toml("forms.toml")["choices"][field]


def units(field: str) -> frozenset[str]:
    """Folded unit words that may stand behind a number of this field and change nothing."""
    return _units(data.folder(), field)


def words(name: str) -> list[str]:
    """One of the word lists: own_sheets, totals, total_of_section, signatures."""
    return data.read_toml("forms.toml")[name]


@cache
def _units(folder: str, field: str) -> frozenset[str]:
    return frozenset(map(fold, data.read_toml("forms.toml")["units"].get(field, ())))


@cache
def _forms(folder: str, edition: int) -> dict[str, Form]:
    return {code: _form(code, sheet, edition) for code, sheet in data.read_toml("forms.toml")["sheets"].items()}


def _form(code: str, sheet: dict[str, Any], edition: int) -> Form:
    return Form(
        code=code,
        title=sheet["title"],
        sheet_names=tuple(sheet["names"]),
        columns=tuple(_column(row) for row in sheet["columns"] if row.get("since", 1) <= edition),
        key=sheet.get("key", ""),
        row_needs=tuple(sheet.get("row_needs", ())),
        is_optional=sheet.get("optional", False),
    )


def _column(row: dict[str, Any]) -> Column:
    return Column(
        row["field"],
        row["label"],
        tuple(row.get("aliases", ())),
        row.get("group", ""),
        row["kind"],
        row.get("required", False),
        row.get("part_of", ""),
        row.get("cumulative", False),
        row.get("since", 1),
        tuple(row.get("other_units", ())),
    )
