"""The permission asked at the data: may this actor do this to this unit? What is refused is written down, once an hour
for the same.
"""

import time
from datetime import date

from etl import access
from etl.access import Actor, Denied
from etl.store import state
from etl.store.database.following import follow
from etl.store.database.records import OriginalFault
from etl.store.files import ledger
from etl.store.files.home import locked

AGAIN = 3600.0  # seconds until the same refusal is worth another line
MOST = 500  # refusals a day: nobody fills the disk by asking
_noted_at: dict[tuple[str, str, str, str], float] = {}
_count: dict[date, int] = {}


def demand(home: str, actor: Actor | None, action: str, unit_code: str | None = None) -> Actor:
    """The actor, who may; raises Denied where they may not, after a line in the ledger."""
    if actor is None or not access.may(actor, action, unit_code):
        note(home, actor.name if actor else "?", action, unit_code, actor.origin if actor else "?")
        raise Denied(action)
    return actor


def note(home: str, name: str, action: str, unit_code: str | None, origin: str) -> None:
    """A refused attempt: who wanted what, from where.

    A full disk or a lost original keeps nobody from being refused.
    """
    key, now, today = (name, action, unit_code or "", origin), time.monotonic(), state.today()
    if today not in _count:
        _count.clear()
        _noted_at.clear()
    if now - _noted_at.get(key, -AGAIN) < AGAIN or _count.get(today, 0) >= MOST:
        return
    _noted_at[key] = now
    _count[today] = _count.get(today, 0) + 1
    try:
        with locked(home):
            ledger.append(home, [{"action": "deny", "wanted": action, "unit_code": unit_code}], name, origin)
            follow(home)
    except (OSError, OriginalFault):
        pass
