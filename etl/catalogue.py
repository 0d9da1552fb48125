"""The dated tree of units: districts, and base unions each with the days it is valid, and what became of them.

Rules: docs/rules/units.md. Files: districts.csv, units.csv, successors.csv; dated changes by staff come on top of them.
A unit is never overwritten: a rename or a merger ends a row and begins another; the tree of any day stays as it was.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

from etl import data

_DAY = timedelta(days=1)


class District(NamedTuple):
    """One district or town of the city; code of the General Statistics Office. valid_to is the last day, or None."""

    code: str
    name: str
    type: str  # huyện | thị xã
    valid_from: date = date.min
    valid_to: date | None = None
    basis: str = ""


class BaseUnion(NamedTuple):
    """One base union (cơ sở Hội). valid_to is the last day, or None."""

    code: str
    name: str
    kind: str  # commune | town | ward | other
    district_code: str  # or the city's code, where no district stands between
    valid_from: date
    valid_to: date | None
    basis: str  # legal basis; “staff” of those that staff added


class Succession(NamedTuple):
    """A unit becomes another, or a part of it, from a day on. unit, district_code: where the file alone knows it."""

    code: str
    unit: str
    district_code: str
    on: date
    successor: str
    share: str  # whole | part
    is_verified: bool = True  # False: it follows from names and is to be checked against the resolution


class Tree(NamedTuple):
    """Every base union that ever was valid, and what became of them."""

    units: list[BaseUnion]
    successions: list[Succession]


PREFIXES = {"commune": "xã", "town": "thị trấn", "ward": "phường", "other": ""}


def full_name(unit: BaseUnion) -> str:
    """“xã Yên Viên”: the name with the word of its kind."""
    return f"{PREFIXES[unit.kind]} {unit.name}".strip()


def districts() -> dict[str, District]:
    """All districts by code. Callers do not change it."""
    return _districts_in_file(data.folder())


def tree(changes: Iterable[dict[str, Any]] = ()) -> Tree:
    """The files' units with staff's changes.

    `changes` are ledger events base_union_add, base_union_rename, base_union_merge, base_union_retire, oldest first.
    """
    found = Tree(list(_units_in_file(data.folder())), list(_successions_in_file(data.folder())))
    for change in changes:
        found = _CHANGES[change["action"]](found, change)
    return found


def base_unions(changes: Iterable[dict[str, Any]] = ()) -> list[BaseUnion]:
    """Every base union that ever was valid."""
    return tree(changes).units


def of_district(district_code: str, on: date, changes: Iterable[dict[str, Any]] = ()) -> list[BaseUnion]:
    """The catalogue of one district on a day; with the city's code, of what stands under the city itself."""
    return [unit for unit in base_unions(changes) if unit.district_code == district_code and is_valid(unit, on)]


def is_valid(unit: BaseUnion | District, on: date) -> bool:
    """Whether the unit stands in the catalogue on that day."""
    return unit.valid_from <= on and (unit.valid_to is None or on <= unit.valid_to)


def _added(found: Tree, change: dict[str, Any]) -> Tree:
    first = date.fromisoformat(change["valid_from"])
    unit = BaseUnion(change["code"], change["name"], change["kind"], change["district_code"], first, None, "staff")
    return Tree([*found.units, unit], found.successions)


def _retired(found: Tree, change: dict[str, Any]) -> Tree:
    last = date.fromisoformat(change["valid_to"])
    return Tree([_ended(unit, {change["code"]}, last) for unit in found.units], found.successions)


def _renamed(found: Tree, change: dict[str, Any]) -> Tree:
    """The same code under another name, or as another kind, from a day on."""
    first = date.fromisoformat(change["valid_from"])
    old = next((unit for unit in found.units if unit.code == change["code"] and is_valid(unit, first - _DAY)), None)
    if old is None:  # the files of a later version of the program may not have it any more
        return found
    new = old._replace(name=change["name"], kind=change["kind"], valid_from=first, basis="staff")
    step = Succession(old.code, full_name(old), old.district_code, first, old.code, "whole")
    units = [_ended(unit, {old.code}, first - _DAY) for unit in found.units]
    return Tree([*units, new], [*found.successions, step])


def _merged(found: Tree, change: dict[str, Any]) -> Tree:
    """Several that end on one day become one with a code of its own; what the files say of their end is said of it."""
    first, codes = date.fromisoformat(change["valid_from"]), set(change["codes"])
    parts = [unit for unit in found.units if unit.code in codes and is_valid(unit, first - _DAY)]
    if not parts:
        return found
    last = parts[0].valid_to
    new = BaseUnion(change["code"], change["name"], change["kind"], change["district_code"], first, last, "staff")
    steps = [Succession(unit.code, full_name(unit), unit.district_code, first, new.code, "whole") for unit in parts]
    later = [step for step in found.successions if step.code in codes and last and step.on == last + _DAY]
    is_whole = len({step.successor for step in later}) == 1 and all(step.share == "whole" for step in later)
    share = "whole" if is_whole else "part"
    of_new = {step.successor: step._replace(code=new.code, unit=full_name(new), share=share) for step in later}
    kept = [step for step in found.successions if step not in later]
    units = [_ended(unit, codes, first - _DAY) for unit in found.units]
    return Tree([*units, new], [*kept, *steps, *of_new.values()])


_CHANGES = {
    "base_union_add": _added,
    "base_union_retire": _retired,
    "base_union_rename": _renamed,
    "base_union_merge": _merged,
}
ACTIONS = tuple(_CHANGES)


def _ended(unit: BaseUnion, codes: set[str], last: date) -> BaseUnion:
    return unit._replace(valid_to=last) if unit.code in codes and is_valid(unit, last) else unit


@cache
def _districts_in_file(_folder: str) -> dict[str, District]:
    return {
        row["district_code"]: District(
            row["district_code"], row["district"], row["district_type"], *_days(row), row["basis"]
        )
        for row in data.read_csv("districts.csv")
    }


@cache
def _units_in_file(folder: str) -> tuple[BaseUnion, ...]:
    return tuple(
        BaseUnion(row["code"], row["name"], row["kind"], row["district_code"], *_days(row), row["basis"])
        for row in data.read_csv("units.csv")
    )


@cache
def _successions_in_file(folder: str) -> tuple[Succession, ...]:
    return tuple(
        Succession(
            row["code"],
            row["unit"],
            row["district_code"],
            date.fromisoformat(row["on"]),
            row["successor"],
            row["share"],
            row["is_verified"] == "yes",
        )
        for row in data.read_csv("successors.csv")
    )


def _days(row: dict[str, str]) -> tuple[date, date | None]:
    last = date.fromisoformat(row["valid_to"]) if row["valid_to"] else None
    return date.fromisoformat(row["valid_from"]), last
