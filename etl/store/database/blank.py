"""A database with tables, views and reference data and nothing else."""

import os

from etl import data
from etl.store.database import rows
from etl.store.database.connection import MEMORY, Connection, connect
from etl.store.database.insertion import insert
from etl.store.database.schema import reference_hash, sql_text
from etl.store.files import ledger

_BLANKS = os.path.join(os.path.dirname(data.HERE), "build")


def copy_blank(target: str) -> None:
    """A database with tables, views and reference data and nothing else.

    Making the views costs 200 ms, more than all the rest of a load; so a blank one is kept beside the code and copied.
    """
    kept = os.path.join(_BLANKS, f"blank-{reference_hash()[:32]}.duckdb")
    if not os.path.exists(kept):
        try:
            os.makedirs(_BLANKS, exist_ok=True)
            make_blank(f"{kept}.{os.getpid()}")
            os.replace(f"{kept}.{os.getpid()}", kept)
        except OSError:  # the project's folder cannot be written
            return make_blank(target)
    with open(kept, "rb") as blank, open(target, "wb") as file:
        file.write(blank.read())
    return None


def blank_in_memory() -> Connection:
    """An empty store in memory: what is asked where nothing was ever accepted."""
    connection = connect(MEMORY)
    fill(connection)
    return connection


def make_blank(path: str) -> None:
    """The blank database as a file."""
    connection = connect(path)
    try:
        connection.execute("BEGIN")
        fill(connection)
        connection.execute("COMMIT")
        connection.execute("CHECKPOINT")
    finally:
        connection.close()


def fill(connection: Connection) -> None:
    """Tables, views and reference data of an empty store."""
    fill_tables(connection)
    connection.execute(sql_text("views.sql"))


def fill_tables(connection: Connection) -> None:
    """Its tables and reference data alone."""
    connection.execute(sql_text("schema.sql"))
    start = {"reference_hash": reference_hash(), "applied_hash": ledger.START, "applied_seq": "0"}
    insert(connection, rows.reference([]) | {"meta": [{"name": name, "value": value} for name, value in start.items()]})
