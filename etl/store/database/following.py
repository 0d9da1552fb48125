"""The database that follows from data/, the originals and the ledger, and is caught up with them."""

import os

from etl.intake.reading import canonical
from etl.store import state
from etl.store.database import rows
from etl.store.database.blank import copy_blank, fill_tables
from etl.store.database.connection import (
    MEMORY,
    Connection,
    Error,
    connect,
    is_environment,
    lock_down,
    quoted,
    unlocked,
)
from etl.store.database.insertion import insert
from etl.store.database.records import Records, records_of_entries
from etl.store.database.schema import reference_hash
from etl.store.files import ledger
from etl.store.files.home import database_path, sync_folder
from etl.store.files.ledger import Entry


def open_database(home: str, known: Records | None = None) -> Connection:
    """The store's database, caught up with its ledger. The caller holds the lock and closes it.

    known: records of versions that were just accepted, so that their originals need not be read again.
    A missing, damaged or foreign file is replaced by one made anew. Raises OriginalFault.
    """
    found = _opened(home, known or {})
    if found is None:
        rebuild(home, known)
        found = connect(database_path(home))
    return found


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
    copy_blank(fresh)
    connection = connect(fresh)
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


def tables_in_memory(home: str) -> Connection:
    """The same tables made from originals and ledger, in memory: what `verify` compares with."""
    connection = connect(MEMORY)
    fill_tables(connection)
    apply(connection, home, [], ledger.read(home), {})
    return connection


def copy_in_memory(home: str) -> Connection:
    """A copy of the database in memory, locked down: what the dashboard asks. The caller holds the lock."""
    found = _copied(home)
    if found is None:
        follow(home)
        found = _copied(home)
        assert found is not None
    return found


def apply(connection: Connection, home: str, before: list[Entry], entries: list[Entry], known: Records) -> None:
    """Rows of the entries, within the caller's transaction. before: the entries that the database has already."""
    tables: rows.Tables = {}
    records_of_entry = records_of_entries(home, before, entries, known)
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


def _opened(home: str, known: Records) -> Connection | None:
    """The database as it lies there, caught up; None where it must be made anew."""
    path = database_path(home)
    if not os.path.exists(path):
        _remove(path)
        copy_blank(path + ".new")
        os.replace(path + ".new", path)
    connection = None
    try:
        connection = connect(path)
        if _catch_up(connection, home, ledger.read(home), known):
            return connection
    except Error as error:
        if is_environment(error):
            raise
    if connection is not None:
        connection.close()
    return None


def _remove(path: str) -> None:
    """A database file and its WAL, the file first: a WAL alone would be taken for another database's."""
    for name in (path, path + ".wal"):
        if os.path.exists(name):
            os.unlink(name)


def _copied(home: str) -> Connection | None:
    """The copy; None where the database is not at the ledger's head."""
    if not os.path.exists(database_path(home)):
        return None
    connection = unlocked()
    try:
        connection.execute(f"ATTACH {quoted(database_path(home))} AS stored (READ_ONLY)")
        entries = ledger.read(home)
        if _applied(connection, "stored.meta", entries) == len(entries):
            connection.execute("COPY FROM DATABASE stored TO memory")
            connection.execute("DETACH stored")
            lock_down(connection)
            return connection
    except Error as error:
        if is_environment(error):
            connection.close()
            raise
    connection.close()
    return None


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
