"""Writes rows.py: a class for the rows of each question, its columns and types as DuckDB describes them.

Run `python -m etl.store.queries.describe` after a question or a view has changed; a test holds the file to DuckDB.
"""

import os
import re

from etl.store.database.blank import blank_in_memory
from etl.store.database.connection import Connection
from etl.store.database.schema import sql_text

_HERE = os.path.dirname(os.path.abspath(__file__))
_QUESTIONS = os.path.join(os.path.dirname(_HERE), "sql", "questions")
_TYPES = {
    "VARCHAR": "str",
    "BOOLEAN": "bool",
    "DATE": "date",
    "TIMESTAMP": "datetime",
    "DOUBLE": "float",
    "FLOAT": "float",
}
_HEAD = '''"""The rows that answer the questions in sql/questions: written by describe.py, not by hand.

A value is None where nothing was reported or where a left join found nothing; has() in pages/parts/formatting.py asks.
"""

from datetime import date, datetime
from typing import NamedTuple
'''


def source() -> str:
    """The text of rows.py."""
    connection = blank_in_memory()
    names = sorted(name.removesuffix(".sql") for name in os.listdir(_QUESTIONS))
    return "\n\n".join([_HEAD, *(_class(connection, name) for name in names)]) + "\n"


def _class(connection: Connection, name: str) -> str:
    sql = sql_text(f"questions/{name}.sql")
    params = {param: _sample(param) for param in set(re.findall(r"\$(\w+)", sql))}
    described = connection.execute(f"DESCRIBE ({sql.rstrip().rstrip(';')}\n)", params or None).fetchall()
    fields = [f"    {row[0]}: {_type(row[1])}" for row in described]
    return "\n".join([f"class {class_name(name)}(NamedTuple):", f'    """Of {name}.sql."""', "", *fields])


def class_name(question: str) -> str:
    """“target_changes” → “TargetChanges”."""
    return question.title().replace("_", "")


def _sample(param: str) -> int | str:
    return 2024 if param in ("plan_year", "version") else ""


def _type(kind: str) -> str:
    return _TYPES.get(kind, "float" if kind.startswith("DECIMAL") else "int" if "INT" in kind else "object")


if __name__ == "__main__":
    text = source()  # before the file is opened: what cannot be described leaves it as it was
    with open(os.path.join(_HERE, "rows.py"), "w", encoding="utf-8") as file:
        file.write(text)
