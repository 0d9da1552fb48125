"""The verdict on one workbook: what reading found, and what the store adds: the same file, lower than before, a replacement."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from etl.finding import Finding
from etl.intake.compare import lower_than_before, replacement
from etl.intake.container import Refusal
from etl.intake.reading import Reading, canonical
from etl.plan import load_plan, plan_years, unit_name
from etl.store import originals
from etl.store.state import State

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


class Item(NamedTuple):
    """One file to check or load. The name is a label, never a path. received_on, reason: its own, where they differ from the others'."""

    name: str
    data: bytes
    received_on: date | None = None
    reason: str | None = None


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


def seen(findings: list[Finding]) -> frozenset[str]:
    """Findings as somebody saw them: what was seen on a page can be told from what arose since."""
    return frozenset(canonical(finding._asdict()) for finding in findings)


def judge(item: Item, reading: Reading | Refusal, now: State, connection: "Kept", may_report: Any,
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
        unit = unit_name(load_plan(reading.plan_year or plan_years()[-1]), reading.unit_code)
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


def _against_store(reading: Reading, now: State, connection: "Kept", known: dict[int, Any]) -> list[Finding]:
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


class Kept:
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
        """The database is let go."""
        if self._connection is not None:
            self._connection.close()


@contextmanager
def kept(home: str) -> Iterator[Kept]:
    """What was accepted before, as long as it is asked for; the caller holds the lock."""
    lazy = Kept(home)
    try:
        yield lazy
    finally:
        lazy.close()
