"""Reads one form's table: header, rows, cells; rows come with their place, for checking and for the record."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from etl import forms
from etl.forms import Form
from etl.intake.a1 import address, letters
from etl.intake.report.cell import read_cell
from etl.intake.report.collector import Collector
from etl.intake.report.header import Header, find_header, labels_of, match_label
from etl.intake.report.number_formats import as_seen
from etl.intake.report.rows import Rows, sort_rows
from etl.intake.report.source import Source, is_blank
from etl.intake.values.dates import read_span
from etl.intake.values.text import fold

_LOOK_RIGHT, _LOOK_DOWN = 8, 60  # where the headings of a turned table are looked for
_FIGURES = ("count", "decimal", "date")
Row = dict[str, Any]  # field → value, and "row": the 1-based row of the sheet


class Table(NamedTuple):
    """A form as it was read. totals, sections: 0-based rows."""

    form: Form
    source: Source
    header: Header
    rows: list[Row]
    totals: list[int]
    sections: list[int]
    lines: Rows

    def place(self, row: Row, field: str) -> tuple[int, int] | None:
        """0-based row and column of a field, or None where the sheet lacks the column."""
        column = self.header.columns.get(field)
        return None if column is None else (row["row"] - 1, column)

    def is_bad(self, row: Row, field: str, collector: Collector) -> bool:
        """Whether the field's cell is in error."""
        return collector.is_bad(self.source.name, row["row"] - 1, self.header.columns.get(field))

    def add(self, collector: Collector, code: str, reason: str, row: Row, field: str, **params: Any) -> None:
        """A finding at a field of a row."""
        place = self.place(row, field)
        if place is not None:
            collector.add(code, reason, self.source.name, *place, self.source.value(*place), **params)

    def letters(self) -> dict[str, str]:
        """Field → column letter."""
        return {field: letters(column) for field, column in self.header.columns.items()}


def read_table(
    source: Source,
    form: Form,
    aliases: dict[str, str],
    is_known: Callable[[str], bool],
    collector: Collector,
    total_names: frozenset[str] = frozenset(),
    choices: Mapping[str, str] = MappingProxyType({}),
) -> Table:
    """The table of a form; E04 for missing columns, E07 and E08 for cells that are not of their kind."""
    header = find_header(source, form, aliases) or Header(-1, source.height, {}, None, [], [])
    _missing_columns(source, form, header, collector)
    for row_at, column_at, of in header.other_units:
        value = source.value(row_at, column_at)
        collector.add("E07", "other_unit", source.name, row_at, column_at, value, label=of.label)
    sorted_rows = sort_rows(source, form, header, is_known, total_names)
    header = _chosen_columns(source, form, header, choices, collector)
    _check_readings(source, form, header, sorted_rows, collector)
    table = Table(form, source, header, [], sorted_rows.totals, sorted_rows.sections, sorted_rows)
    columns = [column for column in form.columns if column.field in header.columns]
    for at in sorted_rows.data:
        row: Row = {"row": at + 1}
        for column in columns:
            top = source.top(at, header.columns[column.field]) if column.field in form.row_needs else at
            at_column = header.columns[column.field]
            value = read_cell(source, top, at_column, column, collector)
            row[column.field] = as_seen(source, top, at_column, column, value, collector) if source.looks else value
        _fill_span(table, row)
        table.rows.append(row)
        for field in form.row_needs:
            if row.get(field) is None:
                label = next(column.label for column in form.columns if column.field == field)
                table.add(collector, "E07", "needed_blank", row, field, label=label)
    _check_turned_dates(table, collector)
    return table


def _check_turned_dates(table: Table, collector: Collector) -> None:
    """W07 at dates of day 1 to 12 where every date written as text has a day beyond 12: a program has turned the others
    round.
    """
    fields = [column.field for column in table.form.columns if column.kind == "date"]
    texts: list[tuple[date, tuple[int, int]]] = []
    real: list[tuple[date, tuple[int, int]]] = []
    for row in table.rows:
        for field in fields:
            place, day = table.place(row, field), row.get(field)
            if place and day:
                is_text = isinstance(table.source.value(*place), str)
                (texts if is_text else real).append((date.fromisoformat(day), place))
    if (
        len(texts) < 2
        or len(real) < 2
        or any(day.day <= 12 for day, _ in texts)
        or any(day.day > 12 for day, _ in real)
    ):
        return
    for day, place in real:
        other = f"{day.month:02d}/{day.day:02d}/{day.year}"
        collector.add("W07", "date_turned", table.source.name, *place, table.source.value(*place), other=other)


def _chosen_columns(
    source: Source, form: Form, header: Header, choices: Mapping[str, str], collector: Collector
) -> Header:
    """The header with the columns that staff chose where a field has several; each choice is told (W12)."""
    columns, settled, extras = dict(header.columns), set(), list(header.extras)
    for field, first in header.columns.items():
        options = _options(source, header, field)
        key = choices.get(_question(source, field))
        at = next((at for at in (first, *_others(header, field)) if letters(at) == key), None)
        if at is None or len(options) < 2:
            continue
        columns[field] = at
        settled.add(field)
        if at != first:
            extras = [extra for extra in extras if extra[1] != at] + [
                (header.last, first, source.text(header.last, first))
            ]
        row = next((row for row, column, _ in (*header.doubles, *header.beneath) if column == at), header.last)
        label = next(column.label for column in form.columns if column.field == field)
        collector.add(
            "W12",
            "column_chosen",
            source.name,
            row,
            at,
            source.value(row, at),
            label=label,
            chosen=key,
            question=_question(source, field),
            options=options,
        )
    doubles = [double for double in header.doubles if double[2] not in settled]
    beneath = [words for words in header.beneath if words[2].field not in settled]
    return header._replace(columns=columns, extras=extras, doubles=doubles, beneath=beneath)


def _question(source: Source, field: str) -> str:
    return f"column:{source.name}:{field}"


def _others(header: Header, field: str) -> list[int]:
    """Columns that could be the field as well as the one that was found: of the same label, or beside it under the
    label.
    """
    doubles = [column for _, column, of in header.doubles if of == field]
    if not any(of.field == field for _, _, of in header.beneath):
        return doubles
    first, taken = header.columns[field], {*header.columns.values(), *(at for _, at, _ in header.extras)}
    following = [
        at for _, at, _ in header.extras if at > first and not any(first < c < at for c in header.columns.values())
    ]
    return [*doubles, *(at for at in following if at in taken)]


def _options(source: Source, header: Header, field: str) -> list[dict[str, str]]:
    """What staff choose from: column letter, place and words of each heading."""
    found = []
    for at in (header.columns[field], *_others(header, field)):
        words = [text for row in range(header.first, header.last + 1) if (text := source.text(row, at))]
        row = next((row for row in range(header.last, header.first - 1, -1) if source.text(row, at)), header.first)
        found.append({"key": letters(at), "sheet": source.name, "cell": address(row, at), "label": " – ".join(words)})
    return found


def _check_readings(source: Source, form: Form, header: Header, rows: Rows, collector: Collector) -> None:
    """E12 where the table can be read in two ways; W12 where something stands there that nobody sees or counts."""
    labels = {column.field: column for column in form.columns}
    for row, column, of in header.beneath:
        collector.add(
            "E12",
            "words_beneath",
            source.name,
            row,
            column,
            source.value(row, column),
            label=of.label,
            question=_question(source, of.field),
            options=_options(source, header, of.field),
        )
    for row, column, field in header.doubles:
        first = header.columns.get(field)
        if first is not None and _differ(source, rows.data, first, column, labels[field].kind):
            value, at = source.value(row, column), address(row, first)
            collector.add(
                "E12",
                "two_columns",
                source.name,
                row,
                column,
                value,
                label=labels[field].label,
                first=at,
                question=_question(source, field),
                options=_options(source, header, field),
            )
    for row, column, words, of in header.foreign:
        value = source.value(row, column)
        collector.add("W12", "heading_words", source.name, row, column, value, words=words, label=of.label)
    _check_unit_lines(source, form, header, collector)
    _check_hidden(source, header, rows, collector)
    _check_merged(source, form, header, rows, collector)
    _tell_totals(source, form, header, rows, collector)
    for row in rows.after_end:
        column = header.columns[form.key]
        collector.add("W12", "row_after_end", source.name, row, column, source.value(row, column))


def _tell_totals(source: Source, form: Form, header: Header, rows: Rows, collector: Collector) -> None:
    """W12 at a total in words of its own, where rows are named by words of their own too: it could be one of them."""
    at = next((header.columns.get(c.field) for c in form.columns if c.field == form.key and c.kind == "text"), None)
    plain = set(map(fold, forms.words("totals")))
    for row in rows.totals if at is not None else ():
        text = source.text(row, at or 0)
        if text and fold(text) not in plain:
            collector.add("W12", "row_as_total", source.name, row, at, text)


def _differ(source: Source, rows: list[int], first: int, second: int, kind: str) -> bool:
    """Whether two columns of one field say two things.

    A column of words beside figures is no second reading of them.
    """
    pairs = [(source.value(row, first), source.value(row, second)) for row in rows]
    if kind in ("count", "decimal", "date") and all(isinstance(other, str) or other is None for _, other in pairs):
        pairs = [(value, other) for value, other in pairs if other is not None and other[:1].isdigit()]  # type: ignore
    return any(value != other for value, other in pairs)


def _check_unit_lines(source: Source, form: Form, header: Header, collector: Collector) -> None:
    """E07 at a line over the table, “Đơn vị tính: nghìn đồng”, that names another unit than the form's."""
    for row in range(max(header.first, 0)):
        for at, text in source.texts(row):
            said = next((fold(text[len(word) :]) for word in forms.words("unit_lines") if _starts(text, word)), "")
            for column in form.columns:
                if said and column.field in header.columns and said in map(fold, column.other_units):
                    collector.add("E07", "other_unit", source.name, row, at, text, label=column.label)


def _starts(text: str, word: str) -> bool:
    return fold(text[: len(word)]) == fold(word)


def _check_hidden(source: Source, header: Header, rows: Rows, collector: Collector) -> None:
    """W12 at the first cell of a row or column that is hidden and read all the same."""
    for row in rows.data:
        if row in source.hidden_rows:
            collector.add("W12", "row_hidden", source.name, row, 0, source.value(row, 0), number=row + 1)
    for column in header.columns.values():
        if column in source.hidden_columns:
            top = source.value(header.first, column)
            collector.add("W12", "column_hidden", source.name, 0, column, top, letters=letters(column))
    inside = set(header.columns.values())
    struck = sorted(place for place in source.struck if place[1] in inside and not is_blank(source.value(*place)))
    for row in rows.data if struck else ():  # once a row, at its first such cell
        for place in [place for place in struck if place[0] == row][:1]:
            collector.add("W12", "cell_struck", source.name, *place, source.value(*place))
    for row, column in sorted(source.marked):
        if row in rows.data and column in header.columns.values():
            collector.add("W12", "marks_left_out", source.name, row, column, source.value(row, column))


def _check_merged(source: Source, form: Form, header: Header, rows: Rows, collector: Collector) -> None:
    """One figure over several rows or columns of the table is two readings; what a merge covers is told."""
    figures = {header.columns[c.field]: c for c in form.columns if c.kind in _FIGURES and c.field in header.columns}
    data_rows = set(rows.data)
    for top, left, bottom, right in source.merged:
        if is_blank(source.value(top, left)) or right - left > 100 or top not in data_rows:
            continue
        spanned = [column for column in range(left, right + 1) if column in figures]
        over_rows = sum(1 for row in range(top, min(bottom, source.height) + 1) if row in data_rows)
        if spanned and left in figures and (len(spanned) > 1 or over_rows > 1):
            value = source.value(top, left)
            area = f"{address(top, left)}:{address(bottom, right)}"
            collector.add("E12", "figure_merged", source.name, top, left, value, area=area, label=figures[left].label)
    known = set(header.columns.values())
    for row, column, value in source.covered:
        if row in data_rows and column in known:
            collector.add("W12", "covered", source.name, row, column, value)


def _missing_columns(source: Source, form: Form, header: Header, collector: Collector) -> None:
    place = _transposed(source, form) if header.first < 0 else None
    if place is not None:
        collector.add("E04", "table_transposed", source.name, *place, source.value(*place), form=form.code)
        return
    at = next((column for column, _ in source.texts(header.first)), 0) if header.first >= 0 else None
    for column in form.columns:
        if column.required and column.field not in header.columns:
            finding: dict[str, Any] = {"form": form.code, "label": column.label}
            if at is None:
                collector.add("E04", "column_missing", **finding)
            else:  # several columns may be missing at the one place: each is named
                collector.add_all("E04", "column_missing", source.name, address(header.first, at), **finding)


def _transposed(source: Source, form: Form) -> tuple[int, int] | None:
    """The first heading of a table whose headings stand below each other; None where it is none."""
    labels = labels_of(form, {})
    for at in range(min(_LOOK_RIGHT, source.width(0, source.height - 1) if source.height else 0)):
        rows = [row for row in range(min(_LOOK_DOWN, source.height)) if match_label(source.text(row, at), labels)]
        if len(rows) >= max(3, len([column for column in form.columns if column.field]) // 2):
            return rows[0], at
    return None


def _fill_span(table: Table, row: Row) -> None:
    """A month in “from” alone is the whole window: its last day is the window's end."""
    place = table.place(row, "planned_from")
    if place and row.get("planned_from") and row.get("planned_to") is None and "planned_to" in table.header.columns:
        span = read_span(table.source.value(*place) if not table.source.text(*place) else table.source.text(*place))
        if span and span.first != span.last:
            row["planned_to"] = span.last.isoformat()
