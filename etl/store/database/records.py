"""The records of accepted workbooks: as the database holds them, or read again from their originals."""

import copy
import json
from hashlib import sha256
from typing import Any

from etl.intake.reading import Context, Reading, canonical
from etl.intake.safety.limits import Refusal
from etl.intake.sandboxed import read_reports
from etl.plan import has_plan
from etl.store import state
from etl.store.database.connection import Connection
from etl.store.files import originals
from etl.store.files.ledger import Entry

Records = dict[int, dict[str, Any]]  # version → records


class OriginalFault(Exception):
    """An accepted workbook cannot be read again as it was: lost, changed, or read differently now."""

    def __init__(self, version: int, reason: str) -> None:
        super().__init__(version, reason)
        self.version, self.reason = version, reason  # lost | changed | unreadable | differs


def records_of(connection: Connection, version: int) -> dict[str, Any] | None:
    """The records of an accepted version."""
    row = connection.execute(f"SELECT records FROM version_records WHERE version = {int(version)}").fetchone()
    return json.loads(row[0]) if row else None


def records_hash(records: dict[str, Any]) -> str:
    """SHA-256 of the records, as the ledger keeps it."""
    return sha256(canonical(records).encode("utf-8", "surrogatepass")).hexdigest()


def records_of_entries(home: str, before: list[Entry], entries: list[Entry], known: Records) -> Records:
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


def _checked(entry: Entry, reading: Reading | Refusal) -> dict[str, Any]:
    """The records of an original read again; they must be those that were accepted."""
    if not isinstance(reading, Reading):
        raise OriginalFault(entry["version"], "unreadable")
    if records_hash(reading.records) != entry["records_sha256"]:
        raise OriginalFault(entry["version"], "differs")
    return reading.records


def _original(home: str, entry: Entry) -> bytes:
    try:
        found = originals.read(home, entry["sha256"])
    except OSError as error:
        raise OriginalFault(entry["version"], "lost") from error
    if originals.digest_of(found) != entry["sha256"]:
        raise OriginalFault(entry["version"], "changed")
    return found
