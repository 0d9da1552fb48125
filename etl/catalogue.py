"""Districts and their base unions, each with the days it is valid; dated changes by staff come on top of the file."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from etl import data


class District(NamedTuple):
    """One district or town of the city; code of the General Statistics Office."""

    code: str
    name: str
    type: str  # huyện | thị xã


class BaseUnion(NamedTuple):
    """One base union (cơ sở Hội). valid_to is the last day, or None."""

    code: str
    name: str
    kind: str  # commune | town | ward | other
    district_code: str
    valid_from: date
    valid_to: date | None
    basis: str


PREFIXES = {"commune": "xã", "town": "thị trấn", "ward": "phường", "other": ""}


def full_name(unit: BaseUnion) -> str:
    """“xã Yên Viên”: the name with the word of its kind."""
    return f"{PREFIXES[unit.kind]} {unit.name}".strip()


def districts() -> dict[str, District]:
    """All districts by code."""
    rows = data.read_csv("districts.csv")
    return {row["district_code"]: District(row["district_code"], row["district"], row["district_type"]) for row in rows}


def base_unions(changes: Iterable[dict[str, Any]] = ()) -> list[BaseUnion]:
    """Every base union that ever was valid.

    `changes` are ledger events base_union_add and base_union_retire, oldest first.
    """
    units = list(_in_file(data.folder()))
    for change in changes:
        if change["action"] == "base_union_add":
            units.append(_added(change))
        elif change["action"] == "base_union_retire":
            last = date.fromisoformat(change["valid_to"])
            units = [u._replace(valid_to=last) if u.code == change["code"] and _open(u) else u for u in units]
    return units


def of_district(district_code: str, on: date, changes: Iterable[dict[str, Any]] = ()) -> list[BaseUnion]:
    """The catalogue of one district on a day."""
    return [unit for unit in base_unions(changes) if unit.district_code == district_code and is_valid(unit, on)]


def is_valid(unit: BaseUnion, on: date) -> bool:
    """Whether the unit stands in the catalogue on that day."""
    return unit.valid_from <= on and (unit.valid_to is None or on <= unit.valid_to)


@cache
def _in_file(folder: str) -> tuple[BaseUnion, ...]:
    return tuple(_from_row(row) for row in data.read_csv("units.csv"))


def _open(unit: BaseUnion) -> bool:
    return unit.valid_to is None


def _from_row(row: dict[str, str]) -> BaseUnion:
    last = date.fromisoformat(row["valid_to"]) if row["valid_to"] else None
    return BaseUnion(
        row["code"],
        row["name"],
        row["kind"],
        row["district_code"],
        date.fromisoformat(row["valid_from"]),
        last,
        row["basis"],
    )


def _added(change: dict[str, Any]) -> BaseUnion:
    first = date.fromisoformat(change["valid_from"])
    return BaseUnion(change["code"], change["name"], change["kind"], change["district_code"], first, None, "staff")
