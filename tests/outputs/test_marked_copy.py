"""The annotated workbook: the sender's own file, marked; everything else as it was; once mended it loads, marks and
all.
"""

import io
import re
import zipfile
from xml.etree import ElementTree

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from etl.outputs.marked_copy.copy import annotated_copy
from etl.outputs.marked_copy.notes import _without_shape
from etl.store import acceptance
from etl.store.acceptance import Item
from tests.reports import base_rows, workbook


def check(data):
    return next(acceptance.check("/nowhere", [Item("a.xlsx", data)]))


def faulty(mess=""):
    rows = base_rows()
    rows[2][0], rows[3][1], rows[4][5] = "Nơi Lạ", -5, None
    return workbook(base=rows, mess=mess)


@pytest.mark.parametrize("mess", ["", "title", "ods"])
def test_marks_stand_at_the_cells(mess):
    data = faulty(mess)
    result = check(data)
    copy = openpyxl.load_workbook(io.BytesIO(annotated_copy(data, result.findings)))
    assert copy.sheetnames == ["Cần sửa", "TT", "BM1", "BM2", "BM3"]
    for finding in result.findings:
        if finding.cell:
            cell = copy[finding.sheet][finding.cell]
            assert finding.code in cell.comment.text
            assert cell.fill.fgColor.rgb == ("FFFFD2C2" if finding.severity == "error" else "FFFFEBB0")
    listed = [row[2].value for row in copy["Cần sửa"].iter_rows(min_row=4)]
    assert sorted(listed) == sorted(f.code for f in result.findings)


def test_it_reads_as_before_and_loads_once_mended():
    data = faulty()
    before = check(data)
    copy = annotated_copy(data, before.findings)
    after = check(copy)
    assert [(f.code, f.cell) for f in after.findings] == [(f.code, f.cell) for f in before.findings]
    book = openpyxl.load_workbook(io.BytesIO(copy))
    book["BM1"]["B4"], book["BM1"]["C5"], book["BM1"]["G6"] = "xã Bích Hòa", 100, 60
    out = io.BytesIO()
    book.save(out)
    mended = check(out.getvalue())
    assert (mended.outcome, mended.findings, mended.notices) == ("accepted", [], [])


def test_marking_again_replaces_the_list_and_the_marks():
    data = faulty()
    result = check(data)
    once = annotated_copy(data, result.findings)
    twice = annotated_copy(once, result.findings[:1])
    book = openpyxl.load_workbook(io.BytesIO(twice))
    marked = [
        (cell.coordinate, cell.fill.fgColor.rgb)
        for row in book["BM1"].iter_rows()
        for cell in row
        if cell.comment or cell.fill.fgColor.rgb in ("FFFFD2C2", "FFFFEBB0")
    ]
    assert (book.sheetnames.count("Cần sửa"), len(marked)) == (1, 1)


def test_other_parts_stay_byte_for_byte_and_others_comments_and_formats_stay():
    book = openpyxl.load_workbook(io.BytesIO(faulty()))
    book["BM1"]["A1"].comment = Comment("của huyện", "Huyện")
    book["BM1"]["B4"].comment = Comment("xem lại", "Huyện")
    book["BM1"]["C5"].number_format, book["BM1"]["A2"].fill = "0.00", PatternFill("solid", fgColor="FF00FF00")
    book["BM1"].merge_cells("N1:P1")
    book["BM1"].column_dimensions["B"].width = 41
    book.create_sheet("Ẩn").sheet_state = "hidden"
    book.defined_names["vung"] = openpyxl.workbook.defined_name.DefinedName("vung", attr_text="BM1!$A$1:$B$2")
    raw = io.BytesIO()
    book.save(raw)
    data = raw.getvalue()
    copy = annotated_copy(data, check(data).findings)
    after = openpyxl.load_workbook(io.BytesIO(copy))
    sheet = after["BM1"]
    assert sheet["A1"].comment.text == "của huyện"
    assert "xem lại" in sheet["B4"].comment.text and "E05" in sheet["B4"].comment.text
    assert (sheet["C5"].number_format, sheet["A2"].fill.fgColor.rgb, sheet.column_dimensions["B"].width) == (
        "0.00",
        "FF00FF00",
        41,
    )
    assert (
        "N1:P1" in [str(area) for area in sheet.merged_cells.ranges],
        after["Ẩn"].sheet_state,
        "vung" in after.defined_names,
    ) == (True, "hidden", True)
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(io.BytesIO(copy)) as new:
        for name in ("xl/worksheets/sheet4.xml", "xl/theme/theme1.xml", "docProps/core.xml"):
            assert new.read(name) == old.read(name)


def test_a_drawing_of_another_program_stays_well_formed():
    book = openpyxl.load_workbook(io.BytesIO(faulty()))
    book["BM1"]["A1"].comment = Comment("của huyện", "Huyện")
    raw, built = io.BytesIO(), io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(built, "w") as new:
        for name in old.namelist():  # nothing but v: is bound for the whole drawing, as some programs write it
            bare = b'<xml xmlns:v="urn:schemas-microsoft-com:vml"><v:shapetype id="other"/></xml>'
            new.writestr(name, bare if name.lower().endswith(".vml") else old.read(name))
    data = built.getvalue()
    with zipfile.ZipFile(io.BytesIO(annotated_copy(data, check(data).findings))) as copy:
        (drawing,) = [name for name in copy.namelist() if name.lower().endswith(".vml")]
        assert [shape.tag.rpartition("}")[2] for shape in ElementTree.fromstring(copy.read(drawing))] == [
            "shapetype",
            "shapetype",
            "shape",
            "shape",
            "shape",
        ]


def without_addresses(data):
    """The workbook as some programs write it: each cell stands behind the one before."""
    built = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(built, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, re.sub(rb'<c r="[A-Z]+\d+"', b"<c", content) if "worksheets/" in name else content)
    return built.getvalue()


def test_cells_without_an_address_are_marked_where_they_stand():
    rows = base_rows()
    rows[1][0], rows[2][0] = "Nơi Lạ", "Nơi Khác"
    data = without_addresses(workbook(base=rows))
    result = check(data)
    copy = openpyxl.load_workbook(io.BytesIO(annotated_copy(data, result.findings)))
    marked = {finding.cell for finding in result.findings if finding.sheet == "BM1" and finding.cell}
    assert {"B3", "B4"} <= marked
    assert {cell for cell in marked if copy["BM1"][cell].fill.fgColor.rgb == "FFFFD2C2"} >= {"B3", "B4"}
    assert copy["BM1"]["B3"].value == "Nơi Lạ"


@pytest.mark.parametrize(("cell", "is_left"), [("B4", False), ("B5", True), ("", True), ("B4:C5", True)])
def test_a_shape_goes_with_its_own_comment_alone(cell, is_left):
    shape = b"<v:shape id='x'><x:Row>3</x:Row><x:Column>1</x:Column></v:shape>"
    assert _without_shape(b"<xml>" + shape + b"</xml>", cell) == b"<xml>" + (shape if is_left else b"") + b"</xml>"


def test_what_cannot_be_opened_has_no_copy():
    data = b"not a workbook"
    assert annotated_copy(data, check(data).findings) is None


def test_text_of_a_workbook_is_no_markup_in_the_list():
    rows = base_rows()
    rows[2][0] = '<b>&"=1+1</b>'
    data = workbook(base=rows)
    book = openpyxl.load_workbook(io.BytesIO(annotated_copy(data, check(data).findings)))
    values = [cell.value for row in book["Cần sửa"].iter_rows(min_row=4) for cell in row]
    assert '<b>&"=1+1</b>' in values
    assert all(cell.data_type != "f" for row in book["Cần sửa"].iter_rows() for cell in row)
