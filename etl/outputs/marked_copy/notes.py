"""Comments in a sheet's package: ours are added beside those of others, ours of an earlier check are taken out."""

import posixpath
import re
from html import escape

from etl.intake import a1
from etl.intake.formats.package import attributes
from etl.outputs.marked_copy.marks import place_of

_COMMENT = re.compile(rb"<(?:\w+:)?comment\s[^>]*>.*?</(?:\w+:)?comment>", re.DOTALL)
_AFTER = (b"legacyDrawingHF", b"picture", b"oleObjects", b"controls", b"webPublishItems", b"tableParts", b"extLst")
_COMMENTS_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_KIND = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_VML_NAMES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_SHAPE_TYPE = (
    f'<v:shapetype {_VML_NAMES} id="_x0000_t202" coordsize="21600,21600" o:spt="202"'
    ' path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t"'
    ' o:connecttype="rect"/></v:shapetype>'
)


def add_notes(parts: dict[str, bytes], sheet: str, notes: dict[str, str], base: str, author: str) -> None:
    """Write notes (A1 → text) into the sheet's comments; changes `parts` in place."""
    folder, _, name = sheet.rpartition("/")
    rels = f"{folder}/_rels/{name}.rels"
    comments, vml = _target(parts, rels, folder, "/comments"), _target(parts, rels, folder, "/vmlDrawing")
    if comments:
        _take_out_ours(parts, comments, vml, author)
    if not notes:
        return
    if not comments:
        comments = _new_part(
            parts, f"{folder.rpartition('/')[0]}/comments_{name}", _empty_comments(base), _COMMENTS_KIND
        )
        _relate(parts, rels, "rIdMonitorComments", f"{base}/comments", comments)
    if not vml:
        vml = _new_part(
            parts, f"{folder.rpartition('/')[0]}/drawings/notes_{name.removesuffix('.xml')}.vml", _empty_vml(), None
        )
        _default_kind(parts, "vml", _VML_KIND)
        _relate(parts, rels, "rIdMonitorVml", f"{base}/vmlDrawing", vml)
        parts[sheet] = _with_legacy_drawing(parts[sheet], "rIdMonitorVml", base)
    parts[comments] = _with_comments(parts[comments], notes, author)
    shapes = "".join(_shape(cell, at) for at, cell in enumerate(notes))  # each names its prefixes: the drawing may not
    if b'id="_x0000_t202"' not in parts[vml]:
        shapes = _SHAPE_TYPE + shapes
    at = parts[vml].rindex(b"</xml>")
    parts[vml] = parts[vml][:at] + shapes.encode() + parts[vml][at:]


def _target(parts: dict[str, bytes], rels: str, folder: str, kind: str) -> str | None:
    for tag in re.findall(rb"<Relationship\s[^>]*?/?>", parts.get(rels, b"")):
        row = attributes(tag)
        if row.get("Type", "").endswith(kind):
            path = row["Target"]
            path = path.lstrip("/") if path.startswith("/") else posixpath.normpath(posixpath.join(folder, path))
            return path if path in parts else None
    return None


def _take_out_ours(parts: dict[str, bytes], comments: str, vml: str | None, author: str) -> None:
    """Our comments of an earlier check, out of the part and its drawing."""
    content = parts[comments]
    authors = re.findall(rb"<(?:\w+:)?author>(.*?)</(?:\w+:)?author>|<(?:\w+:)?author/>", content, re.DOTALL)
    ours = {str(at) for at, name in enumerate(authors) if name == escape(author, quote=False).encode()}
    gone = []
    for match in _COMMENT.findall(content):
        row = attributes(match[: match.index(b">")])
        if row.get("authorId") in ours:
            content = content.replace(match, b"", 1)
            gone.append(row.get("ref", ""))
    parts[comments] = content
    if vml:
        for cell in gone:
            parts[vml] = _without_shape(parts[vml], cell)


def _without_shape(vml: bytes, cell: str) -> bytes:
    row, column = a1.place(cell) or (-1, -1)  # what the sender's program wrote; no place is no shape's
    for match in re.findall(rb"<v:shape\s.*?</v:shape>", vml, re.DOTALL):
        if re.search(rb"<x:Row>\s*%d\s*</x:Row>" % row, match) and re.search(
            rb"<x:Column>\s*%d\s*</x:Column>" % column, match
        ):
            return vml.replace(match, b"", 1)
    return vml


def _with_comments(content: bytes, notes: dict[str, str], author: str) -> bytes:
    root = re.search(rb"<((?:\w+:)?)comments\b", content)
    prefix = root[1].decode() if root else ""
    number = len(re.findall(rb"<(?:\w+:)?author(?:>|/>|\s)", content))
    content = _inserted(content, b"authors", f"<{prefix}author>{escape(author, quote=False)}</{prefix}author>")
    taken = {attributes(match[: match.index(b">")]).get("ref") for match in _COMMENT.findall(content)}
    for cell in [cell for cell in notes if cell in taken]:  # two comments on one cell would make the file damaged
        content = _joined(content, cell, notes[cell], prefix)
    fresh = [_comment(cell, text, number, prefix) for cell, text in notes.items() if cell not in taken]
    return _inserted(content, b"commentList", "".join(fresh))


def _comment(cell: str, text: str, author: int, prefix: str) -> str:
    return (
        f'<{prefix}comment ref="{cell}" authorId="{author}"><{prefix}text><{prefix}r><{prefix}t'
        f' xml:space="preserve">{_xml(text)}</{prefix}t></{prefix}r></{prefix}text></{prefix}comment>'
    )


def _joined(content: bytes, cell: str, text: str, prefix: str) -> bytes:
    """Our words under those of somebody else's comment."""
    for match in _COMMENT.findall(content):
        if attributes(match[: match.index(b">")]).get("ref") == cell:
            end = match.rindex(b"</" + prefix.encode() + b"text>")
            run = f'<{prefix}r><{prefix}t xml:space="preserve">\n{_xml(text)}</{prefix}t></{prefix}r>'
            body = re.sub(
                rb"(<(?:\w+:)?text>)(<(?:\w+:)?t\b.*?</(?:\w+:)?t>)",
                rb"\1<" + prefix.encode() + rb"r>\2</" + prefix.encode() + rb"r>",
                match[:end],
                count=1,
                flags=re.DOTALL,
            )
            return content.replace(match, body + run.encode() + match[end:], 1)
    return content


def _xml(text: str) -> str:
    return escape(re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]", "", text), quote=False)


def _inserted(content: bytes, block: bytes, text: str) -> bytes:
    """Text at the end of a block, which may be written as empty."""
    empty = re.search(rb"<((?:\w+:)?)" + block + rb"\s*/>", content)
    if empty:
        name = empty[1] + block
        return (
            content[: empty.start()] + b"<" + name + b">" + text.encode() + b"</" + name + b">" + content[empty.end() :]
        )
    end = re.search(rb"</(?:\w+:)?" + block + rb">", content)
    if end is None:
        raise ValueError("comments without " + block.decode())
    return content[: end.start()] + text.encode() + content[end.start() :]


def _with_legacy_drawing(sheet: bytes, relation: str, base: str) -> bytes:
    """The reference stands where the schema has it: before any of the elements that come after."""
    root = re.search(rb"<((?:\w+:)?)worksheet\b", sheet)
    if root is None:
        raise ValueError("no worksheet")
    prefix = root[1]
    tag = b"<" + prefix + f'legacyDrawing xmlns:r="{base}" r:id="{relation}"/>'.encode()
    data_end = max(sheet.rfind(b"sheetData>"), sheet.rfind(b"sheetData/>"), 0)
    later = [
        match.start()
        for name in _AFTER
        if (match := re.compile(rb"<" + prefix + name + rb"\b").search(sheet, data_end))
    ]
    at = min(later, default=sheet.rindex(b"</" + prefix + b"worksheet>"))
    return sheet[:at] + tag + sheet[at:]


def _relate(parts: dict[str, bytes], rels: str, relation: str, kind: str, target: str) -> None:
    empty = (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships'
        b' xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    )
    content = re.sub(rb"<Relationships([^>]*)/>", rb"<Relationships\1></Relationships>", parts.get(rels, empty))
    at = content.rindex(b"</Relationships>")
    parts[rels] = (
        content[:at] + f'<Relationship Id="{relation}" Type="{kind}" Target="/{target}"/>'.encode() + content[at:]
    )


def _new_part(parts: dict[str, bytes], path: str, content: str, kind: str | None) -> str:
    parts[path] = content.encode()
    if kind:
        types = parts["[Content_Types].xml"]
        at = types.rindex(b"</Types>")
        parts["[Content_Types].xml"] = (
            types[:at] + f'<Override PartName="/{path}" ContentType="{kind}"/>'.encode() + types[at:]
        )
    return path


def _default_kind(parts: dict[str, bytes], extension: str, kind: str) -> None:
    types = parts["[Content_Types].xml"]
    if not re.search(rb'Extension="%s"' % extension.encode(), types, re.IGNORECASE):
        start = re.search(rb"<Types\b[^>]*>", types)
        at = start.end() if start else 0
        parts["[Content_Types].xml"] = (
            types[:at] + f'<Default Extension="{extension}" ContentType="{kind}"/>'.encode() + types[at:]
        )


def _empty_comments(base: str) -> str:
    main = (
        "http://purl.oclc.org/ooxml/spreadsheetml/main"
        if "purl" in base
        else "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><comments'
        f' xmlns="{main}"><authors></authors><commentList></commentList></comments>'
    )


def _empty_vml() -> str:
    return (
        f'<xml {_VML_NAMES}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit"'
        f' data="77"/></o:shapelayout>{_SHAPE_TYPE}</xml>'
    )


def _shape(cell: str, number: int) -> str:
    row, column = place_of(cell)
    return (
        f'<v:shape {_VML_NAMES} id="_x0000_s{78_900 + number}" type="#_x0000_t202"'
        f' style="position:absolute;margin-left:60pt;margin-top:2pt;width:240pt;height:90pt;'
        f'z-index:{number + 1};visibility:hidden" '
        'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow color="black" obscured="t"/><v:path'
        ' o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox><x:ClientData'
        ' ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{column + 1}, 12, {row}, 4, {column + 5}, 20, {row + 5},"
        f" 10</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column>"
        "</x:ClientData></v:shape>"
    )
