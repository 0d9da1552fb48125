"""Small workbooks for tests: as cells, without a file, and as files."""

from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from etl import catalogue, forms
from etl.catalogue import full_name
from etl.intake.formats.cells import Sheet, Workbook
from etl.intake.reader import read_report
from etl.intake.reading import Context, Reading
from etl.outputs.filled import Sheets, write_workbook

BA_VI, DONG_ANH, GIA_LAM, THANH_OAI = "271", "017", "018", "278"
REPORTED = date(2024, 6, 8)


def info(unit: str = "Thanh Oai", period: str = "6 tháng", **more: Any) -> dict[str, Any]:
    """TT by field."""
    return {"plan_year": 2024, "period": period, "unit": unit, "report_date": REPORTED, **more}


def base_rows(
    district: str = THANH_OAI, day: date = date(2024, 6, 30), models: int = 1, reached: int = 60
) -> list[list[Any]]:
    """A row for every base union: 100 members, 80 of them rural."""
    units = catalogue.of_district(district, day)
    return [[full_name(unit), 100, 80, models, None, reached, 10, 10, 10, 10, None] for unit in units]


def sheets(
    unit: str = "Thanh Oai",
    district: str = THANH_OAI,
    period: str = "6 tháng",
    base: Any = None,
    models: Any = (),
    events: Any = (),
    **more: Any,
) -> Sheets:
    """A whole report, without fault."""
    rows = base_rows(district) if base is None else base
    return Sheets(info(unit, period, **more), {"BM1": rows, "BM2": list(models), "BM3": list(events)})


def workbook(unit: str = "Thanh Oai", district: str = THANH_OAI, mess: str = "", **more: Any) -> bytes:
    """A report as a file."""
    return write_workbook(sheets(unit, district, **more), mess)


def city_model(commune: str, kind: str = "Phân loại rác hữu cơ", level: str = "Thành phố", **more: Any) -> list[Any]:
    """A row of BM2: trained in March, launched in April."""
    row = {
        "trained": date(2024, 3, 1),
        "trainees": 50,
        "launched": date(2024, 4, 1),
        "households": 90,
        "volume": 100.5,
        "unit": "kg/tháng",
        "area": None,
        "state": "Đang hoạt động",
    } | more
    return [
        kind,
        commune,
        level,
        row["trained"],
        row["trainees"],
        row["launched"],
        row["households"],
        row["volume"],
        row["unit"],
        row["area"],
        row["state"],
        None,
    ]


def cells(
    pages: dict[str, list[list[Any]]],
    hidden: tuple[str, ...] = (),
    empty_formulas: dict[str, set[tuple[int, int]]] | None = None,
    fonts: dict[str, dict[tuple[int, int], str]] | None = None,
) -> Workbook:
    """A workbook as the child process reads it."""
    found = [
        Sheet(name, name not in hidden, rows, [], (empty_formulas or {}).get(name, set()), (fonts or {}).get(name, {}))
        for name, rows in pages.items()
    ]
    return Workbook("xlsx", found)


def pages(found: Sheets) -> dict[str, list[list[Any]]]:
    """The sheets as plain rows: TT in two columns, each form with its labels on top."""
    tables = {"TT": [[column.label, found.info.get(column.field)] for column in forms.form("TT").columns]}
    for code, rows in found.tables.items():
        columns = forms.form(code).columns
        numbered = columns[0].label == "STT"
        tables[code] = [[column.label for column in columns]] + [
            [n, *row] if numbered else list(row) for n, row in enumerate(rows, 1)
        ]
    return tables


def read(tables: dict[str, list[list[Any]]], context: Context = Context(), **more: Any) -> Reading:  # noqa: B008
    """A workbook read and checked."""
    return read_report(cells(tables, **more), context)


def codes(reading: Reading) -> list[tuple[str, str | None]]:
    """Code and place of every finding: ("E05", "BM1!B4")."""
    return [(f.code, "!".join(part for part in (f.sheet, f.cell) if part) or None) for f in reading.findings]


def workbook_with_a_copy():
    """A report whose BM1 stands twice; in the copy every base union has 99 members."""
    book = load_workbook(BytesIO(workbook()))
    copy = book.copy_worksheet(book["BM1"])
    copy.title = "BM1 (2)"
    for row in range(2, copy.max_row + 1):
        copy.cell(row, 3).value = 99
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def thousandfold():
    """A report in which one base union has a thousand times its members and all of them reached."""
    return workbook(base=thousandfold_rows())


def thousandfold_rows():
    rows = base_rows()
    rows[3][1:3], rows[3][5] = [100_000, 80_000], 60_000
    return rows
