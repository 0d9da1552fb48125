"""A filled workbook in one of the shapes of the field: used for sample reports and for tests."""

import zipfile
from datetime import date, datetime
from io import BytesIO
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

import xlsxwriter

from etl import forms
from etl.forms import Form
from etl.intake.values.text import fold


class Sheets(NamedTuple):
    """What stands in a workbook: TT by field, and rows of each form without STT, in the order of its columns."""

    info: dict[str, Any]
    tables: dict[str, list[list[Any]]]


def write_workbook(sheets: Sheets, mess: str = "") -> bytes:
    """The workbook as .xlsx (mess "ods": as .ods).

    mess: "" plain; title: a title block, two-level header and signatures; text: numbers and dates as text; total: with
    total rows; plain_names: names without accents; shuffled: columns in another order and one more.
    """
    pages = [("TT", _info_page(sheets.info))] + [
        (code, _page(forms.form(code), rows, mess)) for code, rows in sheets.tables.items()
    ]
    return _ods(pages) if mess == "ods" else _xlsx(pages)


def _info_page(info: dict[str, Any]) -> list[list[Any]]:
    return [[column.label, info.get(column.field)] for column in forms.form("TT").columns]


def _page(form: Form, rows: list[list[Any]], mess: str) -> list[list[Any]]:
    labels = [column.label for column in form.columns]
    is_numbered = form.columns[0].label == "STT"
    body = [[number, *row] if is_numbered else list(row) for number, row in enumerate(rows, 1)]
    body = [row + [None] * (len(labels) - len(row)) for row in body]  # columns of a later edition may be left out
    if mess == "text":
        body = [[_as_text(value) for value in row] for row in body]
    if mess == "plain_names":
        body = [
            [
                fold(value).title() if column.kind == "name" and value else value
                for column, value in zip(form.columns, row, strict=True)
            ]
            for row in body
        ]
    if mess == "total" and form.code == "BM1":
        body.append(_total(form, body))
    if mess == "shuffled":
        order = [0, 1, *range(len(labels) - 1, 1, -1)]
        labels = [labels[at] for at in order] + ["Mã nội bộ"]
        body = [[row[at] for at in order] + ["x"] for row in body]
    if mess == "title":
        return _titled(form, labels, body)
    return [labels, *body]


def _titled(form: Form, labels: list[str], body: list[list[Any]]) -> list[list[Any]]:
    title = [
        ["HỘI LHPN THÀNH PHỐ HÀ NỘI", None, None, None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        ["BAN THƯỜNG VỤ"],
        [],
        [f"BIỂU TỔNG HỢP: {form.title.upper()}"],
        [],
    ]
    groups = [column.group or column.label for column in form.columns]
    head = (
        [
            [group if at == 0 or groups[at - 1] != group else None for at, group in enumerate(groups)],
            [column.label if column.group else None for column in form.columns],
        ]
        if any(column.group for column in form.columns)
        else [labels]
    )
    numbers = [f"({at})" for at in range(1, len(labels) + 1)]
    return [
        *title,
        *head,
        numbers,
        *body,
        [],
        [None, "Nơi nhận:", None, None, None, "TM. BAN THƯỜNG VỤ"],
        [None, "- Hội LHPN Hà Nội;", None, None, None, "CHỦ TỊCH"],
    ]


def _total(form: Form, body: list[list[Any]]) -> list[Any]:
    sums = [
        sum(row[at] or 0 for row in body) if column.kind == "count" else None for at, column in enumerate(form.columns)
    ]
    return [None, "Tổng cộng", *sums[2:]]


def _as_text(value: Any) -> Any:
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, float):
        return f"{value:,.1f}".translate(str.maketrans(",.", ".,"))
    return f"{value:,}".replace(",", ".") if isinstance(value, int) else value


def _xlsx(pages: list[tuple[str, list[list[Any]]]]) -> bytes:
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime(2024, 1, 1)})
    days = book.add_format({"num_format": "dd/mm/yyyy"})
    for name, rows in pages:
        sheet = book.add_worksheet(name)
        sheet.set_column(0, 30, 16)
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(at, column, value, days)
                elif isinstance(value, str):
                    sheet.write_string(at, column, value)
                elif value is not None:
                    sheet.write_number(at, column, value)
    book.close()
    return buffer.getvalue()


def _ods(pages: list[tuple[str, list[list[Any]]]]) -> bytes:
    tables = "".join(
        f'<table:table table:name="{name}">{"".join(map(_ods_row, rows))}</table:table>' for name, rows in pages
    )
    names = ("office", "table", "text")
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
        f" {spaces}><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in (("mimetype", kind), ("content.xml", content), ("META-INF/manifest.xml", manifest)):
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), text)
    return buffer.getvalue()


def _ods_row(row: list[Any]) -> str:
    return f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>"


def _ods_cell(value: Any) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, date):
        return (
            '<table:table-cell office:value-type="date"'
            f' office:date-value="{value.isoformat()}"><text:p>{value:%d/%m/%Y}</text:p></table:table-cell>'
        )
    if isinstance(value, int | float):
        return (
            '<table:table-cell office:value-type="float"'
            f' office:value="{value}"><text:p>{value}</text:p></table:table-cell>'
        )
    return f'<table:table-cell office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>'
