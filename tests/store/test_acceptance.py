"""The door for reports as the pages use it: what was seen is confirmed and nothing else; a refusal leaves a line;
nobody is replaced unseen.
"""

import threading
from datetime import date

import pytest

from etl.intake.values.text import fold
from etl.store import acceptance, aliases, corrections, state, verification
from etl.store.acceptance import Acceptance, Item
from etl.store.files import ledger, originals
from etl.store.queries import snapshot
from etl.store.verdict import seen
from tests.reports import THANH_OAI, base_rows, workbook

DAY = date(2024, 6, 10)


def looked_at(home, data, name="a.xlsx"):
    """A file as a page shows it, and the step that confirms what was shown."""
    item = Item(name, data, DAY)
    (result,) = acceptance.check(home, [item])
    how = Acceptance("mai", "page", confirm_warnings=True, shown={result.sha256: seen(result.findings)})
    return item, how


def test_what_was_seen_is_accepted(home):
    item, how = looked_at(home, workbook(base=base_rows()[1:]))
    (result,) = acceptance.load(home, [item], how)
    assert (result.outcome, [f.code for f in result.findings]) == ("accepted", ["W01"])


def test_what_arose_since_is_shown_and_not_accepted(home):
    item, how = looked_at(home, workbook())
    list(acceptance.load(home, [Item("b.xlsx", workbook(base=base_rows(models=2)), DAY)], how._replace(shown=None)))
    (result,) = acceptance.load(home, [item], how)
    assert (result.outcome, [f.code for f in result.findings]) == ("needs_confirmation", ["W09"])
    assert sorted(state.replay(ledger.read(home)).versions) == [1]
    item, how = looked_at(home, workbook())
    (result,) = acceptance.load(home, [item._replace(reason="bản đúng")], how)
    assert (result.outcome, result.version, ledger.read(home)[-1]["reason"]) == ("accepted", 2, "bản đúng")


def test_a_replacement_of_another_version_than_the_one_seen_is_not_accepted(home):
    free = Acceptance("lan", "page", confirm_warnings=True)
    list(acceptance.load(home, [Item("1.xlsx", workbook(), DAY)], free))
    item, how = looked_at(home, workbook(base=base_rows(models=2)))
    list(acceptance.load(home, [Item("2.xlsx", workbook(base=base_rows(models=3)), DAY)], free))
    (result,) = acceptance.load(home, [item], how)
    assert (result.outcome, result.findings[0].params["version"]) == ("needs_confirmation", 2)


def test_two_people_at_once_never_replace_each_other_unseen(home):
    pages = [looked_at(home, workbook(base=base_rows(models=number))) for number in (1, 2, 3, 4)]
    found = []
    threads = [
        threading.Thread(target=lambda item=item, how=how: found.extend(acceptance.load(home, [item], how)))
        for item, how in pages
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(result.outcome for result in found) == ["accepted", *["needs_confirmation"] * 3]
    assert [entry["action"] for entry in ledger.read(home)] == ["accept"]
    assert verification.verify(home) == []


def test_the_same_file_from_two_pages_at_once_is_one_version(home):
    pages = [looked_at(home, workbook()) for _ in range(4)]
    found = []
    threads = [
        threading.Thread(target=lambda item=item, how=how: found.extend(acceptance.load(home, [item], how)))
        for item, how in pages
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(result.outcome for result in found) == ["accepted", *["unchanged"] * 3]
    assert {result.version for result in found} == {1}


def test_a_file_refused_on_a_page_leaves_one_line_and_no_copy(home):
    bad, good = workbook(base=[["Nơi Lạ", *[1] * 9, None]]), workbook()
    items = [Item("../../bad.xlsx", bad), Item("good.xlsx", good), Item("empty.xlsx", b"")]
    results = list(acceptance.check(home, items))
    acceptance.refuse(home, items, results, Acceptance("mai", "page"))
    assert [(e["action"], e["file_name"], e["codes"], e["unit_code"]) for e in ledger.read(home)] == [
        ("refuse", "bad.xlsx", ["E05"], THANH_OAI),
        ("refuse", "empty.xlsx", ["E01"], None),
    ]
    assert originals.all_digests(home) == []
    assert verification.verify(home) == []


def test_sending_twice_waits_once(home):
    item = Item("a.xlsx", workbook())
    (result,) = acceptance.check(home, [item])
    for _ in range(2):
        acceptance.submit(home, item, result, "huyen@example.org", "page")
    assert [entry["action"] for entry in ledger.read(home)] == ["submit"]


def test_progress_is_told_file_by_file(home):
    items = [Item("a", workbook()), Item("b", b"x"), Item("c", workbook("Ba Vì", "271"))]
    heard = []
    acceptance.readings(items, state.empty(), lambda reading: heard.append(getattr(reading, "unit_code", None)))
    assert heard == [THANH_OAI, None, "271"]


def figures(home, period):
    return snapshot.rows(
        home,
        "SELECT target_code, numerator, denominator FROM target_completion"
        f" WHERE plan_year = 2024 AND period = '{period}' AND district_code = '{THANH_OAI}' ORDER BY 1",
    )[1]


def both_periods(home):
    year = workbook(period="Năm", report_date=date(2024, 10, 20))
    how = Acceptance("mai", "page", confirm_warnings=True)
    list(acceptance.load(home, [Item("h1.xlsx", workbook(), DAY), Item("fy.xlsx", year, date(2024, 10, 21))], how))


def test_a_base_union_added_or_retired_moves_no_figure_of_an_earlier_period(home):
    both_periods(home)
    half, full = figures(home, "H1"), figures(home, "FY")
    assert half[0] == full[0] == ("CT1", 21, 21)
    corrections.add_base_union(home, THANH_OAI, "Chợ Kim Bài", "other", date(2024, 7, 1), "mai", "page")
    assert (figures(home, "H1"), figures(home, "FY")[0]) == (half, ("CT1", 21, 22))
    corrections.retire_base_union(home, "10120", date(2024, 8, 31), "sáp nhập", "mai", "page")
    assert (figures(home, "H1"), figures(home, "FY")[0]) == (half, ("CT1", 20, 21))
    verification.rebuild_database(home)
    assert (figures(home, "H1"), figures(home, "FY")[0]) == (half, ("CT1", 20, 21))
    assert verification.verify(home) == []


def test_an_alias_taken_back_moves_no_figure_and_verify_agrees(home):
    rows = base_rows()
    rows[1][0] = "Làng Cự"
    given = {"unit_code": THANH_OAI, "name": fold("Làng Cự"), "text": "Làng Cự", "code": "10120"}
    corrections.record(home, {"action": "alias_add", **given}, "mai", "page")
    list(
        acceptance.load(
            home, [Item("a.xlsx", workbook(base=rows), DAY)], Acceptance("mai", "page", confirm_warnings=True)
        )
    )
    before = figures(home, "H1")
    (alias,) = aliases.standing(home)
    assert (alias.text, alias.code, alias.actor, alias.unit_code) == ("Làng Cự", "10120", "mai", THANH_OAI)
    corrections.record(home, {"action": "alias_remove", "unit_code": THANH_OAI, "name": alias.key}, "lan", "page")
    assert aliases.standing(home) == []
    assert before[0] == ("CT1", 21, 21)
    assert figures(home, "H1") == before
    verification.rebuild_database(home)
    assert figures(home, "H1") == before
    assert verification.verify(home) == []


@pytest.mark.parametrize("again", ["10120", "10123"])
def test_an_alias_given_again_is_listed_once_with_the_last_word(again, home):
    for code, actor in (("10120", "mai"), (again, "lan")):
        event = {"action": "alias_add", "unit_code": THANH_OAI, "name": "lang cu", "text": "Làng Cự", "code": code}
        corrections.record(home, event, actor, "page")
    assert [(alias.code, alias.actor) for alias in aliases.standing(home)] == [(again, "lan")]
