"""Periods belong to the plan file: a year of four quarters and another third target, without a change of code."""

import io
from datetime import date

import openpyxl
import pytest

from etl.__main__ import main
from etl.outputs.template import write_template
from etl.plan import load_plan
from etl.store.queries import questions, rows, snapshot
from pages.parts.navigation import PAGES
from tests.outputs.papers import read_back
from tests.pages.opening import opened, texts
from tests.plans.quarters import DAY, accept, count, quarter
from tests.reports import base_rows, workbook


@pytest.fixture
def season(home, quarters):
    accept(home, quarter("I", date(2026, 4, 8)), date(2026, 4, 8))
    accept(home, quarter("II", date(2026, 7, 10), models=2, reached=60), date(2026, 7, 10))
    accept(home, quarter("I", date(2026, 4, 8), unit="Ba Vì", code="271"), date(2026, 4, 12))
    return home


def target(home, code, district, period):
    found = questions.ask(home, rows.TargetCompletion, DAY, plan_year=2026)
    key = (code, district, period)
    (row,) = [row for row in found if (row.target_code, row.district_code, row.period) == key]
    return row.numerator, row.denominator, row.status


def test_every_quarter_has_its_rows_and_its_figures(season):
    periods = snapshot.rows(season, "SELECT DISTINCT period FROM target_completion WHERE plan_year = 2026", DAY)[1]
    assert sorted(row[0] for row in periods) == ["Q1", "Q2", "Q3", "Q4"]
    assert target(season, "CT2", "278", "Q1") == (40 * count(), 80 * count(), "behind")
    assert target(season, "CT2", "278", "Q2") == (60 * count(), 80 * count(), "behind")
    assert target(season, "CT2", "278", "Q3") == (None, None, "no_report")
    assert target(season, "CT2", "278", "latest") == (60 * count(), 80 * count(), "behind")
    assert target(season, "CT2", "271", "latest") == (40 * count("271"), 80 * count("271"), "behind")


def test_another_third_target_needs_two_models(season):
    assert target(season, "CT3A", "278", "Q1") == (0, count(), "behind")
    assert target(season, "CT3A", "278", "Q2") == (count(), count(), "achieved")
    assert target(season, "CT1", "278", "Q1") == (count(), count(), "achieved")


def test_a_quarter_is_held_against_the_quarter_before(season):
    found = questions.ask(season, rows.TargetChanges, DAY, plan_year=2026, period="Q2")
    (change,) = [row for row in found if row.target_code == "CT2"]
    assert (change.before_period, change.units, change.before_numerator, change.numerator) == (
        "Q1",
        1,
        40 * count(),
        60 * count(),
    )
    assert questions.ask(season, rows.TargetChanges, DAY, plan_year=2026, period="Q1") == []


def test_on_time_goes_by_each_quarter_s_deadline(season):
    found = questions.ask(season, rows.Reporting, DAY, plan_year=2026)
    states = {(row.unit_code, row.period): row.status for row in found}
    assert [states["278", f"Q{n}"] for n in (1, 2, 3, 4)] == ["on_time", "on_time", "due", "due"]
    assert [states["271", f"Q{n}"] for n in (1, 2)] == ["late", "missing"]


@pytest.mark.parametrize("text", ["Quý II", "quý 2", "QUÝ II năm 2026", "Q.2", "Q2"])
def test_a_quarter_in_every_word_people_use(home, quarters, text):
    base = base_rows(day=date(2026, 3, 31))
    content = workbook(period=text, plan_year=2026, report_date=date(2026, 7, 9), base=base)
    assert accept(home, content, date(2026, 7, 9)).period == "Q2"


def test_a_template_of_a_quarter_filled_in_gives_what_was_typed(home, quarters):
    book = openpyxl.load_workbook(io.BytesIO(write_template("278", 2026, "Q3")))
    info, table = book["TT"], book["BM1"]
    assert [info.cell(row, 2).value for row in (3, 4, 5)] == [2026, "Quý III", "Thanh Oai"]
    info.cell(6, 2).value = date(2026, 10, 8)
    for number, row in enumerate(range(6, 6 + count()), 1):
        for column, value in ((3, 100 + number), (4, 80), (5, 2), (7, 50)):
            table.cell(row, column).value = value
    buffer = io.BytesIO()
    book.save(buffer)
    accept(home, buffer.getvalue(), date(2026, 10, 8))
    asked = "SELECT sum(members), sum(rural_members), sum(landscape_models), sum(reached) FROM base_union_status"
    (sums,) = snapshot.rows(home, f"{asked} WHERE plan_year = 2026 AND period = 'Q3'", date(2026, 10, 9))[1]
    n = count()
    assert sums == (100 * n + n * (n + 1) // 2, 80 * n, 2 * n, 50 * n)


def test_the_command_line_knows_the_quarters(season, tmp_path, capsys):
    out = str(tmp_path / "a.csv")
    assert main(["export", "target_completion", "--year", "2026", "--period", "Q2", "--out", out]) == 0
    assert main(["status", "--year", "2026", "--as-of", "2026-07-20"]) == 0
    assert "Q2: đúng hạn 1, muộn 0, chưa nộp 17" in capsys.readouterr().out
    paper = tmp_path / "a.docx"
    call = ["report", "--year", "2026", "--period", "Q2", "--as-of", "2026-07-20", "--out", str(paper)]
    assert main(call) == 0
    said = [text for _style, text in read_back(paper.read_bytes())[0]]
    assert "So với quý i, tính trên 1 đơn vị" in " ".join(said) or "So với Quý I" in " ".join(said)
    assert any("quý ii năm 2026" in text.lower() for text in said)
    capsys.readouterr()
    assert main(["template", "--unit", "278", "--year", "2026", "--period", "H1", "--out", out]) == 2
    assert "không có kỳ “H1” (có: Q1, Q2, Q3, Q4)" in capsys.readouterr().err
    assert main(["export", "target_completion", "--period", "H2", "--out", out]) == 2


@pytest.mark.parametrize("name", [name for name in PAGES if name not in ("submit", "admin")])
def test_every_page_shows_a_quarter(season, monkeypatch, name):
    at = opened(name, monkeypatch, season, year="2026", period="Q2", as_of="2026-07-20", district="278")
    assert at.title[0].value
    assert not [item.value for item in at.error]
    if name == "overview":
        said = texts(at).replace("IV.4a Báo cáo 6 tháng", "")  # an activity's own title, in the plan's words
        assert "Quý II" in str(at.segmented_control) + said and "6 tháng" not in said


def test_2024_stays_as_it_was_beside_it(home, quarters):
    accept(home, workbook(), date(2024, 6, 10))
    found = questions.ask(home, rows.TargetCompletion, date(2024, 6, 20), plan_year=2024)
    assert {row.period for row in found} == {"H1", "FY", "latest"}
    assert load_plan(2024).periods["H1"]["label"] == "6 tháng"
