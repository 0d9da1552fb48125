"""The only module that opens DuckDB: a database that follows from data/, the originals and the ledger, and is caught up with them."""

import json
import os
import re
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from etl import data
from etl.intake.report import canonical, read_report
from etl.store import ledger, originals, rows, state
from etl.store.home import database_path, sync_folder
from etl.store.ledger import Entry
from etl.store.state import State

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Records = dict[int, dict[str, Any]]  # version → records
_HERE = os.path.dirname(os.path.abspath(__file__))
_CONFIG = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "lock_configuration": "true",
}


class OriginalFault(Exception):
    """An accepted workbook cannot be read again as it was: lost, changed, or read differently now."""

    def __init__(self, version: int, reason: str) -> None:
        super().__init__(version, reason)
        self.version, self.reason = version, reason  # lost | changed | unreadable | differs


def open_database(home: str, known: Records | None = None) -> "DuckDBPyConnection":
    """The store's database, caught up with its ledger. The caller holds the lock and closes it.

    known: records of versions that were just accepted, so that their originals need not be read again.
    A missing, damaged or foreign file is replaced by one made anew.
    """
    import duckdb

    entries = ledger.read(home)
    path = database_path(home)
    if os.path.exists(path):
        connection = None
        try:
            connection = _connect(path)
            if _catch_up(connection, home, entries, known or {}):
                return connection
        except duckdb.Error as error:
            if _is_environment(error):
                raise
        if connection is not None:
            connection.close()
    return rebuild(home, entries, known)


def rebuild(home: str, entries: list[Entry] | None = None, known: Records | None = None) -> "DuckDBPyConnection":
    """The database made anew beside the old one, which it then replaces; open. The caller holds the lock."""
    path = database_path(home)
    fresh = path + ".new"
    for name in (fresh, fresh + ".wal"):
        if os.path.exists(name):
            os.unlink(name)
    os.makedirs(home, exist_ok=True)
    connection = _connect(fresh)
    try:
        fill(connection, home, ledger.read(home) if entries is None else entries, known or {})
    finally:
        connection.close()
    if os.path.exists(path + ".wal"):
        os.unlink(path + ".wal")
    os.replace(fresh, path)
    sync_folder(home)
    return _connect(path)


def in_memory(home: str) -> "DuckDBPyConnection":
    """The same tables made from originals and ledger, in memory: what `verify` compares with."""
    connection = _connect(":memory:")
    fill(connection, home, ledger.read(home), {})
    return connection


def fill(connection: "DuckDBPyConnection", home: str, entries: list[Entry], known: Records) -> None:
    """Tables, views, reference data and every entry, in one transaction."""
    connection.execute("BEGIN")
    connection.execute(_sql("schema.sql"))
    connection.execute(_sql("views.sql"))
    insert(connection, {"meta": [{"name": "reference_hash", "value": reference_hash()}, {"name": "applied_hash", "value": ledger.START},
                                 {"name": "applied_seq", "value": "0"}]})  # fmt: skip
    apply(connection, home, state.empty(), entries, known, is_new=True)
    connection.execute("COMMIT")


def apply(
    connection: "DuckDBPyConnection",
    home: str,
    before: State,
    entries: list[Entry],
    known: Records,
    is_new: bool = False,
) -> None:
    """Rows of the entries, within the caller's transaction. `before` is the state they come on top of."""
    tables: rows.Tables = {}
    now = before
    wanted = [entry for entry in entries if entry["action"] == "accept" and entry["version"] not in known]
    data_of = {entry["version"]: _original(home, entry) for entry in wanted}
    readings = _read_again(data_of)
    for entry in entries:
        records = known.get(entry["version"]) if entry["action"] == "accept" else None
        if entry["action"] == "accept" and records is None:
            records = _checked(entry, next(readings), now)
        for table, found in rows.entry_rows(entry, records).items():
            tables.setdefault(table, []).extend(found)
        if records is not None:
            tables.setdefault("version_records", []).append(
                {"version": entry["version"], "records": canonical(records)}
            )
        now = state.step(now, entry)
    if is_new or any(entry["action"].startswith("base_union") for entry in entries):
        reference = rows.reference(now.changes)
        if not is_new:
            connection.execute("; ".join(f"DELETE FROM {table}" for table in reference))
        tables |= reference
    if entries:
        tables["meta"] = [
            {"name": "applied_hash", "value": entries[-1]["hash"]},
            {"name": "applied_seq", "value": str(entries[-1]["seq"])},
        ]
        connection.execute("DELETE FROM meta WHERE name IN ('applied_hash', 'applied_seq')")
    insert(connection, tables)


def insert(connection: "DuckDBPyConnection", tables: rows.Tables) -> None:
    """Rows into their tables, each table's as one literal: a bound parameter would import pandas, 250 ms."""
    for table, found in tables.items():
        if found:
            fields = columns_of(table)
            struct = json.dumps([fields])
            text = json.dumps([{name: row.get(name) for name in fields} for row in found], ensure_ascii=False)
            sql = f"INSERT INTO {table} SELECT unnest(from_json({quoted(text)}, {quoted(struct)}), recursive := true)"
            connection.execute(sql.encode("utf-8", "replace").decode())


def quoted(text: str) -> str:
    """A text as an SQL literal. DuckDB knows one escape in '…': the doubled quote."""
    return "'" + text.replace("'", "''").replace("\0", "") + "'"


@cache
def schema() -> dict[str, dict[str, str]]:
    """Table → column → type, from schema.sql."""
    text = re.sub(r"--[^\n]*", "", _sql("schema.sql"))
    found = {}
    for name, body in re.findall(r"CREATE TABLE (\w+) \((.*?)\);", text, flags=re.DOTALL):
        parts = (part.split() for part in body.split(","))
        found[name] = {part[0]: part[1] for part in parts}
    return found


def columns_of(table: str) -> dict[str, str]:
    """Column → type of one table."""
    return schema()[table]


def records_of(connection: "DuckDBPyConnection", version: int) -> dict[str, Any] | None:
    """The records of an accepted version."""
    row = connection.execute(f"SELECT records FROM version_records WHERE version = {int(version)}").fetchone()
    return json.loads(row[0]) if row else None


def copy_in_memory(home: str) -> "DuckDBPyConnection":
    """A copy of the database in memory, locked down: what the dashboard asks. The caller holds the lock."""
    import duckdb

    open_database(home).close()
    connection = duckdb.connect(":memory:")
    connection.execute(f"ATTACH {quoted(database_path(home))} AS stored (READ_ONLY)")
    connection.execute("COPY FROM DATABASE stored TO memory")
    connection.execute("DETACH stored")
    for name, value in _CONFIG.items():
        connection.execute(f"SET {name} = {value}")
    return connection


def reference_hash() -> str:
    """Changes when reference data, tables or views do: then the database is made anew."""
    digest = sha256()
    folder = data.folder()
    plans = os.path.join(folder, "plans")
    names = [os.path.join(plans, name) for name in sorted(os.listdir(plans)) if name.endswith(".toml")]
    names += [os.path.join(folder, name) for name in ("units.csv", "districts.csv", "tile-grid.csv")]
    for name in [*names, os.path.join(_HERE, "schema.sql"), os.path.join(_HERE, "views.sql")]:
        with open(name, "rb") as file:
            digest.update(os.path.basename(name).encode() + b"\0" + file.read())
    return digest.hexdigest()


def _connect(path: str) -> "DuckDBPyConnection":
    import duckdb

    return duckdb.connect(path, config=_CONFIG)  # type: ignore[arg-type]


def _catch_up(connection: "DuckDBPyConnection", home: str, entries: list[Entry], known: Records) -> bool:
    """Whether the database could be brought to the ledger's head; False where it must be made anew."""
    meta = dict(connection.execute("SELECT name, value FROM meta").fetchall())
    seq = int(meta["applied_seq"])
    if meta["reference_hash"] != reference_hash() or seq > len(entries):
        return False
    if (entries[seq - 1]["hash"] if seq else ledger.START) != meta["applied_hash"]:
        return False
    if seq < len(entries):
        connection.execute("BEGIN")
        apply(connection, home, state.replay(entries[:seq]), entries[seq:], known)
        connection.execute("COMMIT")
    return True


def _original(home: str, entry: Entry) -> bytes:
    try:
        found = originals.read(home, entry["sha256"])
    except OSError as error:
        raise OriginalFault(entry["version"], "lost") from error
    if originals.digest_of(found) != entry["sha256"]:
        raise OriginalFault(entry["version"], "changed")
    return found


def _read_again(data_of: dict[int, bytes]) -> Any:
    from etl.intake.guard import open_workbooks

    return open_workbooks(list(data_of.values()))


def _checked(entry: Entry, workbook: Any, before: State) -> dict[str, Any]:
    """The records of an original read again; they must be those that were accepted."""
    from etl.intake.container import Refusal

    if isinstance(workbook, Refusal):
        raise OriginalFault(entry["version"], "unreadable")
    records = read_report(workbook, before.context()).records
    if records_hash(records) != entry["records_sha256"]:
        raise OriginalFault(entry["version"], "differs")
    return records


def records_hash(records: dict[str, Any]) -> str:
    """SHA-256 of the records, as the ledger keeps it."""
    return sha256(canonical(records).encode("utf-8", "surrogatepass")).hexdigest()


def _is_environment(error: Exception) -> bool:
    """A full disk or a file that another program holds is no damage."""
    text = str(error).lower()
    return "no space" in text or "could not set lock" in text or "permission denied" in text


@cache
def _sql(name: str) -> str:
    with open(os.path.join(_HERE, name), encoding="utf-8") as file:
        return file.read()
