"""A letter as a Word file in the official form (Nghị định 30/2020/NĐ-CP, Phụ lục I; docs/rules/report.md).

The office goes on in Word: real styles, real tables with repeating headings, fields for the page numbers.
"""

import io
from datetime import UTC, date, datetime, time
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from etl.outputs.papers.blocks import MOTTO, NATION, RECIPIENTS, Block, Break, Heading, Item, Letter, Paragraph, Table

FONT = "Times New Roman"
_LEFT, _CENTRE, _RIGHT, _BOTH = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)
# style: size in points, bold, italic, alignment, first line in mm, space before in points, stays with the next
_STYLES: dict[str, tuple[float, bool, bool, Any, float, float, bool]] = {
    "Heading 1": (14, True, False, _BOTH, 12.7, 12, True),
    "Heading 2": (14, True, False, _BOTH, 12.7, 6, True),
    "Caption": (13, False, True, _CENTRE, 0, 6, True),
    "List Bullet": (14, False, False, _BOTH, 12.7, 6, False),
    "Cơ quan ban hành": (13, True, False, _CENTRE, 0, 0, False),
    "Số ký hiệu": (13, False, False, _CENTRE, 0, 6, False),
    "Quốc hiệu": (12, True, False, _CENTRE, 0, 0, False),
    "Tiêu ngữ": (13, True, False, _CENTRE, 0, 0, False),
    "Địa danh": (13, False, True, _CENTRE, 0, 6, False),
    "Tên loại văn bản": (14, True, False, _CENTRE, 0, 12, True),
    "Trích yếu": (14, True, False, _CENTRE, 0, 0, False),
    "Nơi nhận": (12, True, True, _LEFT, 0, 0, True),
    "Nơi nhận – danh sách": (11, False, False, _LEFT, 0, 0, False),
    "Quyền hạn ký": (14, True, False, _CENTRE, 0, 0, True),
    "Người ký": (14, True, False, _CENTRE, 0, 60, False),
    "Bảng – đầu": (11, True, False, _CENTRE, 0, 0, True),
    "Bảng – chữ": (11, False, False, _LEFT, 0, 0, False),
    "Bảng – số": (11, False, False, _RIGHT, 0, 0, False),
    "Sau bảng": (6, False, False, _LEFT, 0, 0, False),
    "Trước chữ ký": (6, False, False, _LEFT, 0, 0, True),
    "Số trang": (14, False, False, _CENTRE, 0, 0, False),
    "Số liệu mẫu": (12, True, False, _CENTRE, 0, 0, False),
}
# rule: indent on both sides in mm, space before in points
_RULES = {"Kẻ dưới cơ quan": (27, 2), "Kẻ dưới tiêu ngữ": (17, 2), "Kẻ dưới trích yếu": (60, 4)}


def word_file(letter: Letter, made_on: date) -> bytes:
    """The .docx. made_on: the day that stands in its properties."""
    document = docx.Document()
    _set_page(document)
    _drop_styles(document)
    _set_styles(document)
    _letterhead(document, letter)
    for block in letter.body:
        _add(document, block)
    _closing(document, letter)
    for block in letter.appendix:
        _add(document, block)
    _set_headers(document, letter.mark)
    properties = document.core_properties
    properties.title, properties.author, properties.language = letter.subject, letter.issuer, "vi-VN"
    properties.created = properties.modified = datetime.combine(made_on, time(), UTC)
    properties.comments = letter.mark
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _set_page(document: Any) -> None:
    """A4 upright; top and bottom 20 mm, left 30, right 15."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = section.footer_distance = Mm(10)


def _drop_styles(document: Any) -> None:
    """Styles of the library's template that no block has: each paragraph's style is looked for among all of them."""
    kept = {*_STYLES, "Normal", "Table Grid", "Normal Table", "Default Paragraph Font", "No List", "Header", "Footer"}
    for style in list(document.styles):
        if style.name.removesuffix(" Char") not in kept:
            style.delete()


def _set_styles(document: Any) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    language = defaults.find(qn("w:lang"))
    for name in ("w:val", "w:eastAsia", "w:bidi"):
        language.set(qn(name), "vi-VN")
    normal = document.styles["Normal"]
    _shape(normal, 14, False, False)
    form = normal.paragraph_format
    form.alignment, form.first_line_indent, form.space_before, form.space_after = _BOTH, Mm(12.7), Pt(6), Pt(0)
    form.line_spacing, form.widow_control = 1.0, True
    for name, (size, bold, italic, alignment, first_line, before, keeps) in _STYLES.items():
        known = [style.name for style in document.styles]
        style = document.styles[name] if name in known else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        _shape(style, size, bold, italic)
        own = style.paragraph_format
        own.alignment, own.left_indent, own.first_line_indent = alignment, Mm(0), Mm(first_line)
        own.space_before, own.space_after, own.keep_with_next = Pt(before), Pt(0), keeps
        own.line_spacing = 1.0
    for name, (indent, before) in _RULES.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        own = style.paragraph_format
        own.left_indent = own.right_indent = Mm(indent)
        own.first_line_indent, own.space_before, own.line_spacing = Mm(0), Pt(before), Pt(3)
        _rule_above(style)
    numbering = document.styles["List Bullet"].element.pPr.find(qn("w:numPr"))
    if numbering is not None:  # items begin with a dash of their own, as official papers have it
        document.styles["List Bullet"].element.pPr.remove(numbering)


def _shape(style: Any, size: float, bold: bool, italic: bool) -> None:
    """Times New Roman in every script, black, nothing of the theme."""
    font = style.font
    font.name, font.size, font.bold, font.italic, font.color.rgb = (
        FONT,
        Pt(size),
        bold,
        italic,
        docx.shared.RGBColor(0, 0, 0),
    )
    fonts = style.element.rPr.rFonts
    for name in list(fonts.attrib):
        if "theme" in name.lower():
            del fonts.attrib[name]
    for name in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(name), FONT)


def _rule_above(style: Any) -> None:
    border = OxmlElement("w:pBdr")
    line = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        line.set(qn(f"w:{name}"), value)
    border.append(line)
    properties = style.element.get_or_add_pPr()
    properties.insert_element_before(border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")


def _letterhead(document: Any, letter: Letter) -> None:
    """Two columns: the issuer and the number; Quốc hiệu, Tiêu ngữ, place and day. Neither line on top may wrap, so the
    columns reach 4 mm into both margins.
    """
    left, right = _two_columns(document, 84, 90)
    _line(left, letter.issuer, "Cơ quan ban hành")
    _line(left, "", "Kẻ dưới cơ quan")
    _line(left, letter.number, "Số ký hiệu")
    _line(right, NATION, "Quốc hiệu")
    _line(right, MOTTO, "Tiêu ngữ")
    _line(right, "", "Kẻ dưới tiêu ngữ")
    _line(right, letter.place_and_day, "Địa danh")
    document.add_paragraph(letter.kind, "Tên loại văn bản")
    document.add_paragraph(letter.subject, "Trích yếu")
    document.add_paragraph("", "Kẻ dưới trích yếu")


def _two_columns(document: Any, left: int, right: int) -> tuple[Any, Any]:
    """A table without lines; widths in mm."""
    table = document.add_table(1, 2)
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, (left, right), strict=True):
        column.width = column.cells[0].width = Mm(width)
    _no_padding(table)
    _cannot_split(table.rows[0])
    return table.rows[0].cells[0], table.rows[0].cells[1]


def _no_padding(table: Any) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "0")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    properties.append(margins) if look is None else look.addprevious(margins)


def _line(cell: Any, text: str, style: str) -> None:
    """A paragraph of a cell; the one that a new cell has is filled first."""
    is_new = len(cell.paragraphs) == 1 and cell.paragraphs[0].style.name == "Normal"
    paragraph = cell.paragraphs[0] if is_new else cell.add_paragraph()
    paragraph.style = style
    paragraph.add_run(text)


def _closing(document: Any, letter: Letter) -> None:
    """Recipients on the left, signature on the right, on one page."""
    document.paragraphs[-1].paragraph_format.keep_with_next = True  # no signature without a line of text above it
    document.add_paragraph("", "Trước chữ ký")
    left, right = _two_columns(document, 85, 80)
    _line(left, RECIPIENTS, "Nơi nhận")
    for place, text in enumerate(letter.recipients, 1):
        _line(left, f"- {text}{'.' if place == len(letter.recipients) else ';'}", "Nơi nhận – danh sách")
    _line(right, letter.on_behalf, "Quyền hạn ký")
    _line(right, letter.signer_title, "Quyền hạn ký")
    _line(right, letter.signer, "Người ký")


def _add(document: Any, block: Block) -> None:
    if isinstance(block, Heading):
        document.add_paragraph(block.text, f"Heading {block.level}")
    elif isinstance(block, Paragraph):
        document.add_paragraph(block.text)
    elif isinstance(block, Item):
        document.add_paragraph(f"- {block.text}", "List Bullet")
    elif isinstance(block, Break):
        document.add_paragraph("", "Sau bảng").add_run().add_break(WD_BREAK.PAGE)
    else:
        _add_table(document, block)


def _add_table(document: Any, block: Table) -> None:
    document.add_paragraph(block.caption, "Caption")
    table = document.add_table(1 + len(block.rows), len(block.columns), "Table Grid")
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    for at, column in enumerate(block.columns):
        table.columns[at].width = Mm(column.width)
    _repeats(table.rows[0])
    # By their ids: for each cell's style by its name python-docx looks through all styles, half the making of a paper.
    head, figure, words = (document.styles[name].style_id for name in ("Bảng – đầu", "Bảng – số", "Bảng – chữ"))
    heads = [column.heading for column in block.columns]
    for number, (row, texts) in enumerate(zip(table.rows, [heads, *block.rows], strict=True)):
        _cannot_split(row)
        for cell, column, text in zip(row.cells, block.columns, texts, strict=True):
            cell.width = Mm(column.width)
            paragraph = cell.paragraphs[0]
            paragraph._p.style = head if number == 0 else figure if column.is_figure else words
            paragraph.add_run(text)
    document.add_paragraph("", "Sau bảng")


def _repeats(row: Any) -> None:
    """The heading comes again on each page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _cannot_split(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _set_headers(document: Any, mark: str) -> None:
    """The page's number from the second page on; the mark of invented figures on every page."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.style = "Số trang"
    _field(number, "PAGE")
    if mark:
        section.header.add_paragraph(mark, "Số liệu mẫu")
        first = section.first_page_header.paragraphs[0]
        first.style = "Số liệu mẫu"
        first.add_run(mark)


def _field(paragraph: Any, code: str) -> None:
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = text
        run._r.append(mark)
