"""How far the cells of a sheet reach: calamine lays out the whole area from the first to the last of them."""

import re

from etl.intake.a1 import column_of
from etl.intake.safety.limits import MAX_AREA, MAX_CELLS, MAX_MERGED, MAX_SHEETS, Refused

_ROWS, _COLUMNS = 1_048_576, 16_384
_PLAIN = b'<c r="'  # how nearly every program writes a cell
_FAR = re.compile(rb'<c r="(?:[A-Za-z]{3}|[A-Za-z]{1,2}\d{5}|[A-Za-z]{2}\d{4})')
_FILLED_COLUMN = re.compile(rb'<c r="([A-Za-z]+)\d+"[^<>]*(?<!/)>(?!</c>)')
_FILLED_ROW = re.compile(rb'<c r="[A-Za-z]+(\d+)"[^<>]*(?<!/)>(?!</c>)')
_TAG = re.compile(rb"<(?:\w+:)?(row|c)(?=[\s/>])([^<>]*)>(?=(\s*</(?:\w+:)?c\s*>)?)")
_REFERENCE = re.compile(rb'\sr\s*=\s*["\']([A-Za-z]*)(\d{0,12})["\']')


def check_sheet(content: bytes) -> None:
    """A worksheet of an .xlsx. Cells that have a format and nothing else may be anywhere; raises Refused."""
    if content.count(b"mergeCell ") > MAX_MERGED:
        raise Refused("too_many_merged", limit=MAX_MERGED)
    start, end = content.find(b"<sheetData"), content.rfind(b"</sheetData")
    cells = content.count(_PLAIN, start, end) if 0 <= start <= end else -1
    is_plain = content.count(b"<c", start, end) == cells and content.find(b":c", start, end) < 0
    if is_plain and cells <= MAX_CELLS and not _FAR.search(content, start, end):
        return
    cells, rows, columns = _plain_extent(content) if is_plain else _counted_extent(content)
    if cells > MAX_CELLS:
        raise Refused("too_many_cells", limit=MAX_CELLS)
    check_area(rows, columns)


def check_area(rows: int, columns: int) -> None:
    """The area from A1 to the last filled row and column; raises Refused."""
    if rows > _ROWS or columns > _COLUMNS or rows * columns > MAX_AREA:
        raise Refused("too_far_apart")


def _plain_extent(content: bytes) -> tuple[int, int, int]:
    """Cells, rows and columns, where every cell is written the usual way."""
    cells = content.count(_PLAIN)
    if cells > MAX_CELLS:
        return cells, 0, 0
    columns = max(map(_column, set(_FILLED_COLUMN.findall(content))), default=0)
    return cells, max(map(int, _FILLED_ROW.findall(content)), default=0), columns


def _counted_extent(content: bytes) -> tuple[int, int, int]:
    """Cells, rows and columns, tag by tag: cells without a reference stand behind the one before."""
    cells = row = column = rows = columns = 0
    for match in _TAG.finditer(content):
        reference = _REFERENCE.search(match[2])
        if match[1] == b"row":
            row, column = int(reference[2]) if reference and reference[2] else row + 1, 0
            continue
        cells += 1
        column = _column(reference[1]) if reference and reference[1] else column + 1
        row = int(reference[2]) if reference and reference[2] else row
        if not match[2].endswith(b"/") and match[3] is None:
            rows, columns = max(rows, row), max(columns, column)
        if cells > MAX_CELLS:
            break
    return cells, rows, columns


def _column(letters: bytes) -> int:
    """How many columns there are up to this one. Longer than any program writes is far enough."""
    return column_of(letters[:8].decode("ascii")) + 1


_TABLE = re.compile(rb"<table:table[\s>]")
_STEP = re.compile(
    rb"<table:(?P<tag>table-row|table-cell|covered-table-cell)(?=[\s/>])(?P<attributes>[^<>]*)>"
    rb"|</table:table-row>|</table:table>"
)
_REPEATED = re.compile(rb'number-(?:columns|rows)-repeated\s*=\s*["\'](\d+)["\']')


def check_content(content: bytes) -> None:
    """The content of an .ods: filled cells times their repetitions, and the area they span.

    Empty repetition is common and free.
    """
    tables = len(_TABLE.findall(content))
    if tables > MAX_SHEETS:
        raise Refused("too_many_sheets", count=tables, limit=MAX_SHEETS)
    row = widest = last_row = cells = column = filled = 0
    repeat = 1
    for step in _STEP.finditer(content):
        token = step.group()
        if token == b"</table:table>":
            if last_row * widest > MAX_AREA:
                raise Refused("too_far_apart")
            row = widest = last_row = 0
        elif token == b"</table:table-row>":
            if filled:
                last_row, cells = row + repeat, cells + filled * repeat
            row, column, filled = row + repeat, 0, 0
        elif step["tag"] == b"table-row":
            repeat, column, filled = _repeated(step["attributes"]), 0, 0
            row += repeat if step["attributes"].endswith(b"/") else 0
        else:
            times = _repeated(step["attributes"])
            column += times
            if not step["attributes"].endswith(b"/") or b"office:value" in step["attributes"]:
                filled, widest = filled + times, max(widest, column)
    if cells > MAX_CELLS:
        raise Refused("too_many_cells", limit=MAX_CELLS)
    if last_row * widest > MAX_AREA:
        raise Refused("too_far_apart")


def _repeated(attributes: bytes) -> int:
    match = _REPEATED.search(attributes)
    return min(int(match[1][:12]), 10**9) if match else 1
