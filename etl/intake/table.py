"""Reads one form's table: header, rows, cells; rows come with their place, for checking and for the record."""

from collections.abc import Callable
from typing import Any, NamedTuple

from etl.forms import Form
from etl.intake.cell import read_cell
from etl.intake.collector import Collector, a1, letter
from etl.intake.dates import read_span
from etl.intake.header import Header, find_header
from etl.intake.rows import sort_rows
from etl.intake.source import Source

Row = dict[str, Any]  # field → value, and "row": the 1-based row of the sheet


class Table(NamedTuple):
    """A form as it was read. totals, sections: 0-based rows."""

    form: Form
    source: Source
    header: Header
    rows: list[Row]
    totals: list[int]
    sections: list[int]

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
        return {field: letter(column) for field, column in self.header.columns.items()}


def read_table(
    source: Source, form: Form, aliases: dict[str, str], is_known: Callable[[str], bool], collector: Collector
) -> Table:
    """The table of a form; E04 for missing columns, E07 and E08 for cells that are not of their kind."""
    header = find_header(source, form, aliases) or Header(-1, source.height, {}, None, [], [])
    _missing_columns(source, form, header, collector)
    for row_at, column_at, of in header.other_units:
        value = source.value(row_at, column_at)
        collector.add("E07", "other_unit", source.name, row_at, column_at, value, label=of.label)
    sorted_rows = sort_rows(source, form, header, is_known)
    table = Table(form, source, header, [], sorted_rows.totals, sorted_rows.sections)
    columns = [column for column in form.columns if column.field in header.columns]
    for at in sorted_rows.data:
        row: Row = {"row": at + 1}
        for column in columns:
            top = source.top(at, header.columns[column.field]) if column.field in form.row_needs else at
            row[column.field] = read_cell(source, top, header.columns[column.field], column, collector)
        _fill_span(table, row)
        table.rows.append(row)
        for field in form.row_needs:
            if row.get(field) is None:
                label = next(column.label for column in form.columns if column.field == field)
                table.add(collector, "E07", "needed_blank", row, field, label=label)
    return table


def _missing_columns(source: Source, form: Form, header: Header, collector: Collector) -> None:
    at = next((column for column, _ in source.texts(header.first)), 0) if header.first >= 0 else None
    for column in form.columns:
        if column.required and column.field not in header.columns:
            finding: dict[str, Any] = {"form": form.code, "label": column.label}
            if at is None:
                collector.add("E04", "column_missing", **finding)
            else:  # several columns may be missing at the one place: each is named
                collector.add_all("E04", "column_missing", source.name, a1(header.first, at), **finding)


def _fill_span(table: Table, row: Row) -> None:
    """A month in “from” alone is the whole window: its last day is the window's end."""
    place = table.place(row, "planned_from")
    if place and row.get("planned_from") and row.get("planned_to") is None and "planned_to" in table.header.columns:
        span = read_span(table.source.value(*place) if not table.source.text(*place) else table.source.text(*place))
        if span and span.first != span.last:
            row["planned_to"] = span.last.isoformat()
