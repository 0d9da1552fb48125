"""Rows and headings as people leave them: what is data, a section, a total or a signature, and which column
is which.
"""

from datetime import date

import pytest

from etl.intake.formats.cells import Sheet, Workbook
from etl.intake.reader import read_report
from etl.intake.reading import Context
from tests.reports import base_rows, city_model, codes, pages, read, sheets


def good(**more):
    return pages(sheets(**more))


def rows_of(tables, code="BM1"):
    return read(tables).records["forms"][code]["rows"]


@pytest.mark.parametrize("name", ["X. Mỹ Hưnh", "P. Mỹ Hưnh", "I. Mỹ Hưnh", "A. Mỹ Hưnh"])
def test_a_numbered_row_is_data_whatever_its_name_looks_like(name):
    tables = good()
    tables["BM1"][5][1] = name
    assert codes(read(tables)) == [("E05", "BM1!B6")]


def test_a_prefix_is_no_section_where_nothing_is_numbered():
    tables = good()
    tables["BM1"] = [row[1:] for row in tables["BM1"]]
    tables["BM1"][5][0] = "X. Mỹ Hưnh"
    assert codes(read(tables)) == [("E05", "BM1!A6")]


def test_a_day_in_words_ends_no_table():
    tables = good()
    tables["BM3"] += [
        [1, None, "Hội nghị", None, None, "ngày 1 tháng 3 năm 2024", "Thanh Oai, ngày 2 tháng 3 năm 2024"],
        [2, None, "Mít tinh ngày 20 tháng 10 năm 2024", "Quý IV/2024"],
        [None, None, "Mít tinh ngày 8 tháng 3 năm 2024"],
        [4, None, "Hội thảo"],
        [],
        [None, None, None, None, None, None, "Thanh Oai, ngày 8 tháng 6 năm 2024"],
        [None, "Người lập biểu", None, None, None, None, "TM. BAN THƯỜNG VỤ"],
    ]
    reading = read(tables)
    assert codes(reading) == []
    events = reading.records["forms"]["BM3"]["rows"]
    assert [event["actual_to"] for event in events] == ["2024-03-02", None, None, None]
    assert [event["row"] for event in events] == [2, 3, 4, 5]


SIGNATURES = [
    "TM. BAN THƯỜNG VỤ",
    "T/M BAN CHẤP HÀNH",
    "TM. HỘI LHPN HUYỆN",
    "TL. BAN THƯỜNG VỤ",
    "KT. CHỦ TỊCH",
    "Nơi nhận:",
    "Người lập biểu: Nguyễn Thị A",
    "Lập biểu",
    "Thanh Oai, ngày 8/6/2024",
    "Hà Nội, ngày … tháng … năm 2024",
]


@pytest.mark.parametrize("text", SIGNATURES)
@pytest.mark.parametrize("column", [1, 8])
def test_signatures_end_the_table_in_any_column(text, column):
    tables = good()
    tables["BM1"] += [[], [None] * column + [text], [None] * column + ["Trần Thị B"]]
    assert codes(read(tables)) == []


@pytest.mark.parametrize("label", ["Tổng cộng", "TỔNG SỐ:", "Cộng", "Cộng toàn huyện", "Tổng cộng (21 đơn vị)"])
@pytest.mark.parametrize("place", [0, 1])
@pytest.mark.parametrize("is_first", [True, False])
def test_totals_first_or_last_in_either_column(label, place, is_first):
    tables = good()
    total = [None, None, 2100, 1680, 21, None, 1259]
    total[place] = label
    tables["BM1"].insert(1 if is_first else 22, total)
    assert codes(read(tables)) == [("W02", f"BM1!G{2 if is_first else 23}")]


def test_a_total_without_a_column_of_its_own():
    tables = good(models=[city_model("Liên Châu")], events=[["III.1.4", "a", *[None] * 6, 3, 4.5, None, None]])
    tables["BM1"][0][0] = None  # STT has lost its heading
    tables["BM1"] += [["Tổng cộng", None, 2100, 1680, 21]]
    tables["BM2"] += [[None, "Tổng cộng", None, None, None, 50]]
    tables["BM3"] += [["Tổng cộng", *[None] * 8, 3, 4.5]]
    assert codes(read(tables)) == []


def test_section_totals_may_be_nested_and_stand_without_numbers():
    rows = [[n, *row] for n, row in enumerate(base_rows(), 1)]
    tables = good()
    tables["BM1"][1:] = [
        ["A", "Khối 1", 1000, 800, 10],
        ["I", "Nhóm", 500, 400, 5],
        *rows[:5],
        ["II", "Nhóm", 500, 400, 5],
        *rows[5:10],
        ["B", "Khối 2", 1100, 880, 12],
        *rows[10:],
    ]
    assert codes(read(tables)) == [("W02", "BM1!E15")]
    tables = good()
    tables["BM1"] = [
        tables["BM1"][0][1:],
        ["I. Thị trấn", 100, 80, 1],
        rows[0][1:],
        ["II. Các xã", 2000, 1600, 20],
        *(row[1:] for row in rows[1:]),
    ]
    assert codes(read(tables)) == []


@pytest.mark.parametrize(
    "numbers",
    [[f"({n})" for n in range(1, 13)], [-n for n in range(1, 13)], ["A", "B", 1, 2, 3, 4, 5, "(6=7+8)", 7, 8, 9, "C"]],
)
def test_the_row_of_column_numbers(numbers):
    tables = good()
    tables["BM1"].insert(1, numbers)
    assert codes(read(tables)) == []


def test_headings_may_stand_again_on_every_page():
    tables = good()
    numbers = [f"({n})" for n in range(1, 13)]
    tables["BM1"].insert(1, numbers)
    tables["BM1"][10:10] = [list(tables["BM1"][0]), list(numbers)]
    assert codes(read(tables)) == []


def test_a_label_goes_before_an_alias():
    tables = good()
    tables["BM1"] = [[row[0], "Đơn vị" if n == 0 else "Cụm 1", *row[1:]] for n, row in enumerate(tables["BM1"])]
    assert codes(read(tables)) == []
    assert rows_of(tables)[0]["base_union_code"] == "10114"


def test_a_heading_is_read_with_the_one_above_it():
    tables = good()
    head = tables["BM3"][0]
    tables["BM3"] = [
        [*head[:3], "Kế hoạch", None, "Thực hiện", None, *head[7:]],
        [None, None, None, "Từ ngày", "Đến ngày", "Từ ngày", "Đến ngày"],
        [1, None, "Hội nghị", "tháng 3/2024", "tháng 4/2024", date(2024, 4, 1), date(2024, 4, 2)],
    ]
    event = rows_of(tables, "BM3")[0]
    assert [event[field] for field in ("planned_from", "planned_to", "actual_from", "actual_to")] == [
        "2024-03-01",
        "2024-04-30",
        "2024-04-01",
        "2024-04-02",
    ]


def test_another_unit_is_an_error_and_never_a_figure():
    tables = good(events=[["III.1.4", "a", *[None] * 7, 27_400_000, None, None]])
    tables["BM3"][0][10] = "Kinh phí (đồng)"
    assert codes(read(tables)) == [("E07", "BM3!K1")]
    tables["BM3"] = [[*row, "Kinh phí (triệu đồng)" if n == 0 else 27.4] for n, row in enumerate(tables["BM3"])]
    assert codes(read(tables)) == []
    tables = good()
    tables["TT"][10] = ["Kinh phí được cấp (đồng)", 186_500_000]
    assert codes(read(tables)) == [("E07", "TT!B11")]
    assert codes(read(good(budget_million_vnd="186.500.000 đồng"))) == [("E07", "TT!B11")]


def test_a_type_merged_over_several_rows_is_the_type_of_each():
    tables = good(models=[city_model("Liên Châu", level="Huyện"), city_model("Tam Hưng", level="Huyện")])
    tables["BM2"][2][1] = None
    found = [
        Sheet(name, True, rows, [(1, 1, 2, 1)] if name == "BM2" else [], set(), {}) for name, rows in tables.items()
    ]
    reading = read_report(Workbook("xlsx", found), Context())
    assert codes(reading) == []
    assert [row["model_type"] for row in reading.records["forms"]["BM2"]["rows"]] == ["waste", "waste"]
    assert ("E07", "BM2!B3") in codes(read(tables))


def test_the_sheet_of_just_that_name_with_something_in_it():
    tables = good()
    tables = {"BM1 (2)": [["Nháp"]], "BM 1": [], **tables, "BM4": []}
    reading = read(tables)
    assert codes(reading) == []
    assert {notice.sheet for notice in reading.notices} == {"BM1 (2)", "BM 1", "BM4"}


@pytest.mark.parametrize(
    "text",
    ["2. Cự Khê", "Cự Khê, Thanh Oai", "Cu Khe, huyen Thanh Oai", "Xã Cự Khê - Thanh Oai", "X.Cự Khê (H.Thanh Oai)"],
)
def test_names_with_something_before_or_behind(text):
    tables = good()
    tables["BM1"][2][1] = text
    assert codes(read(tables)) == []
    assert rows_of(tables)[1]["base_union_code"] == "10120"


def test_codes_of_indicators_in_any_spelling():
    tables = good() | {"BM4": [["Mã", "Chỉ số", "Đơn vị tính", "Số liệu"], ["kt 1", "x", "người", 12]]}
    assert codes(read(tables)) == []
    assert rows_of(tables, "BM4")[0]["indicator_code"] == "KT1"
