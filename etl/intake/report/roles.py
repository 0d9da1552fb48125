"""What each visible cell of a form's sheet is: nothing that a person sees is passed over.

Rules: docs/rules/forms.md, Accounting.

Roles: title, heading, figure, total, section, signature, note, unread. A cell without a known role is unread, and told
(W12).
"""

from etl import forms
from etl.intake.a1 import Place, address
from etl.intake.report.collector import Collector
from etl.intake.report.info import Info, is_label
from etl.intake.report.source import Source, is_blank
from etl.intake.report.table import Table
from etl.intake.values.text import fold

Roles = dict[Place, str]
_COLUMNS = 100  # more than a form has: a larger number among headings is no column's


def roles_of_table(table: Table) -> Roles:
    """Every filled cell of a form's sheet → its role."""
    header, rows = table.header, table.lines
    if header.first < 0:
        return dict.fromkeys(_filled(table.source), "unread")
    columns = {
        *header.columns.values(),
        *header.ignored,
        *(at for _, at, _ in header.extras),
        *(at for _, at, _ in header.other_units),
    }
    if header.numbering is not None:
        columns.add(header.numbering)
    by_row = dict.fromkeys(rows.data, "figure") | {row: "total" for row in rows.totals if row not in rows.sections}
    by_row |= dict.fromkeys(rows.sections, "section") | dict.fromkeys(rows.repeated, "heading")
    by_row |= dict.fromkeys(rows.zeros, "note")
    fields = set(header.columns.values()) | {header.numbering}
    found: Roles = {}
    for row, column in _filled(table.source):
        if row < header.first:
            role = "title"
        elif row <= header.last or row in rows.repeated:
            role = "heading" if _is_heading(table.source, row, column, columns) else "unread"
        elif rows.end is not None and row >= rows.end:
            role = "unread" if row in rows.after_end else "signature"
        elif row in by_row:
            role = by_row[row] if column in columns or by_row[row] == "section" else "unread"
            role = "note" if role == "figure" and column not in fields else role
        else:
            role = "note" if _is_note(table.source.text(row, column)) else "unread"
        found[row, column] = role
    return found


def roles_of_info(source: Source, info: Info) -> Roles:
    """Every filled cell of TT → its role: what stands above the first label is title."""
    values = {cell for _, cell in info.cells.values()}
    labels = {place for place in _filled(source) if is_label(source.text(*place))}
    first = min((row for row, _ in labels), default=source.height)
    signed = next((row for row in range(first, source.height) if _is_signed(source, row)), source.height)
    found: Roles = {}
    for row, column in _filled(source):
        if (row, column) in labels:
            role = "heading"
        elif address(row, column) in values:
            role = "figure"
        elif row < first:
            role = "title"
        elif row >= signed:
            role = "signature"
        else:
            text = source.text(row, column)
            role = (
                "note"
                if _is_note(text) or text in ("*", "(*)", ":") or column < _first_label(labels, row)
                else "unread"
            )
        found[row, column] = role
    return found


def tell_unread(source: Source, roles: Roles, known: set[Place], collector: Collector) -> None:
    """W12 at each cell that nothing was made of. known: cells that another finding names already."""
    for (row, column), role in sorted(roles.items()):
        if role == "unread" and (row, column) not in known and not collector.is_bad(source.name, row, column):
            collector.add("W12", "cell_unread", source.name, row, column, source.value(row, column))


def _filled(source: Source) -> list[Place]:
    return [
        (row, column)
        for row in range(source.height)
        for column, value in enumerate(source.values(row))
        if not is_blank(value)
    ]


def _is_heading(source: Source, row: int, column: int, columns: set[int]) -> bool:
    """Words are headings, each read or told by its column; a number there is a column's own number, or a year nobody
    read.
    """
    value = source.value(row, column)
    return isinstance(value, str) or (column in columns and isinstance(value, int | float) and abs(value) < _COLUMNS)


def _is_note(text: str) -> bool:
    return fold(text).startswith(tuple(fold(word) for word in forms.words("notes")))


def _is_signed(source: Source, row: int) -> bool:
    starts = tuple(fold(word) for word in forms.words("signatures") if "người lập" not in word)
    return any(fold(text).startswith(starts) for _, text in source.texts(row))


def _first_label(labels: set[Place], row: int) -> int:
    """The column of a row's first label: numbers and marks before it change nothing."""
    return min((column for at, column in labels if at == row), default=0)
