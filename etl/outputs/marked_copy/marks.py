"""Colours cells in a sheet's XML: each cell keeps its own format and gets another fill."""

import re

from etl.intake import a1
from etl.intake.formats.package import attributes

FILLS = {"error": "FFFFD2C2", "warning": "FFFFEBB0"}  # tints of vermilion and amber
_ROW = re.compile(rb"<((?:\w+:)?)row\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?row>)", re.DOTALL)
_CELL = re.compile(rb"<((?:\w+:)?)c\b([^>]*?)(/>|>(?:.*?)</(?:\w+:)?c>)", re.DOTALL)
_STYLE = re.compile(rb'\ss="\d+"')


class Styles:
    """styles.xml, to which formats are added."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        block = re.search(rb"<((?:\w+:)?)cellXfs\b[^>]*>(.*?)</(?:\w+:)?cellXfs>", content, re.DOTALL)
        if block is None:
            raise ValueError("no cell formats")
        self._prefix = block[1].decode()
        self._formats = [
            match.group()
            for match in re.finditer(rb"<(?:\w+:)?xf\b[^>]*?(?:/>|>.*?</(?:\w+:)?xf>)", block[2], re.DOTALL)
        ]
        self._known = len(self._formats)
        self._fills: list[str] = []
        self._fonts: list[str] = []
        self._made: dict[tuple[int, str], int] = {}
        self._fill_count, self._font_count = self._count("fills", "fill"), self._count("fonts", "font")
        self._ours = self._our_formats()

    def with_fill(self, index: int, severity: str) -> int:
        """Index of a format like `index` with the fill of a severity."""
        if (index, severity) not in self._made:
            self._made[index, severity] = self._add(self._changed(index, self._fill(severity)))
        return self._made[index, severity]

    def without_ours(self, index: int) -> int:
        """Index of the format without a fill that an earlier check gave it."""
        if index not in self._ours:
            return index
        if (index, "") not in self._made:
            self._made[index, ""] = self._add(self._changed(index, 0))
        return self._made[index, ""]

    @property
    def has_ours(self) -> bool:
        """Whether the workbook was marked before."""
        return bool(self._ours)

    def list_styles(self) -> dict[str, int]:
        """Formats of the list of findings."""
        prefix = self._prefix
        self._fonts.append(
            f'<{prefix}font><{prefix}b/><{prefix}sz val="13"/><{prefix}name val="Arial"/></{prefix}font>'
        )
        bold = self._font_count + len(self._fonts) - 1
        wrap = f'<{prefix}alignment vertical="top" wrapText="1"/>'

        def new_format(font: int, fill: int) -> int:
            text = (
                f'<{prefix}xf numFmtId="49" fontId="{font}" fillId="{fill}" borderId="0" xfId="0" applyFont="1"'
                f' applyFill="1" applyAlignment="1">{wrap}</{prefix}xf>'
            )
            return self._add(text.encode())

        looks = {severity: new_format(0, self._fill(severity)) for severity in FILLS}
        return looks | {"title": new_format(bold, 0), "head": new_format(bold, 0), "text": new_format(0, 0)}

    def written(self) -> bytes:
        """The part with everything added."""
        content = self._appended(self._content, "fonts", self._fonts)
        content = self._appended(content, "fills", self._fills)
        return self._appended(content, "cellXfs", [found.decode() for found in self._formats[self._known :]])

    def _fill(self, severity: str) -> int:
        prefix = self._prefix
        text = (
            f'<{prefix}fill><{prefix}patternFill patternType="solid"><{prefix}fgColor'
            f' rgb="{FILLS[severity]}"/><{prefix}bgColor indexed="64"/></{prefix}patternFill></{prefix}fill>'
        )
        if text not in self._fills:
            self._fills.append(text)
        return self._fill_count + self._fills.index(text)

    def _changed(self, index: int, fill: int) -> bytes:
        found = self._formats[index] if index < len(self._formats) else self._formats[0]
        found = re.sub(rb'\s(?:fillId|applyFill)="[^"]*"', b"", found)
        return re.sub(rb"<((?:\w+:)?xf)\b", rb'<\1 fillId="%d" applyFill="1"' % fill, found, count=1)

    def _add(self, text: bytes) -> int:
        self._formats.append(text)
        return len(self._formats) - 1

    def _count(self, block: str, item: str) -> int:
        found = re.search(
            rb"<(?:\w+:)?%s\b[^>]*>(.*?)</(?:\w+:)?%s>" % (block.encode(), block.encode()), self._content, re.DOTALL
        )
        if found is None:
            raise ValueError(f"no {block}")
        return len(re.findall(rb"<(?:\w+:)?%s(?:\s|/?>)" % item.encode(), found[1]))

    def _our_formats(self) -> set[int]:
        """Formats whose fill has one of our colours."""
        found = re.search(rb"<(?:\w+:)?fills\b[^>]*>(.*?)</(?:\w+:)?fills>", self._content, re.DOTALL)
        fills = re.findall(
            rb"<(?:\w+:)?fill>.*?</(?:\w+:)?fill>|<(?:\w+:)?fill/>", found[1] if found else b"", re.DOTALL
        )
        ours = {
            str(at) for at, fill in enumerate(fills) if any(color.encode() in fill.upper() for color in FILLS.values())
        }
        return {at for at, tag in enumerate(self._formats) if attributes(tag).get("fillId") in ours}

    def _appended(self, content: bytes, block: str, items: list[str]) -> bytes:
        if not items:
            return content
        match = re.search(rb"<(?:\w+:)?%s\b[^>]*>" % block.encode(), content)
        end = re.search(rb"</(?:\w+:)?%s>" % block.encode(), content)
        if match is None or end is None:
            raise ValueError(f"no {block}")
        count = attributes(match.group()).get("count")
        head = (
            re.sub(rb'count="\d+"', b'count="%d"' % (int(count) + len(items)), match.group())
            if count
            else match.group()
        )
        return (
            content[: match.start()]
            + head
            + content[match.end() : end.start()]
            + "".join(items).encode()
            + content[end.start() :]
        )


def mark_cells(sheet: bytes, marks: dict[str, str], styles: Styles) -> bytes:
    """The sheet with the cells in `marks` (A1 → severity) coloured, made where they are not there, and earlier marks
    cleared.
    """
    if not marks and not styles.has_ours:
        return sheet
    start = re.search(rb"<((?:\w+:)?)sheetData\b[^>]*?(/?)>", sheet)
    if start is None:
        raise ValueError("no sheet data")
    end = sheet.find(b"</" + start[1] + b"sheetData>") if not start[2] else start.end()
    body = b"" if start[2] else sheet[start.end() : end]
    rows = _marked_rows(body, marks, styles, start[1].decode())
    tail = sheet[end:] if not start[2] else b"</" + start[1] + b"sheetData>" + sheet[end:]
    return sheet[: start.start()] + b"<" + start[1] + b"sheetData>" + rows + tail


def _marked_rows(body: bytes, marks: dict[str, str], styles: Styles, prefix: str) -> bytes:
    by_row: dict[int, dict[str, str]] = {}
    for cell, severity in marks.items():
        by_row.setdefault(place_of(cell)[0] + 1, {})[cell] = severity
    found, number = [], 0
    for match in _ROW.finditer(body):
        number = int(attributes(match[2]).get("r", number + 1))
        for missing in sorted(row for row in by_row if row < number):
            found.append(_new_row(missing, by_row.pop(missing), styles, prefix))
        here = by_row.pop(number, {})
        found.append(_marked_row(match, number, here, styles, prefix) if here or styles.has_ours else match.group())
    found.extend(_new_row(row, by_row[row], styles, prefix) for row in sorted(by_row))
    return b"".join(found)


def _marked_row(match: re.Match[bytes], number: int, marks: dict[str, str], styles: Styles, prefix: str) -> bytes:
    cells: list[tuple[int, bytes]] = []
    column = -1
    for cell in _CELL.finditer(match[3] or b""):
        tag = attributes(cell[2])
        place = a1.place(tag.get("r", ""))
        column = place[1] if place else column + 1
        name = tag.get("r") or a1.address(number - 1, column)
        style = styles.without_ours(int(tag.get("s", 0)))
        severity = marks.pop(name, None)
        style = styles.with_fill(style, severity) if severity else style
        text = cell.group()
        if style != int(tag.get("s", 0)):
            text = b"<" + cell[1] + b"c" + _STYLE.sub(b"", cell[2]) + b' s="%d"' % style + cell[3]
        cells.append((column, text))
    cells.extend((place_of(name)[1], _new_cell(name, severity, styles, prefix)) for name, severity in marks.items())
    cells.sort(key=lambda pair: pair[0])
    attributes_text = re.sub(rb'\sspans="[^"]*"', b"", match[2])
    return (
        b"<"
        + match[1]
        + b"row"
        + attributes_text
        + b">"
        + b"".join(text for _, text in cells)
        + b"</"
        + match[1]
        + b"row>"
    )


def _new_row(number: int, marks: dict[str, str], styles: Styles, prefix: str) -> bytes:
    cells = b"".join(_new_cell(name, marks[name], styles, prefix) for name in sorted(marks, key=place_of))
    return f'<{prefix}row r="{number}">'.encode() + cells + f"</{prefix}row>".encode()


def _new_cell(name: str, severity: str, styles: Styles, prefix: str) -> bytes:
    return f'<{prefix}c r="{name}" s="{styles.with_fill(0, severity)}"/>'.encode()


def place_of(cell: str) -> a1.Place:
    """Where a cell that we mark or marked stands."""
    place = a1.place(cell)
    assert place is not None
    return place
