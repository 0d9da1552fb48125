"""Figures far from their neighbours or their own past are asked about at their cell."""

from datetime import date

from etl.finding import message
from etl.intake.checks.compare import higher_than_after
from etl.intake.checks.plausibility import implausible
from etl.intake.checks.plausibility_past import against_past
from etl.store.acceptance import Acceptance, Item, check, load
from tests.reports import base_rows, workbook


def records(*rows, field="members", period="H1"):
    """BM1 with one row a figure: base union 1, 2, 3 …; a row may also be a dict of fields."""
    found = [
        {"row": n + 2, "base_union_code": str(n + 1), **(value if isinstance(value, dict) else {field: value})}
        for n, value in enumerate(rows)
    ]
    columns = {"members": "C", "rural_members": "D", "landscape_models": "E", "reached": "G"}
    cells = {"budget_million_vnd": ["TT", "B11"], "report_date": ["TT", "B4"]}
    return {
        "info": {"period": period},
        "info_cells": cells,
        "forms": {"BM1": {"sheet": "BM1", "columns": columns, "rows": found}},
    }


def places(findings):
    return [(finding.reason, finding.cell) for finding in findings]


def row(members, rural, reached, models=1):
    return {"members": members, "rural_members": rural, "reached": reached, "landscape_models": models}


PLAIN = [row(900 + 70 * n, 800 + 61 * n, 500 + 37 * n) for n in range(9)]


def test_what_is_plain_is_not_asked():
    assert implausible(records(*PLAIN)) == []
    assert against_past(records(*PLAIN), records(*PLAIN[:4], None, *PLAIN[5:]), "6 tháng", False) == []


def test_a_thousand_times_its_neighbours_and_a_thousandth():
    assert places(implausible(records(900, 1200, 1_000_000, 1000, 800, 0, None))) == [("far_from_neighbours", "C4")]
    assert places(implausible(records(900, 1200, 1, 1000, 800))) == [("far_from_neighbours", "C4")]
    assert implausible(records(900, 1200, 5000, 1000, 800)) == []
    assert implausible(records(1, 1000, 2, 3)) == []  # four rows have no median to speak of


def test_one_share_where_everybody_else_differs():
    rows = [*PLAIN[:4], row(1000, 900, 55), *PLAIN[5:]]
    assert places(implausible(records(*rows))) == [("share_far_from_others", "G6")]


def test_more_than_any_commune_has():
    assert places(implausible(records(*[200_000] * 6))) == [("over_limit", f"C{n}") for n in range(2, 8)]


def test_the_same_figures_in_several_rows_where_others_differ():
    rows = [*PLAIN, PLAIN[3]]
    assert places(implausible(records(*rows))) == [("same_figures", "C11")]
    assert implausible(records(*[PLAIN[0]] * 9)) == []  # all are alike: nobody is copied from anybody


def model(**more):
    known = {
        "row": 5,
        "commune": "xã A",
        "commune_code": "1",
        "volume": 100.0,
        "volume_unit": "tấn/vụ",
        "area_ha": 20.0,
        "households": 50,
        "trainees": 60,
    }
    columns = {"volume": "I", "area_ha": "K", "households": "H", "trainees": "F"}
    return {
        "info": {},
        "info_cells": {},
        "forms": {"BM2": {"sheet": "BM2", "columns": columns, "rows": [known | more]}},
    }


def test_tons_on_a_hectare_and_kilograms_of_a_household():
    assert implausible(model()) == []
    assert places(implausible(model(area_ha=0.8))) == [("ratio_out_of_bounds", "I5")]
    assert places(implausible(model(volume=50_000.0, volume_unit="kg/tháng", area_ha=None))) == [
        ("ratio_out_of_bounds", "I5")
    ]
    assert implausible(model(volume=50_000.0, volume_unit="lít", area_ha=None)) == []


def test_ten_times_its_own_past_either_way_and_what_moves_too_fast():
    found = against_past(records(1000, 900, 90, 1600), records(100, 880, 900, 1000), "6 tháng", True)
    assert places(found) == [("times_of_past", "C2"), ("times_of_past", "C4"), ("far_from_past", "C5")]
    assert against_past(records(40, 300), records(4, 280), "6 tháng", True) == []
    assert against_past(records(None, 0), records(1000, 1000), "6 tháng", True) == []


def test_rows_that_moved_by_one():
    now = records(PLAIN[0], *PLAIN[0:4], *PLAIN[5:])
    assert [reason for reason, _ in places(against_past(now, records(*PLAIN), "6 tháng", True))] == ["rows_moved"] * 4


def test_two_columns_that_changed_places():
    now = records(*[row(each["members"], each["reached"], each["rural_members"]) for each in PLAIN])
    found = places(against_past(now, records(*PLAIN), "6 tháng", True))
    assert {reason for reason, cell in found if cell.startswith("D")} == {"columns_swapped"}


def test_a_budget_that_changes_within_the_year_and_a_report_sent_again():
    now, before = records(*PLAIN), records(*PLAIN)
    now["info"] |= {"budget_million_vnd": 200.0, "report_date": "2024-10-20"}
    before["info"] |= {"budget_million_vnd": 180.0}
    assert places(against_past(now, before, "6 tháng", True)) == [("changed_in_year", "B11"), ("sent_again", "B4")]
    assert against_past(now, before, "6 tháng 2023", False) == []


def test_the_sentence_says_what_was_expected_and_why():
    (finding,) = against_past(records(1700), records(1000), "6 tháng", True)
    assert "từ 667 đến 1500" in message(finding, "vi") and "thay đổi chậm" in message(finding, "vi")
    assert "expected 667 to 1500" in message(finding, "en")


def test_a_cumulative_figure_above_a_later_period():
    found = higher_than_after(records(7, 5, None, field="reached"), records(6, 5, 4, field="reached"), "Năm")
    assert [(finding.code, finding.cell, finding.params["before"]) for finding in found] == [("W03", "G2", 6)]


def test_the_citys_figure_with_and_without_the_cell(tmp_path):
    others = base_rows("271", reached=40)
    whole = base_rows()
    whole[3][1:3], whole[3][5] = [100_000, 80_000], 80_000
    home = str(tmp_path)
    how = Acceptance("a", "test", date(2024, 6, 10), confirm_warnings=True)
    assert [r.outcome for r in load(home, [Item("a", workbook("Ba Vì", "271", base=others))], how)] == ["accepted"]
    (result,) = check(home, [Item("b", workbook(base=whole))])
    (found,) = [f for f in result.findings if f.code == "W11" and f.params["field"] == "reached"]
    ba_vi, rest = len(others), len(whole) - 1
    without = (40 * ba_vi + 60 * rest) / (80 * (ba_vi + rest))
    with_it = (40 * ba_vi + 60 * rest + 80_000) / (80 * (ba_vi + rest) + 80_000)
    said = f"không tính ô này {100 * without:.2f}%, tính cả {100 * with_it:.2f}%".replace(".", ",")
    assert said in message(found, "vi")


def test_a_report_that_is_wrong_as_a_whole_is_held_against_all_others():
    others = [row(900 + 7 * n, 800 + 6 * n, 500 + 3 * n) for n in range(60)]
    thousands = [row(9000 + 70 * n, 8000 + 60 * n, 5000 + 30 * n) for n in range(9)]
    assert implausible(records(*PLAIN), others) == []
    tens = [{field: value * 2 for field, value in found.items()} for found in thousands]
    assert places(implausible(records(*tens), others)) == [
        ("far_from_all_reports", f"{column}2") for column in ("C", "D", "G")
    ]
    assert implausible(records(*tens), others[:30]) == []  # too few to speak


def test_a_district_that_counts_in_tens_is_asked_when_others_have_reported(home):
    names = [("Thanh Oai", "278"), ("Ba Vì", "271"), ("Đông Anh", "017")]
    items = [Item(f"{code}.xlsx", workbook(name, code)) for name, code in names]
    how = Acceptance("a", "t", date(2024, 6, 10))
    assert [result.outcome for result in load(home, items, how)] == ["accepted"] * 3
    rows = [[name, 2000, 1600, *rest[:2], 1200, *rest[3:]] for name, _, _, *rest in base_rows("018")]
    (result,) = check(home, [Item("x.xlsx", workbook("Gia Lâm", "018", base=rows))])
    assert [(f.code, f.cell) for f in result.findings] == [("W11", "C2"), ("W11", "D2"), ("W11", "G2")]
