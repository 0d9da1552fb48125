"""What calamine does not tell of an .xlsx, from its own XML.

Every pattern stops at the next tag, so that none runs away.
"""

import re
from collections.abc import Iterator
from html import unescape

from etl.intake import a1
from etl.intake.formats.cell_metadata import CellMetadata, Place
from etl.intake.formats.fonts import family_of_font, family_of_runs, may_hold_legacy
from etl.intake.formats.number_formats import look_of
from etl.intake.formats.package import Package, attributes

_P = rb"(?:\w+:)?"  # a prefix of a name
_FORMULA = rb"<" + _P + rb"f\b(?:[^<>]*/>|[^<>]*>[^<]*</" + _P + rb"f\s*>)"
_VALUE = rb"<" + _P + rb"v\b(?:[^<>]*/>|[^<>]*>([^<]*)<)"
_CALCULATED = re.compile(rb"<" + _P + rb"c(?=[\s/>])([^<>]*)>\s*" + _FORMULA + rb"\s*(?:" + _VALUE + rb")?")
_IN_ERROR = re.compile(
    rb"<" + _P + rb"c(?=[\s/>])([^<>]*\st\s*=\s*[\"']e[\"'][^<>]*)>\s*(?:" + _FORMULA + rb"\s*)?(?:" + _VALUE + rb")"
)
_TEXT = re.compile(
    rb"<"
    + _P
    + rb"c(?=[\s/>])([^<>]*\st\s*=\s*[\"'](?:s|str|inlineStr)[\"'][^<>]*)>\s*(?:"
    + _FORMULA
    + rb"\s*)?(?:"
    + _VALUE
    + rb")?"
)
_TAG = re.compile(rb"<" + _P + rb"(row|c)(?=[\s/>])([^<>]*)>")
_FONTS = re.compile(rb"<" + _P + rb"fonts\b[^<>]*>(.*?)</" + _P + rb"fonts\s*>", re.DOTALL)
_FONT = re.compile(rb"<" + _P + rb"font\b[^<>]*>")
_FONT_NAME = re.compile(rb"<" + _P + rb"(?:name|rFont)\s([^<>]*)>")
_FORMATS = re.compile(rb"<" + _P + rb"cellXfs\b(.*?)</" + _P + rb"cellXfs\s*>", re.DOTALL)
_FORMAT = re.compile(rb"<" + _P + rb"xf\b([^<>]*)>")
_ITEM = re.compile(rb"<" + _P + rb"si\b[^<>]*>")
_RUN = re.compile(rb"<" + _P + rb"r(?:\s[^<>]*)?>")
_RUN_TEXT = re.compile(rb"<" + _P + rb"t\b[^<>]*>[^<]*[^<\s]")
_END = re.compile(rb"</" + _P + rb"is\s*>")

_ROW = re.compile(rb"<" + _P + rb"row(?=[\s/>])([^<>]*)>")
_COL = re.compile(rb"<" + _P + rb"col(?=[\s/>])([^<>]*)>")
_STRIKE = rb"<" + _P + rb"strike\b(?![^<>]*val\s*=\s*[\"'](?:0|false))"
_STRUCK = re.compile(_STRIKE)
_MARK = re.compile(rb"<" + _P + rb"vertAlign\s[^<>]*val\s*=\s*[\"'](?:super|sub)script|" + _STRIKE)
_ANY_TEXT = re.compile(rb"<" + _P + rb"t\b[^<>]*>([^<]*)<")
_CODE = re.compile(rb"<" + _P + rb"numFmt\s([^<>]*)>")
_STYLED = re.compile(rb"<" + _P + rb"c(?=[\s/>])([^<>]*\ss\s*=[^<>]*[^/<>])>(?=\s*<)")
_WIDEST = 300  # hidden columns that are looked at: a table is never wider

_INLINE = 40_000  # bytes of a text in the sheet itself, at most

Runs = dict[str, list[str | None]]


def read_xlsx(package: Package) -> dict[str, CellMetadata]:
    """Sheet name → what is not told of it."""
    formats = legacy_formats(package.part("xl/styles.xml"))
    strings = package.part("xl/sharedStrings.xml")
    runs = legacy_strings(strings) if formats or may_hold_legacy(strings) else {}
    unmarked = plain_strings(strings)
    looks = style_looks(package.part("xl/styles.xml"))
    through = struck_formats(package.part("xl/styles.xml"))
    found = {}
    for name, path in package.sheets().items():
        content = package.part(path)
        is_legacy = formats or runs or (b"rFont" in content and may_hold_legacy(content))
        fonts = legacy_cells(content, formats, runs) if is_legacy else {}
        texts = plain_cells(content, unmarked)
        struck = set(cells_by_format(content, through))
        found[name] = CellMetadata(
            empty_formulas(content),
            errors(content),
            fonts,
            *hidden(content),
            cells_by_format(content, looks),
            {},
            texts,
            struck,
        )
    return found


def hidden(sheet: bytes) -> tuple[frozenset[int], frozenset[int]]:
    """Rows and columns that are hidden, or folded to nothing."""
    if b"hidden" not in sheet and b"zeroHeight" not in sheet:
        return frozenset(), frozenset()
    rows: set[int] = set()
    row = -1
    for match in _ROW.finditer(sheet):
        tag = attributes(match[1])
        row = int(tag["r"]) - 1 if tag.get("r", "").isdecimal() else row + 1
        if tag.get("hidden") in ("1", "true"):
            rows.add(row)
    columns: set[int] = set()
    for match in _COL.finditer(sheet):
        tag = attributes(match[1])
        first, last = tag.get("min", ""), tag.get("max", "")
        if tag.get("hidden") in ("1", "true") and first.isdecimal() and last.isdecimal():
            columns.update(range(int(first) - 1, min(int(last), int(first) + _WIDEST)))
    return frozenset(rows), frozenset(columns)


def style_looks(styles: bytes) -> dict[str, str]:
    """Index of a cell format → what its number format does to a figure, for those that do something."""
    codes = {"9": "0%", "10": "0.00%", "17": "mmm-yy"}
    for tag in map(attributes, _CODE.findall(styles)):
        codes[tag.get("numFmtId", "")] = tag.get("formatCode", "")
    formats = _FORMATS.search(styles)
    if formats is None:
        return {}
    known = {number: look for number, code in codes.items() if (look := look_of(code))}
    tags = (attributes(tag).get("numFmtId", "0") for tag in _FORMAT.findall(formats[1]))
    return {str(index): known[number] for index, number in enumerate(tags) if number in known}


def cells_by_format(sheet: bytes, looks: dict[str, str]) -> dict[Place, str]:
    """Filled cells whose format is one of those given (by index) → what is said of it."""
    if not looks:
        return {}
    found: dict[Place, str] = {}
    places = _Places(sheet)
    for match in _STYLED.finditer(sheet):
        look = looks.get(attributes(match[1]).get("s", "0"))
        if look:
            found.update(dict.fromkeys(places.of(match), look))
    return found


def plain_strings(strings: bytes) -> dict[str, str]:
    """Index of a shared text → the text without superscript, subscript and struck-through runs, where it has such and
    others.
    """
    if b"vertAlign" not in strings and b"strike" not in strings:
        return {}
    found = {}
    for index, item in enumerate(_ITEM.split(strings)[1:]):
        runs = _RUN.split(item)[1:]
        kept = [run for run in runs if not _MARK.search(run)]
        if 0 < len(kept) < len(runs):
            found[str(index)] = "".join(_text_of(run) for run in kept)
    return {index: text for index, text in found.items() if text.strip()}


def plain_cells(sheet: bytes, unmarked: dict[str, str]) -> dict[Place, str]:
    """Text cells of which some runs do not count, and what is left of them."""
    has_inline = b"vertAlign" in sheet or b"strike" in sheet
    if not unmarked and not has_inline:
        return {}
    places, found = _Places(sheet), {}
    for match in _TEXT.finditer(sheet):
        tag, index = attributes(match[1]), (match[2] or b"").decode("utf-8", "replace")
        text = unmarked.get(index) if tag["t"] == "s" else None
        if has_inline and tag["t"] == "inlineStr":
            text = plain_strings(b"<si>" + _END.split(sheet[match.end() : match.end() + _INLINE], maxsplit=1)[0]).get(
                "0"
            )
        if text:
            found.update(dict.fromkeys(places.of(match), text))
    return found


def _text_of(run: bytes) -> str:
    return "".join(unescape(text.decode("utf-8", "replace")) for text in _ANY_TEXT.findall(run))


def empty_formulas(sheet: bytes) -> set[Place]:
    """Cells that hold a formula and no stored value. One that gave an empty text says so by its type."""
    if not any(tag in sheet for tag in (b"<f>", b"<f ", b"<f/", b":f>", b":f ", b":f/")):
        return set()
    places = _Places(sheet)
    return {
        place
        for match in _CALCULATED.finditer(sheet)
        if not match[2] and not (match[2] == b"" and attributes(match[1]).get("t") == "str")
        for place in places.of(match)
    }


def errors(sheet: bytes) -> dict[Place, str]:
    """Cells that hold an error, as it is shown: #REF!"""
    if b't="e"' not in sheet and b"t='e'" not in sheet:
        return {}
    places = _Places(sheet)
    return {
        place: (match[2] or b"#N/A").decode("utf-8", "replace")[:20]
        for match in _IN_ERROR.finditer(sheet)
        for place in places.of(match)
    }


def legacy_formats(styles: bytes) -> dict[str, str]:
    """Index of a cell format → family, for formats in a legacy font."""
    fonts, formats = _FONTS.search(styles) if may_hold_legacy(styles) else None, _FORMATS.search(styles)
    if fonts is None or formats is None:
        return {}
    families = [_family(font) for font in _FONT.split(fonts[1])[1:]]
    found = {}
    for index, tag in enumerate(_FORMAT.findall(formats[1])):
        font = attributes(tag).get("fontId", "0")
        family = families[int(font)] if font.isdecimal() and int(font) < len(families) else None
        if family:
            found[str(index)] = family
    return found


def struck_formats(styles: bytes) -> dict[str, str]:
    """Index of a cell format whose font is struck through → a word for it."""
    fonts, formats = _FONTS.search(styles) if b"strike" in styles else None, _FORMATS.search(styles)
    if fonts is None or formats is None:
        return {}
    struck = {str(index) for index, font in enumerate(_FONT.split(fonts[1])[1:]) if _STRUCK.search(font)}
    tags = enumerate(_FORMAT.findall(formats[1]))
    return {str(index): "struck" for index, tag in tags if attributes(tag).get("fontId", "0") in struck}


def legacy_strings(strings: bytes) -> Runs:
    """Index of a shared text in several runs → the families of those with letters; the word "cell" stands for the
    cell's own.
    """
    found: Runs = {}
    for index, item in enumerate(_ITEM.split(strings)[1:]):
        families = _families(item)
        if families:
            found[str(index)] = families
    return found


def legacy_cells(sheet: bytes, formats: dict[str, str], runs: Runs) -> dict[Place, str]:
    """Text cells whose font, or the fonts of whose runs, are of a legacy family."""
    places, found = _Places(sheet), {}
    for match in _TEXT.finditer(sheet):
        tag = attributes(match[1])
        own = formats.get(tag.get("s", "0"))
        inner: list[str | None] = []
        if tag["t"] == "inlineStr":
            inner = _families(_END.split(sheet[match.end() : match.end() + _INLINE], maxsplit=1)[0])
        elif tag["t"] == "s":
            inner = runs.get((match[2] or b"").decode("utf-8", "replace"), [])
        family = family_of_runs(own if run == "cell" else run for run in inner) if inner else own
        if family:
            found.update(dict.fromkeys(places.of(match), family))
    return found


def _family(font: bytes) -> str | None:
    name = _FONT_NAME.search(font)
    return family_of_font(attributes(name[1]).get("val", "")) if name else None


def _families(item: bytes) -> list[str | None]:
    """Of each run with letters in it; nothing for a text that is one piece."""
    return [_run_family(run) for run in _RUN.split(item)[1:] if _RUN_TEXT.search(run)]


def _run_family(run: bytes) -> str | None:
    name = _FONT_NAME.search(run)
    return family_of_font(attributes(name[1]).get("val", "")) if name else "cell"


class _Places:
    """Where a cell is: by its reference, or, in a sheet without references, by counting."""

    def __init__(self, sheet: bytes) -> None:
        self._sheet = sheet
        self._counted: dict[int, Place] | None = None

    def of(self, match: re.Match[bytes]) -> Iterator[Place]:
        """None or one."""
        reference = attributes(match[1]).get("r")
        place = a1.place(reference) if reference else self._count().get(match.start())
        if place:
            yield place

    def _count(self) -> dict[int, Place]:
        if self._counted is None:
            self._counted = {start: (row, column) for start, row, column in count_cells(self._sheet)}
        return self._counted


def count_cells(sheet: bytes) -> Iterator[tuple[int, int, int]]:
    """Start of its tag, row and column of every cell, by its reference or, where it has none, as the one after the
    last.
    """
    row, column = -1, -1
    for match in _TAG.finditer(sheet):
        reference = attributes(match[2]).get("r", "")
        if match[1] == b"row":
            row, column = int(reference) - 1 if reference.isdecimal() else row + 1, -1
        else:
            row, column = a1.place(reference) or (row, column + 1)
            yield match.start(), row, column
