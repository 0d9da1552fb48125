"""Whether everything is as accepted: the ledger's chain, each original's bytes, the database's rows."""

import os
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from etl.store import state
from etl.store.database.connection import Error, as_stored
from etl.store.database.following import follow, rebuild, tables_in_memory
from etl.store.database.records import OriginalFault
from etl.store.database.schema import reference_hash, schema
from etl.store.files import ledger, originals
from etl.store.files.home import database_path, locked, open_to_others


class Fault(NamedTuple):
    """One thing that is not as accepted, or that was mended, in both languages."""

    vi: str
    en: str


def verify(home: str, on_mended: Callable[[Fault], None] | None = None) -> list[Fault]:
    """Everything that is not as accepted: the ledger's chain, each original's bytes, the database's rows.

    A database that lacks the ledger's last entries, as after a load that was cut off, is no fault: it is brought up to
    them first, as the next command would, and `on_mended` hears a sentence on it.
    """
    with locked(home):
        found = [
            Fault(f"Sổ cái: dòng {fault.line} không khớp chuỗi.", f"Ledger: line {fault.line} breaks the chain.")
            for fault in ledger.faults(home)
        ]
        if found:
            return found
        found = list(original_faults(home))
        if not found:
            found = _database_faults(home, on_mended or (lambda sentence: None))
        return found + _mode_faults(home)


def rebuild_database(home: str) -> None:
    """The database made anew from originals and ledger. Raises OriginalFault."""
    with locked(home):
        rebuild(home)


def original_faults(home: str) -> Iterator[Fault]:
    """Workbooks and issued reports that are lost or are no longer the bytes they were."""
    now = state.replay(ledger.read(home))
    kept = [
        (f"Bản {v.version}: tệp gốc “{v.file_name}”", f"Version {v.version}: the original “{v.file_name}”", v.sha256)
        for v in now.versions.values()
    ]
    kept += [
        (f"Báo cáo phát hành lần {i.issue} “{i.file_name}”", f"Issued report {i.issue} “{i.file_name}”", i.sha256)
        for i in now.issues.values()
    ]
    for vi, en, digest in kept:
        try:
            data = originals.read(home, digest)
        except OSError:
            yield Fault(f"{vi} bị mất.", f"{en} is lost.")
            continue
        if originals.digest_of(data) != digest:
            yield Fault(f"{vi} đã bị thay đổi.", f"{en} was changed.")


def _mode_faults(home: str) -> list[Fault]:
    """One sentence where others than the owner may read what is kept."""
    names = open_to_others(home)
    if not names:
        return []
    first, count = names[0], len(names)
    return [
        Fault(
            f"Kho để người khác trên máy đọc được ({count} mục, ví dụ “{first}”): chạy chmod -R go= trên thư mục kho.",
            f"Others on this machine may read the store ({count} entries, such as “{first}”): run chmod -R go= on its"
            " folder.",
        )
    ]


def _database_faults(home: str, on_mended: Callable[[Fault], None]) -> list[Fault]:
    """Tables that are not what originals and ledger give, in one sentence."""
    behind = _entries_behind(home)
    if behind is None:
        return [
            Fault(
                "Sổ cái thiếu những dòng mà cơ sở dữ liệu đã ghi; hãy phục hồi bản sao lưu mới nhất.",
                "The ledger lacks lines that the database has; restore the newest backup.",
            )
        ]
    try:
        expected = tables_in_memory(home)
    except OriginalFault as error:
        return [
            Fault(
                f"Bản {error.version}: tệp gốc nay đọc ra khác với lúc tiếp nhận.",
                f"Version {error.version}: the original now reads differently.",
            )
        ]
    try:
        if behind:
            follow(home)
            on_mended(_caught_up(behind))
        elif _is_of_before(home):
            follow(home)
            on_mended(_REMADE)
        if not os.path.exists(database_path(home)):
            return []  # nothing has happened yet
        stored = as_stored(home)
        differ = [name for name in schema() if _rows(stored, name) != _rows(expected, name)]
        stored.close()
    except Error:
        return [Fault("Cơ sở dữ liệu bị hỏng; chạy rebuild.", "The database is damaged; run rebuild.")]
    if not differ:
        return []
    names = ", ".join(differ)
    return [
        Fault(
            f"Cơ sở dữ liệu khác với tệp gốc và sổ cái (bảng {names}); chạy rebuild.",
            f"The database differs from originals and ledger (tables {names}); run rebuild.",
        )
    ]


_REMADE = Fault(
    "Chương trình hoặc dữ liệu tham chiếu đã đổi; cơ sở dữ liệu đã được dựng lại, không mất gì.",
    "The program or its reference data changed; the database was made anew, nothing is lost.",
)


def _is_of_before(home: str) -> bool:
    """Whether the database was made by another edition of the program, as after an update."""
    if not os.path.exists(database_path(home)):
        return False
    try:
        stored = as_stored(home)
        row = stored.execute("SELECT value FROM meta WHERE name = 'reference_hash'").fetchone()
        stored.close()
    except Error:
        return False  # told elsewhere
    return row is not None and row[0] != reference_hash()


def _caught_up(count: int) -> Fault:
    return Fault(
        f"Cơ sở dữ liệu còn thiếu {count} dòng cuối của sổ cái (lần nạp trước bị ngắt); đã bổ sung, không mất gì.",
        f"The database lacked the ledger's last lines ({count}; a load was cut off); it has caught up,"
        " nothing is lost.",
    )


def _entries_behind(home: str) -> int | None:
    """How many of the ledger's entries the database lacks: all of them where there is none; 0 where it is damaged,
    which is told elsewhere.

    None where it has reached a line that the ledger no longer has: the ledger was lost, cut or replaced by an old one.
    """
    if not os.path.exists(database_path(home)):
        return len(ledger.read(home))
    try:
        stored = as_stored(home)
        row = stored.execute("SELECT value FROM meta WHERE name = 'applied_hash'").fetchone()
        stored.close()
    except Error:
        return 0
    hashes = [ledger.START, *(entry["hash"] for entry in ledger.read(home))]
    if row is None:
        return 0
    return len(hashes) - 1 - hashes.index(row[0]) if row[0] in hashes else None


def _rows(connection: Any, table: str) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = connection.execute(f"SELECT * FROM {table} ORDER BY ALL").fetchall()
    return rows
