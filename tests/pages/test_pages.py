"""Every page by AppTest: on sample data, on an empty store, with one district only, by deep link, in both languages."""

import os
import re
from datetime import date, datetime

import pytest

from etl.outputs import export
from etl.outputs.views import VIEWS
from etl.store import acceptance
from etl.store.acceptance import Acceptance, Item
from pages.parts.navigation import PAGES
from pages.parts.tables import grid
from tests.pages.opening import opened, texts
from tests.paths import ROOT
from tests.reports import workbook

NAMES = sorted(PAGES)


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("store", ["sample", "one", "empty"])
def test_every_page_opens(name, store, lang, stores, monkeypatch):
    at = opened(name, monkeypatch, stores[store], lang=lang, district="278")
    assert len(at.title) == 1
    marked = "Số liệu mẫu" in texts(at) or "Sample figures" in texts(at)
    assert marked == (store == "sample")
    assert "Traceback" not in texts(at)


@pytest.mark.parametrize(
    "name", ["overview", "targets", "models", "activities", "reporting", "district", "tables", "present"]
)
def test_an_empty_store_says_what_to_do_first(name, stores, monkeypatch):
    at = opened(name, monkeypatch, stores["empty"])
    assert any("Biểu mẫu" in item.value for item in at.info)


def test_the_overview_shows_the_figures_of_the_views(stores, monkeypatch):
    at = opened("overview", monkeypatch, stores["sample"], period="FY")
    columns, rows = export.table(stores["sample"], "target_completion", 2024, "FY", None, None)
    city = [dict(zip(columns, row, strict=True)) for row in rows if row[columns.index("level")] == "city"]
    shown = [item.value.removeprefix("#### ") for item in at.markdown if item.value.startswith("#### ")]
    wanted = [f"{round(row['completion'] * 100, 1):.1f}".replace(".", ",").removesuffix(",0") + "%" for row in city]
    assert shown == wanted
    for row in city:
        number = f"{row['numerator']:,}/{row['denominator']:,}".replace(",", ".")
        assert any(number in item.value for item in at.caption)


@pytest.mark.parametrize("view", VIEWS)
def test_the_lookup_page_shows_every_row_of_the_view_to_the_digit(view, stores, monkeypatch):
    columns, rows = export.table(stores["sample"], view, 2024, "FY", None, None)
    at = opened("tables", monkeypatch, stores["sample"], period="FY", view=view)
    shown = at.dataframe[0].value
    assert [name[name.rindex("(") + 1 : -1] for name in shown.columns] == columns
    assert len(shown) == len(rows) > 0
    for at_column, name in enumerate(columns):
        for text, row in zip(shown.iloc[:, at_column], rows, strict=True):
            assert read_back(name, text.strip()) == in_figures(name, row[at_column]), (name, text, row)


def read_back(name, text):
    """What a Vietnamese reader takes from a cell of the page."""
    if text == "–":
        return None
    if re.fullmatch(r"-?[\d.]+(,\d+)?%", text):
        return float(text[:-1].replace(".", "").replace(",", "."))
    if re.fullmatch(r"-?\d{1,3}(\.\d{3})*(,\d+)?", text) and name not in CODES:
        return float(text.replace(".", "").replace(",", "."))
    if re.fullmatch(r"\d\d/\d\d/\d{4}", text):
        return datetime.strptime(text, "%d/%m/%Y").date()
    named = re.fullmatch(r".+ \((\w+)\)", text)
    return named[1] if named and name in STATES else {"có": True, "không": False}.get(text, text)


CODES = {"district_code", "base_union_code", "commune_code", "unit_code", "plan_year", "version", "source_row"}
STATES = {
    "status",
    "ct1_status",
    "stage",
    "state",
    "model_type",
    "supported_by",
    "kind",
    "level",
    "period",
    "report_period",
}


def in_figures(name, value):
    """The value of the view, as precisely as the page says it: percentages to one decimal, what is below 1
    never 100.
    """
    if value is None or value == "":
        return None
    if name in ("completion", "ct2_completion"):
        return 99.9 if value < 1 <= round(value, 3) else round(value * 100, 1)
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    if name in CODES:
        return str(value)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


@pytest.mark.parametrize("grouping", ["section", "lead", "unit"])
def test_the_timeline_groups_by_section_lead_or_unit(grouping, stores, monkeypatch):
    at = opened("activities", monkeypatch, stores["sample"], period="FY", group=grouping)
    frame = at.dataframe[0].value
    lines = dict(zip(frame["Hoạt động"], frame["Kết quả"], strict=True))
    wanted = {"section": "TUYÊN TRUYỀN, VẬN ĐỘNG", "lead": "BAN TUYÊN GIÁO", "unit": "Ba Vì"}[grouping]
    assert wanted in lines
    assert bool(lines[wanted]) == (grouping == "unit")  # a heading has no result, a unit has
    assert "hoạt động đã thực hiện" in at.title[0].value


def test_a_district_profile_tells_plan_budget_results_and_activities(stores, monkeypatch):
    at = opened("district", monkeypatch, stores["sample"], district="271", period="FY")
    tables = [set(item.value.columns) for item in at.dataframe]
    for wanted in (
        {"UBND phê duyệt", "Kinh phí (tr. đồng)"},
        {"Chỉ số", "Số liệu"},
        {"Hoạt động", "Trạng thái"},
        {"Giai đoạn", "Số hộ"},
    ):
        assert any(wanted <= columns for columns in tables)


def test_figures_in_tables_are_of_one_length_so_that_they_sort_by_size():
    column = grid.numbers("n", [5, 1234, None, 62])
    assert column.texts == ["    5", "1.234", "    –", "   62"]
    assert grid.shares("x", [0.9999, 1.0, 0.5]).texts == [" 99,9%", "100,0%", " 50,0%"]


def test_filters_come_from_the_url_and_are_shared(stores, monkeypatch):
    at = opened(
        "overview",
        monkeypatch,
        stores["sample"],
        period="H1",
        district="271",
        target="CT2",
        as_of="2024-07-01",
        lang="en",
    )
    at.switch_page(os.path.join(ROOT, "pages", "district.py")).run()
    assert at.session_state["period"] == "H1"
    assert "Ba Vì" in at.title[0].value
    assert "01/07/2024" in str(at.get("popover")[0].proto)
    at.radio(key="lang").set_value("vi").run()
    assert (at.session_state["district"], at.session_state["period"]) == ("271", "H1")
    assert at.title[0].value.startswith("Huyện Ba Vì\\: đạt")


@pytest.mark.parametrize(
    "query",
    [
        {"period": "xx"},
        {"district": "999"},
        {"target": "<b>"},
        {"as_of": "yesterday"},
        {"year": "1900"},
        {"lang": "fr"},
        {"as_of": "2999-01-01"},
    ],
)
def test_nonsense_in_the_url_falls_back(query, stores, monkeypatch):
    at = opened("overview", monkeypatch, stores["sample"], **query)
    assert "chỉ tiêu đạt" in at.title[0].value


def test_as_of_gives_the_figures_of_that_day(stores, monkeypatch):
    at = opened("reporting", monkeypatch, stores["one"], as_of="2024-06-09")
    assert "0/36" in texts(at)
    at = opened("reporting", monkeypatch, stores["one"], as_of="2024-06-11")
    assert "1/36" in texts(at)


def test_a_district_without_report_has_no_zero(stores, monkeypatch):
    at = opened("district", monkeypatch, stores["one"], district="271")
    assert {item.value for item in at.markdown if item.value.startswith("#### ")} == {"#### –"}
    assert "Chưa có báo cáo" in texts(at)


def test_a_history_counts_its_versions(stores, monkeypatch, tmp_path):
    home = str(tmp_path / "own")
    list(acceptance.load(home, [Item("a.xlsx", workbook())], Acceptance("t", "test", date(2024, 6, 10), True)))
    at = opened("history", monkeypatch, home)
    assert "1 bản, 1 đang có hiệu lực" in texts(at)


def test_the_submit_page_takes_a_workbook_all_the_way(monkeypatch, tmp_path):
    home = str(tmp_path / "own")
    at = opened("submit", monkeypatch, home)
    at.file_uploader[0].upload("bao-cao.xlsx", workbook(), "application/octet-stream").run()
    assert not at.exception
    next(button for button in at.button if button.label == "Tiếp nhận").click().run()
    assert not at.exception
    assert any("bản 1" in item.value for item in at.success)
    at.run()
    assert acceptance.state.replay(acceptance.ledger.read(home)).versions[1].unit_code == "278"


@pytest.mark.parametrize(
    ("data", "words"), [(b"", "0 byte"), (b"a,b\n", ".csv"), (b"PK\x03\x04rubbish", "hỏng"), (b"<html>", "HTML")]
)
def test_what_is_no_workbook_gets_a_sentence(data, words, monkeypatch, tmp_path):
    home = str(tmp_path / "own")
    at = opened("submit", monkeypatch, home)
    at.file_uploader[0].upload("../../x.xlsx", data, "application/octet-stream").run()
    assert not at.exception
    assert words in texts(at)
    at.run()
    assert [(entry["action"], entry["file_name"], entry["codes"]) for entry in acceptance.ledger.read(home)] == [
        ("refuse", "x.xlsx", ["E01"])
    ]
    assert acceptance.originals.all_digests(home) == []


def shown(at):
    """Name in the file → texts, of the look-up page's table."""
    frame = at.dataframe[0].value
    return {name[name.rindex("(") + 1 : -1]: list(frame[name]) for name in frame.columns}


def test_the_lookup_page_filters_by_its_columns(stores, monkeypatch):
    at = opened("tables", monkeypatch, stores["sample"], period="FY", view="activity_status")
    (lead,) = [box for box in at.multiselect if box.key == "only_lead_code"]
    lead.set_value(["district"]).run()
    (status,) = [box for box in at.multiselect if box.key == "only_status"]
    status.set_value(["done", "partly"]).run()
    table = shown(at)
    assert set(table["lead_code"]) == {"district"}
    assert {text[text.rindex("(") + 1 : -1] for text in table["status"]} <= {"done", "partly"}
    assert (at.query_params["only_lead_code"], at.query_params["only_status"]) == ("district", "done,partly")
    assert f"{len(table['status'])} dòng" in texts(at)


def test_a_link_opens_the_lookup_page_at_its_rows(stores, monkeypatch):
    link = {"period": "latest", "view": "event_timeline", "only_actual_from": "2024-04-01..2024-04-30"}
    days = shown(opened("tables", monkeypatch, stores["sample"], **link))["actual_from"]
    assert days and {text[3:] for text in days} == {"04/2024"}
    nonsense = {"view": "event_timeline", "only_actual_from": "x..y", "only_status": "nothing", "only_unit": ","}
    columns, rows = export.table(stores["sample"], "event_timeline", 2024, "latest", None, None)
    assert len(shown(opened("tables", monkeypatch, stores["sample"], **nonsense))["unit"]) == len(rows) > 0


def test_other_results_are_a_table(stores, monkeypatch):
    table = shown(opened("tables", monkeypatch, stores["sample"], view="indicator_value", only_indicator_code="KT1"))
    assert set(table["indicator_code"]) == {"KT1"}
    assert len(table["unit"]) >= 18
