"""The stream of records of an .xls (BIFF5 and BIFF8), and whether it needs a password."""

from collections.abc import Iterator
from struct import unpack_from

from etl.intake.safety.compound import Compound

BOF, EOF, FILEPASS = 0x0809, 0x000A, 0x002F
Record = tuple[int, int, int]  # kind, start of its content, length


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
