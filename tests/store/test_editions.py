"""The form grows without breaking old workbooks: what was accepted is read again as of its edition."""

import io
import shutil
from datetime import date

import openpyxl
import pytest

from etl import data, forms
from etl.outputs.papers.facts import facts
from etl.outputs.papers.report import report
from etl.outputs.papers.word_file import word_file
from etl.outputs.template import write_template
from etl.store import acceptance, state, verification
from etl.store.acceptance import Acceptance, Item
from etl.store.files import ledger
from etl.store.queries import questions, rows, snapshot
from tests.outputs.papers import read_back
from tests.reports import codes, info, pages, read, sheets, workbook

DAY = date(2024, 6, 20)
MONEY = {"budget_state_million_vnd": 60.0, "budget_raised_million_vnd": 30.0, "budget_union_million_vnd": 10.0}
SPENT = {"spent_state_million_vnd": 55.5, "spent_raised_million_vnd": 30.0}


@pytest.fixture
def first_edition(tmp_path, monkeypatch):
    """The product as it was with the first edition of the forms; called, it becomes the present one."""
    folder = tmp_path / "old-data"
    shutil.copytree(data.HERE, folder, ignore=shutil.ignore_patterns("store*"))
    text = (folder / "forms.toml").read_text(encoding="utf-8")
    assert "\nedition = 2\n" in text
    (folder / "forms.toml").write_text(text.replace("\nedition = 2\n", "\nedition = 1\n"), encoding="utf-8")
    monkeypatch.setenv("MONITOR_DATA", str(folder))
    return lambda: monkeypatch.delenv("MONITOR_DATA")


def accepted(home, content):
    how = Acceptance("t", "test", date(2024, 6, 10), True, reason="sửa")
    (result,) = acceptance.load(home, [Item("a.xlsx", content)], how)
    assert result.outcome == "accepted", result.findings
    return result


def with_row(content, label, value):
    """The workbook with one more line of TT, as a district adds it by itself."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    book["TT"].append([label, value])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def reporting(home):
    (row,) = [
        row
        for row in questions.ask(home, rows.Reporting, DAY, plan_year=2024)
        if row.unit_code == "278" and row.period == "H1"
    ]
    return row


def figures(home):
    return snapshot.rows(home, "SELECT * EXCLUDE (version) FROM target_completion ORDER BY ALL", DAY)[1]


def test_the_first_edition_has_no_column_of_the_second(first_edition):
    fields = {column.field for column in forms.form("TT").columns}
    assert fields.isdisjoint(MONEY) and "proposals" not in fields
    first_edition()
    assert set(MONEY) | {"proposals"} <= {column.field for column in forms.form("TT").columns}
    with forms.read_as(1):
        assert "sales_million_vnd" not in {column.field for column in forms.form("BM3").columns}


def test_what_was_accepted_then_is_read_again_as_it_was_then(home, first_edition):
    """A district had added a line of its own that only the second edition knows."""
    old = with_row(workbook(), "Khó khăn, vướng mắc", "Thiếu kinh phí")
    result = accepted(home, old)
    assert {f.code for f in result.findings if f.cell and f.sheet == "TT"} == {"W12"}
    first_edition()
    told = []
    assert verification.verify(home, told.append) == []
    verification.rebuild_database(home)
    assert verification.verify(home) == []
    assert reporting(home).difficulties is None
    again = accepted(home, workbook(difficulties="Thiếu kinh phí"))
    assert [f.code for f in again.findings if f.code == "W12"] == []
    assert reporting(home).difficulties == "Thiếu kinh phí"
    assert [entry.get("edition") for entry in ledger.read(home) if entry["action"] == "accept"] == [1, 2]
    assert verification.verify(home) == []


def test_an_entry_from_before_editions_is_of_the_first(home, first_edition, monkeypatch):
    before = acceptance._event
    monkeypatch.setattr(
        acceptance, "_event", lambda *given: {k: v for k, v in before(*given).items() if k != "edition"}
    )
    accepted(home, with_row(workbook(), "Kiến nghị", "Cấp kinh phí sớm"))
    first_edition()
    verification.rebuild_database(home)
    assert verification.verify(home) == [] and reporting(home).proposals is None
    assert state.replay(ledger.read(home)).versions[1].version == 1


def test_an_old_workbook_and_an_old_template_give_the_same_figures(home, tmp_path, first_edition):
    old, template = workbook(), write_template("278", 2024, "H1")
    accepted(home, old)
    before = figures(home)
    first_edition()
    assert figures(home) == before
    elsewhere = str(tmp_path / "elsewhere")
    result = accepted(elsewhere, old)
    assert result.findings == [] and figures(elsewhere) == before
    sheet = openpyxl.load_workbook(io.BytesIO(template))["TT"]
    assert "Khó khăn, vướng mắc" not in {cell.value for row in sheet.iter_rows() for cell in row}


def test_what_is_new_leads_from_the_template_to_the_views(home):
    words = {"difficulties": "Kinh phí cấp chậm", "proposals": "Hỗ trợ chế phẩm", "partners": "Hội Nông dân"}
    fair = ["III.3.3", "Hội chợ", None, None, date(2024, 5, 2), None, "Thanh Oai", 1, 200, 30.0, None, None]
    fair += ["Fanpage", 3, 12, 4, 88.5]
    result = accepted(home, workbook(events=[fair], budget_million_vnd=100.0, **MONEY, **SPENT, **words))
    assert result.findings == []
    row = reporting(home)
    assert {field: getattr(row, field) for field in (*MONEY, *SPENT, *words)} == MONEY | SPENT | words
    assert row.spent_union_million_vnd is None  # not reported is not zero
    (event,) = questions.ask(home, rows.Events, DAY, plan_year=2024, period="H1", unit="278")
    assert (event.platform, event.contest_entries, event.exhibitors, event.contracts, event.sales_million_vnd) == (
        *("Fanpage", 3, 12, 4),
        88.5,
    )
    template = openpyxl.load_workbook(io.BytesIO(write_template("278", 2024, "H1")))
    labels = [template["TT"].cell(at, 1).value for at in range(3, 23)]
    assert labels[-3:] == ["Đơn vị, tổ chức phối hợp", "Khó khăn, vướng mắc", "Đề xuất, kiến nghị"]
    texts = [text for _style, text in read_back(word_file(report(facts(home, 2024, "H1", DAY)), DAY))[0]]
    assert "- Nguồn ngân sách: được cấp, huy động 60 triệu đồng, đã chi 55,5 triệu đồng." in texts
    assert "- Nguồn của Hội: được cấp, huy động 10 triệu đồng." in texts
    assert (
        texts[texts.index("Ý kiến của các đơn vị về khó khăn, vướng mắc:") + 1] == "- Thanh Oai: “Kinh phí cấp chậm”."
    )
    assert any(text.startswith("- Thanh Oai: “Hỗ trợ chế phẩm”.") for text in texts)


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({"budget_million_vnd": 100.0, **MONEY}, []),
        ({"budget_million_vnd": 100.1, **MONEY}, []),  # parts that were rounded
        ({"budget_million_vnd": 120.0, **MONEY}, [("W14", "TT!B12")]),
        ({"budget_million_vnd": 120.0, "budget_state_million_vnd": 60.0}, []),  # the other sources are not known
        ({"budget_state_million_vnd": 60.0, "spent_state_million_vnd": 61.0}, [("W14", "TT!B15")]),
        ({"spent_state_million_vnd": 61.0}, []),
    ],
)
def test_money_that_contradicts_is_asked_about(more, found):
    reading = read(pages(sheets(**more)))
    assert codes(reading) == found
    for finding in reading.findings:
        assert finding.params["other_cell"].startswith("B1")


def test_another_unit_of_money_is_an_error():
    tables = pages(sheets())
    tables["TT"] = [row for row in tables["TT"] if row[0] != "Kinh phí xã hội hóa (triệu đồng)"]
    tables["TT"].append(["Kinh phí xã hội hóa (đồng)", 30_000_000])
    assert [code for code, _place in codes(read(tables))] == ["E07"]
    assert info()["unit"] == "Thanh Oai"
