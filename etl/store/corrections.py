"""Withdrawing a version and restoring it; confirming aliases, columns and changes of the catalogue.

Each is one ledger line.
"""

from datetime import date
from typing import Any

from etl import access, catalogue
from etl.intake.values.text import clean, fold
from etl.store import state
from etl.store.database import follow
from etl.store.files import ledger
from etl.store.files.home import locked


class InvalidAction(Exception):
    """The step cannot be taken; carries a sentence in both languages."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(vi)
        self.words = {"vi": vi, "en": en}


def withdraw(home: str, version: int, reason: str, actor: str, origin: str) -> None:
    """The version no longer counts; the one before it does again. Raises InvalidAction."""
    _change(home, version, "withdraw", reason, actor, origin)


def restore_version(home: str, version: int, reason: str, actor: str, origin: str) -> None:
    """A withdrawn version counts again. Raises InvalidAction."""
    _change(home, version, "restore_version", reason, actor, origin)


def record(home: str, event: dict[str, Any], actor: str, origin: str) -> None:
    """One event of another kind (alias_add, column_alias_add, user_set …): written, then followed by the database."""
    with locked(home):
        ledger.append(home, [event], actor, origin)
        follow(home)


def user_event(email: str, role: str, unit_code: str | None, is_blocked: bool) -> dict[str, Any]:
    """The event that gives a user a role, or blocks them. Raises InvalidAction."""
    email = email.strip().lower()
    if email.count("@") != 1 or any(not part for part in email.split("@")) or any(char.isspace() for char in email):
        raise InvalidAction(f"“{email}” không phải địa chỉ e-mail.", f"“{email}” is no e-mail address.")
    if role not in access.ROLES or (role == "district" and unit_code not in _unit_codes()):
        raise InvalidAction(
            "Cần vai trò hợp lệ; vai trò cấp huyện cần tên huyện.",
            "A known role is needed; a district's user needs a district.",
        )
    return {
        "action": "user_set",
        "email": email,
        "role": role,
        "unit_code": unit_code if role == "district" else None,
        "is_blocked": is_blocked,
    }


def _unit_codes() -> set[str]:
    """Whoever may report: districts, and communes where a plan asks them."""
    return {*catalogue.districts(), *(unit.code for unit in catalogue.base_unions())}


def add_base_union(
    home: str, district_code: str, name: str, kind: str, valid_from: date, actor: str, origin: str
) -> str:
    """A base union more in a district's catalogue, from a day on; its code. Raises InvalidAction."""
    with locked(home):
        now = state.replay(ledger.read(home))
        name = clean(name)
        known = [unit for unit in catalogue.base_unions(now.changes) if unit.district_code == district_code]
        if not name or kind not in catalogue.PREFIXES or district_code not in catalogue.districts():
            raise InvalidAction(
                "Cần tên, loại và huyện của cơ sở Hội.", "Name, kind and district of the base union are needed."
            )
        if any(fold(unit.name) == fold(name) and unit.kind == kind and unit.valid_to is None for unit in known):
            raise InvalidAction(
                f"“{name}” đã có trong danh mục của huyện.", f"“{name}” is in the district's catalogue already."
            )
        number = 1 + sum(
            1
            for change in now.changes
            if change["action"] == "base_union_add" and change["district_code"] == district_code
        )
        code = f"{district_code}-{number:03d}"
        event = {
            "action": "base_union_add",
            "code": code,
            "name": name,
            "kind": kind,
            "district_code": district_code,
            "valid_from": valid_from.isoformat(),
        }
        ledger.append(home, [event], actor, origin)
        follow(home)
        return code


def retire_base_union(home: str, code: str, valid_to: date, reason: str, actor: str, origin: str) -> None:
    """A base union's last day in the catalogue; earlier periods keep it. Raises InvalidAction."""
    with locked(home):
        now = state.replay(ledger.read(home))
        unit = next((u for u in catalogue.base_unions(now.changes) if u.code == code and u.valid_to is None), None)
        if unit is None or valid_to < unit.valid_from:
            raise InvalidAction(
                "Cơ sở Hội này không có hoặc đã thôi hoạt động.", "No such base union, or it is retired already."
            )
        event = {
            "action": "base_union_retire",
            "code": code,
            "district_code": unit.district_code,
            "valid_to": valid_to.isoformat(),
            "reason": reason,
        }
        ledger.append(home, [event], actor, origin)
        follow(home)


def _change(home: str, version: int, action: str, reason: str, actor: str, origin: str) -> None:
    if not clean(reason):
        raise InvalidAction("Cần ghi lý do.", "A reason is needed.")
    with locked(home):
        found = state.replay(ledger.read(home)).versions.get(version)
        if found is None:
            raise InvalidAction(f"Không có bản {version}.", f"There is no version {version}.")
        if found.is_withdrawn == (action == "withdraw"):
            done = (
                ("đã được thu hồi", "is withdrawn already")
                if found.is_withdrawn
                else ("đang có hiệu lực", "has not been withdrawn")
            )
            raise InvalidAction(f"Bản {version} {done[0]}.", f"Version {version} {done[1]}.")
        event = {
            "action": action,
            "version": version,
            "unit_code": found.unit_code,
            "plan_year": found.plan_year,
            "period": found.period,
            "reason": clean(reason),
        }
        ledger.append(home, [event], actor, origin)
        follow(home)
