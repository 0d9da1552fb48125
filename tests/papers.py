"""Facts of a season in memory, and a Word file read back: what the tests of papers share."""

import io
import random

import docx

from etl.outputs.papers import facts as facts_of
from etl.store import state
from etl.store.database.schema import sql_text
from etl.store.queries import questions, snapshot
from tests.test_coverage import DISTRICTS, district_report
from tests.test_views import Store


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


def read_back(content):
    """(paragraphs as (style, text), tables as rows of texts) of a .docx."""
    document = docx.Document(io.BytesIO(content))
    paragraphs = [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs]
    return paragraphs, [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
