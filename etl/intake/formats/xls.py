"""What calamine does not tell of an .xls: its records (BIFF5 and BIFF8) are walked for errors, formulas and fonts."""

from collections.abc import Iterator
from struct import unpack_from
from typing import NamedTuple

from etl.intake.formats.cell_metadata import CellMetadata
from etl.intake.formats.fonts import family_of_font
from etl.intake.formats.number_formats import look_of
from etl.intake.formats.xls_strings import plain_texts
from etl.intake.safety.biff import BOF, Damaged, open_container, records, workbook_stream
from etl.intake.safety.bounds import check_area

_ROW, _COLINFO, _FORMAT, _SST, _CONTINUE, _LABELSST = 0x0208, 0x007D, 0x041E, 0x00FC, 0x003C, 0x00FD
_HIDDEN_ROW, _STRUCK = 0x20, 0x08
FONT, XF, BOUNDSHEET = 0x0031, 0x00E0, 0x0085
_FORMULA, _BOOLERR = 0x0006, 0x0205
_TEXTS = (0x00FD, 0x0204, 0x00D6)  # LABELSST, LABEL, RSTRING
_FILLED = {_FORMULA, _BOOLERR, *_TEXTS, 0x0203, 0x027E, 0x00BD}  # and NUMBER, RK, MULRK: all begin with row and column
_MULRK = 0x00BD
_STRING, _ERROR, _BLANK = 0, 2, 3  # kinds of a formula's result that is no number
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}


def read_xls(data: bytes) -> dict[str, CellMetadata]:
    """Sheet name → what is not told of it. A file whose tables cannot be followed tells nothing more.

    Raises Refused.
    """
    try:
        stream = workbook_stream(open_container(data))
    except Damaged:
        return {}
    book, sheets = _globals(stream)
    found = {name: _sheet(stream, at, book) for name, at in sheets.items()}
    if any(was_calculated for _, was_calculated in found.values()):
        return {name: sheet._replace(empty_formulas=set()) for name, (sheet, _) in found.items()}
    return {name: sheet for name, (sheet, _) in found.items()}


class _Book(NamedTuple):
    """What the cells of all sheets share."""

    families: dict[int, str]  # cell format → family of its legacy font
    looks: dict[int, str]  # cell format → what its number format does to a figure
    texts: dict[int, str]  # shared text → what is left without its marked runs
    struck: frozenset[int]  # cell formats whose font is struck through


def _globals(stream: bytes) -> tuple[_Book, dict[str, int]]:
    """What the sheets share; sheet name → where its records begin."""
    fonts: list[str | None] = []
    formats: list[int] = []
    numbers: list[int] = []
    codes = {9: "0%", 10: "0.00%", 17: "mmm-yy"}
    marked: set[int] = set()
    through: set[int] = set()
    strings: list[bytes] = []
    last = 0
    sheets: dict[str, int] = {}
    is_wide = False
    for kind, at, length in records(stream, 0):
        if kind == BOF and length >= 2:
            is_wide = unpack_from("<H", stream, at)[0] == 0x0600
        elif kind == FONT and length > 15:
            options, position = unpack_from("<H4xH", stream, at + 2)
            if options & _STRUCK or position:
                marked.add(len(fonts))
            if options & _STRUCK:
                through.add(len(fonts))
            fonts.append(family_of_font(_text(stream[at + 14 : at + length], is_wide)))
            if len(fonts) == 4:
                fonts.append(None)  # there is no font 4
        elif kind == XF and length >= 2:
            formats.append(unpack_from("<H", stream, at)[0])
            numbers.append(unpack_from("<H", stream, at + 2)[0] if length >= 4 else 0)
        elif kind == _FORMAT and is_wide and length > 5:
            codes[unpack_from("<H", stream, at)[0]] = _long_text(stream[at + 2 : at + length])
        elif kind == _SST or (kind == _CONTINUE and last in (_SST, _CONTINUE) and strings):
            strings.append(stream[at : at + length])
        elif kind == BOUNDSHEET and length > 7:
            sheets[_text(stream[at + 6 : at + length], is_wide)] = unpack_from("<I", stream, at)[0]
        last = kind
    families = {index: fonts[font] for index, font in enumerate(formats) if font < len(fonts)}
    looks = {index: look_of(codes.get(number, "")) for index, number in enumerate(numbers)}
    texts = plain_texts(strings, frozenset(marked)) if marked and strings else {}
    struck = frozenset(index for index, font in enumerate(formats) if font in through)
    known = {index: family for index, family in families.items() if family}
    return _Book(known, {index: look for index, look in looks.items() if look}, texts, struck), sheets


def _formats_of(stream: bytes, kind: int, start: int, length: int) -> Iterator[tuple[int, int]]:
    """Column and cell format of each cell of a record; one of several numbers (MULRK) holds a run of them."""
    first, look = unpack_from("<HH", stream, start + 2)
    yield first, look
    if kind == _MULRK:
        for more in range(1, (length - 6) // 6):
            yield first + more, unpack_from("<H", stream, start + 4 + 6 * more)[0]


def _long_text(content: bytes) -> str:
    """A text with two bytes of length before it."""
    length, flags = unpack_from("<HB", content)
    return (
        content[3 : 3 + 2 * length].decode("utf-16-le", "replace")
        if flags & 1
        else content[3 : 3 + length].decode("latin-1")
    )


def _text(content: bytes, is_wide: bool) -> str:
    """A short text with its length before it."""
    if not is_wide:
        return content[1 : 1 + content[0]].decode("cp1252", "replace")
    if content[1] & 1:
        return content[2 : 2 + 2 * content[0]].decode("utf-16-le", "replace")
    return content[2 : 2 + content[0]].decode("latin-1")


def _sheet(stream: bytes, at: int, book: _Book) -> tuple[CellMetadata, bool]:
    """What is not told of a sheet, and whether a formula of it shows that somebody has calculated.

    A program that only writes formulas leaves each with an empty text and no trace of a chain of calculation. A formula
    that gave an empty text looks like that too, but never all of a workbook's at once.
    """
    found, was_calculated, formats = CellMetadata.nothing(), False, book.families
    hidden_rows: set[int] = set()
    hidden_columns: set[int] = set()
    rows = columns = 0
    for kind, start, length in records(stream, at):
        if kind == _ROW and length >= 14 and stream[start + 12] & _HIDDEN_ROW:
            hidden_rows.add(unpack_from("<H", stream, start)[0])
        elif kind == _COLINFO and length >= 10 and stream[start + 8] & 1:
            first, last = unpack_from("<HH", stream, start)
            hidden_columns.update(range(first, min(last, first + 300) + 1))
        if kind not in _FILLED or length < 6:
            continue
        row, column, look = unpack_from("<HHH", stream, start)
        rows = max(rows, row + 1)
        for at, own in _formats_of(stream, kind, start, length):
            if own in book.looks and kind != _LABELSST:
                found.looks[row, at] = book.looks[own]
            if own in book.struck:
                found.struck.add((row, at))
        if kind == _LABELSST and length >= 10 and book.texts:
            text = book.texts.get(unpack_from("<I", stream, start + 6)[0])
            found.plain_texts.update({(row, column): text} if text else {})
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
    return found._replace(hidden_rows=frozenset(hidden_rows), hidden_columns=frozenset(hidden_columns)), was_calculated
