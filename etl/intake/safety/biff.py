"""The OLE container of an .xls and its relatives: what lies in it, the records of the workbook (BIFF5 and BIFF8), and
whether they need a password.
"""

from collections.abc import Iterator
from struct import unpack_from

from olefile import OleFileIO

BOF, EOF, FILEPASS = 0x0809, 0x000A, 0x002F
Record = tuple[int, int, int]  # kind, start of its content, length


class Damaged(ValueError):
    """The tables of the container lead nowhere."""


def open_container(data: bytes) -> OleFileIO:
    """The container. Raises Damaged."""
    try:
        return OleFileIO(data)
    except Exception as error:  # olefile names no kinds: OSError, ValueError, IndexError, struct.error …
        raise Damaged(str(error)) from error


def workbook_stream(container: OleFileIO) -> bytes:
    """The stream of records: Workbook since Excel 97, Book before. Raises Damaged."""
    for name in ("Workbook", "Book"):
        if container.exists(name):
            try:
                return bytes(container.openstream(name).read())
            except Exception as error:
                raise Damaged(str(error)) from error
    return b""


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
