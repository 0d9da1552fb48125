"""OLE compound files (.xls and its relatives): what is at their top, and the bytes of a stream, whatever their tables
claim.
"""

from struct import error as unpack_error
from struct import unpack_from
from typing import NamedTuple

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST = 0xFFFFFFFA  # this and above are no sector
_NONE = 0xFFFFFFFF
_STREAM, _ROOT = 2, 5


class Damaged(ValueError):
    """The tables of the file lead nowhere."""


class _Entry(NamedTuple):
    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


class Compound:
    """A compound file. Raises Damaged where its header or tables cannot be followed."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            self._shift, self._mini_shift = unpack_from("<HH", data, 30)
            if self._shift not in (9, 12) or self._mini_shift > self._shift:
                raise Damaged("sector size")
            self._next = self._table()
            first, _, self._cutoff, mini = unpack_from("<IIII", data, 48)
            self._entries = _entries(self._chain(first))
        except unpack_error as error:
            raise Damaged("header") from error
        self._mini_first = mini
        self._top = self._children()

    def names(self) -> set[str]:
        """Names at the top of the file, of streams and of storages; those inside embedded objects are not
        among them.
        """
        return set(self._top)

    def stream(self, name: str) -> bytes:
        """The bytes of a stream at the top; nothing where there is none."""
        entry = self._top.get(name)
        if entry is None or entry.kind != _STREAM:
            return b""
        if entry.size >= self._cutoff:
            return self._chain(entry.start, entry.size)
        return self._mini_chain(entry.start, entry.size)

    def _table(self) -> list[int]:
        """Sector → the one that follows it."""
        count, after, extra = *unpack_from("<I", self._data, 44), *unpack_from("<II", self._data, 68)
        sectors = list(unpack_from("<109I", self._data, 76))
        per_sector = (1 << self._shift) // 4
        for _ in range(min(extra, len(self._data) >> self._shift)):
            if after >= _LAST:
                break
            part = unpack_from(f"<{per_sector}I", self._data, (after + 1) << self._shift)
            sectors += part[:-1]
            after = part[-1]
        table: list[int] = []
        for sector in sectors[: min(count, len(self._data) >> self._shift)]:
            if sector < _LAST:
                table += self._numbers(self._sector(sector))
        return table

    def _sector(self, number: int) -> bytes:
        return self._data[(number + 1) << self._shift : (number + 2) << self._shift]

    @staticmethod
    def _numbers(content: bytes) -> tuple[int, ...]:
        return unpack_from(f"<{len(content) // 4}I", content)

    def _chain(self, start: int, size: int | None = None) -> bytes:
        parts, seen, sector = [], 0, start
        most = len(self._next) if size is None else (size >> self._shift) + 1
        while sector < _LAST and seen < most:
            parts.append(self._sector(sector))
            if sector >= len(self._next):
                raise Damaged("chain")
            sector, seen = self._next[sector], seen + 1
        return b"".join(parts)[:size]

    def _mini_chain(self, start: int, size: int) -> bytes:
        root = next((entry for entry in self._entries if entry.kind == _ROOT), None)
        if root is None:
            raise Damaged("root")
        content, following = self._chain(root.start, root.size), self._numbers(self._chain(self._mini_first))
        parts, sector = [], start
        for _ in range((size >> self._mini_shift) + 1):
            if sector >= len(following):
                break
            parts.append(content[sector << self._mini_shift : (sector + 1) << self._mini_shift])
            sector = following[sector]
        return b"".join(parts)[:size]

    def _children(self) -> dict[str, _Entry]:
        """Entries at the top. Where the tree of names is broken, all there are."""
        found: dict[str, _Entry] = {}
        todo, seen = [entry.child for entry in self._entries[:1]], set()
        while todo:
            number = todo.pop()
            if number < len(self._entries) and number not in seen:
                seen.add(number)
                entry = self._entries[number]
                found[entry.name] = entry
                todo += [entry.left, entry.right]
        return found or {entry.name: entry for entry in reversed(self._entries)}


def _entries(content: bytes) -> list[_Entry]:
    found = []
    for at in range(0, len(content) - 127, 128):
        length, kind = *unpack_from("<H", content, at + 64), content[at + 66]
        name = content[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        left, right, child = unpack_from("<III", content, at + 68)
        start, size = unpack_from("<II", content, at + 116)
        found.append(_Entry(name, kind, left, right, child, start, size))
    return found
