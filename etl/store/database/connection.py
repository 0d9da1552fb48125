"""The only module that opens DuckDB: locked-down connections to a store's file, or to memory."""

from typing import Any

import duckdb

from etl.store.files.home import database_path

Connection = duckdb.DuckDBPyConnection
Error = duckdb.Error
MEMORY = ":memory:"
_CONFIG: dict[str, Any] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "checkpoint_threshold": "4MB",
    "default_block_size": "16384",  # a season's file is 1 MB instead of 6
}


def connect(path: str) -> Connection:
    """A locked-down connection.

    Closing writes no checkpoint (40 ms, a quarter of a load): what was committed stands in the WAL,
    which the next opening reads, and a checkpoint is made when it passes its threshold. Should the WAL be damaged,
    meta.applied_hash tells, and the database catches up from the ledger.
    """
    connection = unlocked()
    try:
        if path != MEMORY:
            connection.execute(f"ATTACH {quoted(path)} AS monitor; USE monitor")
        connection.execute("PRAGMA disable_checkpoint_on_shutdown")
        lock_down(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def unlocked() -> Connection:
    """A database in memory that may still attach files, until it is locked down."""
    return duckdb.connect(MEMORY, config=_CONFIG)


def lock_down(connection: Connection) -> None:
    """No file, no network, no other setting from now on."""
    connection.execute("SET enable_external_access = false; SET lock_configuration = true")


def as_stored(home: str) -> Connection:
    """The database as it lies there, to be read only. Raises Error where it is damaged."""
    return duckdb.connect(database_path(home), read_only=True)


def is_environment(error: Exception) -> bool:
    """Whether it is a full disk or a file that another program holds, which is no damage."""
    text = str(error).lower()
    return "no space" in text or "could not set lock" in text or "permission denied" in text


def quoted(text: str) -> str:
    """A text as an SQL literal. DuckDB knows one escape in '…': the doubled quote."""
    return "'" + text.replace("'", "''").replace("\0", "") + "'"
