"""What the ledger says when read from its start: versions, who withdrew what, aliases, catalogue changes, users."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, NamedTuple

from etl.intake.reading import Context
from etl.store.ledger import Entry

HANOI = timezone(timedelta(hours=7))
_CATALOGUE = ("base_union_add", "base_union_retire")


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

    def context(self) -> Context:
        """What a reading needs of it."""
        return Context(tuple(self.changes), self.aliases, self.column_aliases)

    def in_force(self, unit_code: str | None, plan_year: int | None, period: str | None) -> Version | None:
        """The newest version of a report that is not withdrawn."""
        found = [
            v for v in self.versions.values() if (v.unit_code, v.plan_year, v.period) == (unit_code, plan_year, period)
        ]
        return next((version for version in reversed(found) if not version.is_withdrawn), None)

    def same_file(self, digest: str) -> Version | None:
        """The version that this very file became."""
        found = [version for version in self.versions.values() if version.sha256 == digest]
        return next((v for v in reversed(found) if not v.is_withdrawn), found[-1] if found else None)


def empty() -> State:
    """A store in which nothing has happened."""
    return State("real", {}, [], {}, {}, {}, {}, {})


def replay(entries: list[Entry]) -> State:
    """The state after those entries."""
    state = empty()
    for entry in entries:
        state = step(state, entry)
    return state


def step(state: State, entry: Entry) -> State:
    """The state after one more entry; changes `state` in place where that is cheap, so use only the result."""
    action = entry["action"]
    if action in ("accept", "refuse", "decline"):
        state.queue.pop(entry["sha256"], None)
    if action == "submit":
        state.queue[entry["sha256"]] = entry
    elif action == "accept":
        state.versions[entry["version"]] = _version(entry)
    elif action in ("withdraw", "restore_version"):
        version = state.versions[entry["version"]]
        state.versions[entry["version"]] = version._replace(is_withdrawn=action == "withdraw")
    elif action in _CATALOGUE:
        state.changes.append(entry)
    elif action == "alias_add":
        state.aliases.setdefault(entry["unit_code"], {})[entry["name"]] = entry["code"]
    elif action == "alias_remove":
        state.aliases.get(entry["unit_code"], {}).pop(entry["name"], None)
    elif action == "column_alias_add":
        state.column_aliases.setdefault(entry["form"], {})[entry["label"]] = entry["field"]
    elif action == "column_alias_remove":
        state.column_aliases.get(entry["form"], {}).pop(entry["label"], None)
    elif action == "user_set":
        state.users[entry["email"]] = {key: entry.get(key) for key in ("role", "unit_code", "is_blocked")}
    elif action == "sign_out":
        state.signed_out[entry["actor"]] = entry["at"]
    elif action == "start":
        return state._replace(kind=entry["kind"])
    return state


def _version(entry: Entry) -> Version:
    same = {
        name: entry.get(name)
        for name in ("version", "unit_code", "plan_year", "period", "sha256", "file_name", "received_on", "reason")
    }
    return Version(**same, accepted_at=entry["at"], accepted_by=entry["actor"], findings=entry.get("findings", []))  # type: ignore[arg-type]


def today() -> date:
    """Today in Hanoi."""
    return datetime.now(HANOI).date()


def hanoi_day(at: str) -> date:
    """The day in Hanoi of a moment of the ledger."""
    return datetime.fromisoformat(at).astimezone(HANOI).date()


def utc_text(at: str) -> str:
    """A moment of the ledger as DuckDB reads a TIMESTAMP in UTC."""
    return datetime.fromisoformat(at).astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
