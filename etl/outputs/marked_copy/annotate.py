"""Marks findings in a workbook's own package: only what must change is changed, every other part stays byte
for byte.
"""

import re
import zipfile
from datetime import date, datetime
from html import escape
from io import BytesIO
from typing import Any

import xlsxwriter

from etl.intake import a1
from etl.intake.formats.package import Package, attributes
from etl.intake.formats.workbook import read_workbook
from etl.intake.safety.container import kind_of
from etl.outputs.marked_copy.marks import Styles, mark_cells
from etl.outputs.marked_copy.notes import add_notes

AUTHOR = "Hội LHPN Hà Nội – kiểm tra"
_LIST_PART = "xl/worksheets/monitor_findings.xml"
_TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_MAIN = {
    _TRANSITIONAL: "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    _STRICT: "http://purl.oclc.org/ooxml/spreadsheetml/main",
}


def annotate(data: bytes, findings: list[dict[str, Any]], words: dict[str, Any]) -> bytes:
    """The workbook as .xlsx, marked; .xls and .ods are written anew with their cells in place. Raises Refused.

    findings: objects of the contract (sheet, cell, severity, code, value, message, hint). words: sheet, title, heads,
    severities.
    """
    if kind_of(data) != "xlsx":
        data = _rewritten(data)
    try:
        return _marked(data, findings, words)
    except (KeyError, ValueError, IndexError, AttributeError):
        return _marked(_rewritten(data), findings, words)  # a package built in a way we do not edit in place


def _marked(data: bytes, findings: list[dict[str, Any]], words: dict[str, Any]) -> bytes:
    parts = _parts(data)
    _take_out_list(parts, words["sheet"])
    package = Package(_packed(parts))
    sheets = package.sheets()
    base = _STRICT if _STRICT.encode() in parts["xl/workbook.xml"] else _TRANSITIONAL
    styles = Styles(parts["xl/styles.xml"])
    for name, path in sheets.items():
        here = [finding for finding in findings if finding["sheet"] == name and finding["cell"]]
        if path not in parts or b"<" not in parts[path]:
            continue
        parts[path] = mark_cells(
            _unselected(parts[path]), {f["cell"]: f["severity"] for f in reversed(_errors_last(here))}, styles
        )
        add_notes(parts, path, _notes(here), base, AUTHOR)
    heads = styles.list_styles()
    parts["xl/styles.xml"] = styles.written()
    _add_list(parts, findings, words, base, heads)
    return _packed(parts)


def _errors_last(findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(findings, key=lambda finding: finding["severity"] != "error")


def _notes(findings: list[dict[str, Any]]) -> dict[str, str]:
    """Cell → what its comment says."""
    notes: dict[str, str] = {}
    for finding in findings:
        text = f"{finding['code']}: {finding['message']}\n{finding['hint']}"
        notes[finding["cell"]] = f"{notes[finding['cell']]}\n{text}" if finding["cell"] in notes else text
    return notes


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}


def _packed(parts: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _take_out_list(parts: dict[str, bytes], name: str) -> None:
    """The list of an earlier check, wherever a spreadsheet program has saved it to."""
    path = Package(_packed(parts)).sheets().get(name)
    if path is None:
        return
    book = parts["xl/workbook.xml"]
    tag = next(
        match
        for match in re.finditer(rb"<(?:\w+:)?sheet\s[^>]*?/>", book)
        if attributes(match.group()).get("name") == name
    )
    place = len(re.findall(rb"<(?:\w+:)?sheet\s", book[: tag.start()]))
    parts["xl/workbook.xml"] = _shift(book[: tag.start()] + book[tag.end() :], -1, from_place=place)
    relation = attributes(tag.group()).get("r:id", "")
    rels = parts["xl/_rels/workbook.xml.rels"]
    parts["xl/_rels/workbook.xml.rels"] = re.sub(
        rb'<Relationship\s[^>]*?Id="' + re.escape(relation.encode()) + rb'"[^>]*?/>', b"", rels
    )
    types = parts["[Content_Types].xml"]
    parts["[Content_Types].xml"] = re.sub(
        rb'<Override\s[^>]*?PartName="/' + re.escape(path.encode()) + rb'"[^>]*?/>', b"", types
    )
    parts.pop(path, None)
    folder, _, base = path.rpartition("/")
    parts.pop(f"{folder}/_rels/{base}.rels", None)


def _shift(book: bytes, by: int, from_place: int = 0) -> bytes:
    """Names that belong to a sheet are bound by its position: they move with it."""

    def moved(match: re.Match[bytes]) -> bytes:
        place = int(match[2])
        return match[1] + str(place + by if place >= from_place and place + by >= 0 else place).encode() + match[3]

    return re.sub(rb'(localSheetId=")(\d+)(")', moved, book)


def _unselected(sheet: bytes) -> bytes:
    """No other sheet stays selected beside the list: two selected sheets would be edited together."""
    return re.sub(rb'\stabSelected="(?:1|true)"', b"", sheet, count=1)


def _add_list(
    parts: dict[str, bytes], findings: list[dict[str, Any]], words: dict[str, Any], base: str, styles: dict[str, int]
) -> None:
    parts[_LIST_PART] = _list_sheet(findings, words, base, styles)
    book = _shift(parts["xl/workbook.xml"], 1)
    numbers = [int(number) for number in re.findall(rb'sheetId="(\d+)"', book)]
    start = re.search(rb"<((?:\w+:)?)sheets\b[^>]*>", book)
    if start is None:
        raise ValueError("no sheets")
    tag = (
        f'<{start[1].decode()}sheet xmlns:r="{base}" name="{escape(words["sheet"])}"'
        f' sheetId="{max(numbers, default=0) + 1}" r:id="rIdMonitor"/>'
    )
    book = book[: start.end()] + tag.encode() + book[start.end() :]
    book = re.sub(rb'\s(activeTab|firstSheet)="\d+"', b"", book)
    parts["xl/workbook.xml"] = book
    relation = f'<Relationship Id="rIdMonitor" Type="{base}/worksheet" Target="/{_LIST_PART}"/>'
    parts["xl/_rels/workbook.xml.rels"] = _before_end(
        parts["xl/_rels/workbook.xml.rels"], b"</Relationships>", relation
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
    parts["[Content_Types].xml"] = _before_end(
        parts["[Content_Types].xml"], b"</Types>", f'<Override PartName="/{_LIST_PART}" ContentType="{kind}"/>'
    )


def _before_end(content: bytes, end: bytes, text: str) -> bytes:
    at = content.rindex(end)
    return content[:at] + text.encode() + content[at:]


def _list_sheet(findings: list[dict[str, Any]], words: dict[str, Any], base: str, styles: dict[str, int]) -> bytes:
    rows = [_row(1, [words["title"]], styles["title"]), _row(3, words["heads"], styles["head"])]
    links = []
    for number, finding in enumerate(findings, 4):
        cells = [
            str(number - 3),
            words["severities"][finding["severity"]],
            finding["code"],
            finding["sheet"],
            finding["cell"],
            finding["value"],
            finding["message"],
            finding["hint"],
        ]
        rows.append(_row(number, cells, styles[finding["severity"]], styles["text"]))
        if finding["sheet"] and finding["cell"]:
            target = escape(f"'{finding['sheet'].replace(chr(39), chr(39) * 2)}'!{finding['cell']}", quote=True)
            links.append(f'<hyperlink ref="E{number}" location="{target}" display="{finding["cell"]}"/>')
    widths = "".join(
        f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>'
        for at, width in enumerate((6, 12, 8, 14, 8, 24, 60, 60), 1)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="{_MAIN[base]}" xmlns:r="{base}">'
        '<sheetPr><tabColor rgb="FFD55E00"/></sheetPr><sheetViews><sheetView tabSelected="1" workbookViewId="0"><pane'
        ' ySplit="3" topLeftCell="A4" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{widths}</cols><sheetData>{''.join(rows)}</sheetData>"
        f"{'<hyperlinks>' + ''.join(links) + '</hyperlinks>' if links else ''}"
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    ).encode()


def _row(number: int, cells: list[str | None], first_style: int, style: int | None = None) -> str:
    found = []
    for at, text in enumerate(cells):
        look = first_style if style is None or at == 1 else style
        clean = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]", "", text or "")
        found.append(
            f'<c r="{a1.address(number - 1, at)}" s="{look}" t="inlineStr"><is><t'
            f' xml:space="preserve">{escape(clean, quote=False)}</t></is></c>'
        )
    return f'<row r="{number}">{"".join(found)}</row>'


def _rewritten(data: bytes) -> bytes:
    """A new .xlsx with the same cells in the same places, merged areas, sheet names and visibility."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    days = book.add_format({"num_format": "dd/mm/yyyy"})
    for number, found in enumerate(read_workbook(data).sheets):
        sheet = book.add_worksheet(found.name[:31])
        for row, values in enumerate(found.rows):
            for column, value in enumerate(values):
                if isinstance(value, bool):
                    sheet.write_boolean(row, column, value)
                elif isinstance(value, str):
                    sheet.write_string(row, column, value[:32767])
                elif isinstance(value, int | float):
                    sheet.write_number(row, column, value)
                elif isinstance(value, datetime | date):
                    sheet.write_datetime(row, column, value, days)
        for area in found.merged:
            if area[:2] != area[2:]:
                value = (
                    found.rows[area[0]][area[1]]
                    if area[0] < len(found.rows) and area[1] < len(found.rows[area[0]])
                    else None
                )
                sheet.merge_range(*area, "" if value is None else value)
        if not found.visible and number:
            sheet.hide()
    book.close()
    return buffer.getvalue()
