"""The one door for reports: check, then accept whole or not at all.

The command line and the pages both come through here.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import nullcontext
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from etl import forms
from etl.intake.reading import Reading
from etl.intake.safety.limits import Refusal
from etl.intake.sandboxed import read_reports
from etl.store import state
from etl.store.database.following import follow
from etl.store.database.records import OriginalFault, records_hash
from etl.store.files import ledger, originals
from etl.store.files.home import locked
from etl.store.state import State
from etl.store.verdict import Item, Result, judge, seen, stored_records

READ_LIMIT = 64 * 1024 * 1024  # a file over the size limit is refused all the same: no more of it is read
_BATCH = 32  # workbooks accepted together: memory stays flat, one fsync serves them all


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
    shown: Mapping[str, frozenset[str]] | None = None  # SHA-256 → findings the actor saw; None: any are confirmed

    def confirms(self, result: Result) -> bool:
        """Whether the warnings are confirmed. What arose after the actor looked is not: somebody else was faster."""
        if not self.confirm_warnings:
            return False
        return self.shown is None or seen(result.findings) <= self.shown.get(result.sha256, frozenset())


def check(home: str, items: Iterable[Item], may_report: Any = None) -> Iterator[Result]:
    """What loading would find; changes nothing, needs no store."""
    for batch in _batches(items):
        yield from verdicts(home, batch, readings(batch, state.replay(ledger.read(home))), may_report)


def readings(
    items: Iterable[Item], now: State, progress: Callable[[Reading | Refusal], None] | None = None
) -> list[Reading | Refusal]:
    """Each file read. `progress` hears of each as it is done."""
    answers = read_reports([(item.data, now.context(originals.digest_of(item.data))) for item in items])
    found = []
    for reading in answers:
        found.append(reading)
        if progress:
            progress(reading)
    return found


def verdicts(
    home: str, items: Iterable[Item], found: Iterable[Reading | Refusal], may_report: Any = None
) -> list[Result]:
    """What loading these files, once read, would find now; changes nothing."""
    entries = ledger.read(home)
    now = state.replay(entries)
    with locked(home) if entries else nullcontext(), stored_records(home) as before:
        return [judge(item, reading, now, before, may_report) for item, reading in zip(items, found, strict=True)]


def load(home: str, items: Iterable[Item], how: Acceptance) -> Iterator[Result]:
    """Check each file and accept it whole or not at all; results in order. Others go on when one is refused.

    Raises SampleStore, FutureDay, OSError (nothing of the batch at hand was acknowledged then).
    """
    for batch in _batches(items):
        _check_days(batch, how)
        found = readings(batch, state.replay(ledger.read(home)))
        with locked(home):
            yield from _accept_batch(home, batch, found, how)


def submit(home: str, item: Item, result: Result, actor: str, origin: str) -> None:
    """Keep a district's workbook for city staff to accept or decline; it does not count before.

    Raises SampleStore, OSError.
    """
    accepts(home, is_sample=False)
    with locked(home):
        if result.sha256 in state.replay(ledger.read(home)).queue:
            return  # sent already: by another click, another tab
        digest = originals.keep_all(home, [item.data])[0]
        event = {
            "action": "submit",
            "sha256": digest,
            "file_name": _label(item.name),
            "unit_code": result.unit_code,
            "plan_year": result.plan_year,
            "period": result.period,
            "received_on": state.today().isoformat(),
        }
        ledger.append(home, [event], actor, origin)


def refuse(home: str, items: Iterable[Item], results: Iterable[Result], how: Acceptance) -> None:
    """One line in the ledger for each file that was looked at on a page and refused; nothing else is kept of it.

    Raises OSError.
    """
    events = [_event(*pair, how) for pair in zip(items, results, strict=True) if pair[1].outcome == "refused"]
    with locked(home):
        ledger.append(home, [event for event in events if event], how.actor, how.origin)
        follow(home)


def accepts(home: str, is_sample: bool) -> None:
    """Raises SampleStore where a real report would meet invented ones."""
    if state.kind_of(ledger.read(home)) == "sample" and not is_sample:
        raise SampleStore


def _check_days(batch: Iterable[Item], how: Acceptance) -> None:
    today = state.today()
    if any((item.received_on or how.received_on or today) > today for item in batch):
        raise FutureDay


def _accept_batch(home: str, batch: tuple[Item, ...], found: list[Reading | Refusal], how: Acceptance) -> list[Result]:
    entries = ledger.read(home)
    now = state.replay(entries)
    if now.kind == "sample" and not how.is_sample:
        raise SampleStore
    results: list[Result] = []
    events: list[dict[str, Any]] = []
    known: dict[int, Any] = {}
    with stored_records(home) as before:
        for item, reading in zip(batch, found, strict=True):
            item = item._replace(received_on=item.received_on or how.received_on or state.today())
            result = judge(item, reading, now, before, how.may_report, known)
            if result.outcome == "needs_confirmation" and how.confirms(result):
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


def _commit(
    home: str,
    batch: tuple[Item, ...],
    results: list[Result],
    events: list[dict[str, Any]],
    known: dict[int, Any],
    how: Acceptance,
) -> None:
    """Originals, then the ledger, then the database. After the ledger's fsync it has happened."""
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


def _event(item: Item, result: Result, how: Acceptance) -> dict[str, Any] | None:
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
        "reason": item.reason or how.reason,
        "records_sha256": records_hash(result.records or {}),
        "edition": forms.newest(),
        "findings": [finding._asdict() for finding in result.findings],
    }


def _draft(event: dict[str, Any], how: Acceptance) -> dict[str, Any]:
    return {"at": "", "actor": how.actor, **event}


def _label(name: str) -> str:
    """A file's name as a label: no folders, no control characters, 200 letters."""
    return "".join(char for char in os.path.basename(name.replace("\\", "/")) if char.isprintable())[:200]


def _batches(items: Iterable[Item]) -> Iterator[tuple[Item, ...]]:
    left = iter(items)
    while batch := tuple(islice(left, _BATCH)):
        yield batch
