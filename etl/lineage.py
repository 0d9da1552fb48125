"""What became of each base union, by any number of steps, and what a later one was made of.

Rules: docs/rules/units.md, Lineage.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

from etl import data
from etl.catalogue import BaseUnion, districts, is_valid, tree

_DAY = timedelta(days=1)


class Descent(NamedTuple):
    """A unit and one that has all or a part of it on a later day; itself, whole, too."""

    unit: BaseUnion
    successor: BaseUnion
    share: str  # whole | part
    since: date  # the day of the last step; of itself its first day
    is_verified: bool  # every step is held against its resolution
    is_known: bool  # False: a unit outside the catalogue, of which nothing is reported


def descents(changes: Iterable[dict[str, Any]] = ()) -> tuple[Descent, ...]:
    """Every unit with all that came of it, by any number of steps; whole only where every step was whole."""
    return _descents(data.folder(), json.dumps(list(changes), sort_keys=True))


@cache
def _descents(_folder: str, changes: str) -> tuple[Descent, ...]:
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
    found_ones = [
        Descent(unit, *end, is_known=True) for unit in found.units for end in later(unit, "whole", unit.valid_from)
    ]
    for unit in outside.values():
        ends = later(unit, "whole", unit.valid_from)
        next(ends)  # not itself: it is not of the catalogue
        found_ones.extend(Descent(unit, *end, is_known=False) for end in ends)
    return tuple(found_ones)


def whole_parts(from_on: date, to_on: date, changes: Iterable[dict[str, Any]] = ()) -> dict[str, list[str]]:
    """Unit of the day `to_on` → the units of `from_on` that it was made of, where all of each came to it.

    An earlier `to_on` finds the units that are the same on both days.
    """
    return _whole_parts(data.folder(), from_on, to_on, json.dumps(list(changes), sort_keys=True))


@cache
def _whole_parts(_folder: str, from_on: date, to_on: date, changes: str) -> dict[str, list[str]]:
    parts, broken = defaultdict(list), set()
    for descent in descents(json.loads(changes)):
        unit, successor = descent.unit, descent.successor
        if unit != successor and to_on < descent.since <= from_on and is_valid(successor, to_on):
            broken.add(successor.code)  # it took another in since that earlier day
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
    for descent in descents(json.loads(changes)):
        if descent.successor.district_code in known:
            found[descent.successor.code, descent.successor.valid_from] = {descent.successor.district_code}
        elif descent.unit.district_code != descent.successor.district_code:
            found[descent.successor.code, descent.successor.valid_from].add(descent.unit.district_code)
    return {key: tuple(sorted(codes)) for key, codes in found.items()}
