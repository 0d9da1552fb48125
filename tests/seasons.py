"""Seasons of 2024 in memory: reports of the districts, and what their papers say."""

import random

from etl import catalogue
from etl.outputs.papers import facts as facts_of
from etl.plan import load_plan
from etl.store import state
from etl.store.database.schema import sql_text
from etl.store.queries import questions, snapshot
from tests.reports import base_rows, city_model, sheets
from tests.stores import Store

DISTRICTS = load_plan(2024).districts


def district_report(code, period, models=1, reached=80, launched=True):
    """A report of one district; its first commune has a city-supported waste model."""
    unit = catalogue.districts()[code]
    day = load_plan(2024).periods["H1"]["catalogue_on"]
    commune = next(row for row in base_rows(code, day) if row[0].startswith("xã"))[0]
    waste = city_model(commune) if launched else city_model(commune, launched=None, state=None, households=None)
    return sheets(unit.name, code, period, base=base_rows(code, day, models=models, reached=reached), models=[waste])


def accepted(store, count, period="6 tháng", **more):
    for code in DISTRICTS[:count]:
        store.accept(district_report(code, period, **more))


def facts_in_memory(monkeypatch, store, period, as_of):
    """What facts() gives of a store that has no folder."""

    def ask(_home, row, day=None, **params):
        given = {name: value for name, value in params.items() if name in questions._named(row)}
        store.connection.execute(f"SET VARIABLE as_of = DATE '{(day or as_of).isoformat()}'")
        sql = sql_text(f"questions/{questions.name_of(row)}.sql")
        return [row(*values) for values in store.connection.execute(sql, given or None).fetchall()]

    monkeypatch.setattr(questions, "ask", ask)
    monkeypatch.setattr(snapshot, "now", lambda _home: state.empty())
    return facts_of.facts("/nowhere", 2024, period, as_of)


def season(seed):
    """A store with some of the districts' reports: of each period so many, each with models or not."""
    chance, store, reports = random.Random(seed), Store(), []
    for period, day in (("6 tháng", "2024-06-10"), ("Năm", "2024-10-24")):
        for code in chance.sample(DISTRICTS, chance.choice([0, 1, 5, 14, 16, 18])):
            late = chance.random() < 0.2
            sheets = district_report(
                code, period, chance.choice([0, 1, 1, 1]), chance.randint(10, 80), chance.random() < 0.7
            )
            reports.append((sheets, "2024-11-05" if late and period == "Năm" else day))
    store.accept_all(reports)
    return store
