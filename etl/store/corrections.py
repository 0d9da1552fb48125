"""Withdrawing a version and restoring it; confirming aliases, columns and changes of the catalogue.

Each is one ledger line.
"""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from etl import access, catalogue
from etl.intake.values.text import clean, fold
from etl.plan import has_plan, load_plan
from etl.store import state
from etl.store.database.following import follow
from etl.store.files import ledger
from etl.store.files.home import locked
from etl.words import sentence, word


class InvalidAction(Exception):
    """The step cannot be taken; carries the sentence that says why. params fill it as they stand: years, numbers
    of versions and of issues are names, not counts.
    """

    def __init__(self, text: str, **params: object) -> None:
        super().__init__(text)
        filled = {name: value if isinstance(value, dict) else str(value) for name, value in params.items()}
        self._sentence = sentence(text, **filled)

    def said(self, lang: str) -> str:
        """Why, in vi or en."""
        return word(self._sentence, lang)


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
        raise InvalidAction("“{email}” không phải địa chỉ e-mail.", email=email)
    if role not in access.ROLES or (role == "district" and unit_code not in _unit_codes()):
        raise InvalidAction("Cần vai trò hợp lệ; vai trò cấp huyện cần tên huyện.")
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
    """A base union more under a district, or under the city itself, from a day on; its code. Raises InvalidAction."""
    with locked(home):
        now = state.replay(ledger.read(home))
        code = _new_code(now, district_code)
        event = {
            "action": "base_union_add",
            "code": code,
            "name": _free_name(now, district_code, name, kind, valid_from, ()),
            "kind": kind,
            "district_code": district_code,
            "valid_from": valid_from.isoformat(),
        }
        ledger.append(home, [event], actor, origin)
        follow(home)
        return code


def rename_base_union(
    home: str, code: str, name: str, kind: str, valid_from: date, reason: str, actor: str, origin: str
) -> None:
    """The same base union under another name, or as another kind, from a day on; before it keeps the old one.

    Raises InvalidAction.
    """
    with locked(home):
        now = state.replay(ledger.read(home))
        (unit,) = _standing(now, [code], valid_from)
        event = {
            "action": "base_union_rename",
            "code": code,
            "old_names": [unit.name],
            "name": _free_name(now, unit.district_code, name, kind, valid_from, (code,)),
            "kind": kind,
            "district_code": unit.district_code,
            "valid_from": valid_from.isoformat(),
            "reason": _needed(reason),
        }
        if (unit.name, unit.kind) == (event["name"], kind):
            raise InvalidAction("Tên và loại vẫn như cũ.")
        ledger.append(home, [event], actor, origin)
        follow(home)


def merge_base_unions(
    home: str, codes: list[str], name: str, kind: str, valid_from: date, reason: str, actor: str, origin: str
) -> str:
    """Several base unions of one district become one from a day on; its code. Earlier periods keep them apart.

    Refused where a report that names them counts already for a period of that day or later. Raises InvalidAction.
    """
    with locked(home):
        now = state.replay(ledger.read(home))
        units = _standing(now, codes, valid_from)
        if len(units) < 2 or len({unit.district_code for unit in units}) > 1:
            raise InvalidAction("Cần ít nhất hai cơ sở Hội của cùng một huyện.")
        if len({unit.valid_to for unit in units}) > 1:
            raise InvalidAction("Danh mục đã ghi các cơ sở Hội này kết thúc vào những ngày khác nhau.")
        district = units[0].district_code
        _demand_unreported(now, [district, *codes], valid_from)
        event = {
            "action": "base_union_merge",
            "code": _new_code(now, district),
            "codes": codes,
            "old_names": [unit.name for unit in units],
            "name": _free_name(now, district, name, kind, valid_from, codes),
            "kind": kind,
            "district_code": district,
            "valid_from": valid_from.isoformat(),
            "reason": _needed(reason),
        }
        ledger.append(home, [event], actor, origin)
        follow(home)
        return str(event["code"])


def retire_base_union(home: str, code: str, valid_to: date, reason: str, actor: str, origin: str) -> None:
    """A base union's last day in the catalogue; earlier periods keep it. Raises InvalidAction."""
    with locked(home):
        now = state.replay(ledger.read(home))
        (unit,) = _standing(now, [code], valid_to + timedelta(days=1))
        if unit.valid_to and unit.valid_to <= valid_to:
            raise InvalidAction("Cơ sở Hội này đã kết thúc ngày {valid_to}.", valid_to=f"{unit.valid_to:%d/%m/%Y}")
        event = {
            "action": "base_union_retire",
            "code": code,
            "district_code": unit.district_code,
            "valid_to": valid_to.isoformat(),
            "reason": _needed(reason),
        }
        ledger.append(home, [event], actor, origin)
        follow(home)


def _needed(reason: str) -> str:
    if not clean(reason):
        raise InvalidAction("Cần ghi lý do.")
    return clean(reason)


def _standing(now: state.State, codes: list[str], first: date) -> list[catalogue.BaseUnion]:
    """The units of those codes that stand on the day before `first`. Raises InvalidAction where one does not."""
    before = first - timedelta(days=1)
    units = [u for u in catalogue.base_unions(now.changes) if u.code in codes and catalogue.is_valid(u, before)]
    if not codes or len(units) < len(set(codes)):
        raise InvalidAction(
            "Ngày {before} không có cơ sở Hội này, hoặc đã thôi hoạt động.", before=f"{before:%d/%m/%Y}"
        )
    return units


def _free_name(now: state.State, district_code: str, name: str, kind: str, first: date, but: Collection[str]) -> str:
    """The name, tidied. Raises InvalidAction where it is blank or another unit of the district bears it on the day."""
    parents = {*catalogue.districts(), *(unit.district_code for unit in catalogue.base_unions())}
    if not clean(name) or kind not in catalogue.PREFIXES or district_code not in parents:
        raise InvalidAction("Cần tên, loại và huyện của cơ sở Hội.")
    others = [unit for unit in catalogue.of_district(district_code, first, now.changes) if unit.code not in but]
    if any(fold(unit.name) == fold(clean(name)) and unit.kind == kind for unit in others):
        raise InvalidAction("“{name}” đã có trong danh mục của huyện.", name=clean(name))
    return clean(name)


def _new_code(now: state.State, district_code: str) -> str:
    """The next code of units that staff make in a district: 278-001."""
    made = ("base_union_add", "base_union_merge")
    number = sum(1 for c in now.changes if c["action"] in made and c["district_code"] == district_code)
    return f"{district_code}-{number + 1:03d}"


def _demand_unreported(now: state.State, unit_codes: list[str], first: date) -> None:
    """Raises InvalidAction where a report that counts has the units as they are, for a period of the day or later."""
    for version in (version for code in unit_codes for version in now.reports_in_force(code)):
        row = load_plan(version.plan_year).periods[version.period] if has_plan(version.plan_year) else None
        if row and row["catalogue_on"] >= first:
            day = row["catalogue_on"] + timedelta(days=1)
            raise InvalidAction(
                "Báo cáo {period} {plan_year} (bản {version}) đã tính theo các cơ sở Hội này: chọn ngày từ {day},"
                " hoặc thu hồi bản đó trước.",
                period={"vi": row["label"], "en": row["label_en"]},
                plan_year=version.plan_year,
                version=version.version,
                day=f"{day:%d/%m/%Y}",
            )


def _change(home: str, version: int, action: str, reason: str, actor: str, origin: str) -> None:
    reason = _needed(reason)
    with locked(home):
        found = state.replay(ledger.read(home)).versions.get(version)
        if found is None:
            raise InvalidAction("Không có bản {version}.", version=version)
        if found.is_withdrawn == (action == "withdraw"):
            text = "Bản {version} đã được thu hồi." if found.is_withdrawn else "Bản {version} đang có hiệu lực."
            raise InvalidAction(text, version=version)
        event = {
            "action": action,
            "version": version,
            "unit_code": found.unit_code,
            "plan_year": found.plan_year,
            "period": found.period,
            "reason": reason,
        }
        ledger.append(home, [event], actor, origin)
        follow(home)
