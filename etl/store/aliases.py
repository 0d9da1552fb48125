"""Names and headings that staff confirmed and that still stand: with who and when, as the ledger tells it."""

from typing import NamedTuple

from etl.store.files import ledger


class Alias(NamedTuple):
    """One confirmed name. Of a base union: unit_code and code; of a column: form and field."""

    key: str  # folded, what names are compared by
    text: str  # as it was written
    at: str  # ISO, UTC
    actor: str
    unit_code: str = ""
    code: str = ""
    form: str = ""
    field: str = ""


def standing(home: str) -> list[Alias]:
    """All that stand, oldest first."""
    found: dict[tuple[str, str, str], Alias] = {}
    for entry in ledger.read(home):
        action = entry["action"]
        if action in ("alias_add", "alias_remove"):
            place = ("unit", entry["unit_code"], entry["name"])
        elif action in ("column_alias_add", "column_alias_remove"):
            place = ("form", entry["form"], entry["label"])
        else:
            continue
        found.pop(place, None)
        if action.endswith("_add"):
            fields = {name: entry.get(name, "") for name in ("unit_code", "code", "form", "field")}
            found[place] = Alias(place[2], entry.get("text") or place[2], entry["at"], entry["actor"], **fields)
    return list(found.values())
