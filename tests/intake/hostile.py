"""Files made to do harm, and files that only look like it, built in code.

Each with the verdict wanted: a reason, READ, or ANY.
"""

import io
import random
import zipfile
import zlib
from collections.abc import Iterator
from struct import pack

READ, ANY = "read", "any"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET, STRINGS, STYLES, BOOK = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"
CONTENT, MANIFEST = "content.xml", "META-INF/manifest.xml"
RELS = "xl/_rels/workbook.xml.rels"
_NS = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    ' xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"'
    ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)

Case = tuple[str, bytes, str]


def zipped(parts: dict[str, bytes | str], lies: dict[str, int] | None = None) -> bytes:
    """A zip of the parts. lies: part → the size its headers claim."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    data = out.getvalue()
    for name, size in (lies or {}).items():
        raw = parts[name].encode() if isinstance(parts[name], str) else parts[name]
        checksum = pack("<I", zlib.crc32(raw))
        at = data.find(checksum)
        while at >= 0:
            data = data[: at + 8] + pack("<I", size) + data[at + 12 :]
            at = data.find(checksum, at + 12)
    return data


def xlsx(sheet: bytes | str = "", **more: bytes | str) -> bytes:
    """A small workbook whose first sheet holds the rows given.

    more: other parts by short name (strings, styles, book, rels, types).
    """
    return zipped(xlsx_parts(sheet, **more))


def xlsx_parts(sheet: bytes | str = "", **more: bytes | str) -> dict[str, bytes | str]:
    """Parts of such a workbook; a sheet that begins with `<?xml` is taken whole."""
    whole = sheet if sheet[:5] in (b"<?xml", "<?xml") else worksheet(sheet)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml"'
        f' ContentType="application/xml"/><Override PartName="/{BOOK}" ContentType="{kind}sheet.main+xml"/><Override'
        f' PartName="/{SHEET}" ContentType="{kind}worksheet+xml"/></Types>'
    )
    links = "".join(
        f'<Relationship Id="r{n}" Type="{office}/{name}" Target="{target}"/>'
        for n, (name, target) in enumerate(
            (("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml")),
            1,
        )
    )
    package = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    book = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{office}"><sheets><sheet name="BM1" sheetId="1"'
        ' r:id="r1"/></sheets></workbook>'
    )
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": more.get("types", types),
        "_rels/.rels": (
            f'{package}<Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        BOOK: more.get("book", book),
        RELS: more.get("rels", f"{package}{links}</Relationships>"),
        SHEET: whole,
    }
    parts |= {STRINGS: more["strings"]} if "strings" in more else {}
    return parts | ({STYLES: more["styles"]} if "styles" in more else {})


def worksheet(rows: bytes | str, before: str = "", after: str = "") -> bytes:
    """A worksheet part."""
    body = rows.encode() if isinstance(rows, str) else rows
    head = f'<?xml version="1.0" encoding="UTF-8"?>{before}<worksheet xmlns="{MAIN}"><sheetData>'
    return head.encode() + body + f"</sheetData>{after}</worksheet>".encode()


def ods(rows: str, styles: str = "", manifest: str = "", tables: str = "", **more: str) -> bytes:
    """A small .ods whose sheet holds the rows given. more: other parts by name."""
    table = f'<table:table table:name="BM1">{rows}</table:table>'
    content = (
        "<office:document-content"
        f" {_NS}>{styles}<office:body><office:spreadsheet>{table}{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    media = "application/vnd.oasis.opendocument.spreadsheet"
    entries = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry'
        f' manifest:full-path="/" manifest:media-type="{media}"/></manifest:manifest>'
    )
    return zipped({"mimetype": media, CONTENT: content, MANIFEST: f"{manifest}{entries}", **more})


def text_cell(text: str, more: str = "") -> str:
    """A text cell of an .ods."""
    return f'<table:table-cell office:value-type="string" {more}><text:p>{text}</text:p></table:table-cell>'


def number_cell(number: float, more: str = "") -> str:
    """A number cell of an .ods."""
    return (
        f'<table:table-cell office:value-type="float" office:value="{number}"'
        f" {more}><text:p>{number}</text:p></table:table-cell>"
    )


def ods_row(*cells: str, more: str = "") -> str:
    """A row of an .ods."""
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def record(kind: int, content: bytes = b"") -> bytes:
    """A record of an .xls."""
    return pack("<HH", kind, len(content)) + content


def xls(
    cells: bytes, fonts: tuple[str, ...] = ("Arial",), first: bytes = b"", struck: frozenset[int] = frozenset()
) -> bytes:
    """A BIFF8 .xls of one sheet, BM1: cell format n is in font n. cells: records. first: records before all others."""
    bof = record(0x0809, pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0))
    written = [*fonts[:4], *("Arial" for _ in range(4 - len(fonts))), *fonts[4:]]
    looks = b"".join(
        record(
            0x0031,
            pack("<HHHHHBBBB", 200, 8 * (at in struck), 0x7FFF, 400, 0, 0, 0, 0, 0)
            + bytes([len(name), 0])
            + name.encode(),
        )
        for at, name in enumerate(written)
    )
    numbers = [n if n < 4 else n + 1 for n in range(len(written))]
    formats = b"".join(record(0x00E0, pack("<HH", number, 0) + bytes(16)) for number in numbers)
    size = len(bof + first + looks + formats) + 4 + 4 + 8 + 3
    sheet = record(0x0085, pack("<IBB", size, 0, 0) + b"\x03\0BM1")
    page = record(0x0809, pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0)) + cells + record(0x000A)
    return compound(bof + first + looks + formats + sheet + record(0x000A) + page)


def compound(stream: bytes, name: str = "Workbook", loops: bool = False) -> bytes:
    """A compound file with one stream of at least 4,096 bytes. loops: its chain of sectors never ends."""
    stream = stream.ljust(4096, b"\0")
    count = -(-len(stream) // 512)
    tables = -(-(count + 1 + 8) // 127)
    chain = [0xFFFFFFFD] * tables + [0xFFFFFFFE] + [tables + 2 + n for n in range(count)]
    chain[-1] = tables + 1 if loops else 0xFFFFFFFE
    chain += [0xFFFFFFFF] * (tables * 128 - len(chain))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    header += pack("<IIIIIIII", tables, tables, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += pack("<109I", *range(min(tables, 109)), *[0xFFFFFFFF] * (109 - min(tables, 109)))
    folder = _entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + _entry(name, 2, 0xFFFFFFFF, tables + 1, len(stream))
    body = stream.ljust(count * 512, b"\0")
    return header + pack(f"<{len(chain)}I", *chain) + folder.ljust(512, b"\0") + body


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    head = text.ljust(64, b"\0") + pack("<HBBIII", len(text), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
    return head + bytes(36) + pack("<III", start, size, 0)


def number_record(row: int, column: int, value: float = 1.0, look: int = 0) -> bytes:
    """A number of an .xls."""
    return record(0x0203, pack("<HHHd", row, column, look, value))


def label_record(row: int, column: int, text: str, look: int = 0) -> bytes:
    """A text of an .xls, in its one-byte letters."""
    raw = text.encode("latin-1")
    return record(0x0204, pack("<HHHHB", row, column, look, len(raw), 0) + raw)


def formula_record(row: int, column: int, result: bytes, chain: int = 0) -> bytes:
    """A formula (=1) of an .xls with its stored result of eight bytes."""
    return record(0x0006, pack("<HHH", row, column, 0) + result + pack("<HI", 0, chain) + b"\x03\0\x1e\x01\0")


def cell(place: str, value: object = 1) -> str:
    """A number cell of an .xlsx."""
    return f'<c r="{place}"><v>{value}</v></c>'


def row(number: int, *cells: str) -> str:
    """A row of an .xlsx."""
    return f'<row r="{number}">{"".join(cells)}</row>'


GOOD = xlsx(row(1, cell("A1"), cell("B1", 2)))


def other_kinds() -> Iterator[Case]:
    """What is no workbook we take, and says so."""
    yield "empty", b"", "is_empty"
    yield "csv", "Xã;Số hội viên\nCổ Đô;120\n".encode(), "is_text"
    yield "csv that begins with the letters of a picture", b"BM1;BM2\n1;2\n", "is_text"
    yield "text of two bytes a letter", "Xã\tSố\nCổ Đô\t120\n".encode("utf-16"), "is_text"
    yield "page named .xls", b"\xef\xbb\xbf <html><table><tr><td>1</td></tr></table></html>", "is_html"
    yield "page saved whole", b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n<html>", "is_html"
    yield (
        "xml spreadsheet",
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "is_xml",
    )
    yield "pdf", b"%PDF-1.7 ...", "is_pdf"
    yield "png", b"\x89PNG\r\n\x1a\n" + bytes(50), "is_image"
    yield "bmp", b"BM" + pack("<I", 60) + bytes(54), "is_image"
    yield "rar", b"Rar!\x1a\x07\0" + bytes(50), "is_archive"
    yield "zip of workbooks", zipped({"a.xlsx": GOOD, "b.xlsx": GOOD}), "is_archive"
    yield "zip of nothing", b"PK\x05\x06" + bytes(18), "is_archive"
    yield "docx", zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<x/>"}), "is_document"
    yield "pptx", zipped({"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<x/>"}), "is_document"
    yield "odt", zipped({"mimetype": "application/vnd.oasis.opendocument.text", CONTENT: "<x/>"}), "is_document"
    yield "doc", compound(b"x", "WordDocument"), "is_document"
    yield "rtf", b"{\\rtf1 x}", "is_document"
    yield "program", b"MZ\x90\0" + bytes(50), "is_program"
    yield "noise", bytes(range(128, 256)) * 40, "is_unknown"
    yield "xlsb", zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.bin": b"x"}), "is_xlsb"
    yield "macros by a part", zipped({**xlsx_parts(), "xl/vbaProject.bin": b"x"}), "has_macros"
    yield (
        "macros by kind",
        xlsx(
            types=(
                '<Types><Override PartName="/xl/workbook.xml"'
                ' ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
            )
        ),
        "has_macros",
    )
    yield "xlsx with a password", compound(b"x", "EncryptedPackage"), "has_password"
    yield "xls with a password", xls(b"", first=record(0x002F, bytes(54))), "has_password"
    yield "ods with a password", ods("", manifest="<!-- manifest:encryption-data -->"), "has_password"
    yield "excel 4", b"\x09\x04\x06\x00\x00\x04\x10\x00" + bytes(50), "is_old_excel"


def damaged() -> Iterator[Case]:
    """Broken by accident or on purpose."""
    yield "half a zip", GOOD[: len(GOOD) // 2], "is_damaged"
    yield "half an xls", xls(number_record(0, 0))[:700], "is_damaged"
    yield "an xls that loops", compound(record(0x0809, pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0)), loops=True), ANY
    yield "header of an xls", compound(b"x")[:8], "is_damaged"
    yield "sheet cut off", xlsx(b"<?xml version='1.0'?><worksheet><sheetData><row><c"), ANY
    yield "quotes in quotes", xlsx('<row r="1"><c r="A1" t="s""><v>\'"</v></c></row>'), ANY
    yield "string that is not there", xlsx('<row r="1"><c r="A1" t="s"><v>4000000000</v></c></row>'), ANY
    yield "date beyond time", xlsx(row(1, cell("A1", "1e300"))), READ
    yield "row beyond numbers", xlsx(row(1, '<c r="A99999999999"><v>1</v></c>')), "too_far_apart"
    yield "column beyond letters", xlsx(row(1, '<c r="AAAAAAAAAAAA1"><v>1</v></c>')), "too_far_apart"
    yield (
        "sheet that is the workbook",
        xlsx(rels='<Relationships><Relationship Id="r1" Target="workbook.xml"/></Relationships>'),
        ANY,
    )
    yield (
        "sheet that is nowhere",
        xlsx(rels='<Relationships><Relationship Id="r1" Target="../../etc/passwd"/></Relationships>'),
        ANY,
    )


def too_much() -> Iterator[Case]:
    """Built to fill memory, time or the eye of the reader."""
    yield "too large", b"PK\x03\x04" + bytes(20 * 2**20), "too_large"
    yield "bomb", xlsx("<row>" + " " * 60_000_000 + "</row>"), "unpacks_too_large"
    yield "lying size", zipped(xlsx_parts(" " * 9_000_000), {SHEET: 4_000_000}), "unpacks_too_large"
    yield "lying size, larger", zipped(xlsx_parts(" " * 9_000), {SHEET: 4_000_000}), ANY
    yield "parts", zipped({**xlsx_parts(), **{f"x{n}": "" for n in range(2_100)}}), "too_many_parts"
    yield "part twice", GOOD.replace(b"_rels/.rels", b"xl/STYLES.x").replace(b"xl/workbook.xml", b"xl/styles.xmll"), ANY
    yield "part outside", zipped({**xlsx_parts(), "../../evil": "x"}), "is_hostile"
    laughs = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    dtd = f'<!DOCTYPE x [<!ENTITY a0 "ha">{laughs}]>'
    yield "laughs", xlsx(worksheet("<row/>", before=dtd)), "is_hostile"
    yield "laughs behind a comment", xlsx(worksheet("<row/>", before=f"<!--{'x' * 5_000}-->{dtd}")), "is_hostile"
    yield "laughs in strings", xlsx(strings=f'<?xml version="1.0"?>{dtd}<sst/>'), "is_hostile"
    yield (
        "sheets",
        xlsx(book="<workbook><sheets>" + '<sheet name="x" sheetId="1" r:id="r1"/>' * 10_000 + "</sheets></workbook>"),
        "too_many_sheets",
    )
    yield (
        "styles",
        xlsx(styles="<styleSheet><cellXfs>" + '<xf numFmtId="0"/>' * 250_000 + "</cellXfs></styleSheet>"),
        "too_many_styles",
    )
    yield "fonts", xlsx(styles="<styleSheet><fonts>" + "<font/>" * 250_000 + "</fonts></styleSheet>"), "too_many_styles"
    merges = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 30_000))
    yield "merges", xlsx(worksheet(row(1, cell("A1")), after=f"<mergeCells>{merges}</mergeCells>")), "too_many_merged"
    yield "far apart", xlsx(row(1, cell("A1")) + row(1_048_576, cell("XFD1048576"))), "too_far_apart"
    yield (
        "far apart, other prefix",
        xlsx((row(1, cell("A1")) + row(1_048_576, cell("XFD1048576"))).replace("<c ", "<x:c ")),
        ANY,
    )
    counted = "<row/>" * 9_999 + "<row><c><v>1</v></c></row><row>" + "<c/>" * 16_000 + "<c><v>1</v></c></row>"
    yield "far apart, without addresses", xlsx(counted), "too_far_apart"
    text = "<sst>" + f"<si><t>{'x' * 30_000}</t></si></sst>"
    many = "".join(
        row(n, *[f'<c r="{letter}{n}" t="s"><v>0</v></c>' for letter in "ABCDEFGHIJ"]) for n in range(1, 6_000)
    )
    yield "one long text in many cells", xlsx(many, strings=text), ANY
    yield "deep", xlsx("<row>" + "<a>" * 200_000 + "</a>" * 200_000 + "</row>"), ANY
    yield "tags without an end", xlsx("<c " * 1_500_000), ANY
    yield "formulas without an end", xlsx("<c ><f>" * 600_000), ANY
    yield "errors without an end", xlsx('<c t="e">' * 500_000), ANY
    wide = ods_row(number_cell(1, 'table:number-columns-repeated="1000"'), more='table:number-rows-repeated="1000000"')
    yield "ods bomb", ods(wide), "too_far_apart"
    far = ods_row(text_cell("a")) + ods_row(more='table:number-rows-repeated="1000000"')
    yield (
        "ods far apart",
        ods(far + ods_row('<table:table-cell table:number-columns-repeated="16000"/>', text_cell("z"))),
        "too_far_apart",
    )
    yield "ods tables", ods("", tables='<table:table table:name="x"></table:table>' * 5_000), "too_many_sheets"
    yield (
        "ods without an end of the table",
        zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", CONTENT: wide}),
        "too_many_cells",
    )
    yield "xls far apart", xls(number_record(0, 0) + number_record(65_535, 255)), "too_far_apart"
    yield "xls of endless text", xls(record(0x00FC, pack("<II", 0xFFFFFFFF, 0xFFFFFFFF) + b"\xff\xff\x01")), ANY


def harmless() -> Iterator[Case]:
    """Looks like harm and is everyday life."""
    yield "small", GOOD, READ
    styled = row(1, cell("A1"), '<c r="XFD1" s="0"/>') + row(
        1_048_576, '<c r="XFD1048576" s="0"/>', '<c r="A1048576"></c>'
    )
    yield "formats far out", xlsx(styled), READ
    yield (
        "huge dimension",
        xlsx(worksheet(row(1, cell("A1"))).replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>')),
        READ,
    )
    whole = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    yield "one merge over all", xlsx(worksheet(row(1, cell("A1")), after=whole)), READ
    yield "last row", xlsx(row(1, cell("A1")) + row(1_048_576, cell("A1048576"))), READ
    yield "without addresses", xlsx("<row><c><v>1</v></c><c><v>2</v></c></row>"), READ
    yield "template", xlsx(types=str(xlsx_parts()["[Content_Types].xml"]).replace("sheet.main", "template.main")), READ
    yield (
        "names of parts with backslashes",
        zipped({name.replace("/", "\\"): part for name, part in xlsx_parts().items()}),
        ANY,
    )
    empty = '<table:table-cell table:number-columns-repeated="16384"/>'
    tail = ods_row(empty, more='table:number-rows-repeated="1048574"')
    yield "ods with an empty tail", ods(ods_row(text_cell("a"), empty) + tail), READ
    doctype = '<!DOCTYPE manifest:manifest PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "Manifest.dtd">'
    yield "ods of an old program", ods(ods_row(text_cell("a")), manifest=doctype), READ
    yield "xls", xls(number_record(0, 0)), READ
    inside = compound(record(0), "Workbook").replace(
        b"\0" * 512, "WordDocument".encode("utf-16-le").ljust(512, b"\0"), 1
    )
    yield "xls that mentions a document", xls(label_record(0, 0, "W")) + inside[-512:], READ


def slow() -> Iterator[Case]:
    """Takes a reader minutes: stopped."""
    yield "ods cells without an end", ods("<table:table-cell " * 200_000), "too_slow"


def cases() -> Iterator[Case]:
    """All that have their verdict at once: name, bytes, verdict wanted."""
    yield from other_kinds()
    yield from damaged()
    yield from too_much()
    yield from harmless()


def mutated(data: bytes, count: int, seed: int) -> list[bytes]:
    """The file with bits and bytes changed, pieces lost and ends cut off."""
    chance, found = random.Random(seed), []
    for _ in range(count):
        copy = bytearray(data)
        for _ in range(chance.randint(1, 12)):
            copy[chance.randrange(len(copy))] ^= 1 << chance.randrange(8)
        if chance.random() < 0.3:
            at = chance.randrange(len(copy))
            del copy[at : at + chance.randrange(1, 200)]
        found.append(bytes(copy[: chance.randint(1, len(copy))] if chance.random() < 0.3 else copy))
    return found
