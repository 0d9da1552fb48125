"""The questions that pages ask: their rows as DuckDB says, their answers on one small store, to the figure."""

import os
import subprocess
import sys
from datetime import date

import pytest

from etl.store import acceptance
from etl.store.acceptance import Acceptance, Item
from etl.store.queries import describe, questions, rows
from tests.reports import base_rows, city_model, workbook

AS_OF = date(2024, 6, 30)
ASKED = {"plan_year": 2024, "period": "H1", "unit": "", "district": "278"}


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Thanh Oai on time: 21 base unions, of which one has no models, one has seven, one's figures are blank; reached
    are 80 of 80, 72 of 80, 60 of 80. Ba Vì a day late, everywhere one model and 40 of 80 reached.
    """
    home = str(tmp_path_factory.mktemp("questions") / "store")
    base = base_rows()
    base[0][3], base[1][3], base[2][3] = 0, 7, None
    base[0][5], base[1][5], base[2][5] = 80, 72, None
    models = [city_model("Liên Châu"), city_model("Cự Khê", level="Huyện")]
    other = workbook("Ba Vì", "271", base=base_rows("271", reached=40))
    for data, day in ((workbook(base=base, models=models), 10), (other, 13)):
        how = Acceptance("t", "test", date(2024, 6, day), True)
        (result,) = acceptance.load(home, [Item("a.xlsx", data)], how)
        assert result.outcome == "accepted"
    return home


def ask(home, row, **more):
    return questions.ask(home, row, AS_OF, **ASKED | more)


def test_a_blank_is_in_no_class_of_models(home):
    found = ask(home, rows.BaseUnionCounts, unit="278")
    assert found == [(0, "not_achieved", 1), (1, "achieved", 18), (5, "achieved", 1), (None, "not_reported", 1)]
    silent = ask(home, rows.BaseUnionCounts)[-1]
    assert silent == (None, "not_reported", 413 - 21 - 31 + 1)


def test_bands_end_at_the_plan_s_thresholds(home):
    assert ask(home, rows.BaseUnionBands, unit="278") == [
        ("behind", 0.5, 0.85, 18),
        ("near", 0.85, 1.0, 1),
        ("achieved", 1.0, None, 1),
        ("not_reported", None, None, 1),
    ]


def test_a_base_union_s_figures_lead_to_their_cells(home):
    found = ask(home, rows.BaseUnions)
    first = {row.ct2_status: row for row in reversed(found)}
    assert {status: sum(row.ct2_status == status for row in found) for status in first} == {
        "achieved": 1,
        "near": 1,
        "behind": 18,
        "not_reported": 1,
    }
    row = first["near"]
    assert (row.models_at, row.reached_at) == (f"BM1!E{row.source_row}", f"BM1!G{row.source_row}")
    assert ask(home, rows.BaseUnions, district="282")[0].ct2_status == "no_report"


def test_equal_figures_share_a_band_of_ranks(home):
    found = {row.target_code: row for row in ask(home, rows.Ranks)}
    assert found["CT1"][1:4] == (2, 2, 2)
    assert found["CT3A"][1:] == (1, 1, 2, 0.0, 1.0)
    assert found["CT2"].most == pytest.approx((80 + 72 + 18 * 60) / (20 * 80))
    assert ask(home, rows.Ranks, district="282") == []


def test_rates_of_reporting_are_shares_of_those_expected(home):
    half, year = ask(home, rows.ReportingRates)
    assert half[5:] == (18, 2, 1, 2 / 18, 1 / 18)
    assert year[5:] == (18, 0, 0, 0.0, 0.0)


def test_replicated_models_of_all_districts_together(home):
    assert ask(home, rows.ReplicationSums) == [("waste", "district", 1)]


def test_the_topics_are_shares_of_rural_members(home):
    city = ask(home, rows.Topics)[0]
    assert (city.district_code, city.rural_members) == (None, (20 + 31) * 80)
    assert city.share_waste == city.reached_waste / city.rural_members


def test_the_rows_are_what_the_questions_give():
    with open(rows.__file__, encoding="utf-8") as file:
        kept = file.read()
    ruff = os.path.join(os.path.dirname(sys.executable), "ruff")
    command = [ruff, "format", "--stdin-filename", "rows.py", "-"]
    formatted = subprocess.run(command, input=describe.source(), capture_output=True, text=True, check=True).stdout
    assert kept == formatted


def test_a_class_names_its_question():
    assert describe.class_name("target_changes") == "TargetChanges"
    assert questions.name_of(rows.TargetChanges) == "target_changes"
