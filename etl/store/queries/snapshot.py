"""What readers ask: a copy of the database in memory, made again when the ledger has grown.

No lock is held between questions.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import lru_cache
from typing import Any

from etl.store import state
from etl.store.database import following, schema
from etl.store.database.connection import Connection
from etl.store.files import ledger
from etl.store.files.home import locked

_copies: dict[str, tuple[str, Connection]] = {}
_making = threading.Lock()
_steady: ContextVar[tuple[str, str, str] | None] = ContextVar("steady", default=None)  # store, head, reference data


@contextmanager
def steady(home: str) -> Iterator[None]:
    """One reading for a whole page: the store is looked at once, and every question is answered as of that look.

    Also what keeps fifty viewers apart: each look is a dozen calls of the system, at each of which a busy server's
    threads wait for one another.
    """
    token = _steady.set((home, ledger.head(home), schema.reference_hash()))
    try:
        yield
    finally:
        _steady.reset(token)


def mark(home: str) -> str:
    """Changes with every event and every change of the reference data: what answers may be cached by."""
    kept = _steady.get()
    return kept[1] + kept[2] if kept and kept[0] == home else _fresh_mark(home)


def _fresh_mark(home: str) -> str:
    return ledger.head(home) + schema.reference_hash()


def now(home: str) -> state.State:
    """What the ledger says now, read again only when it has grown; not to be changed by the caller."""
    kept = _steady.get()
    return _state(kept[1] if kept and kept[0] == home else ledger.head(home), home)


@lru_cache(maxsize=4)
def _state(head: str, home: str) -> state.State:
    return state.replay(ledger.read(home))


def rows(
    home: str, sql: str, as_of: date | None = None, params: dict[str, Any] | None = None
) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Column names and rows of a SELECT with $named values."""
    answer = cursor(home, as_of).execute(sql, params or None)
    return [column[0] for column in answer.description or ()], answer.fetchall()


def cursor(home: str, as_of: date | None) -> Connection:
    """A cursor of its own for every question: a shared connection gives wrong answers."""
    own = _copy(home).cursor()
    own.execute("SET VARIABLE as_of = $day", {"day": as_of or state.today()})
    return own


def _copy(home: str) -> Connection:
    wanted = _fresh_mark(home)  # not the page's own look: two pages of different looks would make it again in turns
    found = _copies.get(home)
    if found and found[0] == wanted:
        return found[1]
    with _making:
        found = _copies.get(home)
        if found is None or found[0] != wanted:
            with locked(home):
                wanted = _fresh_mark(home)
                found = (wanted, following.copy_in_memory(home))
            _copies[home] = found
        return found[1]
