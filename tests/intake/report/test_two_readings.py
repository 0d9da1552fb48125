"""What can be read in two ways is asked, and what a person sees is not passed over: sheets, columns, headings, merges,
formats.
"""

from datetime import date

import pytest

from etl.intake.formats.cells import Workbook
from etl.intake.formats.number_formats import look_of
from etl.intake.formats.xlsx import hidden, plain_strings, style_looks
from etl.intake.reader import read_report
from etl.intake.reading import Context
from tests.reports import cells, city_model, codes, pages, read, sheets


def good(**more):
    return pages(sheets(**more))


def with_sheet(tables, name, **changes):
    """The workbook with attributes of one sheet changed."""
    found = cells(tables).sheets
    return Workbook("xlsx", [sheet._replace(**changes) if sheet.name == name else sheet for sheet in found])


def asked(workbook):
    return codes(read_report(workbook, Context()))


def changed(tables, code, row, column, value):
    """A copy of the sheet with one cell changed."""
    rows = [list(cells) for cells in tables[code]]
    rows[row][column] = value
    return rows


def test_two_sheets_that_differ_are_two_readings_wherever_they_stand():
    tables = good()
    second = {"BM1 (2)": changed(tables, "BM1", 1, 2, 99)}
    both = [("E12", "BM1!A1"), ("E12", "BM1 (2)!A1")]
    assert codes(read(tables | second)) == both
    assert sorted(codes(read(second | tables))) == sorted(both)


def test_a_sheet_found_by_its_labels_is_a_rival_too():
    tables = good()
    assert ("E12", "Sheet1!A1") in codes(read(tables | {"Sheet1": changed(tables, "BM1", 1, 2, 99)}))


@pytest.mark.parametrize("name", ["BM1 cũ", "BM1 2023", "BM1 - nháp", "BM1 cả năm"])
def test_a_sheet_whose_name_says_so_is_set_aside_and_told(name):
    tables = good()
    other = {name: changed(tables, "BM1", 1, 2, 7)}
    for workbook in (tables | other, other | tables):
        reading = read(workbook)
        assert codes(reading) == [("W12", f"{name}!A1")]
        assert reading.records["forms"]["BM1"]["rows"][0]["members"] == 100


def test_two_equal_sheets_are_one():
    tables = good()
    assert codes(read(tables | {"BM1 (2)": tables["BM1"]})) == [("W12", "BM1 (2)!A1")]


def test_two_columns_of_one_field():
    tables = good()
    tables["BM1"] = [[*row, "Tổng số hội viên" if n == 0 else 77] for n, row in enumerate(tables["BM1"])]
    assert codes(read(tables)) == [("E12", "BM1!M1")]
    tables["BM1"] = [[*row[:-1], row[2]] for row in tables["BM1"]]
    assert codes(read(tables)) == []


@pytest.mark.parametrize("words", ["nghìn người", "riêng quý II", "%", "trong tháng", "lũy kế từ năm 2021", "kế hoạch"])
def test_a_heading_that_counts_something_else_is_an_error(words):
    tables = good()
    tables["BM1"][0][6] = f"Số hội viên nông thôn được tuyên truyền ({words})"
    assert ("E07", "BM1!G1") in codes(read(tables))


def test_unknown_words_in_brackets_are_told_and_known_ones_are_not():
    tables = good()
    tables["BM1"][0][2] = "Tổng số hội viên (đợt hai)"
    assert codes(read(tables)) == [("W12", "BM1!C1")]
    for harmless in ("người", "1", "lũy kế", "tính đến 30/6/2024"):
        tables["BM1"][0][2] = f"Tổng số hội viên ({harmless})"
        assert codes(read(tables)) == []


def test_planned_and_done_under_one_label():
    tables = good()
    topics = tables["BM1"][0][7:11]
    tables["BM1"][0][7:11] = ["Trong đó", None, None, None]
    tables["BM1"].insert(1, [None] * 4 + ["Kế hoạch", "Thực hiện", None, *topics])
    assert ("E12", "BM1!E2") in codes(read(tables))


def test_a_unit_line_over_the_table():
    tables = good()
    tables["BM3"] = [["Đơn vị tính: nghìn đồng"], *tables["BM3"]]
    assert codes(read(tables)) == [("E07", "BM3!A1")]


def test_one_figure_over_two_rows_or_columns():
    tables = good()
    tables["BM1"][2][2] = None
    assert ("E12", "BM1!C2") in asked(with_sheet(tables, "BM1", merged=[(1, 2, 2, 2)]))
    tables = good()
    assert asked(with_sheet(tables, "BM1", merged=[(1, 7, 1, 10)]))[0] == ("E12", "BM1!H2")


def test_what_a_merge_covers_is_not_read():
    tables = good()
    reading = read_report(with_sheet(tables, "BM1", merged=[(1, 11, 2, 11)]), Context())
    assert codes(reading) == []
    tables["BM1"][2][11] = "ai đó"
    assert codes(read_report(with_sheet(tables, "BM1", merged=[(1, 11, 2, 11)]), Context())) == [("W12", "BM1!L3")]


def test_hidden_rows_and_columns_are_read_and_told():
    tables = good()
    workbook = with_sheet(tables, "BM1", hidden_rows=frozenset({2}), hidden_columns=frozenset({3}))
    assert asked(workbook) == [("W12", "BM1!D1"), ("W12", "BM1!A3")]


def test_an_event_is_no_section_and_no_total():
    for title in ("V/v tổ chức hội thi nấu ăn", "Đ/c Chủ tịch dự", "Tổng số 02 lớp tập huấn"):
        tables = good(events=[[None, "Lớp tập huấn", *[None] * 11]])
        row = [None, None, title, None, None, None, None, "Nhà văn hóa"] + [None] * 5
        tables["BM3"].append(row)
        titles = [row["title"] for row in read(tables).records["forms"]["BM3"]["rows"]]
        assert titles == ["Lớp tập huấn", title]


def test_a_total_in_other_words_is_no_event_and_is_told():
    tables = good(events=[[None, "Lớp tập huấn", *[None] * 7, 45.5, None, None]])
    cost = tables["BM3"][0].index("Kinh phí (triệu đồng)")
    tables["BM3"][1][cost] = 45.5
    total = [None] * len(tables["BM3"][0])
    total[2], total[cost] = "Tổng kinh phí", 45.5
    reading = read(tables | {"BM3": [*tables["BM3"], total]})
    assert codes(reading) == [("W12", "BM3!C3")]
    assert len(reading.records["forms"]["BM3"]["rows"]) == 1


def test_the_districts_own_name_is_a_total_and_rows_of_zeros_are_blank():
    tables = good()
    count = len(tables["BM1"]) - 1
    tables["BM1"].insert(1, [None, "Huyện Thanh Oai", 100 * count, 80 * count, *[None] * 8])
    tables["BM1"].append([None, None, 0, 0, 0, None, 0, 0, 0, 0, 0, None])
    reading = read(tables)
    assert codes(reading) == []
    assert len(reading.records["forms"]["BM1"]["rows"]) == count


def test_rows_below_the_signatures_are_asked_about():
    tables = good()
    row = tables["BM1"].pop()
    tables["BM1"] += [[None, "Người lập biểu"], [None, "Nguyễn Thị A"], row]
    assert ("W12", f"BM1!B{len(tables['BM1'])}") in codes(read(tables))


@pytest.mark.parametrize(
    ("code", "look"),
    [
        ("0%", "percent"),
        ("#,##0.0,,", "scale 2"),
        ("0.0,", "scale 1"),
        ("#,##0.###", ""),
        ("#,##0", ""),
        ("mm/yyyy", "month"),
        ("mmm-yy", "month"),
        ("dd/mm/yyyy", ""),
        ('0 "sào"', "unit sào"),
        ("@", ""),
        ("General", ""),
        ('_(* #,##0_);_(* \\(#,##0\\);_(* "-"_);_(@_)', ""),
    ],
)
def test_what_a_number_format_shows(code, look):
    assert look_of(code) == look


def test_a_figure_is_read_as_it_is_shown():
    tables = good(models=[city_model("Liên Châu", level="Huyện", volume=45_500_000)])
    volume = tables["BM2"][0].index("Khối lượng xử lý")
    reading = read_report(with_sheet(tables, "BM2", looks={(1, volume): "scale 2"}), Context())
    assert [code for code, _ in codes(reading)] == ["W07"]
    assert reading.records["forms"]["BM2"]["rows"][0]["volume"] == 45.5
    assert [code for code, _ in asked(with_sheet(tables, "BM1", looks={(1, 2): "percent"}))][0] == "E08"
    assert [code for code, _ in asked(with_sheet(tables, "BM1", looks={(1, 2): "unit sào"}))][0] == "E07"


def test_months_by_format_end_on_their_last_day():
    tables = good(events=[[None, "Lớp tập huấn", date(2024, 4, 1), date(2024, 5, 1), *[None] * 9]])
    workbook = with_sheet(tables, "BM3", looks={(1, 3): "month", (1, 4): "month"})
    row = read_report(workbook, Context()).records["forms"]["BM3"]["rows"][0]
    assert (row["planned_from"], row["planned_to"]) == ("2024-04-01", "2024-05-31")


def test_parts_of_an_xlsx_that_hide_or_show():
    sheet = (
        b'<cols><col min="2" max="3" hidden="1"/></cols><row r="5" hidden="1"><c r="A5"/></row><row r="6"><c'
        b' r="A6"/></row>'
    )
    assert hidden(sheet) == ({4}, {1, 2})
    mark = b'<rPr><vertAlign val="superscript"/></rPr>'
    strings = b"<sst><si><r><t>1210</t></r><r>" + mark + b"<t>1</t></r></si><si><t>plain</t></si></sst>"
    assert plain_strings(strings) == {"0": "1210"}
    styles = (
        b'<numFmts><numFmt numFmtId="166" formatCode="#,##0.0,,"/></numFmts><cellXfs><xf numFmtId="0"/><xf'
        b' numFmtId="166"/></cellXfs>'
    )
    assert style_looks(styles) == {"1": "scale 2"}


def test_months_and_days_changed_round_by_a_program():
    dates = [("13/03/2024", date(2024, 4, 5)), ("20/03/2024", date(2024, 4, 6))]
    models = [
        city_model(commune, level="Huyện", trained=trained, launched=launched)
        for commune, (trained, launched) in zip(["Liên Châu", "Tam Hưng"], dates, strict=True)
    ]
    assert codes(read(good(models=models))) == [("W07", "BM2!G2"), ("W07", "BM2!G3")]


def test_a_chosen_sheet_is_read_and_told():
    tables = good()
    second = {"BM1 (2)": changed(tables, "BM1", 1, 2, 99)}
    found = read(tables | second).findings
    assert {f.params["question"] for f in found} == {"sheet:BM1"}
    assert [row["key"] for row in found[0].params["options"]] == ["BM1", "BM1 (2)"]
    reading = read(tables | second, Context(choices={"sheet:BM1": "BM1 (2)"}))
    assert codes(reading) == [("W12", "BM1 (2)!A1")]
    assert reading.records["forms"]["BM1"]["rows"][0]["members"] == 99


def test_a_chosen_column_is_read_and_told():
    tables = good()
    tables["BM1"] = [[*row, "Tổng số hội viên" if n == 0 else 90] for n, row in enumerate(tables["BM1"])]
    (finding,) = read(tables).findings
    assert [row["key"] for row in finding.params["options"]] == ["C", "M"]
    for column, members in (("M", 90), ("C", 100)):
        reading = read(tables, Context(choices={finding.params["question"]: column}))
        assert [code for code, _ in codes(reading)] == ["W12"]
        assert reading.records["forms"]["BM1"]["rows"][0]["members"] == members


def test_what_was_done_is_chosen_beside_what_was_planned():
    tables = good()
    topics = tables["BM1"][0][7:11]
    tables["BM1"][0][7:11] = ["Trong đó", None, None, None]
    tables["BM1"][0][5] = None
    tables["BM1"].insert(1, [None] * 4 + ["Kế hoạch", "Thực hiện", None, *topics])
    for row in tables["BM1"][2:]:
        row[4], row[5] = 9, 2
    finding = next(f for f in read(tables).findings if f.code == "E12")
    assert [row["key"] for row in finding.params["options"]] == ["E", "F"]
    reading = read(tables, Context(choices={finding.params["question"]: "F"}))
    assert [code for code, _ in codes(reading)] == ["W12"]
    assert reading.records["forms"]["BM1"]["rows"][0]["landscape_models"] == 2


def test_struck_through_rows_are_read_and_told_once():
    tables = good()
    workbook = with_sheet(tables, "BM1", struck=frozenset({(2, column) for column in range(1, 11)} | {(4, 6), (60, 3)}))
    reading = read_report(workbook, Context())
    assert codes(reading) == [("W12", "BM1!B3"), ("W12", "BM1!G5")]
    assert reading.records["forms"]["BM1"]["rows"][1]["members"] == 100
