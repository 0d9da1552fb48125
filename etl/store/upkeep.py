"""The whole store out and in, verified, made anew, and the sample store set aside."""

import errno
import json
import os
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, NamedTuple

from etl.store import state
from etl.store.corrections import InvalidAction
from etl.store.database import (
    Error,
    OriginalFault,
    as_stored,
    follow,
    in_memory,
    rebuild,
    reference_hash,
    schema,
)
from etl.store.files import ledger, originals
from etl.store.files.home import database_path, locked, open_to_others

_MANIFEST = "manifest.json"
_KEPT = ("ledger.jsonl", "originals")


class Fault(NamedTuple):
    """One thing that is not as accepted, or that was mended, in both languages."""

    vi: str
    en: str


def verify(home: str, told: Callable[[Fault], None] | None = None) -> list[Fault]:
    """Everything that is not as accepted: the ledger's chain, each original's bytes, the database's rows.

    A database that lacks the ledger's last entries, as after a load that was cut off, is no fault: it is brought up to
    them first, as the next command would, and `told` hears a sentence on it.
    """
    with locked(home):
        found = [
            Fault(f"Sổ cái: dòng {fault.line} không khớp chuỗi.", f"Ledger: line {fault.line} breaks the chain.")
            for fault in ledger.faults(home)
        ]
        if found:
            return found
        found = list(_original_faults(home))
        if not found:
            found = _database_faults(home, told or (lambda sentence: None))
        return found + _mode_faults(home)


def rebuild_database(home: str) -> None:
    """The database made anew from originals and ledger. Raises OriginalFault."""
    with locked(home):
        rebuild(home)


def backup(home: str, target: str) -> int:
    """Ledger and originals in one zip file, whole or not at all; the number of versions in it.

    Raises OSError, OriginalFault, InvalidAction.
    """
    temporary = f"{target}.{os.getpid()}.part"
    with locked(home):
        names = _files(home)
        now = state.replay(ledger.read(home))
        for version in now.versions.values():
            if f"originals/{version.sha256}.bin" not in names:  # a backup without it could never be restored
                raise OriginalFault(version.version, "lost")
        for issued in now.issues.values():
            if f"originals/{issued.sha256}.bin" not in names:
                raise InvalidAction(
                    "Mất báo cáo đã phát hành lần {issue}; phục hồi bản sao lưu mới nhất.", issue=issued.issue
                )
        try:
            with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
                digests = {}
                for name in names:
                    with open(os.path.join(home, *name.split("/")), "rb") as file:
                        data = file.read()
                    digests[name] = sha256(data).hexdigest()
                    archive.writestr(name, data)
                made = datetime.now(UTC).isoformat(timespec="seconds")
                archive.writestr(_MANIFEST, json.dumps({"made": made, "files": digests}, indent=1))
            os.replace(temporary, target)
        except OSError:
            if os.path.exists(temporary):
                os.unlink(temporary)
            raise
        return len(state.replay(ledger.read(home)).versions)


def restore(home: str, source: str) -> int:
    """A backup becomes the store, after every byte of it was verified; the store that was is set aside.

    Raises InvalidAction, OSError.
    """
    fresh = f"{home}.restored-{os.getpid()}"
    try:
        with locked(fresh):
            _unpack(source, fresh)
            faults = [*ledger.faults(fresh), *_original_faults(fresh)]
            if faults:
                raise InvalidAction("Bản sao lưu bị hỏng; kho hiện tại giữ nguyên.")
            rebuild(fresh)
        with locked(home):
            _set_aside(home, "before-restore")
            for name in os.listdir(fresh):
                if name != "lock":
                    os.replace(os.path.join(fresh, name), os.path.join(home, name))
        return len(state.replay(ledger.read(home)).versions)
    except OriginalFault as error:
        raise InvalidAction("Bản sao lưu không đọc lại được; kho hiện tại giữ nguyên.") from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def begin(home: str, kind: str, actor: str, origin: str) -> None:
    """Mark an empty store as sample or real. Raises InvalidAction where something has happened in it."""
    with locked(home):
        if ledger.read(home):
            raise InvalidAction("Kho không còn trống.")
        ledger.append(home, [{"action": "start", "kind": kind}], actor, origin)
        follow(home)


def start_real(home: str, actor: str, origin: str) -> str | None:
    """Set a sample store aside and begin the real, empty one; where the old one now lies. A real store stays as it is.

    Users are real in either: they come along, so that nobody is locked out of the store they began.
    """
    with locked(home):
        entries = ledger.read(home)
        before = state.replay(entries)
        if before.kind != "sample":
            if entries:
                raise InvalidAction("Kho này đã là kho thật.")
            aside = None
        else:
            aside = _set_aside(home, "sample")
        users = [{"action": "user_set", "email": email, **row} for email, row in before.users.items()]
        ledger.append(home, [{"action": "start", "kind": "real"}, *users], actor, origin)
        follow(home)
        return aside


def _files(home: str) -> list[str]:
    names = ["ledger.jsonl"] if os.path.exists(ledger.path(home)) else []
    return names + [f"originals/{digest}.bin" for digest in originals.all_digests(home)]


def _unpack(source: str, target: str) -> None:
    damaged = InvalidAction("Tệp này không phải bản sao lưu, hoặc đã hỏng.")
    try:
        with zipfile.ZipFile(source) as archive:
            digests = json.loads(archive.read(_MANIFEST))["files"]
            for name, digest in digests.items():
                parts = name.split("/")
                data = archive.read(name)
                if parts[0] not in _KEPT or ".." in parts or "\\" in name or sha256(data).hexdigest() != digest:
                    raise damaged
                path = os.path.join(target, *parts)
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, "wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
    except (
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        EOFError,
        OverflowError,
        RuntimeError,  # a damaged flag says “encrypted”; NotImplementedError is one too
    ) as error:
        raise damaged from error
    except OSError as error:
        # A damaged place lies before the file's beginning (EINVAL); bzip2's complaint has no number. A disk's has one.
        if error.errno in (None, errno.EINVAL):
            raise damaged from error
        raise


def _set_aside(home: str, label: str) -> str | None:
    """Move what the store holds into its folder `aside`, all of it; the ledger goes last, so that a kill leaves a whole
    store.
    """
    names = [name for name in os.listdir(home) if name not in ("lock", "aside")]
    if not names:
        return None
    aside = os.path.join(home, "aside", f"{label}-{datetime.now(UTC).strftime('%Y%m%dT%H%M%S%f')}")
    os.makedirs(aside)
    for name in sorted(names, key=lambda name: name != "ledger.jsonl"):
        os.replace(os.path.join(home, name), os.path.join(aside, name))
    return aside


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


def _original_faults(home: str) -> Iterator[Fault]:
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


def _database_faults(home: str, told: Callable[[Fault], None]) -> list[Fault]:
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
        expected = in_memory(home)
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
            told(_caught_up(behind))
        elif _is_of_before(home):
            follow(home)
            told(_REMADE)
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
