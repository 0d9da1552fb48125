"""What calamine does not tell of an .xlsx, from its own XML. Every pattern stops at the next tag, so that none runs away."""

import re
from collections.abc import Iterator

from etl.intake.fonts import family_of_font, family_of_runs, may_hold_legacy
from etl.intake.package import Package, attributes
from etl.intake.untold import Place, Untold

_P = rb"(?:\w+:)?"  # a prefix of a name
_FORMULA = rb"<" + _P + rb"f\b(?:[^<>]*/>|[^<>]*>[^<]*</" + _P + rb"f\s*>)"
_VALUE = rb"<" + _P + rb"v\b(?:[^<>]*/>|[^<>]*>([^<]*)<)"
_CALCULATED = re.compile(rb"<" + _P + rb"c(?=[\s/>])([^<>]*)>\s*" + _FORMULA + rb"\s*(?:" + _VALUE + rb")?")
_IN_ERROR = re.compile(
    rb"<" + _P + rb"c(?=[\s/>])([^<>]*\st\s*=\s*[\"']e[\"'][^<>]*)>\s*(?:" + _FORMULA + rb"\s*)?(?:" + _VALUE + rb")"
)
_TEXT = re.compile(
    rb"<" + _P + rb"c(?=[\s/>])([^<>]*\st\s*=\s*[\"'](?:s|str|inlineStr)[\"'][^<>]*)>\s*(?:" + _FORMULA + rb"\s*)?(?:" + _VALUE + rb")?"
)  # fmt: skip
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
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")

_INLINE = 40_000  # bytes of a text in the sheet itself, at most

Runs = dict[str, list[str | None]]


def read_xlsx(package: Package) -> dict[str, Untold]:
    """Sheet name → what is not told of it."""
    formats = legacy_formats(package.part("xl/styles.xml"))
    strings = package.part("xl/sharedStrings.xml")
    runs = legacy_strings(strings) if formats or may_hold_legacy(strings) else {}
    found = {}
    for name, path in package.sheets().items():
        content = package.part(path)
        is_legacy = formats or runs or (b"rFont" in content and may_hold_legacy(content))
        fonts = legacy_cells(content, formats, runs) if is_legacy else {}
        found[name] = Untold(empty_formulas(content), errors(content), fonts)
    return found


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


def legacy_strings(strings: bytes) -> Runs:
    """Index of a shared text in several runs → the families of those with letters; the word "cell" stands for the cell's own."""
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
        place = place_of(reference) if reference else self._count().get(match.start())
        if place:
            yield place

    def _count(self) -> dict[int, Place]:
        if self._counted is None:
            self._counted = {start: (row, column) for start, row, column in count_cells(self._sheet)}
        return self._counted


def place_of(reference: str) -> Place | None:
    """(row, column) of A1."""
    match = _REFERENCE.fullmatch(reference.upper())
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def count_cells(sheet: bytes) -> Iterator[tuple[int, int, int]]:
    """Start of its tag, row and column of every cell, by its reference or, where it has none, as the one after the last."""
    row, column = -1, -1
    for match in _TAG.finditer(sheet):
        reference = attributes(match[2]).get("r", "")
        if match[1] == b"row":
            row, column = int(reference) - 1 if reference.isdecimal() else row + 1, -1
        else:
            row, column = place_of(reference) or (row, column + 1)
            yield match.start(), row, column
