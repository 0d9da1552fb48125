"""Tables that leave the product: just the rows, and no text of theirs comes alive."""

import csv
import io
import json
import os
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from etl.outputs import export
from etl.outputs.files import save
from etl.outputs.tables import Cover, write_table
from etl.store import acceptance
from etl.store.acceptance import Acceptance, Item
from tests.reports import workbook

COVER = Cover("Bảng", [("Năm", "2024"), ("Tìm", "=1+1")], None)
TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\ufffe\uffff"), max_size=30)
LIVE = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=1", "\r=1"]
NASTY = [*LIVE, "<b>", "http://x.y", "1e5", "007", "  giữ khoảng trắng  ", "", '"', "a\nb", "_x0041_", "{=1}"]


def cells(content, sheet="Bảng"):
    return [list(row) for row in openpyxl.load_workbook(io.BytesIO(content))[sheet].iter_rows(min_row=2)]


def texts(content):
    """Rows under the header, as another reader sees them."""
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("Bảng")
    return sheet.to_python(skip_empty_area=False)[1:]


def lines(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))[1:]


def arrow(content):
    import pyarrow.parquet

    return pyarrow.parquet.read_table(io.BytesIO(content))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(TEXT | st.sampled_from(NASTY), st.integers(-(10**9), 10**9)), min_size=1, max_size=8))
def test_any_text_comes_back_as_it_was_and_is_no_formula(rows):
    content = write_table(["a", "b"], rows, "xlsx", COVER)
    assert texts(content) == [[text, float(number)] for text, number in rows]
    assert {row[0].data_type for row in cells(content)} <= {"s"}
    found = [
        row[0].removeprefix("'") if text.startswith(("=", "+", "-", "@", "\t", "\r")) else row[0]
        for row, (text, _) in zip(lines(write_table(["a", "b"], rows, "csv", COVER)), rows, strict=True)
    ]
    assert found == [text for text, _ in rows]
    assert [row["a"] for row in arrow(write_table(["a", "b"], rows, "parquet", COVER)).to_pylist()] == found


@pytest.mark.parametrize("text", LIVE)
def test_nothing_comes_alive_in_csv(text):
    assert lines(write_table(["a"], [(text,)], "csv", COVER)) == [["'" + text]]


def test_the_workbook_holds_no_formula_and_no_link():
    content = write_table(["=a"], [(text,) for text in NASTY], "xlsx", COVER._replace(title="=1"))
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheets = "".join(parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/"))
    assert "<f>" not in sheets and "hyperlink" not in sheets


def test_numbers_stay_numbers_blanks_stay_blank_days_are_iso():
    row = (-5, 0.953, date(2024, 6, 1), datetime(2024, 6, 1, 9, 30), None, 0, False)
    columns = ["n", "x", "d", "at", "t", "zero", "no"]
    assert lines(write_table(columns, [row], "csv", COVER)) == [
        ["-5", "0.953", "2024-06-01", "2024-06-01T09:30:00", "", "0", "false"]
    ]
    found = [cell.value for cell in cells(write_table(columns, [row], "xlsx", COVER))[0]]
    assert found == [-5, 0.953, datetime(2024, 6, 1), datetime(2024, 6, 1, 9, 30), None, 0, False]
    assert tuple(arrow(write_table(columns, [row], "parquet", COVER)).to_pylist()[0].values()) == row


def test_what_no_spreadsheet_can_hold_is_mended_and_does_not_fail():
    rows = [("\ud800a\uffff", date(1850, 1, 1)), ("x" * 40000, None)]
    assert texts(write_table(["a", "d"], rows, "xlsx", COVER)) == [["\ufffda\ufffd", "1850-01-01"], ["x" * 32767, ""]]
    assert lines(write_table(["a", "d"], rows[:1], "csv", COVER)) == [["\ufffda\ufffd", "1850-01-01"]]
    assert arrow(write_table(["a", "d"], rows[:1], "parquet", COVER))["a"].to_pylist() == ["\ufffda\ufffd"]


def test_a_blank_column_keeps_its_kind_in_parquet():
    columns = ["district_code", "numerator", "completion", "received_on", "accepted_at", "is_reported"]
    kinds = ["string", "int64", "double", "date32[day]", "timestamp[us]", "bool"]
    for rows in ([], [(None,) * 6]):
        found = arrow(write_table(columns, rows, "parquet", COVER))
        assert [str(kind) for kind in found.schema.types] == kinds
    assert json.loads(found.schema.metadata[b"cover"]) == ["Bảng", ["Năm", "2024"], ["Tìm", "=1+1"], None]


def test_csv_begins_with_the_mark_that_excel_needs():
    assert write_table(["tên"], [], "csv", COVER) == b"\xef\xbb\xbft\xc3\xaan\r\n"


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet"])
def test_invented_figures_say_so_in_every_kind(form):
    content = write_table(["a"], [(1,)], form, COVER._replace(sample_note="SỐ LIỆU MẪU"))
    rows = {"csv": lines, "xlsx": texts, "parquet": lambda it: [list(r.values()) for r in arrow(it).to_pylist()]}[form]
    assert [str(rows(content)[0][0]).removesuffix(".0"), rows(content)[0][1]] == ["1", "SỐ LIỆU MẪU"]
    if form == "xlsx":
        assert "SỐ LIỆU MẪU" in [row[1].value for row in cells(content, "Thông tin")]


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    target = tmp_path / "t.csv"
    save(b"old", str(target))
    monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "full")))
    with pytest.raises(OSError):
        save(b"new", str(target))
    assert (target.read_bytes(), [path.name for path in tmp_path.iterdir()]) == (b"old", ["t.csv"])


@pytest.mark.parametrize("name", ["no/such/folder/t.csv", "folder"])
def test_a_place_that_cannot_be_written_is_an_oserror_and_leaves_nothing(tmp_path, name):
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError):
        save(b"new", str(tmp_path / name))
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


def test_the_cover_says_what_is_shown(home):
    item = Item("a.xlsx", workbook(), date(2024, 6, 10))
    assert [r.outcome for r in acceptance.load(home, [item], Acceptance("a", "test"))] == ["accepted"]
    filters = {"view": "target_completion", "plan_year": "2024", "period": "H1", "unit": "Thanh Oai", "search": ""}
    cover = export.cover(home, "target_completion", filters, date(2024, 12, 31))
    said = dict(cover.lines)
    assert (cover.title, cover.sample_note) == ("Kết quả chỉ tiêu", None)
    assert [said[name] for name in ("Bảng", "Năm kế hoạch", "Kỳ", "Đơn vị", "Tính đến ngày")] == [
        "Kết quả chỉ tiêu (target_completion)",
        "2024",
        "6 tháng (H1)",
        "Thanh Oai",
        "31/12/2024",
    ]
    assert "13/KH-BTV" in said["Nguồn"] and "Tìm" not in said
    assert said["status"].startswith("achieved đạt") and "on_time" not in said["status"]
    english = dict(
        export.cover(home, "reporting_status", {"period": "latest", "plan_year": ""}, date(2024, 12, 31), "en").lines
    )
    assert english["Period"] == "unit by unit the newest (latest)" and english["status"].startswith("on_time")


def test_the_table_is_the_view_filtered_and_in_order(home):
    item = Item("a.xlsx", workbook(), date(2024, 6, 10))
    list(acceptance.load(home, [item], Acceptance("a", "test")))
    columns, rows = export.table(home, "target_completion", 2024, "H1", "278", date(2024, 12, 31))
    at = [columns.index(name) for name in ("target_code", "district_code", "numerator", "status")]
    assert [tuple(row[n] for n in at) for row in rows] == [
        ("CT1", "278", 21, "achieved"),
        ("CT2", "278", 1260, "behind"),
        ("CT3A", "278", 0, "behind"),
        ("CT3B", "278", None, "not_applicable"),
    ]
    assert len(export.table(home, "reporting_status", 2024, None, None, date(2024, 12, 31))[1]) == 36
    assert export.table(home, "target_completion", 2031, None, None, None)[1] == []
    with pytest.raises(KeyError):
        export.table(home, "version", None, None, None, None)
