"""The dated tree of units: districts, and base unions each with the days it is valid, and what became of them.

Rules: docs/rules/units.md. Files: districts.csv, units.csv, successors.csv; dated changes by staff come on top of them.
A unit is never overwritten: a rename or a merger ends a row and begins another; the tree of any day stays as it was.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
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


class Descent(NamedTuple):
    """A unit and one that has all or a part of it on a later day; itself, whole, too."""

    unit: BaseUnion
    successor: BaseUnion
    share: str  # whole | part
    since: date  # the day of the last step; of itself its first day
    is_verified: bool  # every step is held against its resolution
    is_known: bool  # False: a unit outside the catalogue, of which nothing is reported


class Tree(NamedTuple):
    """Every base union that ever was valid, and what became of them."""

    units: list[BaseUnion]
    successions: list[Succession]


PREFIXES = {"commune": "xã", "town": "thị trấn", "ward": "phường", "other": ""}


def full_name(unit: BaseUnion) -> str:
    """“xã Yên Viên”: the name with the word of its kind."""
    return f"{PREFIXES[unit.kind]} {unit.name}".strip()


def districts() -> dict[str, District]:
    """All districts by code."""
    return {
        row["district_code"]: District(
            row["district_code"], row["district"], row["district_type"], *_days(row), row["basis"]
        )
        for row in data.read_csv("districts.csv")
    }


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


def lineage(changes: Iterable[dict[str, Any]] = ()) -> tuple[Descent, ...]:
    """Every unit with all that came of it, by any number of steps; whole only where every step was whole."""
    return _lineage(data.folder(), json.dumps(list(changes), sort_keys=True))


@cache
def _lineage(_folder: str, changes: str) -> tuple[Descent, ...]:
    found = tree(json.loads(changes))
    rows, next_ones = defaultdict(list), defaultdict(list)
    for unit in found.units:
        rows[unit.code].append(unit)
    for step in found.successions:
        next_ones[step.code, step.on].append(step)

    def on(code: str, day: date) -> BaseUnion | None:
        return next((unit for unit in rows[code] if is_valid(unit, day)), None)

    def later(
        unit: BaseUnion, share: str, since: date, is_verified: bool = True
    ) -> Iterator[tuple[BaseUnion, str, date, bool]]:
        yield unit, share, since, is_verified
        for step in next_ones[unit.code, unit.valid_to + _DAY] if unit.valid_to else ():
            if successor := on(step.successor, step.on):
                so_far = share if step.share == "whole" else "part"
                yield from later(successor, so_far, step.on, is_verified and step.is_verified)

    outside = {
        (step.code, step.on): BaseUnion(step.code, step.unit, "", step.district_code, date.min, step.on - _DAY, "")
        for step in found.successions
        if on(step.code, step.on - _DAY) is None
    }
    descents = [
        Descent(unit, *end, is_known=True) for unit in found.units for end in later(unit, "whole", unit.valid_from)
    ]
    for unit in outside.values():
        ends = later(unit, "whole", unit.valid_from)
        next(ends)  # not itself: it is not of the catalogue
        descents.extend(Descent(unit, *end, is_known=False) for end in ends)
    return tuple(descents)


def whole_parts(from_on: date, to_on: date, changes: Iterable[dict[str, Any]] = ()) -> dict[str, list[str]]:
    """Unit of the day `to_on` → the units of `from_on` that it was made of, where all of each came to it.

    An earlier `to_on` finds the units that are the same on both days.
    """
    return _whole_parts(data.folder(), from_on, to_on, json.dumps(list(changes), sort_keys=True))


@cache
def _whole_parts(_folder: str, from_on: date, to_on: date, changes: str) -> dict[str, list[str]]:
    parts, broken = defaultdict(list), set()
    for descent in lineage(json.loads(changes)):
        unit, successor = descent.unit, descent.successor
        if not (is_valid(unit, from_on) and is_valid(successor, to_on) and descent.since <= to_on):
            continue
        if descent.share == "part" or not descent.is_known:
            broken.add(successor.code)
        parts[successor.code].append(unit.code)
    return {code: own for code, own in parts.items() if code not in broken}


def old_districts(changes: Iterable[dict[str, Any]] = ()) -> dict[tuple[str, date], tuple[str, ...]]:
    """(code, valid_from) → the districts that a unit lies in, or lay in before it stood under the city itself."""
    return _old_districts(data.folder(), json.dumps(list(changes), sort_keys=True))


@cache
def _old_districts(_folder: str, changes: str) -> dict[tuple[str, date], tuple[str, ...]]:
    known = districts()
    found: dict[tuple[str, date], set[str]] = defaultdict(set)
    for descent in lineage(json.loads(changes)):
        if descent.successor.district_code in known:
            found[descent.successor.code, descent.successor.valid_from] = {descent.successor.district_code}
        elif descent.unit.district_code != descent.successor.district_code:
            found[descent.successor.code, descent.successor.valid_from].add(descent.unit.district_code)
    return {key: tuple(sorted(codes)) for key, codes in found.items()}


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
    old = next(unit for unit in found.units if unit.code == change["code"] and is_valid(unit, first - _DAY))
    new = old._replace(name=change["name"], kind=change["kind"], valid_from=first, basis="staff")
    step = Succession(old.code, full_name(old), old.district_code, first, old.code, "whole")
    units = [_ended(unit, {old.code}, first - _DAY) for unit in found.units]
    return Tree([*units, new], [*found.successions, step])


def _merged(found: Tree, change: dict[str, Any]) -> Tree:
    """Several that end on one day become one with a code of its own; what the files say of their end is said of it."""
    first, codes = date.fromisoformat(change["valid_from"]), set(change["codes"])
    parts = [unit for unit in found.units if unit.code in codes and is_valid(unit, first - _DAY)]
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
