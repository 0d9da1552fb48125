"""The one door for reports: check, then accept whole or not at all. The command line and the pages both come through here."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from etl.finding import Finding
from etl.intake.compare import lower_than_before, replacement
from etl.intake.container import Refusal
from etl.intake.guard import read_reports
from etl.intake.reading import Reading
from etl.plan import load_plan, unit_name
from etl.store import ledger, originals, state
from etl.store.home import locked
from etl.store.state import State

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

READ_LIMIT = 64 * 1024 * 1024  # a file over the size limit is refused all the same: no more of it is read
_BATCH = 32  # workbooks accepted together: memory stays flat, one fsync serves them all


class Item(NamedTuple):
    """One file to check or load. The name is a label, never a path."""

    name: str
    data: bytes
    received_on: date | None = None


class Result(NamedTuple):
    """What became of one file. outcome: accepted, refused, unchanged, needs_confirmation; of a mere check: accepted = could be."""

    file: str
    sha256: str
    unit_code: str | None
    plan_year: int | None
    period: str | None
    outcome: str
    version: int | None
    findings: list[Finding]
    notices: list[Finding]
    records: dict[str, Any] | None

    @property
    def unit(self) -> str | None:
        """Name of the reporting unit."""
        return unit_name(load_plan(self.plan_year), self.unit_code) if self.unit_code and self.plan_year else None


class SampleStore(Exception):
    """The store holds invented figures and takes no real report."""


class FutureDay(Exception):
    """A report cannot have been received after today."""


class Acceptance(NamedTuple):
    """Who loads, from where, and how."""

    actor: str
    origin: str
    received_on: date | None = None
    confirm_warnings: bool = False
    reason: str | None = None
    is_sample: bool = False
    may_report: Any = None  # (unit_code) -> bool, or None for anybody


def check(home: str, items: Iterable[Item], may_report: Any = None) -> Iterator[Result]:
    """What loading would find; changes nothing, needs no store."""
    for batch in _batches(items):
        entries = ledger.read(home)
        now = state.replay(entries)
        readings = _readings(batch, now)
        with locked(home) if entries else nullcontext(), _database(home) as connection:
            found = [_with_store(*pair, now, connection, may_report) for pair in zip(batch, readings, strict=True)]
        yield from found


def load(home: str, items: Iterable[Item], how: Acceptance) -> Iterator[Result]:
    """Check each file and accept it whole or not at all; results in order. Others go on when one is refused.

    Raises SampleStore, FutureDay, OSError (nothing of the batch at hand was acknowledged then).
    """
    for batch in _batches(items):
        _check_days(batch, how)
        entries = ledger.read(home)
        readings = _readings(batch, state.replay(entries))
        with locked(home):
            yield from _accept_batch(home, batch, readings, how)


def submit(home: str, item: Item, result: Result, actor: str, origin: str) -> None:
    """Keep a district's workbook for city staff to accept or decline; it does not count before. Raises SampleStore, OSError."""
    accepts(home, is_sample=False)
    with locked(home):
        digest = originals.keep_all(home, [item.data])[0]
        event = {"action": "submit", "sha256": digest, "file_name": _label(item.name), "unit_code": result.unit_code,
                 "plan_year": result.plan_year, "period": result.period, "received_on": state.today().isoformat()}  # fmt: skip
        ledger.append(home, [event], actor, origin)


def accepts(home: str, is_sample: bool) -> None:
    """Raises SampleStore where a real report would meet invented ones."""
    if state.replay(ledger.read(home)).kind == "sample" and not is_sample:
        raise SampleStore


def _check_days(batch: Iterable[Item], how: Acceptance) -> None:
    today = state.today()
    if any((item.received_on or how.received_on or today) > today for item in batch):
        raise FutureDay


def _readings(batch: tuple[Item, ...], now: State) -> list[Reading | Refusal]:
    """Each file read. DuckDB is imported while the child process is at work."""
    import threading

    importing = threading.Thread(target=_import_database)
    importing.start()
    context = now.context()
    found = list(read_reports((item.data, context) for item in batch))
    importing.join()
    return found


def _import_database() -> None:
    from etl.store.database import engine

    engine()


def _accept_batch(
    home: str, batch: tuple[Item, ...], readings: list[Reading | Refusal], how: Acceptance
) -> list[Result]:
    entries = ledger.read(home)
    now = state.replay(entries)
    if now.kind == "sample" and not how.is_sample:
        raise SampleStore
    results: list[Result] = []
    events: list[dict[str, Any]] = []
    known: dict[int, Any] = {}
    with _database(home) as connection:
        for item, reading in zip(batch, readings, strict=True):
            result = _with_store(item, reading, now, connection, how.may_report, known)
            if result.outcome == "needs_confirmation" and how.confirm_warnings:
                result = result._replace(outcome="accepted")
            if result.outcome == "accepted":
                version = len(now.versions) + 1
                result = result._replace(version=version)
                known[version] = result.records
            event = _event(item, result, how)
            if event:
                events.append(event)
                now = state.step(now, _draft(event, how))
            results.append(result)
    _commit(home, batch, results, events, known, how)
    return results


def _commit(home: str, batch: tuple[Item, ...], results: list[Result], events: list[dict[str, Any]], known: dict[int, Any],
            how: Acceptance) -> None:  # fmt: skip
    """Originals, then the ledger, then the database. After the ledger's fsync it has happened."""
    from etl.store.database import OriginalFault, follow

    originals.keep_all(
        home, [item.data for item, result in zip(batch, results, strict=True) if result.outcome == "accepted"]
    )
    ledger.append(home, events, how.actor, how.origin)
    if events:
        try:
            follow(home, known)
        except OriginalFault:
            pass  # an older original is lost: whoever reads the figures next is told so
        except Exception as error:  # the ledger has it: the database catches up when it is next opened
            if not _is_full(error):
                raise


def _is_full(error: Exception) -> bool:
    return isinstance(error, OSError) or "no space" in str(error).lower() or "could not write" in str(error).lower()


def _with_store(item: Item, reading: Reading | Refusal, now: State, connection: "_Lazy", may_report: Any,
                known: dict[int, Any] | None = None) -> Result:  # fmt: skip
    """The reading, and what the store adds: the same file, lower than before, a replacement, a unit that is not the sender's."""
    digest = originals.digest_of(item.data)
    if isinstance(reading, Refusal):
        finding = Finding("E01", None, None, None, reading.reason, reading.params)
        return Result(item.name, digest, None, None, None, "refused", None, [finding], [], None)
    findings = list(reading.findings)
    same = now.same_file(digest)
    outcome = "unchanged" if same and not reading.has_errors else "accepted"
    if may_report and reading.unit_code and not may_report(reading.unit_code):
        unit = unit_name(load_plan(reading.plan_year or now_year()), reading.unit_code)
        findings.append(Finding("E11", None, None, None, "may_not_report", {"unit": unit}))
    if same and outcome == "unchanged":
        words = {"vi": "đã thu hồi", "en": "withdrawn"} if same.is_withdrawn else {"vi": "đang lưu", "en": "kept"}
        findings.append(Finding("W04", None, None, None, "same_file", {"version": same.version, "state": words}))
    elif not reading.has_errors:
        findings.extend(_against_store(reading, now, connection, known or {}))
    if any(finding.severity == "error" for finding in findings):
        outcome = "refused"
    elif outcome == "accepted" and findings:
        outcome = "needs_confirmation"
    version = same.version if same and outcome == "unchanged" else None
    return Result(
        item.name,
        digest,
        reading.unit_code,
        reading.plan_year,
        reading.period,
        outcome,
        version,
        findings,
        reading.notices,
        reading.records,
    )


def now_year() -> int:
    """The newest plan year."""
    from etl.plan import plan_years

    return plan_years()[-1]


def _against_store(reading: Reading, now: State, connection: "_Lazy", known: dict[int, Any]) -> list[Finding]:
    findings: list[Finding] = []
    plan = load_plan(reading.plan_year or 0)
    periods = list(plan.periods)
    for earlier in periods[: periods.index(reading.period or "")]:
        before = now.in_force(reading.unit_code, reading.plan_year, earlier)
        if before:
            findings.extend(
                lower_than_before(
                    reading.records, connection.records(before.version, known), plan.periods[earlier]["label"]
                )
            )
    in_force = now.in_force(reading.unit_code, reading.plan_year, reading.period)
    if in_force:
        findings.append(replacement(reading.records, connection.records(in_force.version, known), in_force.version))
    return findings


def _event(item: Item, result: Result, how: Acceptance) -> dict[str, Any] | None:
    from etl.store.database import records_hash

    known = {"file_name": _label(item.name), "sha256": result.sha256, "size": len(item.data)}
    report = {"unit_code": result.unit_code, "plan_year": result.plan_year, "period": result.period}
    if result.outcome == "refused":
        return {
            "action": "refuse",
            **known,
            **report,
            "codes": sorted({f.code for f in result.findings if f.severity == "error"}),
        }
    if result.outcome != "accepted":
        return None
    received = item.received_on or how.received_on or state.today()
    return {
        "action": "accept",
        "version": result.version,
        **known,
        **report,
        "received_on": received.isoformat(),
        "reason": how.reason,
        "records_sha256": records_hash(result.records or {}),
        "findings": [finding._asdict() for finding in result.findings],
    }


def _draft(event: dict[str, Any], how: Acceptance) -> dict[str, Any]:
    return {"at": "", "actor": how.actor, **event}


def _label(name: str) -> str:
    """A file's name as a label: no folders, no control characters, 200 letters."""
    return "".join(char for char in os.path.basename(name.replace("\\", "/")) if char.isprintable())[:200]


class _Lazy:
    """Records of accepted versions; the database is opened for the first that is asked for."""

    def __init__(self, home: str) -> None:
        self._home = home
        self._connection: DuckDBPyConnection | None = None

    def records(self, version: int, known: dict[int, Any]) -> dict[str, Any]:
        """The records of a version, also of one accepted earlier in the same batch."""
        if version in known:
            return known[version]  # type: ignore[no-any-return]
        from etl.store import database

        if self._connection is None:
            self._connection = database.open_database(self._home)
        return database.records_of(self._connection, version) or {"info": {}, "info_cells": {}, "forms": {}}

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()


@contextmanager
def _database(home: str) -> Iterator[_Lazy]:
    lazy = _Lazy(home)
    try:
        yield lazy
    finally:
        lazy.close()


def _batches(items: Iterable[Item]) -> Iterator[tuple[Item, ...]]:
    left = iter(items)
    while batch := tuple(islice(left, _BATCH)):
        yield batch
