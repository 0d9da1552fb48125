"""Looks into a zip before anything opens it: every part is measured and the XML parts are unpacked once,
under limits.
"""

import re
import zipfile
import zlib
from io import BytesIO
from typing import Any

from etl.intake.safety.bounds import check_content, check_sheet
from etl.intake.safety.limits import (
    MAX_PART,
    MAX_PARTS,
    MAX_RATIO,
    MAX_SHEETS,
    MAX_STYLES,
    MAX_TEXT,
    MAX_UNPACKED,
    RATIO_FROM,
    Container,
    Refused,
)

_KEPT = 8 * 1024 * 1024  # bytes of parts that are handed on unpacked
_XML = (".xml", ".rels", ".vml")


def look_into_zip(data: bytes) -> Container:
    """xlsx or ods; raises Refused for what is none, is built to do harm or passes a limit."""
    damage = (
        zipfile.BadZipFile,
        zlib.error,
        ValueError,
        NotImplementedError,
        OSError,
        OverflowError,
        UnicodeError,
        EOFError,
    )
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        infos = archive.infolist()
        _check_parts(infos)
        kind = _kind_of_zip(data, {info.filename.replace("\\", "/").lstrip("/"): info for info in infos})
        return Container(kind, _unpacked(data, infos, kind))
    except damage as error:
        raise Refused("is_damaged") from error


def _check_parts(infos: list[Any]) -> None:
    if len(infos) > MAX_PARTS:
        raise Refused("too_many_parts", count=len(infos), limit=MAX_PARTS)
    names = [info.filename.replace("\\", "/").lower() for info in infos]
    if len(set(names)) != len(names) or any(".." in name.split("/") for name in names):
        raise Refused("is_hostile")
    if any(info.flag_bits & 1 for info in infos):
        raise Refused("has_password")
    if sum(info.file_size for info in infos) > MAX_UNPACKED or any(info.file_size > MAX_PART for info in infos):
        raise Refused("unpacks_too_large")
    if any(info.file_size > max(RATIO_FROM, MAX_RATIO * info.compress_size) for info in infos):
        raise Refused("unpacks_too_large")


def _kind_of_zip(data: bytes, parts: dict[str, Any]) -> str:
    """By the parts that make a package what it is."""
    mimetype = unpack(data, parts["mimetype"]).decode("latin-1").strip() if "mimetype" in parts else ""
    if mimetype and "spreadsheet" not in mimetype:
        raise Refused("is_document" if "opendocument" in mimetype else "is_archive")
    manifest = parts.get("META-INF/manifest.xml")
    if manifest and b"encryption-data" in unpack(data, manifest):
        raise Refused("has_password")
    if mimetype:
        return "ods"
    if "word/document.xml" in parts or any(name.startswith("ppt/") for name in parts):
        raise Refused("is_document")
    names = {name.lower() for name in parts}
    if "xl/workbook.bin" in names:
        raise Refused("is_xlsb")
    if "content.xml" in parts and "xl/workbook.xml" not in names:
        return "ods"
    return _kind_of_package(
        unpack(data, parts["[Content_Types].xml"]) if "[Content_Types].xml" in parts else b"", names
    )


def _kind_of_package(types: bytes, names: set[str]) -> str:
    if b"macroEnabled" in types or any(name.endswith("vbaproject.bin") for name in names):
        raise Refused("has_macros")
    if "xl/workbook.xml" in names or (b"spreadsheetml" in types and any(n.endswith("workbook.xml") for n in names)):
        return "xlsx"
    raise Refused("is_archive")


def _unpacked(data: bytes, infos: list[Any], kind: str) -> dict[str, bytes]:
    """XML parts, each checked; those handed on are small together."""
    kept, room = {}, _KEPT
    for info in infos:
        if not info.filename.lower().endswith(_XML):
            continue
        content = unpack(data, info)
        _check_xml(info.filename.lower().replace("\\", "/"), content, kind)
        if len(content) < room:
            kept[info.filename.lstrip("/")] = content
            room -= len(content)
    return kept


def unpack(data: bytes, info: Any) -> bytes:
    """A part's bytes, by its own header and never more than it declares: sizes that lie are found here."""
    start = info.header_offset
    header = data[start : start + 30]
    if header[:4] != b"PK\x03\x04":
        raise Refused("is_damaged")
    offset = start + 30 + int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    packed = data[offset : offset + info.compress_size]
    if info.compress_type == 0:
        return packed
    if info.compress_type != 8:
        raise Refused("is_damaged")
    unpacker = zlib.decompressobj(-15)
    content = unpacker.decompress(packed, info.file_size + 1)
    if len(content) > info.file_size:
        raise Refused("unpacks_too_large")
    if len(content) < info.file_size and not unpacker.eof:
        raise Refused("is_damaged")
    return content


def _check_xml(name: str, content: bytes, kind: str) -> None:
    """Entities could multiply; nothing but the manifest of old .ods files has a document type."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        content = content.decode("utf-16", "replace").encode("utf-8", "replace")
    if b"<!ENTITY" in content or (b"<!DOCTYPE" in content and not name.startswith("meta-inf/")):
        raise Refused("is_hostile")
    if kind == "ods":
        if name == "content.xml":
            check_content(content)
    elif "worksheets/" in name and name.endswith(".xml"):
        check_sheet(content)
    elif name.endswith("styles.xml"):
        _check_styles(content)
    elif name.endswith("/workbook.xml"):
        _check_sheet_count(content)
    elif name.endswith("sharedstrings.xml") and len(content) > MAX_TEXT:
        raise Refused("too_much_text")


def _check_styles(content: bytes) -> None:
    if (
        max(content.count(b"<xf") + content.count(b":xf"), content.count(b"<font") + content.count(b":font"))
        > MAX_STYLES
    ):
        raise Refused("too_many_styles")


def _check_sheet_count(content: bytes) -> None:
    count = len(re.findall(rb"<(?:\w+:)?sheet[\s/>]", content))
    if count > MAX_SHEETS:
        raise Refused("too_many_sheets", count=count, limit=MAX_SHEETS)
