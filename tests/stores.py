"""Stores that are made once and copied for whoever asks: the sample's, and a blank database in memory."""

import os
import shutil
import tempfile
from functools import cache

import duckdb

from etl.sample import seasons
from etl.store.database import blank, schema
from etl.store.files.home import locked

shared = ""  # a folder that all processes of this run of the tests see: tests/conftest.py names it


def sample_store(path):
    """The sample store at `path`; whichever process asks first makes it for all."""
    folder = os.path.join(shared, "sample")
    home, done = os.path.join(folder, "store"), os.path.join(folder, "done")
    with locked(folder):
        if not os.path.exists(done):
            seasons.fill(home, "t", "test")
            open(done, "w").close()
    shutil.copytree(home, path, dirs_exist_ok=True)
    return str(path)


def blank_database():
    """Tables, views and reference data in memory: copied, as making the views takes ten times as long."""
    connection = duckdb.connect(":memory:")
    connection.execute(f"ATTACH '{_blank(schema.reference_hash())}' AS blank (READ_ONLY)")
    connection.execute("COPY FROM DATABASE blank TO memory")
    connection.execute("DETACH blank")
    return connection


@cache
def _blank(_reference):
    """Where the blank database of those plans and units lies."""
    path = os.path.join(tempfile.mkdtemp(dir=shared), "blank.duckdb")
    blank.make_blank(path)
    return path
