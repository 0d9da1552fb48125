"""What the ledger says when read from its start: versions, who withdrew what, aliases, catalogue changes, users."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, NamedTuple

from etl import catalogue
from etl.intake.reading import Context
from etl.store.files.ledger import Entry

HANOI = timezone(timedelta(hours=7))


class Version(NamedTuple):
    """One accepted workbook."""

    version: int
    unit_code: str
    plan_year: int
    period: str
    sha256: str
    file_name: str
    received_on: str  # ISO
    accepted_at: str
    accepted_by: str
    reason: str | None
    findings: list[dict[str, Any]]
    is_withdrawn: bool = False


class Issue(NamedTuple):
    """One issued report. figures: [target, district, numerator, denominator, status, version], as they were."""

    issue: int
    plan_year: int
    period: str
    as_of: str  # ISO
    number: str
    signed_on: str | None  # ISO
    signer: str
    sha256: str
    file_name: str
    issued_at: str
    issued_by: str
    figures: list[list[Any]]
    reason: str | None = None  # why it was withdrawn; None: it stands


class State(NamedTuple):
    """The store as its ledger tells it."""

    kind: str  # real | sample
    versions: dict[int, Version]
    changes: list[dict[str, Any]]  # of the catalogue, oldest first
    aliases: dict[str, dict[str, str]]  # unit → folded name → base union
    column_aliases: dict[str, dict[str, str]]  # form → folded label → field
    users: dict[str, dict[str, Any]]  # e-mail → role, unit_code, is_blocked
    queue: dict[str, Entry]  # SHA-256 → a district's submission that city staff have not settled yet
    signed_out: dict[str, str]  # e-mail → when that person last signed out, ISO
    choices: dict[str, dict[str, str]]  # SHA-256 → question of an E12 → the option that city staff chose
    of_unit: dict[str, list[int]]  # unit → its versions, oldest first
    of_file: dict[str, list[int]]  # SHA-256 → the versions that this very file became, oldest first
    issues: dict[int, Issue]

    def context(self, digest: str) -> Context:
        """What a reading of the file with that SHA-256 needs of it."""
        return Context(tuple(self.changes), self.aliases, self.column_aliases, self.choices.get(digest, {}))

    def in_force(self, unit_code: str | None, plan_year: int | None, period: str | None) -> Version | None:
        """The newest version of a report that is not withdrawn."""
        own = (self.versions[number] for number in reversed(self.of_unit.get(unit_code or "", [])))
        found = (v for v in own if (v.plan_year, v.period) == (plan_year, period))
        return next((version for version in found if not version.is_withdrawn), None)

    def versions_of(self, unit_code: str | None) -> list[Version]:
        """Every version of a unit's reports, oldest first."""
        return [self.versions[number] for number in self.of_unit.get(unit_code or "", [])]

    def reports_in_force(self, unit_code: str | None) -> list[Version]:
        """The newest version of each of a unit's reports that is not withdrawn."""
        newest = {(v.plan_year, v.period): v for v in self.versions_of(unit_code) if not v.is_withdrawn}
        return list(newest.values())

    def same_file(self, digest: str) -> Version | None:
        """The version that this very file became."""
        found = [self.versions[number] for number in self.of_file.get(digest, [])]
        return next((v for v in reversed(found) if not v.is_withdrawn), found[-1] if found else None)


def empty() -> State:
    """A store in which nothing has happened."""
    return State("real", {}, [], {}, {}, {}, {}, {}, {}, {}, {}, {})


def replay(entries: list[Entry]) -> State:
    """The state after those entries."""
    state = empty()
    for entry in entries:
        state = step(state, entry)
    return state


def kind_of(entries: list[Entry]) -> str:
    """Whether the store is a sample store or a real one."""
    return next((entry["kind"] for entry in reversed(entries) if entry["action"] == "start"), "real")


def step(state: State, entry: Entry) -> State:
    """The state after one more entry; changes `state` in place where that is cheap, so use only the result."""
    action = entry["action"]
    if action in ("accept", "refuse", "decline"):
        state.queue.pop(entry["sha256"], None)
    if action == "submit":
        state.queue[entry["sha256"]] = entry
    elif action == "accept":
        state.versions[entry["version"]] = _version(entry)
        state.of_unit.setdefault(entry["unit_code"], []).append(entry["version"])
        state.of_file.setdefault(entry["sha256"], []).append(entry["version"])
    elif action in ("withdraw", "restore_version"):
        version = state.versions[entry["version"]]
        state.versions[entry["version"]] = version._replace(is_withdrawn=action == "withdraw")
    elif action in catalogue.ACTIONS:
        state.changes.append(entry)
    elif action == "alias_add":
        state.aliases.setdefault(entry["unit_code"], {})[entry["name"]] = entry["code"]
    elif action == "alias_remove":
        state.aliases.get(entry["unit_code"], {}).pop(entry["name"], None)
    elif action == "column_alias_add":
        state.column_aliases.setdefault(entry["form"], {})[entry["label"]] = entry["field"]
    elif action == "column_alias_remove":
        state.column_aliases.get(entry["form"], {}).pop(entry["label"], None)
    elif action == "choose":
        state.choices.setdefault(entry["sha256"], {})[entry["question"]] = entry["option"]
    elif action == "user_set":
        state.users[entry["email"]] = {key: entry.get(key) for key in ("role", "unit_code", "is_blocked")}
    elif action == "issue":
        state.issues[entry["issue"]] = _issue(entry)
    elif action == "withdraw_issue":
        state.issues[entry["issue"]] = state.issues[entry["issue"]]._replace(reason=entry["reason"])
    elif action == "sign_out":
        state.signed_out[entry["actor"]] = entry["at"]
    elif action == "start":
        return state._replace(kind=entry["kind"])
    return state


def _version(entry: Entry) -> Version:
    return Version(
        entry["version"],
        entry["unit_code"],
        entry["plan_year"],
        entry["period"],
        entry["sha256"],
        entry["file_name"],
        entry["received_on"],
        entry["at"],
        entry["actor"],
        entry.get("reason"),
        entry.get("findings", []),
    )


def _issue(entry: Entry) -> Issue:
    known = ("issue", "plan_year", "period", "as_of", "number", "signed_on", "signer", "sha256", "file_name", "figures")
    return Issue(**{name: entry[name] for name in known}, issued_at=entry["at"], issued_by=entry["actor"])


def today() -> date:
    """Today in Hanoi."""
    return datetime.now(HANOI).date()


def hanoi_day(at: str) -> date:
    """The day in Hanoi of a moment of the ledger."""
    return datetime.fromisoformat(at).astimezone(HANOI).date()


def utc_text(at: str) -> str:
    """A moment of the ledger as DuckDB reads a TIMESTAMP in UTC."""
    return datetime.fromisoformat(at).astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
