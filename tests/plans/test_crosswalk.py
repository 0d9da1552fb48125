"""Figures of one set of units by those of another: to the unit, and nothing shared out by guess."""

import random
from datetime import date

import pytest

from etl import catalogue, forms, lineage
from etl.plan import load_plan
from etl.store.database.insertion import insert
from etl.store.database.schema import sql_text
from tests.stores import blank_database

FIELDS = [column.field for column in forms.form("BM1").columns if column.kind == "count"]  # all eight
ENDS = [("H1", 18), ("FY", 91)]


def season(seed):
    """A store in which every district has reported 2024 with figures of chance, some blank."""
    chance, store = random.Random(seed), blank_database()
    plan = load_plan(2024)
    versions, reports = [], []
    for number, code in enumerate(plan.districts, 1):
        known = {"plan_year": 2024, "period": "FY", "unit_code": code, "received_on": "2024-10-20"}
        versions.append({"version": number} | known)
        for place, unit in enumerate(catalogue.of_district(code, date(2024, 12, 31))):
            figures = {name: None if chance.random() < 0.05 else chance.randint(0, 4000) for name in FIELDS}
            reports.append({"version": number, "source_row": place + 6, "base_union_code": unit.code} | figures)
    insert(store, {"version": versions, "base_union_report": reports})
    store.execute("SET VARIABLE as_of = '2025-12-01'")
    return store, reports


def crosswalk(store, period):
    asked = {"from_year": 2024, "from_period": "FY", "to_year": 2025, "to_period": period}
    answer = store.execute(sql_text("questions/crosswalk.sql"), asked)
    names = [column[0] for column in answer.description]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


@pytest.mark.parametrize("first", [0, 50])
def test_a_hundred_seasons_add_up_over_every_set_of_units(first):
    for seed in range(first, first + 50):
        store, reports = season(seed)
        whole = {name: sum(row[name] or 0 for row in reports) for name in FIELDS}
        for period, units in ENDS:
            found = crosswalk(store, period)
            assert sum(row["level"] == "unit" for row in found) == units
            assert {name: sum(row[name] or 0 for row in found) for name in FIELDS} == whole, (seed, period)
            assert sum(row["base_unions"] for row in found) == 413
        by_373 = {unit.code: 0 for unit in catalogue.base_unions() if catalogue.is_valid(unit, date(2025, 1, 1))}
        members = {row["base_union_code"]: row["members"] or 0 for row in reports}
        for descent in lineage.descents():
            days = catalogue.is_valid(descent.unit, date(2024, 12, 31)), descent.since <= date(2025, 1, 1)
            if all(days) and catalogue.is_valid(descent.successor, date(2025, 1, 1)):
                by_373[descent.successor.code] += members[descent.unit.code]
        assert len(by_373) == 373 and sum(by_373.values()) == whole["members"]
        store.close()


def test_what_was_divided_stands_by_itself_and_is_shared_out_to_none():
    store, reports = season(1)
    found = crosswalk(store, "FY")
    split = {row["unit_code"]: row for row in found if row["level"] == "split"}
    assert len(split) == 96 and not any(row["level"] == "gone" for row in found)
    given = next(row for row in reports if row["base_union_code"] == "00553")  # Cổ Bi
    assert {name: split["00553"][name] for name in FIELDS} == {name: given[name] for name in FIELDS}
    assert split["00553"]["parts"] == "Gia Lâm, Phù Đổng, Phúc Lợi, Thuận An"
    units = {row["unit"]: row for row in found if row["level"] == "unit"}
    assert (units["Phúc Lợi"]["is_exact"], units["Phúc Lợi"]["members"]) == (False, None)
    assert "xã Cổ Bi" in units["Phúc Lợi"]["parts"] and units["Phúc Lợi"]["old_districts"] == "Gia Lâm, Long Biên"
    assert sum(row["is_exact"] for row in units.values()) == 26


def test_an_exact_unit_is_the_sum_of_its_parts():
    store, reports = season(2)
    members = {row["base_union_code"]: row["members"] or 0 for row in reports}
    day, then = date(2025, 7, 1), date(2024, 12, 31)
    for row in crosswalk(store, "FY"):
        if row["is_exact"]:
            parts = [
                descent.unit.code
                for descent in lineage.descents()
                if descent.successor.code == row["unit_code"]
                and catalogue.is_valid(descent.unit, then)
                and catalogue.is_valid(descent.successor, day)
            ]
            assert row["members"] == sum(members[code] for code in parts) and row["base_unions"] == len(parts)
