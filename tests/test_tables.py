"""Tables that leave the product: just the rows, and no text of theirs comes alive."""

import csv
import io
from datetime import date

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.outputs.tables import Cover, save, write_table

COVER = Cover("Bảng", [("Năm", "2024")], None)
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=30)
NASTY = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=1", "\r=1", "<b>", "http://x.y", "1e5", "007"]


def cells(data):
    return [list(row) for row in openpyxl.load_workbook(io.BytesIO(data))["Bảng"].iter_rows(min_row=2)]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(TEXT, st.integers(-(10**9), 10**9)), max_size=8))
def test_text_survives_xlsx_as_text(rows):
    for row, wanted in zip(cells(write_table(["a", "b"], rows, "xlsx", COVER)), rows, strict=True):
        assert row[0].data_type != "f"
        assert (
            ((row[0].value or "").replace("_x000D_", "\r"), row[1].value) == (wanted[0], wanted[1])
            or row[0].value == wanted[0]
            or not wanted[0].strip()
        )


def test_nothing_comes_alive():
    rows = [(text,) for text in NASTY]
    assert all(row[0].data_type in ("s", "inlineStr") for row in cells(write_table(["a"], rows, "xlsx", COVER)))
    lines = list(csv.reader(io.StringIO(write_table(["a"], rows, "csv", COVER).decode("utf-8-sig"))))
    assert [line[0] for line in lines[1:7]] == ["'=1+1", "'+1", "'-1", "'@SUM(A1)", '\'=HYPERLINK("http://x")', "'\t=1"]


def test_numbers_stay_numbers_blanks_stay_blank_days_are_iso():
    data = write_table(["n", "x", "d", "t"], [(-5, 0.953, date(2024, 6, 1), None)], "csv", COVER)
    assert data.decode("utf-8-sig").splitlines()[1] == "-5,0.953,2024-06-01,"
    assert [cell.value for cell in cells(write_table(["n", "x"], [(-5, 0.953)], "xlsx", COVER))[0]] == [-5, 0.953]


def test_invented_figures_say_so_in_every_kind():
    cover = COVER._replace(sample_note="SỐ LIỆU MẪU")
    assert "SỐ LIỆU MẪU" in write_table(["a"], [(1,)], "csv", cover).decode("utf-8-sig").splitlines()[1]
    assert cells(write_table(["a"], [(1,)], "xlsx", cover))[0][1].value == "SỐ LIỆU MẪU"
    import pyarrow.parquet

    table = pyarrow.parquet.read_table(io.BytesIO(write_table(["a"], [(1,)], "parquet", cover)))
    assert table.to_pylist() == [{"a": 1, "sample_note": "SỐ LIỆU MẪU"}]


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    target = tmp_path / "t.csv"
    target.write_bytes(b"old")
    import os

    import pytest

    monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "full")))
    with pytest.raises(OSError):
        save(b"new", str(target))
    assert (target.read_bytes(), [path.name for path in tmp_path.iterdir()]) == (b"old", ["t.csv"])
