"""Workbooks from the field with what is right of each, where their folder stands beside the project."""

import json
from datetime import date
from pathlib import Path

import pytest

from etl.finding import hint, message
from etl.store.acceptance import Acceptance, Item, check, load
from etl.store.queries import snapshot
from tests.paths import SHARED

FOLDER = Path(SHARED) / "field-reports-2"
CASES = json.loads((FOLDER / "cases.json").read_text("utf-8")) if FOLDER.is_dir() else []


def loaded(home, case, confirm=False):
    data = (FOLDER / case["file"]).read_bytes()
    how = Acceptance("test", "test", date.fromisoformat(case["received_on"]), confirm)
    (result,) = load(home, [Item(case["file"], data)], how)
    return result


def rows(home, view, where):
    columns, found = snapshot.rows(home, f"SELECT * FROM {view}")  # a view of ours, named by the case
    named = [{name: str(value) for name, value in zip(columns, row, strict=True)} for row in found]
    return [row for row in named if all(row[name] == value for name, value in where.items())]


def is_shown(home, expected):
    found = rows(home, expected["view"], expected["where"])
    return any(all(row[name] == value for name, value in expected["values"].items()) for row in found)


@pytest.mark.parametrize("case", CASES, ids=[case["file"] for case in CASES])
def test_a_workbook_from_the_field_ends_as_is_right(case, tmp_path):
    expect, home = case["expect"], str(tmp_path)
    result = loaded(home, case)
    if result.outcome == "accepted":
        readings = expect.get("values") or expect.get("or_accepted_with")
        assert expect["outcome"] == "accepted" or readings
        assert all(is_shown(home, expected) for expected in readings or ())
    else:
        assert expect["outcome"] == "asked", result.findings
        places = [(finding.code, f"{finding.sheet}!{finding.cell}") for finding in result.findings]
        fitting = [code for code, place in places if not expect["at"] or place in expect["at"]]
        assert fitting, places
        assert expect.get("code") in (None, *fitting)
    if expect.get("confirmed_reads") or "members_of_district" in expect:
        assert loaded(home, case, confirm=True).outcome in ("accepted", "unchanged")
        assert all(is_shown(home, expected) for expected in expect.get("confirmed_reads", ()))
    if "members_of_district" in expect:
        found = rows(home, "base_union_status", {"period": "H1", "district": "Đan Phượng"})
        assert sum(int(row["members"]) for row in found if row["members"] != "None") == expect["members_of_district"]


@pytest.mark.skipif(not CASES, reason="the folder is not here")
def test_a_half_year_above_the_year_that_came_first_is_asked(tmp_path):
    first = {"file": "steps-year-first.xlsx", "received_on": "2024-11-20"}
    assert loaded(str(tmp_path), first, confirm=True).outcome == "accepted"
    result = loaded(str(tmp_path), {"file": "steps-half-year-above-it.xlsx", "received_on": "2024-11-25"})
    assert result.outcome == "needs_confirmation"
    assert {f"G{row}" for row in range(6, 22)} <= {f.cell for f in result.findings if f.code == "W03"}


@pytest.mark.skipif(not CASES, reason="the folder is not here")
def test_a_file_sent_again_after_another_says_which_one_counts(tmp_path):
    for letter in "AB":
        case = {"file": f"steps-sent-{letter}.xlsx", "received_on": "2024-06-10"}
        assert loaded(str(tmp_path), case, confirm=True).outcome == "accepted"
    result = loaded(str(tmp_path), {"file": "steps-sent-A.xlsx", "received_on": "2024-06-11"})
    (finding,) = [finding for finding in result.findings if finding.code == "W04"]
    assert result.outcome == "unchanged"
    assert "bản đang tính là bản 2" in message(finding) and "thu hồi bản 2" in hint(finding)


@pytest.mark.skipif(not CASES, reason="the folder is not here")
def test_a_report_received_before_it_was_made_is_asked(tmp_path):
    result = loaded(str(tmp_path), {"file": "steps-received-before-made.xlsx", "received_on": "2024-06-10"})
    assert result.outcome == "needs_confirmation"
    assert [f.cell for f in result.findings if f.reason == "received_before_made"] == ["B6"]
    day_made = loaded(str(tmp_path / "later"), {"file": "steps-received-before-made.xlsx", "received_on": "2024-06-20"})
    assert "received_before_made" not in [f.reason for f in day_made.findings]


OLDER = FOLDER.parent / "field-reports"


@pytest.mark.skipif(not OLDER.is_dir(), reason="the folder is not here")
def test_the_older_seven_end_as_before(tmp_path):
    names = sorted(path.name for path in OLDER.iterdir() if path.suffix != ".json")
    results = check(str(tmp_path), [Item(name, (OLDER / name).read_bytes()) for name in names])
    found = [(result.outcome, sorted({finding.code for finding in result.findings})) for result in results]
    assert found == [
        ("accepted", []),
        ("accepted", []),
        ("accepted", []),
        ("needs_confirmation", ["W10"]),
        ("accepted", []),
        ("refused", ["E05", "E06", "E07", "E08", "E09"]),
        ("refused", ["E03"]),
    ]
