"""The verdict on one workbook: what reading found, and what the store adds: the same file, lower than before, a
replacement.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, NamedTuple

from etl import catalogue, lineage
from etl.finding import Finding
from etl.intake.checks.carried import carried
from etl.intake.checks.compare import higher_than_after, lower_than_before, replacement
from etl.intake.checks.plausibility import first_of_each_cell, implausible
from etl.intake.checks.plausibility_past import against_past
from etl.intake.reading import Reading, canonical
from etl.intake.safety.limits import Refusal
from etl.plan import are_communes, current_year, has_plan, load_plan, unit_name
from etl.store.database import blank, following, records
from etl.store.database.connection import Connection
from etl.store.files import ledger, originals
from etl.store.queries import effect
from etl.store.state import State
from etl.words import sentence

# Implausible figures of one file whose effect on the city's figure is worked out: each costs two questions.
_EFFECTS = 6


class Item(NamedTuple):
    """One file to check or load. The name is a label, never a path.

    received_on, reason: its own, where they differ from the others'.
    """

    name: str
    data: bytes
    received_on: date | None = None
    reason: str | None = None


class Result(NamedTuple):
    """What became of one file.

    outcome: accepted, refused, unchanged, needs_confirmation; of a mere check: accepted = could be.
    """

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


def judge(
    item: Item,
    reading: Reading | Refusal,
    now: State,
    connection: "StoredRecords",
    may_report: Any,
    known: dict[int, Any] | None = None,
) -> Result:
    """The reading, and what the store adds: the same file, lower than before, a replacement, a unit that is not the
    sender's.
    """
    digest = originals.digest_of(item.data)
    if isinstance(reading, Refusal):
        finding = Finding("E01", None, None, None, reading.reason, reading.params)
        return Result(item.name, digest, None, None, None, "refused", None, [finding], [], None)
    findings = list(reading.findings)
    same = now.same_file(digest)
    if same and reading.has_errors:  # it was accepted with a name that was confirmed then and taken back since
        findings = []
    outcome = "unchanged" if same else "accepted"
    if may_report and reading.unit_code and not may_report(reading.unit_code):
        unit = unit_name(load_plan(reading.plan_year or current_year()), reading.unit_code)
        findings.append(Finding("E11", None, None, None, "may_not_report", {"unit": unit}))
    if same and outcome == "unchanged":
        kept = sentence("đã thu hồi") if same.is_withdrawn else sentence("đang lưu")
        params: dict[str, Any] = {"version": same.version, "state": kept}
        counts = now.in_force(reading.unit_code, reading.plan_year, reading.period)
        if counts and counts.version != same.version and not same.is_withdrawn:
            params["counts"] = counts.version
        reason = "same_file_superseded" if "counts" in params else "same_file"
        findings.append(Finding("W04", None, None, None, reason, params))
    elif not same and not reading.has_errors:
        findings.extend(_against_store(item, reading, now, connection, known or {}))
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


def _against_store(
    item: Item, reading: Reading, now: State, connection: "StoredRecords", known: dict[int, Any]
) -> list[Finding]:
    others = connection.base_union_rows(_others_in_force(reading, now), known)
    findings = implausible(reading.records, others) + _received_before_made(item, reading)
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
    for later in periods[periods.index(reading.period or "") + 1 :]:
        after = now.in_force(reading.unit_code, reading.plan_year, later)
        if after:
            there = connection.records(after.version, known)
            findings.extend(higher_than_after(reading.records, there, plan.periods[later]["label"]))
    findings.extend(_against_past(reading, now, connection, known))
    odd = [
        f for f in first_of_each_cell([f for f in findings if f.code == "W11"]) if not _is_confirmed(f, reading, now)
    ]
    findings = [*(finding for finding in findings if finding.code != "W11"), *_with_effects(odd, reading, connection)]
    in_force = now.in_force(reading.unit_code, reading.plan_year, reading.period)
    if in_force:
        findings.append(replacement(reading.records, connection.records(in_force.version, known), in_force.version))
    return findings


def _others_in_force(reading: Reading, now: State) -> list[int]:
    """Versions in force of every other unit's reports, of the same kind: a commune is larger than its parts."""
    units = [unit for unit in now.of_unit if unit != reading.unit_code]
    found = [version for unit in units for version in now.reports_in_force(unit)]
    plans = [load_plan(year) for year in {version.plan_year for version in found} if has_plan(year)]
    of_communes = {(plan.plan_year, code) for plan in plans for code in plan.periods if are_communes(plan, code)}
    kind = are_communes(load_plan(reading.plan_year or 0), reading.period or "")
    return [v.version for v in found if ((v.plan_year, v.period) in of_communes) == kind]


def _received_before_made(item: Item, reading: Reading) -> list[Finding]:
    """W14 at the report date: a report is not received before it is made, and must not count as on time by a slip."""
    made = reading.records["info"].get("report_date")
    if item.received_on is None or made is None or item.received_on >= date.fromisoformat(made):
        return []
    days = {"received": item.received_on.strftime("%d/%m/%Y")}
    shown = date.fromisoformat(made).strftime("%d/%m/%Y")
    sheet, cell = reading.records["info_cells"]["report_date"]
    return [Finding("W14", sheet, cell, shown, "received_before_made", days)]


def _against_past(reading: Reading, now: State, connection: "StoredRecords", known: dict[int, Any]) -> list[Finding]:
    """W11 against every other report in force of the unit, and of the districts that a commune lay in: other periods of
    the year, and the years before; each as if made on this report's units.
    """
    found: list[Finding] = []
    plan = load_plan(reading.plan_year or 0)
    day = plan.periods[reading.period or ""]["catalogue_on"]
    for version in [v for unit in _ancestors(reading, now, day) for v in now.reports_in_force(unit)]:
        is_itself = (version.plan_year, version.period) == (reading.plan_year, reading.period)
        if is_itself or not has_plan(version.plan_year):
            continue
        other = load_plan(version.plan_year).periods[version.period]
        label = other["label"]
        period = label if version.plan_year == reading.plan_year else f"{label} {version.plan_year}"
        there = carried(connection.records(version.version, known), other["catalogue_on"], day, now.changes)
        is_same = (version.plan_year, version.unit_code) == (reading.plan_year, reading.unit_code)
        found.extend(against_past(reading.records, there, period, is_same))
    return found


def _ancestors(reading: Reading, now: State, day: date) -> list[str]:
    """The unit, and before it stood for itself the districts that it lay in."""
    code = reading.unit_code or ""
    units = [unit for unit in catalogue.base_unions(now.changes) if unit.code == code and catalogue.is_valid(unit, day)]
    of = lineage.old_districts(now.changes)
    return [code, *(district for unit in units for district in of.get((unit.code, unit.valid_from), ()))]


def _is_confirmed(finding: Finding, reading: Reading, now: State) -> bool:
    """Whether this very figure of this unit was confirmed before: a confirmed oddity stays so while it
    stays as it is.
    """
    mark = _mark(finding._asdict())
    return any(
        mark in [_mark(known) for known in version.findings if known["code"] == "W11"]
        for version in now.versions_of(reading.unit_code)
    )


def _with_effects(odd: list[Finding], reading: Reading, connection: "StoredRecords") -> list[Finding]:
    """The findings, the first few of which say what the city's figure is with and without their cell."""
    shown = [finding for finding in odd if finding.params["field"] in effect.fields(reading)][:_EFFECTS]
    if not shown:
        return odd
    said = effect.effects(connection.open(), reading, [(f.params["field"], f.params["row_key"]) for f in shown])
    words = dict(zip(map(id, shown), said, strict=True))
    return [f._replace(params=f.params | {"effect": words[id(f)]}) if words.get(id(f)) else f for f in odd]


def _mark(finding: dict[str, Any]) -> tuple[Any, ...]:
    params = finding["params"]
    return finding["reason"], params.get("field"), params.get("row_key"), finding["value"]


class StoredRecords:
    """Records of accepted versions; the database is opened for the first that is asked for."""

    def __init__(self, home: str) -> None:
        self._home = home
        self._connection: Connection | None = None

    def records(self, version: int, known: dict[int, Any]) -> dict[str, Any]:
        """The records of a version, also of one accepted earlier in the same batch."""
        if version in known:
            return known[version]  # type: ignore[no-any-return]
        return records.records_of(self.open(), version) or {"info": {}, "info_cells": {}, "forms": {}}

    def base_union_rows(self, versions: list[int], known: dict[int, Any]) -> list[dict[str, Any]]:
        """The figures of every base union in those versions, by field."""
        new = [known[version]["forms"].get("BM1", {}).get("rows", []) for version in versions if version in known]
        rows = [row for found in new for row in found]
        if stored := [version for version in versions if version not in known]:
            # Whole numbers of ours as text: a bound value imports pandas, as long as all the rest of a load.
            listed = ", ".join(str(int(version)) for version in stored)
            answer = self.open().execute(f"SELECT * FROM base_union_report WHERE version IN ({listed})")
            names = [column[0] for column in answer.description or ()]
            rows += [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
        return rows

    def open(self) -> Connection:
        """The store's database; where nothing was ever accepted, one in memory, so that a mere check makes no store."""
        if self._connection is None:
            has_store = bool(ledger.read(self._home))
            self._connection = following.open_database(self._home) if has_store else blank.blank_in_memory()
        return self._connection

    def close(self) -> None:
        """The database is let go."""
        if self._connection is not None:
            self._connection.close()


@contextmanager
def stored_records(home: str) -> Iterator[StoredRecords]:
    """What was accepted before, as long as it is asked for; the caller holds the lock."""
    stored = StoredRecords(home)
    try:
        yield stored
    finally:
        stored.close()
