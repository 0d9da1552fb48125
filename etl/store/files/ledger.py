"""The append-only ledger: one JSON line an event, each chained to the one before by SHA-256.

What stands in it has happened.
"""

import json
import os
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, NamedTuple

from etl.store.files.home import sync_folder

Entry = dict[str, Any]
START = "0" * 64
_last_read: dict[str, tuple[bytes, list[Entry]]] = {}


class Fault(NamedTuple):
    """What is wrong with a ledger, and at which line (1-based)."""

    line: int
    reason: str


def path(home: str) -> str:
    """The ledger's file."""
    return os.path.join(home, "ledger.jsonl")


def read(home: str) -> list[Entry]:
    """All entries, oldest first; not to be changed. A torn last line was never acknowledged and is no entry.

    Lines that a process has read once it does not take apart again: a load asks several times, of a ledger of many
    years. Raises JSONDecodeError: damaged.
    """
    try:
        with open(path(home), "rb") as file:
            data = file.read()
    except FileNotFoundError:
        return []
    whole = data[: data.rfind(b"\n") + 1]
    before, entries = _last_read.get(home, (b"", []))
    if not whole.startswith(before):
        before, entries = b"", []
    entries = entries + [_entry(line) for line in whole[len(before) :].splitlines()]
    _last_read.clear()  # one store at a time
    _last_read[home] = (whole, entries)
    return list(entries)


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
    last = _last(home)
    return str(last["hash"]) if last else START


def _last(home: str) -> Entry | None:
    """The last entry, by the end of the file; by all of it where that is no whole line."""
    try:
        with open(path(home), "rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - 65_536))
            tail = file.read()
    except FileNotFoundError:
        return None
    lines = tail[: tail.rfind(b"\n") + 1].splitlines()
    try:
        if lines:
            return _entry(lines[-1])
    except ValueError:
        pass
    entries = read(home) if lines or size >= 65_536 else []
    return entries[-1] if entries else None


def append(home: str, events: list[dict[str, Any]], actor: str, origin: str) -> list[Entry]:
    """Write events as lines, all with one fsync; they have happened when this returns. The caller holds the lock.

    actor: who; origin: cli, page … Raises OSError with nothing written.
    """
    if not events:
        return []
    last = _last(home)
    previous, seq = (last["hash"], int(last["seq"])) if last else (START, 0)
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
