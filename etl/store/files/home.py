"""Where the store is and how its folder is laid out; one writer at a time."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from etl import data

DEFAULT = os.path.join(os.path.dirname(data.HERE), "data", "store")


def home() -> str:
    """MONITOR_HOME, or data/store in the project."""
    return os.environ.get("MONITOR_HOME") or DEFAULT


def database_path(at: str) -> str:
    """The DuckDB file of a store."""
    return os.path.join(at, "monitor.duckdb")


@contextmanager
def locked(at: str) -> Iterator[None]:
    """Alone in the store, among threads and processes. Waits; never fails because somebody else is there.

    What is made meanwhile, DuckDB's own files and backups too, is its owner's alone: names and telephone numbers stand
    in it. Own lines instead of a library: filelock imports asyncio, 40 ms, as long as reading a season of workbooks.
    """
    os.makedirs(at, mode=0o700, exist_ok=True)
    with open(os.path.join(at, "lock"), "a+b", opener=_private) as file:
        _lock(file.fileno())
        before = os.umask(0o077)
        try:
            yield
        finally:
            os.umask(before)
            _unlock(file.fileno())


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def open_to_others(at: str) -> list[str]:
    """What lies in the store and others than its owner may reach, the store's folder itself as "."; Windows has no such
    modes.
    """
    if os.name == "nt":  # pragma: no cover
        return []
    found = []
    for folder, _, files in os.walk(at):
        for name in (".", *files):
            path = os.path.normpath(os.path.join(folder, name))
            if os.stat(path).st_mode & 0o077:
                found.append(os.path.relpath(path, at))
    return sorted(set(found))


if os.name == "nt":  # pragma: no cover
    import msvcrt

    def _lock(descriptor: int) -> None:
        while True:
            try:
                os.lseek(descriptor, 0, os.SEEK_SET)
                msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
                return
            except OSError:
                time.sleep(0.02)

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)  # type: ignore[attr-defined]

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


def sync_folder(path: str) -> None:
    """Make a rename in the folder last; Windows has no such call and needs none."""
    if os.name == "nt":  # pragma: no cover
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
