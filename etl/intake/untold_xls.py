"""What calamine does not tell of an .xls: its records (BIFF5 and BIFF8) are walked for errors, formulas and fonts."""

from collections.abc import Iterator
from struct import unpack_from

from etl.intake.bounds import check_area
from etl.intake.compound import Compound, Damaged
from etl.intake.fonts import family_of_font
from etl.intake.untold import Untold

BOF, EOF, FILEPASS, FONT, XF, BOUNDSHEET = 0x0809, 0x000A, 0x002F, 0x0031, 0x00E0, 0x0085
_FORMULA, _BOOLERR = 0x0006, 0x0205
_TEXTS = (0x00FD, 0x0204, 0x00D6)  # LABELSST, LABEL, RSTRING
_FILLED = {_FORMULA, _BOOLERR, *_TEXTS, 0x0203, 0x027E, 0x00BD}  # and NUMBER, RK, MULRK: all begin with row and column
_MULRK = 0x00BD
_STRING, _ERROR, _BLANK = 0, 2, 3  # kinds of a formula's result that is no number
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}

Record = tuple[int, int, int]  # kind, start of its content, length


def read_xls(data: bytes) -> dict[str, Untold]:
    """Sheet name → what is not told of it. A file whose tables cannot be followed tells nothing more. Raises Refused."""
    try:
        stream = workbook_stream(Compound(data))
    except Damaged:
        return {}
    formats, sheets = _globals(stream)
    found = {name: _sheet(stream, at, formats) for name, at in sheets.items()}
    if any(was_calculated for _, was_calculated in found.values()):
        return {name: sheet._replace(empty_formulas=set()) for name, (sheet, _) in found.items()}
    return {name: sheet for name, (sheet, _) in found.items()}


def workbook_stream(compound: Compound) -> bytes:
    """The stream of records: Workbook since Excel 97, Book before."""
    return compound.stream("Workbook") or compound.stream("Book")


def is_encrypted(stream: bytes) -> bool:
    """Whether the first records hold the one that says so."""
    return any(kind == FILEPASS for (kind, _, _), _ in zip(records(stream, 0), range(12), strict=False))


def records(stream: bytes, at: int) -> Iterator[Record]:
    """Records from `at` to the end of its substream; those of charts inside it are passed over."""
    depth, end = 0, len(stream) - 4
    while at <= end:
        kind, length = unpack_from("<HH", stream, at)
        at += 4
        if kind == BOF:
            depth += 1
        elif kind == EOF:
            depth -= 1
        if depth <= 0 or at + length > len(stream):
            return
        if depth == 1:
            yield kind, at, length
        at += length


def _globals(stream: bytes) -> tuple[dict[int, str], dict[str, int]]:
    """Cell formats in a legacy font → family; sheet name → where its records begin."""
    fonts: list[str | None] = []
    formats: list[int] = []
    sheets: dict[str, int] = {}
    is_wide = False
    for kind, at, length in records(stream, 0):
        if kind == BOF and length >= 2:
            is_wide = unpack_from("<H", stream, at)[0] == 0x0600
        elif kind == FONT and length > 15:
            fonts.append(family_of_font(_text(stream[at + 14 : at + length], is_wide)))
            if len(fonts) == 4:
                fonts.append(None)  # there is no font 4
        elif kind == XF and length >= 2:
            formats.append(unpack_from("<H", stream, at)[0])
        elif kind == BOUNDSHEET and length > 7:
            sheets[_text(stream[at + 6 : at + length], is_wide)] = unpack_from("<I", stream, at)[0]
    families = {index: fonts[font] for index, font in enumerate(formats) if font < len(fonts)}
    return {index: family for index, family in families.items() if family}, sheets


def _text(content: bytes, is_wide: bool) -> str:
    """A short text with its length before it."""
    if not is_wide:
        return content[1 : 1 + content[0]].decode("cp1252", "replace")
    if content[1] & 1:
        return content[2 : 2 + 2 * content[0]].decode("utf-16-le", "replace")
    return content[2 : 2 + content[0]].decode("latin-1")


def _sheet(stream: bytes, at: int, formats: dict[int, str]) -> tuple[Untold, bool]:
    """What is not told of a sheet, and whether a formula of it shows that somebody has calculated.

    A program that only writes formulas leaves each with an empty text and no trace of a chain of calculation. A formula that gave an
    empty text looks like that too, but never all of a workbook's at once.
    """
    found, was_calculated = Untold.nothing(), False
    rows = columns = 0
    for kind, start, length in records(stream, at):
        if kind not in _FILLED or length < 6:
            continue
        row, column, look = unpack_from("<HHH", stream, start)
        rows = max(rows, row + 1)
        columns = max(columns, (unpack_from("<H", stream, start + length - 2)[0] if kind == _MULRK else column) + 1)
        if kind == _FORMULA and length >= 20:
            result, mark = unpack_from("<B5xH", stream, start + 6)
            is_number = mark != 0xFFFF
            was_calculated |= is_number or result != _BLANK or stream[start + 16 : start + 20] != b"\0\0\0\0"
            if not is_number and result == _BLANK:
                found.empty_formulas.add((row, column))
            elif not is_number and result == _ERROR:
                found.errors[row, column] = _ERRORS.get(stream[start + 8], "#N/A")
            if look in formats and not is_number and result == _STRING:
                found.fonts[row, column] = formats[look]
        elif kind == _BOOLERR and length >= 8 and stream[start + 7]:
            found.errors[row, column] = _ERRORS.get(stream[start + 6], "#N/A")
        elif look in formats and kind in _TEXTS:
            found.fonts[row, column] = formats[look]
    check_area(rows, columns)
    return found, was_calculated
