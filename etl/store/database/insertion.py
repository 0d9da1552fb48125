"""Rows into their tables."""

import json

from etl.store.database import rows
from etl.store.database.connection import Connection, quoted
from etl.store.database.schema import columns_of


def insert(connection: Connection, tables: rows.Tables) -> None:
    """Rows into their tables, each table's as one literal: a bound parameter would import pandas, 250 ms."""
    for table, found in tables.items():
        if found and table == "version_records":  # long texts: as JSON within JSON they would be escaped twice
            values = ",".join(f"({int(row['version'])},{quoted(row['records'])})" for row in found)
            connection.execute(f"INSERT INTO {table} VALUES {values}".encode("utf-8", "replace").decode())
        elif found:
            fields = columns_of(table)
            struct = json.dumps({name: f"{kind}[]" for name, kind in fields.items()})
            text = json.dumps({name: [row.get(name) for row in found] for name in fields}, ensure_ascii=False)
            each = ", ".join(f"unnest(j.{name})" for name in fields)  # by column: half as long as by row
            # beside a row of nothing, lest the planner takes the whole table for a constant and folds it: a third
            # slower
            lines = f"(VALUES ({quoted(text)}), (NULL)) AS t(line)"
            sql = f"INSERT INTO {table} SELECT {each} FROM (SELECT from_json(line, {quoted(struct)}) AS j FROM {lines})"
            connection.execute(sql.encode("utf-8", "replace").decode())
