"""What people do to the store from a page: the actor is asked first, and what is refused stands in the ledger.

No page writes otherwise.
"""

import os
import tempfile
from collections.abc import Mapping
from datetime import date
from typing import Any

from etl import access
from etl.access import Actor
from etl.intake.values.text import fold
from etl.plan import load_plan
from etl.store import acceptance, backups, beginning, corrections, issues, state, verification
from etl.store.acceptance import Acceptance
from etl.store.files import ledger, originals
from etl.store.issues import Paper
from etl.store.permission import demand
from etl.store.verdict import Item, Result


def may_accept(actor: Actor, unit_code: str | None, plan_year: int | None) -> bool:
    """Whether the actor's click makes a report count: city staff, and a district its own where the plan
    file lets it.
    """
    if access.may(actor, "accept", unit_code):
        return True
    return access.may(actor, "submit", unit_code) and bool(load_plan(plan_year or 0).raw.get("district_may_accept"))


def accept(
    home: str, actor: Actor, pairs: list[tuple[Item, Result]], shown: Mapping[str, frozenset[str]]
) -> list[Result]:
    """Accept files whole or not at all, with the warnings that were shown.

    Raises Denied, SampleStore, FutureDay, OSError.
    """
    for _item, result in pairs:
        if not may_accept(actor, result.unit_code, result.plan_year):
            demand(home, actor, "accept", result.unit_code)
    how = Acceptance(
        actor.name,
        actor.origin,
        confirm_warnings=True,
        shown=shown,
        may_report=lambda unit: access.may(actor, "submit", unit),
    )
    return list(acceptance.load(home, [item for item, _result in pairs], how))


def submit(home: str, actor: Actor, item: Item, result: Result) -> None:
    """Send a district's workbook to the city. Raises Denied, SampleStore, OSError."""
    demand(home, actor, "submit", result.unit_code)
    acceptance.submit(home, item, result, actor.name, actor.origin)


def decline(home: str, actor: Actor, digest: str) -> None:
    """Give a sent workbook back; it leaves the queue. Raises Denied."""
    entry = state.replay(ledger.read(home)).queue.get(digest)
    demand(home, actor, "accept", entry["unit_code"] if entry else None)
    if entry:
        event = {name: entry[name] for name in ("sha256", "file_name", "unit_code")}
        _record(home, actor, {"action": "decline", **event})


def waiting_workbook(home: str, actor: Actor, digest: str) -> bytes:
    """The bytes of a workbook that waits in the queue. Raises Denied, OSError."""
    demand(home, actor, "accept")
    return originals.read(home, digest)


def note_refused(home: str, actor: Actor, pairs: list[tuple[Item, Result]]) -> None:
    """A line for each file that was looked at and refused. Raises Denied, OSError."""
    demand(home, actor, "check", actor.unit_code)
    items, results = zip(*pairs, strict=True)
    acceptance.refuse(home, items, results, Acceptance(actor.name, actor.origin))


def withdraw(home: str, actor: Actor, version: int, reason: str) -> None:
    """The version no longer counts. Raises Denied, InvalidAction."""
    demand(home, actor, "withdraw", _unit_of(home, version))
    corrections.withdraw(home, version, reason, actor.name, actor.origin)


def restore_version(home: str, actor: Actor, version: int, reason: str) -> None:
    """A withdrawn version counts again. Raises Denied, InvalidAction."""
    demand(home, actor, "withdraw", _unit_of(home, version))
    corrections.restore_version(home, version, reason, actor.name, actor.origin)


def confirm_name(home: str, actor: Actor, unit_code: str | None, name: str, code: str) -> None:
    """`name` is another name of the base union `code`. Raises Denied."""
    demand(home, actor, "catalogue", unit_code)
    _record(
        home, actor, {"action": "alias_add", "unit_code": unit_code, "name": fold(name), "text": name, "code": code}
    )


def confirm_column(home: str, actor: Actor, form: str, label: str, field: str) -> None:
    """A heading names one of the form's columns. Raises Denied."""
    demand(home, actor, "catalogue")
    event = {"action": "column_alias_add", "form": form, "label": fold(label), "text": label, "field": field}
    _record(home, actor, event)


def choose(home: str, actor: Actor, result: Result, question: str, option: str) -> None:
    """City staff say which of two readings of this very file holds. Raises Denied, InvalidAction."""
    demand(home, actor, "accept", result.unit_code)
    asked = next((f.params for f in result.findings if f.params.get("question") == question), None)
    chosen = next((row for row in asked["options"] if row["key"] == option), None) if asked else None
    if chosen is None:
        raise corrections.InvalidAction("Lựa chọn này không còn.")
    _record(
        home,
        actor,
        {
            "action": "choose",
            "sha256": result.sha256,
            "file_name": result.file,
            "question": question,
            "option": option,
            "unit_code": result.unit_code,
            "text": f"{chosen['sheet']}!{chosen['cell']} “{chosen['label']}”",
        },
    )


def forget(home: str, actor: Actor, event: dict[str, Any]) -> None:
    """A confirmed name or heading no longer counts: alias_remove or column_alias_remove. Raises Denied."""
    demand(home, actor, "catalogue", event.get("unit_code"))
    assert event["action"] in ("alias_remove", "column_alias_remove")
    _record(home, actor, event)


def add_base_union(home: str, actor: Actor, district_code: str, name: str, kind: str, valid_from: date) -> str:
    """A base union more; its code. Raises Denied, InvalidAction."""
    demand(home, actor, "catalogue", district_code)
    return corrections.add_base_union(home, district_code, name, kind, valid_from, actor.name, actor.origin)


def rename_base_union(home: str, actor: Actor, code: str, name: str, kind: str, valid_from: date, reason: str) -> None:
    """A base union's other name or kind from a day on. Raises Denied, InvalidAction."""
    demand(home, actor, "catalogue")
    corrections.rename_base_union(home, code, name, kind, valid_from, reason, actor.name, actor.origin)


def merge_base_unions(
    home: str, actor: Actor, codes: list[str], name: str, kind: str, valid_from: date, reason: str
) -> str:
    """Several base unions become one from a day on; its code. Raises Denied, InvalidAction."""
    demand(home, actor, "catalogue")
    return corrections.merge_base_unions(home, codes, name, kind, valid_from, reason, actor.name, actor.origin)


def retire_base_union(home: str, actor: Actor, code: str, valid_to: date, reason: str) -> None:
    """A base union's last day. Raises Denied, InvalidAction."""
    demand(home, actor, "catalogue")
    corrections.retire_base_union(home, code, valid_to, reason, actor.name, actor.origin)


def set_user(home: str, actor: Actor, email: str, role: str, unit_code: str | None, is_blocked: bool) -> None:
    """A user's role, or that they are blocked. Nobody takes the last administrator away.

    Raises Denied, InvalidAction.
    """
    demand(home, actor, "users")
    event = corrections.user_event(email, role, unit_code, is_blocked)
    users = state.replay(ledger.read(home)).users | {event["email"]: event}
    if users and not any(row["role"] == "admin" and not row["is_blocked"] for row in users.values()):
        raise corrections.InvalidAction("Cần còn ít nhất một quản trị viên không bị khóa.")
    _record(home, actor, event)


def issue(home: str, actor: Actor, paper: Paper) -> int:
    """Freeze a synthesis report; its place among all. Raises Denied, InvalidAction, OSError."""
    demand(home, actor, "issue")
    return issues.issue(home, paper, actor.name, actor.origin)


def withdraw_issue(home: str, actor: Actor, number: int, reason: str) -> None:
    """An issued report no longer stands. Raises Denied, InvalidAction."""
    demand(home, actor, "issue")
    issues.withdraw_issue(home, number, reason, actor.name, actor.origin)


def verify(home: str, actor: Actor) -> tuple[list[verification.Fault], list[verification.Fault]]:
    """What had to be caught up with, and everything that is not as accepted. Raises Denied."""
    demand(home, actor, "upkeep")
    mended: list[verification.Fault] = []
    faults = verification.verify(home, mended.append)
    return mended, faults


def rebuild(home: str, actor: Actor) -> None:
    """The database made anew. Raises Denied, OriginalFault."""
    demand(home, actor, "upkeep")
    verification.rebuild_database(home)


def backup(home: str, actor: Actor) -> bytes:
    """The whole store as one file. Raises Denied, OriginalFault, OSError."""
    demand(home, actor, "upkeep")
    with tempfile.TemporaryDirectory() as folder:
        target = os.path.join(folder, "backup.zip")
        backups.backup(home, target)
        with open(target, "rb") as file:
            return file.read()


def restore(home: str, actor: Actor, content: bytes) -> int:
    """A backup becomes the store; the number of its versions. Raises Denied, InvalidAction, OSError."""
    demand(home, actor, "upkeep")
    with tempfile.TemporaryDirectory() as folder:
        source = os.path.join(folder, "backup.zip")
        with open(source, "wb") as file:
            file.write(content)
        count = backups.restore(home, source)
    _record(home, actor, {"action": "restore", "versions": count})
    return count


def start_real(home: str, actor: Actor) -> None:
    """Set the sample store aside, begin the real one. Raises Denied, InvalidAction."""
    demand(home, actor, "upkeep")
    beginning.start_real(home, actor.name, actor.origin)


def sign_out(home: str, email: str, origin: str) -> None:
    """A person leaves: every sign-in of theirs ends, also those of copied cookies."""
    corrections.record(home, {"action": "sign_out"}, email, origin)


def _unit_of(home: str, version: int) -> str | None:
    found = state.replay(ledger.read(home)).versions.get(version)
    return found.unit_code if found else None


def _record(home: str, actor: Actor, event: dict[str, Any]) -> None:
    corrections.record(home, event, actor.name, actor.origin)
