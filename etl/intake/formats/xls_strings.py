"""The shared texts of an .xls (BIFF8): which of them lose their superscript and struck-through runs, and
what is left.
"""

from collections.abc import Iterator
from struct import unpack_from

_RICH, _EXTENDED, _WIDE = 0x08, 0x04, 0x01


class _Segments:
    """The bytes of a record and of those that continue it.

    A text cut at a border goes on behind a byte that says its width.
    """

    def __init__(self, parts: list[bytes]) -> None:
        self._parts = parts
        self._part = self._at = 0

    def take(self, count: int) -> bytes:
        """The next bytes, across borders."""
        found = b""
        while count and self._part < len(self._parts):
            piece = self._parts[self._part][self._at : self._at + count]
            found, count, self._at = found + piece, count - len(piece), self._at + len(piece)
            if count:
                self._part, self._at = self._part + 1, 0
        return found

    def text(self, count: int, is_wide: bool) -> str:
        """So many letters."""
        found = ""
        while len(found) < count and self._part < len(self._parts):
            width = 2 if is_wide else 1
            left = (len(self._parts[self._part]) - self._at) // width
            piece = self.take(min(left, count - len(found)) * width)
            found += piece.decode("utf-16-le" if is_wide else "latin-1", "replace")
            if len(found) < count:
                self._part, self._at = self._part + 1, 1
                if self._part < len(self._parts):
                    is_wide = bool(self._parts[self._part][:1] != b"\0")
        return found


def plain_texts(parts: list[bytes], marked_fonts: frozenset[int]) -> dict[int, str]:
    """Index of a shared text → what is left without runs in a marked font, where something else is left.

    parts: the contents of SST and the CONTINUE records behind it. marked_fonts: indexes of superscript, subscript,
    struck fonts.
    """
    found = {}
    for index, (text, runs) in enumerate(_texts(parts)):
        left = _without(text, runs, marked_fonts)
        if left is not None:
            found[index] = left
    return found


def _texts(parts: list[bytes]) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Each text with its runs: first letter and font."""
    source = _Segments(parts)
    head = source.take(8)
    for _ in range(unpack_from("<I", head, 4)[0] if len(head) == 8 else 0):
        head = source.take(3)
        if len(head) < 3:
            return
        count, flags = unpack_from("<HB", head)
        run_count = unpack_from("<H", source.take(2).ljust(2, b"\0"))[0] if flags & _RICH else 0
        extra = unpack_from("<I", source.take(4).ljust(4, b"\0"))[0] if flags & _EXTENDED else 0
        text = source.text(count, bool(flags & _WIDE))
        packed = source.take(4 * run_count)
        source.take(extra)
        yield text, [unpack_from("<HH", packed, at) for at in range(0, len(packed) - 3, 4)]


def _without(text: str, runs: list[tuple[int, int]], marked: frozenset[int]) -> str | None:
    starts = [first for first, _ in runs] + [len(text)]
    cut = [(first, starts[at + 1]) for at, (first, font) in enumerate(runs) if font in marked]
    left = "".join(letter for at, letter in enumerate(text) if not any(first <= at < last for first, last in cut))
    return left if left != text and left.strip() else None
