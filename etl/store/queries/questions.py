"""The questions pages ask, one SELECT each on the views, in sql/questions; answers are rows of rows.py.

Names as in docs/rules/figures.md.
"""

import re
from datetime import date
from typing import TypeVar

from etl.store.database import sql_text
from etl.store.queries import snapshot

# What a reader must be allowed to do to ask; the others are for everybody who may read the pages.
NEEDS = {"versions": "read_history", "changes": "read_history", "entries": "read_history", "prepared": "read_personal"}
Row = TypeVar("Row", bound=tuple[object, ...])


def name_of(row: type[tuple[object, ...]]) -> str:
    """The question whose rows these are: “TargetChanges” → “target_changes”."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", row.__name__).lower()


def ask(home: str, row: type[Row], as_of: date | None = None, **params: object) -> list[Row]:
    """The rows that answer the question of a class in rows.py, as of a day. $unit "" is all units."""
    sql = sql_text(f"questions/{name_of(row)}.sql")
    named = set(re.findall(r"\$(\w+)", sql))
    given = {name: value for name, value in params.items() if name in named}  # DuckDB refuses one that is not asked for
    _columns, found = snapshot.rows(home, sql, as_of, given)
    return [row(*values) for values in found]
