"""Stores that are made once and copied for whoever asks, and views over reports in memory."""

import os
import shutil
import tempfile
from functools import cache

import duckdb

from etl.sample import seasons
from etl.store.database import blank, insertion, rows, schema
from etl.store.files.home import locked
from tests.reference import keep_years
from tests.reports import pages, read

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
    connection = duckdb.connect(
        ":memory:", config={"threads": "1"}
    )  # a second one has nothing to do in tables so small
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


class Store:
    """Views over versions put in by hand, in memory."""

    def __init__(self, *years):
        self.connection = blank_database()
        keep_years(self.connection, *(years or (2024,)))
        self.versions = 0

    def accept(self, found, received="2024-06-10"):
        return self.accept_all([(found, received)])

    def accept_all(self, reports):
        """(sheets, day received) of each; at once, which is quicker by far. The last one's version."""
        tables = {}
        for found, received in reports:
            for name, lines in self._rows(found, received).items():
                tables.setdefault(name, []).extend(lines)
        insertion.insert(self.connection, tables)
        return self.versions

    def _rows(self, found, received):
        reading = read(pages(found))
        assert not reading.has_errors, reading.findings
        self.versions += 1
        entry = {
            "seq": self.versions,
            "at": "2024-06-10T02:00:00Z",
            "actor": "a",
            "action": "accept",
            "version": self.versions,
            "unit_code": reading.unit_code,
            "plan_year": reading.plan_year,
            "period": reading.period,
            "received_on": received,
            "file_name": f"{self.versions}.xlsx",
            "findings": [],
        }
        return rows.entry_rows(entry, reading.records)

    def change(self, version, on, is_withdrawn):
        change = {"version": version, "seq": int(on.replace("-", "")), "changed_on": on, "is_withdrawn": is_withdrawn}
        insertion.insert(self.connection, {"version_change": [change]})

    def ask(self, sql, as_of="2024-12-31"):
        self.connection.execute(f"SET VARIABLE as_of = DATE '{as_of}'")
        return self.connection.execute(sql).fetchall()

    def target(self, code, district, period="H1", as_of="2024-12-31", view="target_completion"):
        found = self.ask(
            f"SELECT numerator, denominator, completion, status FROM {view} WHERE target_code='{code}' AND"
            f" district_code='{district}' AND period='{period}'",
            as_of,
        )
        assert len(found) == 1
        return found[0]
