"""The questions pages ask, one SELECT each on the views, in sql/questions; answers are rows.

Names as in docs/rules/figures.md.
"""

from datetime import date
from typing import Any

from etl.store.database import sql_text
from etl.store.queries import snapshot

# What a reader must be allowed to do to ask; the others are for everybody who may read the pages.
NEEDS = {"versions": "read_history", "changes": "read_history", "entries": "read_history", "prepared": "read_personal"}


def ask(home: str, question: str, as_of: date | None = None, **params: Any) -> list[Any]:
    """The rows that answer sql/questions/QUESTION.sql with its $parameters, as of a day. $unit "" is all units."""
    return snapshot.ask(home, sql_text(f"questions/{question}.sql"), as_of, **params)
