"""The data dictionary says something of every column, nothing of others, and docs/data-dictionary.md is
what it says.
"""

import re

import pytest

from etl import data
from etl.outputs import dictionary
from etl.store.database.schema import schema
from tests.stores import blank_database

WORDS = data.read_toml("dictionary.toml")
STORED = data.read_toml("dictionary-store.toml")


@pytest.fixture(scope="module")
def connection():
    return blank_database()


@pytest.mark.parametrize("view", WORDS["views"])
def test_a_view_is_described_as_it_is(connection, view):
    found = {name: kind for name, kind, *_ in connection.execute(f"DESCRIBE {view}").fetchall()}
    assert WORDS["views"][view]["columns"] == list(found)
    assert {name: WORDS["columns"][name]["kind"] for name in found} == {
        name: dictionary.kind_of(kind) for name, kind in found.items()
    }
    assert all(dictionary.meaning(view, name, lang) for name in found for lang in ("vi", "en"))
    assert list(found)[: len(WORDS["views"][view]["key"])] == WORDS["views"][view]["key"]


def test_the_columns_are_those_that_duckdb_has(connection):
    found = {}
    for table, column, kind in connection.execute(
        "SELECT table_name, column_name, data_type FROM duckdb_columns() JOIN duckdb_tables() USING (table_name)"
        " ORDER BY table_name, column_index"
    ).fetchall():
        found.setdefault(table, []).append((column, kind))
    assert {table: list(columns.items()) for table, columns in schema().items()} == found


@pytest.mark.parametrize("table", schema())
def test_a_table_of_the_store_is_described(table):
    assert STORED["tables"][table]["vi"] and STORED["tables"][table]["en"]
    for column, kind in schema()[table].items():
        words = dictionary.stored_words(table, column)
        assert words["vi"] and words["en"] and dictionary.kind_of(kind)


def test_nothing_is_described_that_is_not_there():
    of_views = {name for view in WORDS["views"].values() for name in view["columns"]} | {"sample_note"}
    of_tables = {name for columns in schema().values() for name in columns}
    assert set(WORDS["columns"]) == of_views
    assert set(STORED["tables"]) == set(schema())
    assert set(STORED["columns"]) <= of_tables - of_views
    for name, table in STORED["tables"].items():
        assert set(table.get("own", {})) <= set(schema()[name])
    for view in WORDS["views"].values():
        assert set(view.get("own", {})) <= set(view["columns"])


def test_nobody_is_named_in_what_leaves():
    personal = {"prepared_by", "phone", "accepted_by", "actor"}
    assert personal.isdisjoint(name for view in WORDS["views"].values() for name in view["columns"])


def test_the_page_is_up_to_date():
    """`python -m etl.outputs.dictionary` writes it."""
    with open(dictionary.PAGE, encoding="utf-8") as file:
        assert file.read() == dictionary.page()


def test_every_row_of_the_page_has_its_cells():
    rows = [line for line in dictionary.page().splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {4, 5}
