"""Opens a workbook: its cells by calamine, and what calamine does not tell of them by readers of our own."""

from io import BytesIO

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from etl.intake.formats.cell_metadata import CellMetadata
from etl.intake.formats.cells import Sheet, Value, Workbook, plain_row
from etl.intake.formats.ods import read_ods
from etl.intake.formats.package import Package
from etl.intake.formats.stray_blanks import without_stray_blanks
from etl.intake.formats.xls import read_xls
from etl.intake.formats.xlsx import read_xlsx
from etl.intake.safety.container import look_into
from etl.intake.safety.limits import MAX_AREA, MAX_MERGED, MAX_SHEETS, Refused

Area = tuple[int, int, int, int]


def read_workbook(data: bytes) -> Workbook:
    """The cells of a workbook; raises Refused."""
    try:
        kind, parts = look_into(data)
    except Refused as refused:
        data = _without_strays(data, refused)
        kind, parts = look_into(data)
    rest = _metadata(kind, data, parts)
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    metadata = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    if len(metadata) > MAX_SHEETS:
        raise Refused("too_many_sheets", count=len(metadata), limit=MAX_SHEETS)
    sheets = []
    for sheet in metadata:
        also = rest.get(sheet.name) or CellMetadata.nothing()
        rows, merged = _cells(book.get_sheet_by_name(sheet.name))
        _put_errors(rows, also.errors)
        for (row, column), text in (also.shape_texts | also.plain_texts).items():
            if row < len(rows) and column < len(rows[row]):
                rows[row][column] = text
        is_visible = sheet.visible == SheetVisibleEnum.Visible
        more = (also.hidden_rows, also.hidden_columns, also.looks, frozenset(also.plain_texts), frozenset(also.struck))
        sheets.append(Sheet(sheet.name, is_visible, rows, merged, also.empty_formulas, also.fonts, *more))
    return Workbook(kind, sheets)


def _without_strays(data: bytes, refused: Refused) -> bytes:
    """The workbook without lone blanks far away; raises `refused` where it has none, or is no package."""
    stripped = without_stray_blanks(data) if refused.refusal.reason == "too_far_apart" and data[:2] == b"PK" else None
    if stripped is None:
        raise refused
    return stripped


def _cells(sheet: CalamineSheet) -> tuple[list[list[Value]], list[Area]]:
    """Rows from A1 with nothing at their ends, and merged areas."""
    last = sheet.end or (0, 0)
    if (last[0] + 1) * (last[1] + 1) > MAX_AREA:
        raise Refused("too_far_apart")
    rows = [plain_row(row) for row in sheet.to_python(skip_empty_area=False)]
    while rows and not rows[-1]:
        rows.pop()
    merged = sheet.merged_cell_ranges or []
    if len(merged) > MAX_MERGED:
        raise Refused("too_many_merged", limit=MAX_MERGED)
    return rows, [(*first, *last) for first, last in merged]


def _put_errors(rows: list[list[Value]], errors: dict[tuple[int, int], str]) -> None:
    """Errors as the text they show, so that no reader takes them for blanks; calamine leaves them out."""
    if errors and (max(row for row, _ in errors) + 1) * (max(column for _, column in errors) + 1) > MAX_AREA:
        raise Refused("too_far_apart")
    for (row, column), shown in errors.items():
        rows.extend([] for _ in range(row + 1 - len(rows)))
        rows[row].extend([None] * (column + 1 - len(rows[row])))
        rows[row][column] = shown


def _metadata(kind: str, data: bytes, parts: dict[str, bytes]) -> dict[str, CellMetadata]:
    """Sheet name → what calamine does not tell of it. parts: those of the package that were unpacked already."""
    if kind == "xls":
        return read_xls(data)
    return (read_ods if kind == "ods" else read_xlsx)(Package(data, parts))
