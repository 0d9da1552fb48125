"""What calamine does not tell of an .ods, from its content.xml.

Every pattern stops at the next tag, so that none runs away.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from etl.intake.formats.cell_metadata import CellMetadata, Place
from etl.intake.formats.fonts import family_of_font, family_of_runs, may_hold_legacy
from etl.intake.formats.package import Package, attributes

_STEP = re.compile(rb"<(/?)table:(table|table-row|table-column|table-cell|covered-table-cell)(?=[\s/>])([^<>]*)>")
_SPAN = re.compile(rb"<text:span\b([^<>]*[^/<>])>|(</text:span>)|<[^<>]*>|([^<>]+)")
_SHOWN = re.compile(rb"<text:p\b[^<>]*>([^<]*)")
_STYLE = re.compile(rb"<style:(?:default-)?style\b([^<>]*)>")
_LOOK = re.compile(rb"<style:text-properties\b([^<>]*)>")
_FACE = re.compile(rb"<style:font-face\b([^<>]*)>")
_SHAPE = re.compile(rb"<draw:([\w-]+)\b[^<>]*[^/<>]>.*?</draw:\1>", re.DOTALL)
_PARAGRAPH = re.compile(rb"<text:p\b[^<>]*>(.*?)</text:p>", re.DOTALL)
_ANY_TAG = re.compile(rb"<[^<>]*>")
_MONTH_SHOWN = re.compile(r"(?:tháng |Tháng |T)?\d{1,2}[/.-]\d{2,4}|[^\W\d]{3,9}[ /.-]\d{2,4}")
_WORD = re.compile(r"[^\W\d_]+")
_AMOUNT = re.compile(r"\d[\d., \u00a0]*")
_SMALL = 4_000_000  # bytes: in a larger one the shown texts are not held against the stored values
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


def read_ods(package: Package) -> dict[str, CellMetadata]:
    """Sheet name → what is not told of it."""
    content = package.part("content.xml")
    styles = package.part("styles.xml")
    has_legacy = may_hold_legacy(content) or may_hold_legacy(styles)
    has_shapes = b"<draw:" in content
    found: dict[str, CellMetadata] = {
        name: CellMetadata.nothing()._replace(hidden_rows=rows, hidden_columns=columns)
        for name, (rows, columns) in hidden(content).items()
    }
    is_small = len(content) < _SMALL
    if (
        b"table:formula" not in content
        and b'value-type="error"' not in content
        and not (has_legacy or has_shapes or is_small)
    ):
        return found
    families = style_families(styles, content) if has_legacy else {}
    marks = marked_styles(content, "text") if is_small else frozenset()
    struck = marked_styles(content, "table-cell") | marked_styles(styles, "table-cell") if is_small else frozenset()
    for cell in cells(content):
        sheet = found.setdefault(cell.sheet, CellMetadata.nothing())
        error = _error(cell)
        if error:
            sheet.errors.update(dict.fromkeys(cell.places(), error))
        elif _is_empty_formula(cell):
            sheet.empty_formulas.update(cell.places())
        look = look_shown(cell) if is_small else ""
        if look:
            sheet.looks.update(dict.fromkeys(cell.places(), look))
        text = _unmarked(cell.content, marks) if marks and b"<text:span" in cell.content else ""
        if text:
            sheet.plain_texts.update(dict.fromkeys(cell.places(), text))
        if cell.style in struck:
            sheet.struck.update(cell.places())
        if has_shapes and b"<draw:" in cell.content:
            sheet.shape_texts.update(dict.fromkeys(cell.places(), _own_text(cell.content)))
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
    """Name of a style that has a font, of its own or its parents' → the family; "" is what cells without a
    style have.
    """
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


def hidden(content: bytes) -> dict[str, tuple[frozenset[int], frozenset[int]]]:
    """Sheet name → its hidden rows and columns, for sheets that have such."""
    found: dict[str, tuple[set[int], set[int]]] = {}
    if b"visibility" not in content:
        return {}
    name, row, column = "", 0, 0
    for step in _STEP.finditer(content):
        if step[1] or step[2] not in (b"table", b"table-row", b"table-column"):
            continue
        tag = attributes(step[3])
        is_hidden = tag.get("table:visibility") in ("collapse", "filter")
        if step[2] == b"table":
            name, row, column = tag.get("table:name", ""), 0, 0
        elif step[2] == b"table-row":
            count = _repeated(tag, "rows")
            found.setdefault(name, (set(), set()))[0].update(range(row, row + min(count, 5_000)) if is_hidden else ())
            row += count
        else:
            count = _repeated(tag, "columns")
            found.setdefault(name, (set(), set()))[1].update(
                range(column, column + min(count, 300)) if is_hidden else ()
            )
            column += count
    return {name: (frozenset(rows), frozenset(columns)) for name, (rows, columns) in found.items() if rows or columns}


def look_shown(cell: Cell) -> str:
    """What the text that a cell shows makes of its figure: percent, scale, unit or month; "" where both say
    the same.
    """
    kind = cell.tag.get("office:value-type", "")
    match = _SHOWN.search(cell.content)
    shown = unescape(match[1].decode("utf-8", "replace")).strip() if match else ""
    if kind == "percentage":
        return "percent"
    if kind == "date":
        return "month" if _MONTH_SHOWN.fullmatch(shown) else ""
    if kind != "float" or not shown:
        return ""
    words = " ".join(_WORD.findall(shown))
    if words and not shown.startswith(("#", "Err")):
        return f"unit {words}"
    return _scale(cell.tag.get("office:value", ""), shown)


def _scale(stored: str, shown: str) -> str:
    """Whether the figure is shown in thousands or millions: compared by its digits, whatever stands between them."""
    try:
        value = abs(float(stored))
    except ValueError:
        return ""
    number = _AMOUNT.search(shown)
    if number is None or value < 1000:
        return ""
    digits = number[0].replace("\u00a0", " ").replace(" ", "")
    whole = re.split(r"[.,](?=\d{1,2}$)", digits)[0]
    figure = int(re.sub(r"\D", "", whole) or 0)
    for power in (1, 2, 3):
        if abs(figure - value / 1000**power) <= 1 and figure != round(value):
            return f"scale {power}"
    return ""


def marked_styles(content: bytes, family: str) -> frozenset[str]:
    """Names of styles, of texts or of cells, that are superscript, subscript or struck through."""
    pieces = _STYLE.split(content)
    found = set()
    for tag, body in zip(map(attributes, pieces[1::2]), pieces[2::2], strict=True):
        look = _LOOK.search(body.split(b"</style:style>")[0])
        looks = attributes(look[1]) if look else {}
        position, through = looks.get("style:text-position", ""), looks.get("style:text-line-through-style", "none")
        if tag.get("style:family") == family and (position.startswith(("super", "sub")) or through != "none"):
            found.add(tag.get("style:name", ""))
    return frozenset(found)


def _unmarked(content: bytes, marks: frozenset[str]) -> str:
    """The text of a cell without its marked spans; "" where nothing is marked or nothing else is left."""
    kept, inside, has_marks = [], [False], False
    for match in _SPAN.finditer(content):
        if match[1] is not None:
            inside.append(inside[-1] or attributes(match[1]).get("text:style-name", "") in marks)
        elif match[2]:
            inside = inside[:-1] or [False]
        elif match[3] and inside[-1]:
            has_marks = True
        elif match[3]:
            kept.append(unescape(match[3].decode("utf-8", "replace")))
    text = "".join(kept)
    return text if has_marks and text.strip() else ""


def _own_text(content: bytes) -> str:
    """The text of a cell without that of the boxes anchored to it."""
    paragraphs = _PARAGRAPH.findall(_SHAPE.sub(b"", content))
    return "\n".join(unescape(_ANY_TAG.sub(b"", text).decode("utf-8", "replace")) for text in paragraphs)


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
