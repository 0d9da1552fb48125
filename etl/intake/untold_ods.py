"""What calamine does not tell of an .ods, from its content.xml. Every pattern stops at the next tag, so that none runs away."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from etl.intake.fonts import family_of_font, family_of_runs, may_hold_legacy
from etl.intake.package import Package, attributes
from etl.intake.untold import Place, Untold

_STEP = re.compile(rb"<(/?)table:(table|table-row|table-column|table-cell|covered-table-cell)(?=[\s/>])([^<>]*)>")
_SPAN = re.compile(rb"<text:span\b([^<>]*[^/<>])>|(</text:span>)|<[^<>]*>|([^<>]+)")
_SHOWN = re.compile(rb"<text:p\b[^<>]*>([^<]*)")
_STYLE = re.compile(rb"<style:(?:default-)?style\b([^<>]*)>")
_LOOK = re.compile(rb"<style:text-properties\b([^<>]*)>")
_FACE = re.compile(rb"<style:font-face\b([^<>]*)>")
_MOST = 1_048_576


class Cell(NamedTuple):
    """A cell of content.xml that is more than empty, with what stands between its tags and how often it is repeated."""

    sheet: str
    row: int
    column: int
    rows: int
    columns: int
    style: str
    tag: dict[str, str]
    content: bytes

    def places(self) -> Iterator[Place]:
        """Every place it stands for."""
        for row in range(self.row, self.row + self.rows):
            yield from ((row, column) for column in range(self.column, self.column + self.columns))


def read_ods(package: Package) -> dict[str, Untold]:
    """Sheet name → what is not told of it."""
    content = package.part("content.xml")
    styles = package.part("styles.xml")
    has_legacy = may_hold_legacy(content) or may_hold_legacy(styles)
    if b"table:formula" not in content and b'value-type="error"' not in content and not has_legacy:
        return {}
    families = style_families(styles, content) if has_legacy else {}
    found: dict[str, Untold] = {}
    for cell in cells(content):
        sheet = found.setdefault(cell.sheet, Untold.nothing())
        error = _error(cell)
        if error:
            sheet.errors.update(dict.fromkeys(cell.places(), error))
        elif _is_empty_formula(cell):
            sheet.empty_formulas.update(cell.places())
        family = _family(cell, families) if families else None
        if family:
            sheet.fonts.update(dict.fromkeys(cell.places(), family))
    return found


def cells(content: bytes) -> Iterator[Cell]:
    """Cells with attributes or text of their own, in order. The look-in has bounded what they span."""
    name, row, column, rows, row_style = "", 0, 0, 1, ""
    columns: list[str] = []
    opened: tuple[int, Cell] | None = None
    for step in _STEP.finditer(content):
        is_end, kind, is_empty = bool(step[1]), step[2], step[3].endswith(b"/")
        if kind in (b"table-cell", b"covered-table-cell"):
            if is_end:
                if opened:  # a comment stands before the text and is none of it
                    inner = content[opened[0] : step.start()].rpartition(b"</office:annotation>")[2]
                    yield opened[1]._replace(content=inner)
                opened = None
                continue
            tag = attributes(step[3])
            times = _repeated(tag, "columns")
            style = tag.get("table:style-name") or row_style or (columns[column] if column < len(columns) else "")
            cell = Cell(name, row, column, rows, times, style, tag, b"")
            if not is_empty:
                opened = (step.end(), cell)
            elif "table:formula" in tag or "office:value-type" in tag:
                yield cell
            column += times
        elif kind == b"table-row":
            if not is_end:
                tag = attributes(step[3])
                rows, column = _repeated(tag, "rows"), 0
                row_style = tag.get("table:default-cell-style-name", "")
            if is_end or is_empty:
                row += rows
        elif kind == b"table" and not is_end:
            name, row, columns = attributes(step[3]).get("table:name", ""), 0, []
        elif kind == b"table-column" and len(columns) < 20_000:
            tag = attributes(step[3])
            columns += [tag.get("table:default-cell-style-name", "")] * min(_repeated(tag, "columns"), 20_000)


def style_families(*parts: bytes) -> dict[str, str | None]:
    """Name of a style that has a font, of its own or its parents' → the family; "" is what cells without a style have."""
    faces = [attributes(tag) for part in parts for tag in _FACE.findall(part)]
    fonts = {face.get("style:name", ""): face.get("svg:font-family", "") for face in faces}
    own: dict[str, str] = {}
    parents: dict[str, str] = {}
    for part in parts:
        pieces = _STYLE.split(part)
        for tag, body in zip(map(attributes, pieces[1::2]), pieces[2::2], strict=True):
            if "style:name" not in tag and tag.get("style:family") != "table-cell":
                continue  # what drawings and paragraphs begin with
            name = tag.get("style:name", "")
            look = _LOOK.search(body.split(b"</style:style>")[0])
            looks = attributes(look[1]) if look else {}
            shown = looks.get("style:font-name", "")
            font = fonts.get(shown) or shown or looks.get("fo:font-family", "")
            if font:
                own[name] = font
            parents[name] = tag.get("style:parent-style-name", "")
    found = {name: _inherited(name, own, parents) for name in parents}
    return {name: family_of_font(font) for name, font in found.items() if font}


def _inherited(name: str, own: dict[str, str], parents: dict[str, str]) -> str:
    for _ in range(20):
        if name in own:
            return own[name]
        name = parents.get(name) or "?"
    return ""


def _repeated(tag: dict[str, str], what: str) -> int:
    text = tag.get(f"table:number-{what}-repeated", "1")
    return min(int(text), _MOST) if text.isdecimal() and len(text) < 10 else 1


def _is_empty_formula(cell: Cell) -> bool:
    """A formula that gave an empty text has no value either, but shows it: <text:p/>."""
    is_valued = cell.tag.keys() & {"office:value-type", "calcext:value-type"}
    return "table:formula" in cell.tag and not is_valued and b"<text:p" not in cell.content


def _error(cell: Cell) -> str | None:
    """#REF! or Err:502, as shown. Programs of before 2013 store an error as the number 0 and show it."""
    if "table:formula" not in cell.tag and cell.tag.get("calcext:value-type") != "error":
        return None
    match = _SHOWN.search(cell.content)
    shown = match[1].decode("utf-8", "replace").strip() if match else ""
    is_error = cell.tag.get("calcext:value-type") == "error"
    is_old_error = cell.tag.get("office:value-type") == "float" and shown.startswith(("#", "Err:"))
    return (shown or "#N/A")[:20] if is_error or (is_old_error and set(shown) != {"#"}) else None


def _family(cell: Cell, families: dict[str, str | None]) -> str | None:
    """The family of the cell's text: that of its spans where they agree, else of its style."""
    own = families.get(cell.style, families.get(""))
    if b"<text:span" not in cell.content:
        return own if b"<text:" in cell.content else None
    found, inside = [], [own]
    for match in _SPAN.finditer(cell.content):
        if match[1] is not None:
            inside.append(families.get(attributes(match[1]).get("text:style-name", ""), inside[-1]))
        elif match[2]:
            inside = inside[:-1] or [own]
        elif match[3] and match[3].strip():
            found.append(inside[-1])
    return family_of_runs(found)
