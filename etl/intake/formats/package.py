"""The parts of a zipped workbook (.xlsx, .ods) by name, and the attributes of their tags; what they mean is left to
others.
"""

import re
import zipfile
from html import unescape
from io import BytesIO

_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^<>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^<>]*)>")
_ATTRIBUTE = re.compile(rb'([\w:.-]+)\s*=\s*(?:"([^"]*)"|\'([^\']*)\')')


class Package:
    """The parts of a package, opened lazily; the bytes were looked into before. parts: those unpacked already."""

    def __init__(self, data: bytes, parts: dict[str, bytes] | None = None) -> None:
        self._data = data
        self._known = {name.lower().replace("\\", "/"): content for name, content in (parts or {}).items()}
        self._archive: zipfile.ZipFile | None = None
        self._names: dict[str, str] = {}

    def part(self, name: str) -> bytes:
        """A part's bytes, or nothing where there is none."""
        if name.lower() in self._known:
            return self._known[name.lower()]
        if self._archive is None:
            self._archive = zipfile.ZipFile(BytesIO(self._data))
            self._names = {found.lower().replace("\\", "/"): found for found in self._archive.namelist()}
        found = self._names.get(name.lower())
        return self._archive.read(found) if found else b""

    def sheets(self) -> dict[str, str]:
        """Sheet name → name of its part, of an .xlsx."""
        targets = {
            row.get("Id", ""): row.get("Target", "")
            for row in map(attributes, _RELATION.findall(self.part("xl/_rels/workbook.xml.rels")))
        }
        found = {}
        for row in map(attributes, _SHEET.findall(self.part("xl/workbook.xml"))):
            target = targets.get(row.get("r:id") or next((v for k, v in row.items() if k.endswith(":id")), ""), "")
            found[row.get("name", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        return found


def attributes(text: bytes) -> dict[str, str]:
    """Attributes of one tag, entities resolved."""
    return {
        name.decode("utf-8", "replace"): _plain((double or single).decode("utf-8", "replace"))
        for name, double, single in _ATTRIBUTE.findall(text)
    }


def _plain(text: str) -> str:
    if "&" not in text:
        return text
    return unescape(text)
