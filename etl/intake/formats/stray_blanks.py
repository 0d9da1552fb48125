"""Lone blanks far below or beside a table: nobody sees them, and a reader that lays out the whole area
fails on them.
"""

import re
import zipfile
from io import BytesIO

_CELL = re.compile(
    rb"<c(?=[\s/>])([^<>]*)>\s*<is>\s*<t\b[^<>]*>\s*</t>\s*</is>\s*</c>"
    rb"|<c(?=[\s/>])([^<>]*)>\s*<v>\s*(\d+)\s*</v>\s*</c>"
)
_SHARED = re.compile(rb"<si\b[^<>]*>(.*?)</si>", re.DOTALL)
_TEXT = re.compile(rb"<t\b[^<>]*>([^<]*)</t>")
_IS_SHARED = re.compile(rb"\st\s*=\s*[\"']s[\"']")


def without_stray_blanks(data: bytes) -> bytes | None:
    """The .xlsx without cells that hold nothing but spaces; None where there is none.

    Its parts were measured before.
    """
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    blanks = _blank_strings(parts.get("xl/sharedStrings.xml", b""))
    changed = {
        name: content
        for name, part in parts.items()
        if "worksheets/" in name and (content := _without(part, blanks)) != part
    }
    if not changed:
        return None
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in (parts | changed).items():
            archive.writestr(name, part)
    return target.getvalue()


def _blank_strings(strings: bytes) -> frozenset[bytes]:
    """Indexes of the shared texts that hold nothing but spaces."""
    items = (b"".join(_TEXT.findall(item)) for item in _SHARED.findall(strings))
    return frozenset(str(index).encode() for index, text in enumerate(items) if not text.strip(b" \t\r\n"))


def _without(sheet: bytes, blanks: frozenset[bytes]) -> bytes:
    def mended(match: re.Match[bytes]) -> bytes:
        is_blank = match[3] is None or (match[3] in blanks and _IS_SHARED.search(match[2]))
        return b"" if is_blank else match[0]

    return _CELL.sub(mended, sheet)
