"""Two periods or years side by side: comparable units only, Σ / Σ; the others are named with the reason."""

import csv
import io
import json
from datetime import date

import openpyxl
import pytest

from etl.__main__ import main
from etl.outputs.comparison import Side, comparison, note, points
from tests.pages.opening import opened, texts
from tests.plans.quarters import DAY, accept, count, quarter
from tests.reports import base_rows, workbook

H1, FY, Q2 = Side(2024, "H1"), Side(2024, "FY"), Side(2026, "Q2")


@pytest.fixture
def home_of_two_years(home, quarters):
    """Thanh Oai in both years; Ba Vì in 2024 only, Đông Anh in 2026 only."""
    accept(home, workbook(base=base_rows(reached=40)), date(2024, 6, 10))
    accept(home, workbook("Ba Vì", "271", base=base_rows("271")), date(2024, 6, 10))
    accept(home, quarter("II", date(2026, 7, 9), reached=60), date(2026, 7, 9))
    accept(home, quarter("II", date(2026, 7, 9), unit="Đông Anh", code="017"), date(2026, 7, 9))
    return home


def of(rows, target, district):
    (row,) = [row for row in rows if (row.target_code, row.district_code) == (target, district)]
    return row


def test_the_whole_is_over_the_units_that_reported_in_both(home_of_two_years):
    rows = comparison(home_of_two_years, H1, Q2, DAY)
    whole = of(rows, "CT2", "")
    assert (whole.before_numerator, whole.before_denominator) == (40 * 21, 80 * 21)
    assert (whole.numerator, whole.denominator) == (60 * count(), 80 * count())
    assert (whole.units_compared, whole.units, points(whole)) == (1, 18, 25.0)
    assert of(rows, "CT2", "271").reason == of(rows, "CT2", "017").reason == "no_report"
    assert points(of(rows, "CT2", "271")) is None


def test_a_target_that_counts_something_else_is_not_compared(home_of_two_years):
    rows = comparison(home_of_two_years, H1, Q2, DAY)
    assert {row.reason for row in rows if row.target_code == "CT3A"} == {"definition"}
    whole = of(rows, "CT3A", "")
    assert (whole.numerator, whole.units_compared) == (None, 0)
    assert note(whole) == "chỉ tiêu được tính khác ở hai kỳ"


def test_base_unions_that_merged_are_a_break_and_no_obstacle(home_of_two_years):
    row = of(comparison(home_of_two_years, H1, Q2, DAY), "CT1", "278")
    assert (row.before_base_unions, row.base_unions, row.reason) == (21, count(), None)
    assert note(row) == f"số cơ sở Hội đổi từ 21 thành {count()}"
    assert note(row, "en") == f"base unions changed from 21 to {count()}"


def test_the_same_period_twice_moves_nothing(stores):
    rows = comparison(stores["sample"], FY, FY, date(2024, 12, 31))
    assert {points(row) for row in rows if row.completion is not None and row.reason is None} == {0.0}


def test_it_is_the_views_own_change_within_a_year(stores):
    whole = of(comparison(stores["sample"], H1, FY, date(2024, 12, 31)), "CT2", "")
    assert (whole.units_compared, round(whole.before_completion, 4), round(whole.completion, 4)) == (15, 0.5386, 0.9348)
    assert round(points(whole), 1) == 39.6


def test_the_command(stores, monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("MONITOR_HOME", stores["sample"])
    call = ["compare", "--from", "2024:H1", "--to", "2024:FY"]
    assert main(call) == 0
    out = capsys.readouterr().out
    assert "6 tháng 2024 → Năm 2024" in out and "86,3% → 322/351 = 91,7% (+5,4)  [15/18 đơn vị so được]" in out
    assert "[một hoặc cả hai kỳ chưa có báo cáo]" in out
    assert main([*call, "--json", "--lang", "en"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["from"], told["to"]) == ("2024:H1", "2024:FY")
    first = told["rows"][0]
    assert (first["target_code"], first["units_compared"], first["note"]) == ("CT1", 15, "15 of 18 units compared")
    assert main([*call, "--out", str(tmp_path / "a.xlsx")]) == main([*call, "--out", str(tmp_path / "a.csv")]) == 0
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    texts_ = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = next(row for row in texts_ if row[0] == "Chỉ tiêu")
    assert head[2:5] == ["6 tháng 2024: tử số", "6 tháng 2024: mẫu số", "6 tháng 2024: tỷ lệ"]
    lines = list(csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text(encoding="utf-8-sig"))))
    assert len(lines) == 63 and lines[0]["numerator"] == "322" and "SỐ LIỆU MẪU" in lines[0]["sample_note"]
    capsys.readouterr()
    for wrong, words in (
        (["compare", "--from", "2024", "--to", "2024:FY"], "không phải năm:kỳ"),
        (["compare", "--from", "2024:Q1", "--to", "2024:FY"], "không có kỳ “Q1”"),
        (["compare", "--from", "2019:H1", "--to", "2024:FY"], "Không có kế hoạch năm 2019"),
        ([*call, "--out", str(tmp_path / "a.pdf")], ".xlsx hoặc .csv"),
    ):
        assert main(wrong) == 2
        assert words in capsys.readouterr().err


def test_the_page_across_two_years(home_of_two_years, monkeypatch):
    query = {"from": "2024:H1", "to": "2026:Q2", "as_of": "2026-07-20", "year": "2026"}
    at = opened("compare", monkeypatch, home_of_two_years, **query, target="CT2")
    assert at.title[0].value.replace("\\", "") == "CT2: +25,0 điểm, tính trên 1/18 đơn vị so được"
    at = opened("compare", monkeypatch, home_of_two_years, **query, target="CT3A")
    assert at.title[0].value.replace("\\", "") == "CT3A: không có đơn vị nào so được giữa hai kỳ"
    assert "Ghi chú so sánh từng đơn vị" in texts(at)
    at = opened("compare", monkeypatch, home_of_two_years, lang="en", **query, target="CT1")
    reasons = {row["Unit"]: row["Reason"] for row in at.dataframe[0].value.to_dict("records")}
    assert reasons["Thanh Oai"] == f"base unions changed from 21 to {count()}"
    assert reasons["Ba Vì"] == "no report in one of them or in both"
