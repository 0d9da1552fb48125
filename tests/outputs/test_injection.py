"""Three hundred texts through every text field and every input: they stay texts, in the database, in saved tables, on
the terminal.
"""

import csv
import io
import subprocess
import sys
from datetime import date

import docx
import openpyxl
import pytest
from pptx import Presentation

from etl.intake.values.text import clean
from etl.outputs import export
from etl.outputs.marked_copy.copy import annotated_copy
from etl.outputs.papers.facts import facts
from etl.outputs.papers.report import Settings
from etl.outputs.papers.report import report as paper_of
from etl.outputs.papers.slides import slides_file
from etl.outputs.papers.word_file import word_file
from etl.outputs.tables import write_table
from etl.outputs.views import VIEWS
from etl.store import acceptance, corrections, verification
from etl.store.acceptance import Acceptance, Item
from etl.store.queries import snapshot
from tests.outputs.payloads import PAYLOADS, TEXTS, report
from tests.reports import base_rows, city_model, workbook

HOW = Acceptance("t", "test", confirm_warnings=True)


def test_there_are_three_hundred():
    assert len(PAYLOADS) >= 300


def test_they_are_kept_as_they_were_written_and_harm_no_table(home):
    result = next(acceptance.load(home, [Item(TEXTS[5], report())], HOW))
    assert (result.outcome, [f.code for f in result.findings if f.severity == "error"]) == ("accepted", [])
    asked = "SELECT title, place, result, note FROM event_report ORDER BY source_row"
    assert snapshot.rows(home, asked)[1] == [(clean(text),) * 4 for text in TEXTS]
    asked = "SELECT landscape_model_names, note FROM base_union_report ORDER BY source_row"
    assert snapshot.rows(home, asked)[1] == [(clean(TEXTS[n]), clean(TEXTS[-n])) for n in range(21)]
    asked = "SELECT prepared_by, phone, district_plan_no, volume_unit FROM version JOIN model_report USING (version)"
    assert snapshot.rows(home, asked)[1] == [tuple(clean(text) for text in TEXTS[:4])]
    assert verification.verify(home) == []
    verification.rebuild_database(home)
    assert verification.verify(home) == []


def test_no_formula_comes_alive_in_what_is_saved(home):
    next(acceptance.load(home, [Item("a.xlsx", report())], HOW))
    for view in VIEWS:
        columns, rows = export.table(home, view, 2024, "H1", None, None)
        cover = export.cover(home, view, {"unit": TEXTS[0], "search": TEXTS[1]}, None, "vi")
        book = openpyxl.load_workbook(io.BytesIO(write_table(columns, rows, "xlsx", cover)))
        assert not [cell for sheet in book for row in sheet for cell in row if cell.data_type == "f" or cell.hyperlink]
        lines = list(csv.reader(io.StringIO(write_table(columns, rows, "csv", cover).decode("utf-8-sig"))))
        assert len(lines) == len(rows) + 1
        texts = [
            cell
            for line, row in zip(lines[1:], rows, strict=True)
            for cell, value in zip(line, row, strict=True)
            if isinstance(value, str)
        ]
        assert not [text for text in texts if text.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_in_the_office_s_papers_they_stay_texts(home):
    """Word and PowerPoint hold them as they were written: no field, no link, nothing that a reader would start."""
    next(acceptance.load(home, [Item("a.xlsx", report())], HOW))
    found = facts(home, 2024, "H1")
    for first in range(0, len(TEXTS), 18):
        own = [clean(text) for text in TEXTS[first : first + 18]]
        own += [""] * (18 - len(own))
        told = [row._replace(difficulties=text, unit=text) for row, text in zip(found.budgets, own, strict=True)]
        given = found._replace(budgets=told, events=[found.events[0]._replace(title=own[0], level="city")])
        letter = paper_of(given, Settings(number=TEXTS[first], signer=own[0]))
        document = docx.Document(io.BytesIO(word_file(letter, date(2024, 6, 20))))
        texts = [paragraph.text for paragraph in document.paragraphs]
        assert [text for text in own if not any(text.rstrip(".") in said for said in texts)] == []
        xml = document.element.xml
        assert "w:hyperlink" not in xml and "w:instrText" not in xml and "w:object" not in xml
        deck = Presentation(io.BytesIO(slides_file(given)))
        assert len(deck.slides) == 9


@pytest.mark.parametrize("part", range(10))
def test_as_names_of_units_they_are_findings_and_the_marked_copy_holds_no_formula(part, home):
    names = TEXTS[part::10]
    base = base_rows()
    for row, name in zip(base, names, strict=False):
        row[0] = name
    data = workbook(base=base, unit=TEXTS[part], models=[city_model(TEXTS[part])])
    result = next(acceptance.check(home, [Item(TEXTS[part], data)]))
    assert result.outcome == "refused"
    copy = annotated_copy(data, result.findings, "vi")
    book = openpyxl.load_workbook(io.BytesIO(copy))
    assert not [cell for sheet in book for row in sheet for cell in row if cell.data_type == "f"]


def test_what_a_terminal_is_told_moves_no_cursor(home, tmp_path):
    base = base_rows()
    for row, name in zip(base, TEXTS, strict=False):
        row[0] = name
    file = tmp_path / "\x1b]0;x\x07\x1b[2J a\n2026 ERROR lost.xlsx"
    file.write_bytes(workbook(base=base))
    done = subprocess.run([sys.executable, "-m", "etl", "check", str(file)], capture_output=True, text=True)
    assert done.returncode == 1
    assert "ERROR lost" in done.stdout
    assert not [char for char in done.stdout if not char.isprintable() and char != "\n"]
    assert not [line for line in done.stdout.splitlines() if line.startswith("2026 ERROR")]


def test_typed_into_staff_s_inputs_they_stay_texts(home, monkeypatch):
    monkeypatch.setattr(corrections, "follow", lambda home: None)  # the database follows once, below
    codes = []
    for text in TEXTS:
        alias = {"action": "alias_add", "unit_code": "278", "name": text, "text": text, "code": "10114"}
        column = {"action": "column_alias_add", "form": "BM1", "label": text, "text": text, "field": "members"}
        for event in (alias, column):
            corrections.record(home, event, text, text)
        try:
            codes.append(
                (corrections.add_base_union(home, "278", text, "other", date(2024, 1, 1), text, text), clean(text))
            )
        except corrections.InvalidAction:
            codes.append(None)  # its letters are those of one before
    monkeypatch.undo()
    monkeypatch.setenv("MONITOR_HOME", home)
    asked = (
        "SELECT base_union_code, base_union FROM base_union WHERE base_union_code LIKE '278-%' ORDER BY"
        " length(base_union_code), base_union_code"
    )
    assert snapshot.rows(home, asked)[1] == [code for code in codes if code]
    assert len([code for code in codes if code]) > 150
    assert verification.verify(home) == []
