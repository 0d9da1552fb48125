"""The only module that opens DuckDB: a database that follows from data/, the originals and the ledger, and is caught up
with them.
"""

import copy
import json
import os
import re
from functools import cache, lru_cache
from hashlib import sha256
from typing import Any

import duckdb

from etl import data
from etl.intake.reading import Context, Reading, canonical
from etl.intake.safety.limits import Refusal
from etl.intake.sandboxed import read_reports
from etl.plan import has_plan
from etl.store import rows, state
from etl.store.files import ledger, originals
from etl.store.files.home import database_path, sync_folder
from etl.store.files.ledger import Entry

Connection = duckdb.DuckDBPyConnection
Error = duckdb.Error
Records = dict[int, dict[str, Any]]  # version → records
_SQL = os.path.join(os.path.dirname(os.path.abspath(__file__)), "sql")
_BLANKS = os.path.join(os.path.dirname(data.HERE), "build")
_MEMORY = ":memory:"
_CONFIG: dict[str, Any] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "checkpoint_threshold": "4MB",
    "default_block_size": "16384",  # a season's file is 1 MB instead of 6
}


class OriginalFault(Exception):
    """An accepted workbook cannot be read again as it was: lost, changed, or read differently now."""

    def __init__(self, version: int, reason: str) -> None:
        super().__init__(version, reason)
        self.version, self.reason = version, reason  # lost | changed | unreadable | differs


def open_database(home: str, known: Records | None = None) -> Connection:
    """The store's database, caught up with its ledger. The caller holds the lock and closes it.

    known: records of versions that were just accepted, so that their originals need not be read again.
    A missing, damaged or foreign file is replaced by one made anew. Raises OriginalFault.
    """
    found = _opened(home, known or {})
    if found is None:
        rebuild(home, known)
        found = _connect(database_path(home))
    return found


def as_stored(home: str) -> Connection:
    """The database as it lies there, to be read only. Raises Error where it is damaged."""
    return duckdb.connect(database_path(home), read_only=True)


def follow(home: str, known: Records | None = None) -> None:
    """Bring the database to the ledger's head. The caller holds the lock. Raises OriginalFault."""
    found = _opened(home, known or {})
    if found is None:
        rebuild(home, known)
    else:
        found.close()


def rebuild(home: str, known: Records | None = None) -> None:
    """The database made anew beside the old one, which it then replaces. The caller holds the lock.

    Raises OriginalFault.
    """
    path = database_path(home)
    fresh = path + ".new"
    _remove(fresh)
    os.makedirs(home, exist_ok=True)
    _blank_copy(fresh)
    connection = _connect(fresh)
    try:
        connection.execute("BEGIN")
        apply(connection, home, [], ledger.read(home), known or {})
        connection.execute("COMMIT")
        connection.execute("CHECKPOINT")
    finally:
        connection.close()
    _remove(path)
    os.replace(fresh, path)
    sync_folder(home)


def _remove(path: str) -> None:
    """A database file and its WAL, the file first: a WAL alone would be taken for another database's."""
    for name in (path, path + ".wal"):
        if os.path.exists(name):
            os.unlink(name)


def _opened(home: str, known: Records) -> Connection | None:
    """The database as it lies there, caught up; None where it must be made anew."""
    path = database_path(home)
    if not os.path.exists(path):
        _remove(path)
        _blank_copy(path + ".new")
        os.replace(path + ".new", path)
    connection = None
    try:
        connection = _connect(path)
        if _catch_up(connection, home, ledger.read(home), known):
            return connection
    except duckdb.Error as error:
        if _is_environment(error):
            raise
    if connection is not None:
        connection.close()
    return None


def _blank_copy(target: str) -> None:
    """A database with tables, views and reference data and nothing else.

    Making the views costs 200 ms, more than all the rest of a load; so a blank one is kept beside the code and copied.
    """
    kept = os.path.join(_BLANKS, f"blank-{reference_hash()[:32]}.duckdb")
    if not os.path.exists(kept):
        try:
            os.makedirs(_BLANKS, exist_ok=True)
            _make_blank(f"{kept}.{os.getpid()}")
            os.replace(f"{kept}.{os.getpid()}", kept)
        except OSError:  # the project's folder cannot be written
            return _make_blank(target)
    with open(kept, "rb") as blank, open(target, "wb") as file:
        file.write(blank.read())
    return None


def _make_blank(path: str) -> None:
    connection = _connect(path)
    try:
        connection.execute("BEGIN")
        _create(connection)
        connection.execute("COMMIT")
        connection.execute("CHECKPOINT")
    finally:
        connection.close()


def _create(connection: Connection) -> None:
    """Tables, views and reference data of an empty store."""
    connection.execute(sql_text("schema.sql"))
    connection.execute(sql_text("views.sql"))
    start = {"reference_hash": reference_hash(), "applied_hash": ledger.START, "applied_seq": "0"}
    insert(connection, rows.reference([]) | {"meta": [{"name": name, "value": value} for name, value in start.items()]})


def blank_in_memory() -> Connection:
    """An empty store in memory: what is asked where nothing was ever accepted."""
    connection = _connect(_MEMORY)
    _create(connection)
    return connection


def in_memory(home: str) -> Connection:
    """The same tables made from originals and ledger, in memory: what `verify` compares with."""
    connection = _connect(_MEMORY)
    _create(connection)
    apply(connection, home, [], ledger.read(home), {})
    return connection


def apply(connection: Connection, home: str, before: list[Entry], entries: list[Entry], known: Records) -> None:
    """Rows of the entries, within the caller's transaction. before: the entries that the database has already."""
    tables: rows.Tables = {}
    records_of_entry = _records_of_entries(home, before, entries, known)
    for entry in entries:
        records = records_of_entry.get(entry.get("version", 0)) if entry["action"] == "accept" else None
        for table, found in rows.entry_rows(entry, records).items():
            tables.setdefault(table, []).extend(found)
        if records is not None:
            tables.setdefault("version_records", []).append(
                {"version": entry["version"], "records": canonical(records)}
            )
    if any(entry["action"].startswith("base_union") for entry in entries):
        reference = rows.reference(state.replay([*before, *entries]).changes)
        connection.execute("; ".join(f"DELETE FROM {table}" for table in reference))
        tables |= reference
    if entries:
        tables["meta"] = [
            {"name": "applied_hash", "value": entries[-1]["hash"]},
            {"name": "applied_seq", "value": str(entries[-1]["seq"])},
        ]
        connection.execute("DELETE FROM meta WHERE name IN ('applied_hash', 'applied_seq')")
    insert(connection, tables)


def _records_of_entries(home: str, before: list[Entry], entries: list[Entry], known: Records) -> Records:
    """Records of every accepted version among the entries; those that are not known are read again from their
    originals.

    Each is read with what had been settled when it was accepted.

    """
    wanted: list[tuple[Entry, Context]] = []
    accepted = {entry["version"] for entry in entries if entry["action"] == "accept"}
    if accepted <= known.keys():
        return known
    now = state.replay(before)
    for entry in entries:
        is_out = entry["action"] == "accept" and not has_plan(entry["plan_year"])
        if entry["action"] == "accept" and entry["version"] not in known and not is_out:
            settled = now.context(entry["sha256"])._replace(edition=entry.get("edition", 1))
            wanted.append((entry, copy.deepcopy(settled)))
        now = state.step(now, entry)
    readings = read_reports((_original(home, entry), context) for entry, context in wanted)
    found = {entry["version"]: _checked(entry, reading) for (entry, _), reading in zip(wanted, readings, strict=True)}
    return known | found


def insert(connection: Connection, tables: rows.Tables) -> None:
    """Rows into their tables, each table's as one literal: a bound parameter would import pandas, 250 ms."""
    for table, found in tables.items():
        if found and table == "version_records":  # long texts: as JSON within JSON they would be escaped twice
            values = ",".join(f"({int(row['version'])},{quoted(row['records'])})" for row in found)
            connection.execute(f"INSERT INTO {table} VALUES {values}".encode("utf-8", "replace").decode())
        elif found:
            fields = columns_of(table)
            struct = json.dumps({name: f"{kind}[]" for name, kind in fields.items()})
            text = json.dumps({name: [row.get(name) for row in found] for name in fields}, ensure_ascii=False)
            each = ", ".join(f"unnest(j.{name})" for name in fields)  # by column: half as long as by row
            # beside a row of nothing, lest the planner takes the whole table for a constant and folds it: a third
            # slower
            lines = f"(VALUES ({quoted(text)}), (NULL)) AS t(line)"
            sql = f"INSERT INTO {table} SELECT {each} FROM (SELECT from_json(line, {quoted(struct)}) AS j FROM {lines})"
            connection.execute(sql.encode("utf-8", "replace").decode())


def quoted(text: str) -> str:
    """A text as an SQL literal. DuckDB knows one escape in '…': the doubled quote."""
    return "'" + text.replace("'", "''").replace("\0", "") + "'"


@cache
def schema() -> dict[str, dict[str, str]]:
    """Table → column → type, from schema.sql."""
    text = re.sub(r"--[^\n]*", "", sql_text("schema.sql"))
    found = {}
    for name, body in re.findall(r"CREATE TABLE (\w+) \((.*?)\);", text, flags=re.DOTALL):
        parts = (part.split() for part in body.split(","))
        found[name] = {part[0]: part[1] for part in parts}
    return found


def columns_of(table: str) -> dict[str, str]:
    """Column → type of one table."""
    return schema()[table]


def records_of(connection: Connection, version: int) -> dict[str, Any] | None:
    """The records of an accepted version."""
    row = connection.execute(f"SELECT records FROM version_records WHERE version = {int(version)}").fetchone()
    return json.loads(row[0]) if row else None


def copy_in_memory(home: str) -> Connection:
    """A copy of the database in memory, locked down: what the dashboard asks. The caller holds the lock."""
    found = _copied(home)
    if found is None:
        follow(home)
        found = _copied(home)
        assert found is not None
    return found


def _copied(home: str) -> Connection | None:
    """The copy; None where the database is not at the ledger's head."""
    if not os.path.exists(database_path(home)):
        return None
    connection = duckdb.connect(_MEMORY, config=_CONFIG)
    try:
        connection.execute(f"ATTACH {quoted(database_path(home))} AS stored (READ_ONLY)")
        entries = ledger.read(home)
        if _applied(connection, "stored.meta", entries) == len(entries):
            connection.execute("COPY FROM DATABASE stored TO memory")
            connection.execute("DETACH stored")
            _lock_down(connection)
            return connection
    except duckdb.Error as error:
        if _is_environment(error):
            connection.close()
            raise
    connection.close()
    return None


def reference_hash() -> str:
    """Changes when reference data, tables or views do: then the database is made anew."""
    folder = data.folder()
    plans = os.path.join(folder, "plans")
    names = [os.path.join(plans, name) for name in sorted(os.listdir(plans)) if name.endswith(".toml")]
    names += [os.path.join(folder, name) for name in ("units.csv", "districts.csv", "tile-grid.csv")]
    names += [os.path.join(_SQL, "schema.sql"), os.path.join(_SQL, "views.sql")]
    stamps = ((name, os.stat(name)) for name in names)
    return _hash_of(tuple((name, stamp.st_mtime_ns, stamp.st_size) for name, stamp in stamps))


@lru_cache(maxsize=8)
def _hash_of(stamps: tuple[tuple[str, int, int], ...]) -> str:
    """Hash of files; asked at every question of every page, so it reads them again only when their stamps change."""
    digest = sha256()
    for name, _, _ in stamps:
        with open(name, "rb") as file:
            digest.update(os.path.basename(name).encode() + b"\0" + file.read())
    return digest.hexdigest()


def _connect(path: str) -> Connection:
    """A locked-down connection.

    Closing writes no checkpoint (40 ms, a quarter of a load): what was committed stands in the WAL,

    which the next opening reads, and a checkpoint is made when it passes its threshold. Should the WAL be damaged,
    meta.applied_hash tells, and the database catches up from the ledger.

    """
    connection = duckdb.connect(_MEMORY, config=_CONFIG)
    try:
        if path != _MEMORY:
            connection.execute(f"ATTACH {quoted(path)} AS monitor; USE monitor")
        connection.execute("PRAGMA disable_checkpoint_on_shutdown")
        _lock_down(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _lock_down(connection: Connection) -> None:
    connection.execute("SET enable_external_access = false; SET lock_configuration = true")


def _catch_up(connection: Connection, home: str, entries: list[Entry], known: Records) -> bool:
    """Whether the database could be brought to the ledger's head; False where it must be made anew."""
    seq = _applied(connection, "meta", entries)
    if seq is None:
        return False
    if seq < len(entries):
        connection.execute("BEGIN")
        apply(connection, home, entries[:seq], entries[seq:], known)
        connection.execute("COMMIT")
    return True


def _applied(connection: Connection, meta: str, entries: list[Entry]) -> int | None:
    """How many of the ledger's entries the database has; None where it follows from another ledger or other reference
    data.
    """
    found = dict(connection.execute(f"SELECT name, value FROM {meta}").fetchall())
    seq = int(found["applied_seq"])
    if found["reference_hash"] != reference_hash() or seq > len(entries):
        return None
    return seq if (entries[seq - 1]["hash"] if seq else ledger.START) == found["applied_hash"] else None


def _original(home: str, entry: Entry) -> bytes:
    try:
        found = originals.read(home, entry["sha256"])
    except OSError as error:
        raise OriginalFault(entry["version"], "lost") from error
    if originals.digest_of(found) != entry["sha256"]:
        raise OriginalFault(entry["version"], "changed")
    return found


def _checked(entry: Entry, reading: Reading | Refusal) -> dict[str, Any]:
    """The records of an original read again; they must be those that were accepted."""
    if not isinstance(reading, Reading):
        raise OriginalFault(entry["version"], "unreadable")
    if records_hash(reading.records) != entry["records_sha256"]:
        raise OriginalFault(entry["version"], "differs")
    return reading.records


def records_hash(records: dict[str, Any]) -> str:
    """SHA-256 of the records, as the ledger keeps it."""
    return sha256(canonical(records).encode("utf-8", "surrogatepass")).hexdigest()


def _is_environment(error: Exception) -> bool:
    """A full disk or a file that another program holds is no damage."""
    text = str(error).lower()
    return "no space" in text or "could not set lock" in text or "permission denied" in text


@cache
def sql_text(name: str) -> str:
    """A file of etl/store/sql."""
    with open(os.path.join(_SQL, name), encoding="utf-8") as file:
        return file.read()
