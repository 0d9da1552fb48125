"""What calamine hides of a workbook's package: legacy fonts of cells, and formulas without a stored value."""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO

Place = tuple[int, int]

_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*?)/?>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*?)/?>")
_ATTRIBUTE = re.compile(rb'([\w:]+)\s*=\s*(?:"([^"]*)"|\'([^\']*)\')')
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_FONT = re.compile(rb"<(?:\w+:)?font\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?font>)", re.DOTALL)
_FONT_NAME = re.compile(rb"<(?:\w+:)?name\s([^>]*?)/?>")
_FORMATS = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_FORMAT = re.compile(rb"<(?:\w+:)?xf\s([^>]*?)/?>")
_REFERENCE = re.compile(r"([A-Z]+)(\d+)")


class Package:
    """The parts of an .xlsx, opened lazily; the bytes were looked into before."""

    def __init__(self, data: bytes) -> None:
        self._archive = zipfile.ZipFile(BytesIO(data))
        self._names = {name.lower(): name for name in self._archive.namelist()}

    def part(self, name: str) -> bytes:
        """A part's bytes, or nothing where there is none."""
        found = self._names.get(name.lower())
        return self._archive.read(found) if found else b""

    def sheets(self) -> dict[str, str]:
        """Sheet name → name of its part."""
        targets = {
            row.get("Id", ""): row.get("Target", "")
            for row in map(attributes, _RELATION.findall(self.part("xl/_rels/workbook.xml.rels")))
        }
        found = {}
        for row in map(attributes, _SHEET.findall(self.part("xl/workbook.xml"))):
            target = targets.get(row.get("r:id") or next((v for k, v in row.items() if k.endswith(":id")), ""), "")
            found[row.get("name", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        return found


def attributes(text: bytes) -> dict[str, str]:
    """Attributes of one tag, entities resolved."""
    from html import unescape

    return {
        name.decode(): unescape((double or single).decode("utf-8", "replace"))
        for name, double, single in _ATTRIBUTE.findall(text)
    }


def empty_formulas(sheet: bytes) -> set[Place]:
    """Cells that hold a formula and no stored value."""
    if b"<f" not in sheet and b":f" not in sheet:
        return set()
    found = set()
    for tag, content in _CELL.findall(sheet):
        if re.search(rb"<(?:\w+:)?f[\s/>]", content) and not re.search(rb"<(?:\w+:)?v[\s/>]", content):
            found |= set(_place(attributes(tag).get("r", "")))
    return found


def legacy_formats(styles: bytes) -> dict[str, str]:
    """Index of a cell format → tcvn3, tcvn3_caps or vni, for formats in such a font."""
    lower = styles.lower()
    if b".vn" not in lower and b"vni" not in lower:
        return {}
    families = [_family(font) for font in _FONT.findall(styles)]
    formats = _FORMATS.search(styles)
    found = {}
    for index, tag in enumerate(_FORMAT.findall(formats.group() if formats else b"")):
        font = attributes(tag).get("fontId", "0")
        family = families[int(font)] if font.isdigit() and int(font) < len(families) else ""
        if family:
            found[str(index)] = family
    return found


def legacy_cells(sheet: bytes, formats: dict[str, str]) -> dict[Place, str]:
    """Cells whose format is in a legacy font."""
    found = {}
    for tag, _ in _CELL.findall(sheet):
        row = attributes(tag)
        for place in _place(row.get("r", "")) if row.get("s") in formats else ():
            found[place] = formats[row["s"]]
    return found


def _family(font: bytes) -> str:
    name = _FONT_NAME.search(font)
    text = attributes(name[1]).get("val", "").strip().lower() if name else ""
    if text.startswith(".vn"):
        return "tcvn3_caps" if text.endswith("h") else "tcvn3"
    return "vni" if text.startswith("vni") else ""


def _place(reference: str) -> Iterator[Place]:
    match = _REFERENCE.fullmatch(reference.upper())
    if match:
        column = 0
        for letter in match[1]:
            column = column * 26 + ord(letter) - 64
        yield int(match[2]) - 1, column - 1


_STEP = re.compile(
    rb"<table:(table-row|table-cell|covered-table-cell)\b([^>]*?)(/?)>|<table:table\s([^>]*?)>|</table:table-row>"
)


def ods_empty_formulas(content: bytes) -> dict[str, set[Place]]:
    """Sheet name → formulas without a stored value, of an .ods."""
    found: dict[str, set[Place]] = {}
    if b"table:formula" not in content:
        return found
    name, row, column, repeat = "", 0, 0, 1
    for step in _STEP.finditer(content):
        if step[4] is not None:
            name, row, column = attributes(step[4]).get("table:name", ""), 0, 0
        elif step[1] == b"table-row":
            repeat = int(attributes(step[2]).get("table:number-rows-repeated", 1))
            row, column = (row + repeat, 0) if step[3] else (row, 0)
        elif step[1] is None:
            row += repeat
        else:
            tag = attributes(step[2])
            if "table:formula" in tag and "office:value-type" not in tag and "calcext:value-type" not in tag:
                found.setdefault(name, set()).add((row, column))
            column += int(tag.get("table:number-columns-repeated", 1))
    return found
