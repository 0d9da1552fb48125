"""Reading and checking whole workbooks: docs/rules/forms.md, section Reading and section Accepting, rule by rule."""

import json
import os
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl import catalogue
from etl import data as data_of
from etl.finding import hint, message
from etl.intake.reading import Context
from etl.intake.sandboxed import read_reports
from etl.intake.values.legacy_encodings import _TCVN3
from etl.intake.values.text import fold
from tests.paths import SHARED
from tests.reports import base_rows, city_model, codes, info, pages, read, sheets

FIELD = os.path.join(SHARED, "field-reports")


def good(**more):
    return pages(sheets(**more))


def test_a_plain_report_has_no_findings_and_gives_what_was_typed():
    reading = read(
        good(
            models=[city_model("xã Liên Châu")],
            events=[
                [
                    "III.1.4",
                    "Tập huấn",
                    "tháng 3/2024",
                    "Quý II/2024",
                    date(2024, 4, 2),
                    None,
                    "Huyện",
                    2,
                    40,
                    12.5,
                    None,
                    None,
                ]
            ],
        )
    )
    assert codes(reading) == []
    assert (reading.unit_code, reading.plan_year, reading.period) == ("278", 2024, "H1")
    first = reading.records["forms"]["BM1"]["rows"][0]
    assert {
        k: first[k]
        for k in (
            "row",
            "base_union_code",
            "members",
            "rural_members",
            "landscape_models",
            "reached",
            "reached_economy",
            "note",
        )
    } == {
        "row": 2,
        "base_union_code": "10114",
        "members": 100,
        "rural_members": 80,
        "landscape_models": 1,
        "reached": 60,
        "reached_economy": 10,
        "note": None,
    }
    model = reading.records["forms"]["BM2"]["rows"][0]
    assert (
        model["model_type"],
        model["commune_code"],
        model["supported_by"],
        model["launched_on"],
        model["volume"],
        model["state"],
    ) == ("waste", "10171", "city", "2024-04-01", 100.5, "active")
    event = reading.records["forms"]["BM3"]["rows"][0]
    assert (
        event["planned_from"],
        event["planned_to"],
        event["actual_from"],
        event["quantity"],
        event["cost_million_vnd"],
    ) == ("2024-03-01", "2024-06-30", "2024-04-02", 2, 12.5)
    assert reading.records["forms"]["BM1"]["columns"]["reached"] == "G"


@pytest.mark.parametrize(
    "names",
    [
        ("TT", "BM1", "BM2", "BM3"),
        ("tt", "BM 1", "bm2 - mo hinh", "Biểu 3"),
        ("Thông tin chung", "Biểu 1", "BIEU 2", "Bm3_hoat dong"),
        ("A", "B", "C", "D"),
    ],
)
def test_sheets_are_found_by_name_or_by_their_labels(names):
    tables = good(models=[city_model("Liên Châu")], events=[["III.1.4", "Tập huấn", *[None] * 10]])
    assert codes(read(dict(zip(names, tables.values(), strict=True)))) == []


def test_hidden_and_other_sheets_are_passed_over_with_a_notice():
    tables = good() | {"Nháp": [["gì đó"]], "BM1 cũ": [["x"]]}
    reading = read(tables, hidden=("BM1 cũ",))
    assert codes(reading) == []
    assert {(n.reason, n.sheet) for n in reading.notices} == {
        ("notice_sheet_other", "Nháp"),
        ("notice_sheet_hidden", "BM1 cũ"),
    }


def test_a_hidden_form_is_missing_and_says_so():
    reading = read(good(), hidden=("BM2",))
    assert [(f.reason, f.sheet) for f in reading.findings] == [("sheet_hidden", None)]
    assert hint(reading.findings[0]) == "Bỏ ẩn trang “BM2” rồi lưu lại."


def test_titles_two_levels_numbers_row_totals_sections_and_signatures():
    rows = base_rows()
    head1 = [
        "STT",
        "Cơ sở Hội",
        "Tổng số hội viên",
        "Hội viên khu vực nông thôn",
        "Chỉ tiêu 1",
        None,
        "Chỉ tiêu 2",
        "Trong đó",
        None,
        None,
        None,
        "Ghi chú",
    ]
    head2 = [
        None,
        None,
        None,
        None,
        "Số mô hình, công trình/\nphần việc",
        "Tên mô hình, công trình/phần việc tiêu biểu",
        "Số hội viên nông thôn được tuyên truyền",
        "Bảo vệ môi trường, sức khỏe cộng đồng",
        "Phân loại, xử lý rác thải hữu cơ",
        "Xử lý rơm rạ sau thu hoạch",
        "Phát triển kinh tế tập thể",
        None,
    ]
    total = [None, "Tổng cộng", 2100, 1680, 21, None, 1260, 210, 210, 210, 210, None]
    body = [
        ["I", "Thị trấn"],
        [1, *rows[0]],
        ["II", "Các xã"],
        *[[n, *row] for n, row in enumerate(rows[1:], 2)],
        [],
        total,
        [],
        [None, "Nơi nhận:", None, None, None, None, None, None, "TM. BAN THƯỜNG VỤ"],
        [None, "- Hội LHPN Hà Nội", None, None, None, None, None, None, "CHỦ TỊCH"],
        [None] * 8 + ["Trần Thị B"],
    ]
    title = [
        ["HỘI LHPN HUYỆN", None, None, None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        ["BAN THƯỜNG VỤ", None, None, None, None, "Độc lập - Tự do - Hạnh phúc"],
        [],
        ["BIỂU TỔNG HỢP"],
        [],
    ]
    tables = good() | {"BM1": [*title, head1, head2, [f"({n})" for n in range(1, 13)], *body]}
    reading = read(tables)
    assert codes(reading) == []
    assert len(reading.records["forms"]["BM1"]["rows"]) == 21


def test_a_wrong_total_is_named_at_its_cell_and_a_right_section_total_is_not():
    tables = good()
    tables["BM1"] += [[None, "Tổng cộng", 2100, 1679, 21, None, 1260]]
    assert codes(read(tables)) == [("W02", "BM1!D23")]


def test_a_commune_called_cong_hoa_is_no_total():
    tables = pages(sheets("Quốc Oai", "275"))
    reading = read(tables)
    assert codes(reading) == []
    assert len(reading.records["forms"]["BM1"]["rows"]) == 21


def test_columns_in_any_order_extra_columns_noticed_missing_ones_named():
    tables = good()
    shuffled = [[row[0], row[1], "Mã" if n == 0 else "x", *reversed(row[2:])] for n, row in enumerate(tables["BM1"])]
    reading = read(tables | {"BM1": shuffled})
    assert codes(reading) == []
    assert [n.reason for n in reading.notices] == ["notice_column_other"]
    without = [row[:6] + row[7:] for row in tables["BM1"]]
    reading = read(tables | {"BM1": without})
    assert codes(reading) == [("E04", "BM1!A1")]
    assert reading.findings[0].params["label"] == "Số hội viên nông thôn được tuyên truyền"


def test_a_confirmed_column_is_read():
    tables = good()
    tables["BM1"][0][6] = "Tuyên truyền được (lượt)"
    assert codes(read(tables))[0] == ("E04", "BM1!A1")
    context = Context(column_aliases={"BM1": {fold("Tuyên truyền được (lượt)"): "reached"}})
    assert codes(read(tables, context)) == []


def test_blank_is_not_zero():
    tables = good()
    tables["BM1"][1][4], tables["BM1"][2][4] = None, "-"
    reading = read(tables)
    assert codes(reading) == [("W10", "BM1!E2")]
    rows = reading.records["forms"]["BM1"]["rows"]
    assert (rows[0]["landscape_models"], rows[1]["landscape_models"]) == (None, 0)


BM1_FAULTS = [
    (1, "Xã Không Đâu", "E05", "B"),
    (2, "nhiều", "E07", "C"),
    (2, -5, "E08", "C"),
    (4, 1.5, "E08", "E"),
    (4, "95%", "E08", "E"),
    (6, 81, "E09", "G"),
    (3, 101, "E09", "D"),
    (7, 61, "E09", "H"),
    (2, date(2024, 1, 1), "E07", "C"),
    (1, None, "E07", "B"),
]


@pytest.mark.parametrize(("column", "value", "code", "letter"), BM1_FAULTS)
def test_one_fault_in_bm1_is_one_error_at_its_cell(column, value, code, letter):
    tables = good()
    tables["BM1"][5][column] = value
    errors = [found for found in codes(read(tables)) if found[0].startswith("E")]
    assert errors == [(code, f"BM1!{letter}6")]


def test_a_cell_in_error_takes_no_part_in_further_checks():
    tables = good()
    tables["BM1"][5][2] = -1  # rural 80 > members -1 is not a second finding
    assert codes(read(tables)) == [("E08", "BM1!C6")]


def test_duplicates_point_at_the_second_place():
    rows = base_rows()
    tables = good(base=[*rows, rows[3]])
    assert codes(read(tables)) == [("E06", "BM1!B23")]
    tables = good(models=[city_model("Liên Châu"), city_model("xã Liên Châu")])
    assert ("E06", "BM2!C3") in codes(read(tables))
    tables = good(models=[city_model("Liên Châu"), city_model("xã Liên Châu", level="Huyện")])
    assert codes(read(tables)) == []


def test_missing_base_unions_are_each_named():
    reading = read(good(base=base_rows()[2:]))
    assert codes(reading) == [("W01", None), ("W01", None)]
    assert [f.value for f in reading.findings] == ["thị trấn Kim Bài", "xã Cự Khê"]


def test_a_name_in_error_is_one_finding_and_not_also_a_missing_base_union():
    tables = good()
    tables["BM1"][5][1] = "Nơi Lạ"
    assert codes(read(tables)) == [("E05", "BM1!B6")]
    tables["BM1"][5][1] = tables["BM1"][4][1]
    assert codes(read(tables)) == [("E06", "BM1!B6")]


DATES = [
    ({"trained": date(2024, 4, 2)}, ("E10", "BM2!G2")),  # launch before training: at the launch
    ({"launched": date(2024, 6, 9)}, ("E10", "BM2!G2")),  # after the report
    ({"trained": date(2022, 3, 1)}, ("E10", "BM2!E2")),  # outside plan year ± 1
    ({"trained": "tháng 3/2024"}, ("E07", "BM2!E2")),  # a month where a day is needed
    ({"state": "không rõ"}, ("E07", "BM2!L2")),
    ({"volume": -1}, ("E08", "BM2!I2")),
]


@pytest.mark.parametrize(("change", "found"), DATES)
def test_faults_in_bm2(change, found):
    assert codes(read(good(models=[city_model("Liên Châu", **change)]))) == [found]


def test_faults_in_bm3():
    events = [
        ["III.1.4", "Ngược", None, None, date(2024, 5, 3), date(2024, 5, 1), None, None, None, None, None, None],
        ["III.9.9", "Mã lạ", *[None] * 10],
        ["III.1.4", None, None, None, date(2024, 5, 1), *[None] * 7],
        [None, "Khác", "Quý III/2024", "Quý I/2024", *[None] * 8],
    ]
    assert codes(read(good(events=events))) == [
        ("E10", "BM3!G2"),
        ("W08", "BM3!B3"),
        ("E07", "BM3!C4"),
        ("E10", "BM3!E5"),
    ]


def test_a_month_alone_is_its_whole_window():
    reading = read(good(events=[[None, "Hội nghị", "tháng 9/2024", *[None] * 9]]))
    event = reading.records["forms"]["BM3"]["rows"][0]
    assert (event["planned_from"], event["planned_to"]) == ("2024-09-01", "2024-09-30")


def test_what_the_plan_does_not_count_is_kept_with_a_warning():
    assert codes(read(good(models=[city_model("Liên Châu", "Xử lý rơm rạ")]))) == [("W05", "BM2!C2")]
    assert codes(read(good(models=[city_model("Liên Châu"), city_model("Tam Hưng")]))) == [("W06", "BM2!C3")]


TT_FAULTS = [
    ("plan_year", 2031, "year_unknown"),
    ("plan_year", None, "field_missing"),
    ("period", "Quý 1", "period_unknown"),
    ("unit", "Thanh Oái Ăm", "unit_unknown"),
    ("report_date", None, "field_missing"),
]


@pytest.mark.parametrize(("field", "value", "reason"), TT_FAULTS)
def test_faults_in_tt(field, value, reason):
    tables = good()
    tables["TT"] = pages(sheets(**{field: value}) if field not in ("unit", "period") else sheets(**{field: value}))[
        "TT"
    ]
    found = [finding for finding in read(tables).findings if finding.code == "E02"]
    assert [finding.reason for finding in found] == [reason]


def test_a_report_date_in_error_makes_no_other_day_wrong():
    tables = good(models=[city_model("Liên Châu")])
    tables["TT"][3][1] = date(2014, 6, 8)
    assert codes(read(tables)) == [("E10", "TT!B4")]


def test_no_tt_at_all():
    tables = good()
    del tables["TT"]
    assert codes(read(tables)) == [("E02", None)]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("6 tháng", "H1"),
        ("6 tháng đầu năm 2024", "H1"),
        ("Báo cáo 6 tháng", "H1"),
        ("Năm", "FY"),
        ("năm 2024", "FY"),
        ("Cả năm", "FY"),
        ("NĂM", "FY"),
        ("06 tháng năm 2024", "H1"),
        ("Sơ kết 6 tháng đầu năm", "H1"),
    ],
)
def test_periods_as_people_write_them(text, period):
    assert read(good(period=text)).period == period


def test_tt_labels_may_end_in_a_colon_and_values_stand_further_right():
    tables = good()
    tables["TT"] = [["Họ và tên"], *[[f"{row[0]}:", None, row[1]] for row in tables["TT"]]]
    reading = read(tables)
    assert codes(reading) == []
    assert reading.records["info_cells"]["report_date"] == ["TT", "C5"]
    tables["TT"] = [[f"{n}. {row[0]}", row[2]] for n, row in enumerate(tables["TT"][1:], 1)]
    assert codes(read(tables)) == []


def test_a_blank_value_never_takes_the_next_label():
    tables = good()
    tables["TT"] = [
        ["Năm kế hoạch", None, "Kỳ báo cáo", "6 tháng"],
        ["Đơn vị báo cáo", "Thanh Oai", "Ngày lập báo cáo", date(2024, 6, 8)],
    ]
    assert codes(read(tables)) == [("E02", "TT!B1")]


def test_labels_and_values_in_one_cell_side_by_side():
    tables = good()
    tables["TT"] = [
        ["Năm kế hoạch: 2024", "Kỳ báo cáo: 6 tháng"],
        ["Đơn vị báo cáo: Thanh Oai", "Ngày lập báo cáo: 8/6/2024"],
    ]
    reading = read(tables)
    assert (reading.unit_code, reading.plan_year, reading.period) == ("278", 2024, "H1")


def test_formulas_without_a_value():
    tables = good()
    tables["BM1"][3][2] = None
    assert codes(read(tables, empty_formulas={"BM1": {(3, 2)}})) == [("E07", "BM1!C4")]
    tables = good(plan_year=None)
    assert codes(read(tables, empty_formulas={"TT": {(0, 1)}})) == [("E07", "TT!B1")]


def test_legacy_text_is_converted_and_said():
    tables = good()
    tables["BM1"][2][1] = "x· Cù Khª"
    reading = read(tables)
    assert codes(reading) == [("W07", "BM1!B3")]
    assert reading.records["forms"]["BM1"]["rows"][1]["base_union_code"] == "10120"
    tables["BM1"][2][1] = "Cöï Kheâ"
    assert codes(read(tables, fonts={"BM1": {(2, 1): "vni"}})) == [("W07", "BM1!B3")]


def test_headings_stay_unicode_over_a_legacy_body():
    old = {letter: sign for sign, letter in _TCVN3.items()}
    tables = good(models=[city_model("Liên Châu")])
    for rows in tables.values():
        for row in rows[1:]:
            row[:] = ["".join(old.get(c, c) for c in cell) if isinstance(cell, str) else cell for cell in row]
    reading = read(tables)
    assert {code for code, _ in codes(reading)} == {"W07"}
    assert reading.records["forms"]["BM2"]["rows"][0]["commune_code"] == "10171"  # “Xã” over it could be “Xó”


def test_a_number_that_can_be_read_two_ways():
    tables = good()
    tables["BM1"][1][2] = "1,234"
    reading = read(tables)
    assert codes(reading) == [("W07", "BM1!C2")]
    assert reading.records["forms"]["BM1"]["rows"][0]["members"] == 1234


def test_the_city_reports_its_own_activities():
    tables = pages(sheets("Hội LHPN Hà Nội"))
    city = {"TT": tables["TT"], "BM3": pages(sheets(events=[["III.1.3", "Tọa đàm", *[None] * 10]]))["BM3"]}
    reading = read(city)
    assert (codes(reading), reading.unit_code) == ([], "HN")
    del city["BM3"]
    assert codes(read(city)) == [("E03", None)]


def test_indicators():
    tables = good() | {
        "BM4": [
            ["Mã", "Chỉ số", "Đơn vị tính", "Số liệu"],
            ["KT1", "x", "người", 12],
            ["KT9", "y", "người", 1],
            ["KT1", "x", "người", 13],
        ]
    }
    assert codes(read(tables)) == [("E07", "BM4!A3"), ("E06", "BM4!A4")]


def test_everything_wrong_comes_at_once():
    tables = good()
    del tables["BM3"]
    tables["BM1"][2][2], tables["BM1"][3][1] = "x", "Nơi Lạ"
    del tables["BM1"][4]
    assert [code for code, _ in codes(read(tables))] == ["E07", "E05", "E03", "W01", "W01"]


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_no_cell_breaks_the_reading(data):
    tables = good(models=[city_model("Liên Châu")], events=[["III.1.4", "Tập huấn", *[None] * 10]])
    value = data.draw(st.one_of(st.none(), st.text(max_size=12), st.integers(), st.floats(), st.booleans(), st.dates()))
    sheet = data.draw(st.sampled_from(sorted(tables)))
    row = data.draw(st.integers(0, len(tables[sheet]) - 1))
    column = data.draw(st.integers(0, len(tables[sheet][row]) - 1))
    tables[sheet][row][column] = value
    known = data_of.read_toml("finding-kinds.toml")
    for finding in read(tables).findings:
        assert finding.code in known
        assert message(finding, "vi") and message(finding, "en") and hint(finding, "vi") and hint(finding, "en")


def test_info_is_a_whole_report():
    assert info()["plan_year"] == 2024


@pytest.mark.skipif(
    not os.path.isdir(FIELD), reason="the field's own reports stand beside the project only where it is built"
)
def test_the_fields_reports_are_read_exactly():
    with open(os.path.join(FIELD, "cases.json"), encoding="utf-8") as file:
        cases = json.load(file)
    items = []
    for case in cases:
        with open(os.path.join(FIELD, case["file"]), "rb") as file:
            items.append((file.read(), Context()))
    names = {unit.code: unit.name for unit in catalogue.base_unions()}
    for case, reading in zip(cases, read_reports(items), strict=True):
        expect = case["expect"]
        assert reading.has_errors == (expect["outcome"] == "refused")
        if "findings" in expect:
            assert {(f.code, f.sheet, f.cell) for f in reading.findings if f.severity == "error"} == {
                (f["code"], f.get("sheet"), f.get("cell")) for f in expect["findings"]
            }
            continue
        assert {f.code for f in reading.findings} <= {"W10"}  # a correct report is warned of nothing but its blanks
        got = {row["base_union_code"]: row for row in reading.records["forms"]["BM1"]["rows"]}
        assert got.keys() == {row["code"] for row in expect["base_unions"]}
        for row in expect["base_unions"]:
            assert {key: got[row["code"]][key] for key in row if key != "code"} == {
                key: value for key, value in row.items() if key != "code"
            }
        for form, name in (("BM2", "models"), ("BM3", "events")):
            for row, wanted in zip(reading.records["forms"][form]["rows"], expect[name], strict=True):
                row["commune"] = names.get(row.get("commune_code"))
                assert {key: row[key] for key in wanted} == wanted


def test_thousands_of_findings_do_not_fill_the_memory_and_never_hide_that_there_are_errors():
    rows = [[f"Nơi {n}", *[None] * 4, 1, *[None] * 5] for n in range(3000)]
    reading = read(good(base=rows))
    counts = {severity: sum(f.severity == severity for f in reading.findings) for severity in ("error", "warning")}
    assert counts == {"error": 1000, "warning": 1000}
    assert [n.reason for n in reading.notices] == ["notice_more"]


def test_base_unions_are_missing_also_where_a_name_is_in_error():
    tables = pages(sheets())
    tables["BM1"][2][1] = "xã Cự Khêe"
    del tables["BM1"][5:7]
    found = codes(read(tables))
    assert found.count(("W01", None)) == 2
    assert ("E05", "BM1!B3") in found
