"""The years that ship: 2023 and 2025 beside 2024, with their samples; every page for every year, and 2024 as it was."""

import io
import os
import shutil
from datetime import date

import openpyxl
import pytest
from pptx import Presentation

from etl import data
from etl.__main__ import main
from etl.commands.answers import unit
from etl.outputs import export
from etl.outputs.papers.facts import facts
from etl.outputs.papers.slides import slides_file
from etl.outputs.template import write_template
from etl.outputs.views import VIEWS
from etl.plan import current_year, is_draft, load_plan, plan_years, reporting_units
from etl.sample import seasons
from etl.store import acceptance
from etl.store.acceptance import Acceptance, Item
from etl.store.queries import questions, rows
from pages.parts import naming, search
from pages.parts.charts.heat import heat
from pages.parts.charts.tiles import tile_map
from pages.parts.filters import Filters
from pages.parts.navigation import PAGES
from tests.outputs.papers import paper, read_back, unknown_numbers
from tests.pages.opening import opened, texts
from tests.stores import sample_store

DAY = date(2026, 1, 5)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return sample_store(tmp_path_factory.mktemp("years") / "store")


def test_the_drafts_are_marked_and_no_year_is_taken_for_the_newest():
    assert plan_years() == [2023, 2024, 2025]
    assert [is_draft(load_plan(year)) for year in plan_years()] == [True, False, True]
    assert current_year() == 2024


def test_every_export_of_2024_is_the_same_without_the_other_years(tmp_path, monkeypatch, home):
    folder, alone = tmp_path / "data", str(tmp_path / "alone")
    shutil.copytree(data.HERE, folder, ignore=shutil.ignore_patterns("store*"))
    for year in (2023, 2025):
        os.remove(folder / "plans" / f"{year}.toml")
    with monkeypatch.context() as only:
        only.setenv("MONITOR_DATA", str(folder))
        items = [Item(one.name, one.data, one.received_on) for one in seasons.sample_workbooks()]
        how = Acceptance("t", "test", confirm_warnings=True, reason="Số liệu mẫu", is_sample=True)
        assert {result.outcome for result in acceptance.load(alone, items, how)} == {"accepted"}
        before = {view: export.table(alone, view, 2024, None, None, DAY) for view in VIEWS}
    for view, (columns, found) in before.items():
        kept = [place for place, name in enumerate(columns) if name != "accepted_at"]  # when it was loaded
        now_columns, now = export.table(home, view, 2024, None, None, DAY)
        assert now_columns == columns
        assert [[row[at] for at in kept] for row in now] == [[row[at] for at in kept] for row in found], view


def test_without_a_year_an_export_is_of_the_newest_plan(home, monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("MONITOR_HOME", home)
    for name, more in (("a.csv", []), ("b.csv", ["--year", "2024"])):
        assert main(["export", "target_completion", "--out", str(tmp_path / name), *more]) == 0
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    assert (
        main(["export", "target_completion", "--out", str(tmp_path / "c.csv"), "--year", "2025", "--unit", "Ô Diên"])
        == 0
    )
    lines = (tmp_path / "c.csv").read_text("utf-8-sig").splitlines()
    assert [line.split(",")[:4] for line in lines[1:]] == [
        ["2025", "FY", f"CT{code}", "09817"] for code in ("1", "2", "3A", "3B")
    ]
    capsys.readouterr()


def test_the_samples_of_every_year_are_whole(home):
    reported = {
        (row.plan_year, row.period): sum(1 for other in found if other.period == row.period and other.versions)
        for year in plan_years()
        for found in [questions.ask(home, rows.Reporting, DAY, plan_year=year)]
        for row in found
    }
    assert reported == {
        (2023, "H1"): 16,
        (2023, "FY"): 16,
        (2024, "H1"): 16,
        (2024, "FY"): 16,
        (2025, "H1"): 17,
        (2025, "FY"): 89,
    }


def test_figures_of_the_years_beside_it_are_not_taken_for_implausible(home):
    """A merged unit is held against the sum of its parts, a commune against its parts and not against smaller units."""
    found = [row for year in plan_years() for row in questions.ask(home, rows.Oddities, DAY, plan_year=year)]
    assert len(found) <= 6


def test_a_communes_template_filled_in_gives_what_was_typed(tmp_path):
    code = "09817"
    book = openpyxl.load_workbook(io.BytesIO(write_template(code, 2025, "FY")))
    book["TT"]["B6"] = date(2025, 10, 20)
    sheet = book["BM1"]
    names = [row[1].value for row in sheet.iter_rows(min_row=1, max_col=2) if row[1].value]
    assert "xã Ô Diên" in names
    line = next(row[0].row for row in sheet.iter_rows(max_col=2) if row[1].value == "xã Ô Diên")
    for column, value in zip("CDEGHIJK", (900, 800, 3, 700, 10, 20, 30, 40), strict=True):
        sheet[f"{column}{line}"] = value
    out = io.BytesIO()
    book.save(out)
    (result,) = acceptance.load(
        str(tmp_path / "s"), [Item("a.xlsx", out.getvalue())], Acceptance("t", "t", date(2025, 10, 25), True)
    )
    assert (result.outcome, result.unit_code, result.period) == ("accepted", code, "FY"), result.findings
    (row,) = result.records["forms"]["BM1"]["rows"]
    assert (row["members"], row["rural_members"], row["landscape_models"], row["reached"]) == (900, 800, 3, 700)
    assert row["reached_economy"] == 40 and len(reporting_units(load_plan(2025), "FY")) == 91


@pytest.mark.parametrize("year", ["2023", "2025"])
@pytest.mark.parametrize("name", sorted(PAGES))
def test_every_page_of_every_year(name, year, home, monkeypatch):
    at = opened(name, monkeypatch, home, year=year)
    assert texts(at)


def test_words_follow_who_reports(home, monkeypatch):
    assert "89/91 xã" in texts(opened("overview", monkeypatch, home, year="2025"))
    assert "18/18 huyện" not in texts(opened("overview", monkeypatch, home, year="2025", period="FY"))
    assert "17/18 huyện" in texts(opened("overview", monkeypatch, home, year="2025", period="H1"))
    assert "89/91 communes" in texts(opened("overview", monkeypatch, home, year="2025", lang="en"))


def test_the_years_side_by_side_break_where_something_changed(home, monkeypatch):
    at = opened("compare", monkeypatch, home, view="years")
    assert at.title[0].value.replace("\\", "").startswith("4 chỉ tiêu qua 3 năm")
    breaks = at.dataframe[0].value.to_dict("records")
    said = {(row["Từ năm đến năm"], row["Chỉ tiêu"]): row["Lý do"] for row in breaks}
    assert set(said) == {("Năm 2024 → Năm 2025", code) for code in ("CT1", "CT2", "CT3A", "CT3B")}
    assert said["Năm 2024 → Năm 2025", "CT3A"] == "chỉ tiêu được tính khác ở hai kỳ"


@pytest.mark.parametrize("period", ["H1", "FY"])
def test_the_papers_of_a_year_of_districts_and_communes(period, home):
    found = facts(home, 2025, period, DAY)
    assert unknown_numbers(found, paper(found)) == {}
    paragraphs, tables = read_back(paper(found))
    said = " ".join(text for _style, text in paragraphs)
    who = {"H1": "17/18 Hội LHPN huyện, thị xã", "FY": "89/91 Hội LHPN xã, phường"}[period]
    assert f"{who} đã gửi báo cáo" in said
    heading = {"H1": "Huyện, thị xã", "FY": "Xã, phường"}[period]
    table = next(rows for rows in tables if rows[0][1] == heading and rows[0][2].startswith("CT1"))
    assert len(table) == 2 + {"H1": 18, "FY": 91}[period]
    assert len(Presentation(io.BytesIO(slides_file(found))).slides) >= 6


def test_a_name_of_a_district_and_a_commune_is_asked_about(home, monkeypatch, capsys):
    monkeypatch.setenv("MONITOR_HOME", home)
    assert unit("Gia Lâm", 2025, "vi", "H1") == unit("huyện Gia Lâm", 2025, "vi") == "018"
    assert (
        unit("Gia Lâm", 2025, "vi", "FY") == unit("xã Gia Lâm", 2025, "vi") == unit("xa gia lam", None, "vi") == "00565"
    )
    assert unit("Gia Lâm", None, "vi") == "018"  # of the newest plan
    assert main(["versions", "--unit", "Gia Lâm", "--year", "2025", "--lang", "en"]) == 2
    said = capsys.readouterr().err
    assert "“Gia Lâm” is more than one unit: 018 (huyện Gia Lâm), 00565 (xã Gia Lâm)." in said
    assert main(["template", "--unit", "00565", "--year", "2025", "--period", "H1", "--out", "x.xlsx"]) == 2


@pytest.mark.parametrize(
    ("year", "period", "text", "label", "code"),
    [
        (2024, "FY", "cu khe", "Cự Khê (Thanh Oai)", "278"),
        (2025, "H1", "thien duc", "Thiên Đức (Gia Lâm)", "018"),
        (2025, "FY", "o dien", "Ô Diên", "09817"),
    ],
)
def test_the_box_finds_the_units_of_the_period(year, period, text, label, code, home, monkeypatch):
    monkeypatch.setenv("MONITOR_HOME", home)
    hits = search.find(text, Filters(year, period, DAY, "", "CT1"))
    assert [(hit.label, hit.query["district"]) for hit in hits if hit.page == "district"] == [(label, code)]


def test_a_dot_opens_the_unit_in_the_year_that_it_is_of(home, monkeypatch):
    monkeypatch.setattr("pages.parts.charts.pictures.clicked", lambda picked: "09832" if picked else "")
    at = opened("compare", monkeypatch, home, **{"from": "2024:FY", "to": "2025:FY", "target": "CT2", "year": "2024"})
    assert at.title[0].value.startswith("Xã Hoài Đức")
    assert (at.query_params["year"], at.query_params["district"]) == ("2025", "09832")


def test_a_code_is_named_as_in_the_newest_plan(home, monkeypatch):
    monkeypatch.setenv("MONITOR_HOME", home)
    assert naming.unit_names()["00376"] == "thị trấn Sóc Sơn"
    assert naming.unit_names({"plan_year": 2025, "period": "FY"})["00376"] == "xã Sóc Sơn"


@pytest.mark.parametrize(("name", "query"), [("reporting", {}), ("present", {"screen": "reporting"})])
def test_a_picture_of_ninety_one_units_shows_the_worst_and_no_district(name, query, home, monkeypatch):
    drawn = []
    monkeypatch.setattr(
        "pages.parts.charts.heat.heat",
        lambda lines, *rest, **more: drawn.append(list(lines)) or heat(lines, *rest, **more),
    )
    opened(name, monkeypatch, home, year="2025", **query)
    assert len(drawn[-1]) == 24 and sorted(drawn[-1][:2]) == ["Suối Hai", "Đoài Phương"]
    assert "Ứng Hòa" not in drawn[-1][2:]  # a district, of the half year


@pytest.mark.parametrize(("name", "query"), [("overview", {}), ("present", {"screen": "CT2"})])
def test_the_map_of_a_year_of_communes_is_by_former_district(name, query, home, monkeypatch):
    drawn = []
    monkeypatch.setattr(
        "pages.parts.charts.tiles.tile_map",
        lambda grid, rows, *rest: drawn.append(set(rows)) or tile_map(grid, rows, *rest),
    )
    opened(name, monkeypatch, home, year="2025", **query)
    assert "271" in drawn[-1] and not any(len(code) == 5 for code in drawn[-1])
