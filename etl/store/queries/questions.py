"""The questions pages ask, one SELECT each on the views, in sql/questions; answers are rows of rows.py.

Names as in docs/rules/figures.md.
"""

import re
from datetime import date
from functools import cache, lru_cache
from typing import TypeVar

from etl.store import state
from etl.store.database.schema import sql_text
from etl.store.queries import snapshot

# What a reader must be allowed to do to ask; the others are for everybody who may read the pages.
NEEDS = {"versions": "read_history", "changes": "read_history", "entries": "read_history", "prepared": "read_personal"}
Row = TypeVar("Row", bound=tuple[object, ...])
Params = tuple[tuple[str, object], ...]


@cache
def name_of(row: type[tuple[object, ...]]) -> str:
    """The question whose rows these are: “TargetChanges” → “target_changes”."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", row.__name__).lower()


def ask(home: str, row: type[Row], as_of: date | None = None, **params: object) -> list[Row]:
    """The rows that answer the question of a class in rows.py, as of a day. $unit "" is all units.

    An answer is kept as long as nothing is accepted, taken back or changed; callers do not change it.
    """
    given = tuple(sorted((name, value) for name, value in params.items() if name in _named(row)))
    return _cached(snapshot.mark(home), home, row, as_of or state.today(), given)


@lru_cache(maxsize=3000)
def _cached(mark: str, home: str, row: type[Row], as_of: date, params: Params) -> list[Row]:
    _columns, found = snapshot.rows(home, sql_text(f"questions/{name_of(row)}.sql"), as_of, dict(params))
    return [row(*values) for values in found]


@cache
def _named(row: type[tuple[object, ...]]) -> set[str]:
    """Its $parameters: DuckDB refuses one that is not asked for."""
    return set(re.findall(r"\$(\w+)", sql_text(f"questions/{name_of(row)}.sql")))
