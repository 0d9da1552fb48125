"""No figure says more than it knows: coverage, deadlines, and changes over the same units; against a recomputation of
our own.
"""

import random
from fractions import Fraction

import pytest

from etl.plan import load_plan
from tests.reports import base_rows
from tests.seasons import DISTRICTS, accepted, district_report
from tests.stores import Store

COVERAGE = load_plan(2024).thresholds["coverage"]


@pytest.fixture
def store():
    return Store()


def test_one_report_of_eighteen_makes_no_city_achieve(store):
    accepted(store, 1)
    for code in ("CT1", "CT2", "CT3A"):
        assert store.target(code, "")[3] == "incomplete"
        assert store.target(code, DISTRICTS[0])[3] == "achieved"


def test_at_the_plans_coverage_the_figure_is_judged(store):
    accepted(store, 15)  # 15 / 18 = 0.833
    assert store.target("CT2", "")[3] == "incomplete"
    store.accept(district_report(DISTRICTS[15], "6 tháng"))  # 16 / 18 = 0.889
    assert store.target("CT2", "")[2:] == (1.0, "achieved")


def test_fixed_denominators_are_open_before_the_deadline_and_behind_after_it(store):
    accepted(store, 16, launched=False)
    assert store.target("CT3A", "", as_of="2024-06-12")[3] == "open"
    assert store.target("CT3A", "", as_of="2024-06-13")[3] == "behind"
    assert (
        store.target("CT3A", "", "latest", "2024-06-13", "target_completion_any")[3] == "open"
    )  # the year's deadline is ahead


def test_what_was_reported_is_behind_whatever_the_day(store):
    accepted(store, 18, reached=10)
    assert store.target("CT2", "", as_of="2024-06-12")[3] == "behind"


def changes(store, period="FY", code="CT2"):
    columns = "units, numerator, before_numerator, completion, before_completion"
    return store.ask(f"SELECT {columns} FROM target_change WHERE period = '{period}' AND target_code = '{code}'")


def test_a_change_is_over_the_districts_that_reported_in_both_periods(store):
    store.accept(district_report(DISTRICTS[0], "6 tháng", reached=40))
    store.accept(district_report(DISTRICTS[0], "Năm", reached=60))
    store.accept(district_report(DISTRICTS[1], "Năm", reached=80))  # no half-year report: moves no change
    ((units, _, _, after, before),) = changes(store)
    assert (units, after, before) == (1, 0.75, 0.5)
    assert changes(store, "latest") == changes(store)
    assert changes(store, "H1") == []


def test_without_a_common_district_there_is_no_change(store):
    store.accept(district_report(DISTRICTS[0], "6 tháng"))
    store.accept(district_report(DISTRICTS[1], "Năm"))
    assert changes(store) == []
    assert changes(store, "latest") == []


def season(seed):
    """Which district reports what in which period: (models, reached) or None."""
    chance = random.Random(seed)
    count = {period: chance.randint(1, 18) for period in ("6 tháng", "Năm")}
    found = {}
    for period, some in count.items():
        for code in chance.sample(DISTRICTS, some):
            found[code, period] = (chance.choice([0, 1, 1, 1]), chance.randint(10, 80))
    return found


def expected_status(completion, count):
    if Fraction(count, 18) < Fraction(str(COVERAGE)):
        return "incomplete" if count else "no_report"
    return "achieved" if completion >= 1 else "near" if completion >= Fraction("0.85") else "behind"


@pytest.mark.parametrize("first", range(0, 100, 25))
def test_a_hundred_seasons_against_a_recomputation(first):
    for seed in range(first, first + 25):
        store, told = Store(), season(seed)
        store.accept_all(
            (district_report(code, period, models, reached), "2024-06-10")
            for (code, period), (models, reached) in told.items()
        )
        sizes = {code: len(base_rows(code)) for code in DISTRICTS}
        city = {
            (period, target): figures
            for period, target, *figures in store.ask(
                "SELECT period, target_code, numerator, denominator, completion, status FROM target_completion"
                " WHERE district_code = ''"
            )
        }
        for period, name in (("6 tháng", "H1"), ("Năm", "FY")):
            inside = {code: figures for (code, when), figures in told.items() if when == period}
            reached = sum(sizes[code] * figures[1] for code, figures in inside.items())
            rural = sum(80 * sizes[code] for code in inside)
            status = expected_status(Fraction(reached, rural), len(inside))
            assert city[name, "CT2"] == [reached, rural, reached / rural, status], seed
            achieved = sum(sizes[code] for code, figures in inside.items() if figures[0])
            every = sum(sizes.values())
            status = expected_status(Fraction(achieved, every), len(inside))
            assert city[name, "CT1"] == [achieved, every, achieved / every, status], seed
        both = [code for code in DISTRICTS if (code, "6 tháng") in told and (code, "Năm") in told]
        after, before = (sum(sizes[code] * told[code, when][1] for code in both) for when in ("Năm", "6 tháng"))
        wanted = [(len(both), after, before)] if both else []
        assert [row[:3] for row in changes(store)] == wanted, seed
