"""The append-only ledger: one JSON line an event, each chained to the one before by SHA-256. What stands in it has happened."""

import json
import os
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, NamedTuple

from etl.store.home import sync_folder

Entry = dict[str, Any]
START = "0" * 64


class Fault(NamedTuple):
    """What is wrong with a ledger, and at which line (1-based)."""

    line: int
    reason: str


def path(home: str) -> str:
    """The ledger's file."""
    return os.path.join(home, "ledger.jsonl")


def read(home: str) -> list[Entry]:
    """All entries, oldest first. A torn last line was never acknowledged and is no entry. Raises JSONDecodeError: damaged."""
    try:
        with open(path(home), "rb") as file:
            data = file.read()
    except FileNotFoundError:
        return []
    return [_entry(line) for line in data[: data.rfind(b"\n") + 1].splitlines()]


def _entry(line: bytes) -> Entry:
    try:
        entry = json.loads(line)
        if entry["action"] and entry["hash"]:
            return dict(entry)
    except (UnicodeDecodeError, KeyError, TypeError):
        pass
    raise json.JSONDecodeError("no entry", "", 0)


def head(home: str) -> str:
    """Hash of the last entry: changes with every event, costs one short read."""
    try:
        with open(path(home), "rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - 65_536))
            tail = file.read()
    except FileNotFoundError:
        return START
    lines = tail[: tail.rfind(b"\n") + 1].splitlines()
    if not lines:
        return START if size < 65_536 else read(home)[-1]["hash"]
    try:
        return str(json.loads(lines[-1])["hash"])
    except (ValueError, KeyError):
        entries = read(home)
        return entries[-1]["hash"] if entries else START


def append(home: str, events: list[dict[str, Any]], actor: str, origin: str) -> list[Entry]:
    """Write events as lines, all with one fsync; they have happened when this returns. The caller holds the lock.

    actor: who; origin: cli, page … Raises OSError with nothing written.
    """
    if not events:
        return []
    previous, seq = head(home), _last_seq(home)
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    entries, lines = [], []
    for number, event in enumerate(events, seq + 1):
        entry = {"seq": number, "at": at, "actor": actor, "origin": origin, **event, "prev": previous}
        entry["hash"] = previous = _hash(entry)
        entries.append(entry)
        lines.append(_line(entry))
    _write(home, b"".join(lines))
    return entries


def faults(home: str) -> list[Fault]:
    """Where the chain is broken."""
    try:
        with open(path(home), "rb") as file:
            data = file.read()
    except FileNotFoundError:
        return []
    found, previous = [], START
    for number, line in enumerate(data[: data.rfind(b"\n") + 1].splitlines(), 1):
        try:
            entry = json.loads(line)
            stated = entry.pop("hash")
            if entry["seq"] != number or entry["prev"] != previous or _hash(entry) != stated:
                found.append(Fault(number, "chain"))
            previous = stated
        except (ValueError, KeyError, TypeError, AttributeError):
            found.append(Fault(number, "unreadable"))
    return found


def _last_seq(home: str) -> int:
    try:
        with open(path(home), "rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - 65_536))
            tail = file.read()
        lines = tail[: tail.rfind(b"\n") + 1].splitlines()
        return int(json.loads(lines[-1])["seq"]) if lines else 0
    except FileNotFoundError:
        return 0
    except (ValueError, KeyError):
        entries = read(home)
        return int(entries[-1]["seq"]) if entries else 0


def _write(home: str, data: bytes) -> None:
    os.makedirs(home, exist_ok=True)
    is_new = not os.path.exists(path(home))
    with open(path(home), "r+b" if not is_new else "xb") as file:
        end = _whole_end(file)
        try:
            file.seek(end)
            file.write(data)
            file.truncate()
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            _cut(file, end)
            raise
    if is_new:
        sync_folder(home)


def _whole_end(file: Any) -> int:
    """Where the last whole line ends; what stands behind it was never acknowledged."""
    size = int(file.seek(0, os.SEEK_END))
    step = min(size, 65_536)
    while size:
        file.seek(size - step)
        tail = file.read(step)
        newline = tail.rfind(b"\n")
        if newline >= 0:
            return size - step + newline + 1
        if step == size:
            return 0
        step = min(size, step * 16)
    return 0


def _cut(file: Any, end: int) -> None:
    """Take back a write that failed: what was not acknowledged must not be found later."""
    try:
        os.ftruncate(file.fileno(), end)
    except OSError:
        pass  # the torn line is passed over by every reader and overwritten by the next writer


def _hash(entry: dict[str, Any]) -> str:
    return sha256(_line(entry)).hexdigest()


def _line(entry: dict[str, Any]) -> bytes:
    return (json.dumps(entry, ensure_ascii=False, separators=(",", ":")) + "\n").encode("utf-8", "surrogatepass")
