"""The dated tree of units: what stood when, what became of it, and what staff change; no earlier figure moves."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl import catalogue, lineage
from etl.catalogue import full_name, is_valid
from etl.intake.checks.carried import carried
from etl.plan import load_plan, reporting_units
from etl.store import acceptance, corrections, state
from etl.store.acceptance import Acceptance, Item
from etl.store.corrections import InvalidAction
from etl.store.files import ledger
from etl.store.queries import questions, rows, snapshot
from tests.reports import workbook

BEFORE, SECOND, THIRD = date(2024, 12, 31), date(2025, 1, 1), date(2025, 7, 1)
HOW = Acceptance("t", "test", date(2024, 6, 10), True, reason="sửa")
# On 1 July 2025 these took from two or more of the 18 districts.
STRADDLING = [
    "Bình Minh",
    "Hoài Đức",
    "Hòa Lạc",
    "Hòa Phú",
    "Hạ Bằng",
    "Hồng Vân",
    "Kiều Phú",
    "Liên Minh",
    "Mê Linh",
    "Nam Phù",
    "Ngọc Hồi",
    "Phú Lương",
    "Phú Xuyên",
    "Thiên Lộc",
    "Thường Tín",
    "Trần Phú",
    "Tây Phương",
    "Yên Bài",
    "Yên Lãng",
    "Yên Xuân",
    "Ô Diên",
]


def on(day, changes=()):
    return [unit for unit in catalogue.base_unions(changes) if is_valid(unit, day)]


def of(code, day, changes=()):
    return next((unit for unit in on(day, changes) if unit.code == code), None)


def became(first, last, changes=()):
    """(code then, code now, share) of every pair."""
    return [
        (descent.unit, descent.successor, descent.share, descent.is_known)
        for descent in lineage.descents(changes)
        if is_valid(descent.unit, first) and is_valid(descent.successor, last) and descent.since <= last
    ]


def test_the_tree_of_any_day():
    assert len(on(date(2023, 6, 30))) == len(on(BEFORE)) == 413
    assert len(on(SECOND)) == len(on(date(2025, 6, 30))) == 373
    assert len(on(THIRD)) == 126 and {unit.district_code for unit in on(THIRD)} == {"HN"}
    assert sum(is_valid(district, BEFORE) for district in catalogue.districts().values()) == 18
    assert not any(is_valid(district, THIRD) for district in catalogue.districts().values())


def test_the_same_code_may_be_another_unit():
    assert [full_name(of("00541", day)) for day in (BEFORE, SECOND)] == ["xã Dương Hà", "xã Thiên Đức"]
    assert [full_name(of("00376", day)) for day in (BEFORE, THIRD)] == ["thị trấn Sóc Sơn", "xã Sóc Sơn"]


def test_413_became_373_whole_and_none_is_lost():
    pairs = became(BEFORE, SECOND)
    assert len({then.code for then, *_ in pairs}) == len(pairs) == 413
    assert {share for _then, _now, share, _known in pairs} == {"whole"}
    parts = sorted(then.name for then, now, *_ in pairs if now.code == "00541")
    assert parts == ["Dương Hà", "Đình Xuyên"]


def test_of_the_communes_of_july_2025_those_of_the_plan_report():
    plan = load_plan(2025)
    assert len(reporting_units(plan, "H1")) == 18 and len(reporting_units(plan, "FY")) == 91
    pairs = [pair for pair in became(BEFORE, THIRD) if pair[1].code in reporting_units(plan, "FY")]
    assert len({then.code for then, *_ in pairs if then.district_code in plan.districts}) == 413
    whole = {now.code for _t, now, *_ in pairs} - {
        now.code for _t, now, share, known in pairs if share == "part" or not known
    }
    assert len(whole) == 26


def test_each_of_the_straddling_units_is_named():
    plan = load_plan(2025)
    known = lineage.old_districts()
    found = {unit.name for unit in on(THIRD) if len(set(known[unit.code, unit.valid_from]) & set(plan.districts)) > 1}
    assert len(found) == 21 and found == set(STRADDLING)


def test_a_rename_holds_from_its_day_and_moves_no_earlier_figure(home):
    list(acceptance.load(home, [Item("a.xlsx", workbook())], HOW))
    before = snapshot.rows(home, "FROM base_union_status WHERE plan_year = 2024 AND period = 'H1' ORDER BY ALL")
    corrections.rename_base_union(home, "10120", "Cự Khê Mới", "town", date(2024, 9, 1), "Nghị quyết 9", "mai", "page")
    changes = state.replay(ledger.read(home)).changes
    assert full_name(of("10120", date(2024, 8, 31), changes)) == "xã Cự Khê"
    assert full_name(of("10120", date(2024, 9, 1), changes)) == "thị trấn Cự Khê Mới"
    assert of("10120", date(2024, 9, 1), changes).valid_to == date(2025, 6, 30)
    after = snapshot.rows(home, "FROM base_union_status WHERE plan_year = 2024 AND period = 'H1' ORDER BY ALL")
    assert after == before
    named = (
        "SELECT base_union FROM base_union_status WHERE plan_year = 2024 AND period = $p AND base_union_code = '10120'"
    )
    assert [snapshot.rows(home, named, None, {"p": p})[1] for p in ("H1", "FY")] == [[("Cự Khê",)], [("Cự Khê Mới",)]]
    shown = questions.ask(home, rows.Catalogue, date(2024, 9, 1), district="278")
    assert next(row.predecessors for row in shown if row.base_union_code == "10120") == "xã Cự Khê"


def test_a_merger_holds_from_its_day_and_its_reports_add_up(home):
    list(acceptance.load(home, [Item("a.xlsx", workbook())], HOW))
    before = snapshot.rows(home, "FROM target_completion WHERE plan_year = 2024 AND period = 'H1' ORDER BY ALL")
    parts = ["10120", "10126"]
    code = corrections.merge_base_unions(home, parts, "Cự Minh", "commune", date(2024, 9, 1), "NQ 9", "mai", "page")
    changes = state.replay(ledger.read(home)).changes
    assert code == "278-001" and len(catalogue.of_district("278", date(2024, 8, 31), changes)) == 21
    assert len(catalogue.of_district("278", date(2024, 9, 1), changes)) == 20
    assert snapshot.rows(home, "FROM target_completion WHERE plan_year = 2024 AND period = 'H1' ORDER BY ALL") == before
    asked = {"from_year": 2024, "from_period": "H1", "to_year": 2024, "to_period": "FY"}
    (row,) = [r for r in questions.ask(home, rows.Crosswalk, **asked) if r.unit_code == "278"]
    assert (row.base_unions, row.members, row.is_exact) == (21, 2100, True)


def test_a_merged_unit_goes_on_to_what_the_files_say_of_its_parts(home):
    pairs = [(then, now) for then, now, share, _k in became(BEFORE, THIRD) if share == "whole"]
    target = next(now for then, now in pairs if then.district_code == "272" and then.valid_to == date(2025, 6, 30)).code
    ends = date(2025, 6, 30)
    parts = [then.code for then, now in pairs if now.code == target and then.valid_to == ends][:2]
    day = date(2024, 9, 1)
    code = corrections.merge_base_unions(home, parts, "Phúc Mới", "commune", day, "NQ 9", "mai", "page")
    changes = state.replay(ledger.read(home)).changes
    ends = [
        (now.code, share) for then, now, share, _k in became(date(2024, 10, 1), THIRD, changes) if then.code == code
    ]
    assert ends == [(target, "whole")]


def test_what_makes_no_sense_is_refused_with_a_sentence(home):
    list(acceptance.load(home, [Item("a.xlsx", workbook())], HOW))
    day = date(2024, 9, 1)
    tries = [
        (
            lambda: corrections.rename_base_union(home, "99999", "A", "commune", day, "r", "m", "p"),
            "không có cơ sở Hội",
        ),
        (lambda: corrections.rename_base_union(home, "10120", "Bích Hòa", "commune", day, "r", "m", "p"), "đã có"),
        (lambda: corrections.rename_base_union(home, "10120", "Cự Khê", "commune", day, "r", "m", "p"), "như cũ"),
        (lambda: corrections.rename_base_union(home, "10120", "A", "commune", day, " ", "m", "p"), "lý do"),
        (lambda: corrections.merge_base_unions(home, ["10120"], "A", "commune", day, "r", "m", "p"), "hai cơ sở"),
        (
            lambda: corrections.merge_base_unions(home, ["10120", "09619"], "A", "commune", day, "r", "m", "p"),
            "cùng một",
        ),
        (
            lambda: corrections.merge_base_unions(
                home, ["10120", "10126"], "A", "commune", date(2024, 6, 1), "r", "m", "p"
            ),
            "chọn ngày từ 01/07/2024",
        ),
        (lambda: corrections.retire_base_union(home, "10120", date(2025, 7, 5), "r", "m", "p"), "không có cơ sở Hội"),
    ]
    for step, words in tries:
        with pytest.raises(InvalidAction) as error:
            step()
        assert words in error.value.said("vi")
    assert state.replay(ledger.read(home)).changes == []


DAYS = st.dates(date(2024, 2, 1), date(2025, 6, 1))


@given(steps=st.lists(st.tuples(st.sampled_from(["rename", "retire", "merge"]), DAYS, st.randoms()), max_size=5))
def test_any_changes_leave_every_earlier_day_as_it_was(steps):
    changes = []
    for number, (action, day, chance) in enumerate(sorted(steps, key=lambda step: step[1])):
        units = [unit.code for unit in catalogue.of_district("278", day - timedelta(days=1), changes)]
        codes = chance.sample(
            [code for code in units if of(code, day - timedelta(days=1), changes).valid_to == date(2025, 6, 30)], 2
        )
        was = {first: on(first, changes) for first in (date(2024, 1, 1), day - timedelta(days=1))}
        change = {"action": f"base_union_{action}", "code": codes[0], "name": f"Mới {number}", "kind": "commune"}
        change |= {"valid_from": day.isoformat(), "valid_to": (day - timedelta(days=1)).isoformat()}
        if action == "merge":
            change |= {"codes": codes, "code": f"278-{number:03d}", "district_code": "278"}
        changes.append(json.loads(json.dumps(change)))
        for first, units_then in was.items():
            assert {(u.code, u.name, u.kind) for u in on(first, changes)} == {
                (u.code, u.name, u.kind) for u in units_then
            }
        codes_now = [unit.code for unit in on(day, changes)]
        assert len(codes_now) == len(set(codes_now))


def test_a_former_report_is_held_against_the_sum_of_its_parts():
    row = {"row": 6, "members": 100, "reached": None, "note": "x"}
    then = [row | {"base_union_code": "00538"}, row | {"base_union_code": "00541", "members": 50, "reached": 7}]
    records = {"info": {}, "forms": {"BM1": {"rows": then}}}
    (now,) = carried(records, BEFORE, SECOND)["forms"]["BM1"]["rows"]
    assert now == {"base_union_code": "00541", "row": 6, "members": 150}
    assert carried(records, BEFORE, date(2024, 6, 30))["forms"]["BM1"]["rows"] == then
    divided = {"info": {}, "forms": {"BM1": {"rows": [row | {"base_union_code": "00553"}]}}}  # Cổ Bi, into five
    assert carried(divided, date(2025, 6, 30), THIRD)["forms"]["BM1"]["rows"] == []


def test_a_unit_that_took_another_in_is_not_held_against_what_it_was():
    """Phù Đổng goes on under its code; since 2025 it has Trung Mầu too."""
    row = {"row": 6, "base_union_code": "00544", "members": 900}
    later = {"info": {}, "forms": {"BM1": {"rows": [row]}}}
    assert carried(later, SECOND, BEFORE)["forms"]["BM1"]["rows"] == []
    alone = {"info": {}, "forms": {"BM1": {"rows": [row | {"base_union_code": "00529"}]}}}  # Yên Thường, as it was
    assert carried(alone, SECOND, BEFORE)["forms"]["BM1"]["rows"] == alone["forms"]["BM1"]["rows"]
