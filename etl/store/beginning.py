"""How a store begins: as a sample or for real; what it held before is set aside."""

import os
from datetime import UTC, datetime

from etl.store import state
from etl.store.corrections import InvalidAction
from etl.store.database.following import follow
from etl.store.files import ledger
from etl.store.files.home import locked


def begin(home: str, kind: str, actor: str, origin: str) -> None:
    """Mark an empty store as sample or real. Raises InvalidAction where something has happened in it."""
    with locked(home):
        if ledger.read(home):
            raise InvalidAction("Kho không còn trống.")
        ledger.append(home, [{"action": "start", "kind": kind}], actor, origin)
        follow(home)


def start_real(home: str, actor: str, origin: str) -> str | None:
    """Set a sample store aside and begin the real, empty one; where the old one now lies. A real store stays as it is.

    Users are real in either: they come along, so that nobody is locked out of the store they began.
    """
    with locked(home):
        entries = ledger.read(home)
        before = state.replay(entries)
        if before.kind != "sample":
            if entries:
                raise InvalidAction("Kho này đã là kho thật.")
            aside = None
        else:
            aside = set_aside(home, "sample")
        users = [{"action": "user_set", "email": email, **row} for email, row in before.users.items()]
        ledger.append(home, [{"action": "start", "kind": "real"}, *users], actor, origin)
        follow(home)
        return aside


def set_aside(home: str, label: str) -> str | None:
    """Move what the store holds into its folder `aside`, all of it; the ledger goes last, so that a kill leaves a whole
    store.
    """
    names = [name for name in os.listdir(home) if name not in ("lock", "aside")]
    if not names:
        return None
    aside = os.path.join(home, "aside", f"{label}-{datetime.now(UTC).strftime('%Y%m%dT%H%M%S%f')}")
    os.makedirs(aside)
    for name in sorted(names, key=lambda name: name != "ledger.jsonl"):
        os.replace(os.path.join(home, name), os.path.join(aside, name))
    return aside
