"""The SQL of tables and views, and what changes when they do."""

import os
import re
from functools import cache, lru_cache
from hashlib import sha256

from etl import data

_SQL = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "sql")


@cache
def sql_text(name: str) -> str:
    """A file of etl/store/sql."""
    with open(os.path.join(_SQL, name), encoding="utf-8") as file:
        return file.read()


@cache
def schema() -> dict[str, dict[str, str]]:
    """Table → column → type, from schema.sql."""
    text = re.sub(r"--[^\n]*", "", sql_text("schema.sql"))
    found = {}
    for name, body in re.findall(r"CREATE TABLE (\w+) \((.*?)\);", text, flags=re.DOTALL):
        parts = (part.split() for part in body.split(","))
        found[name] = {part[0]: part[1] for part in parts}
    return found


def columns_of(table: str) -> dict[str, str]:
    """Column → type of one table."""
    return schema()[table]


def reference_hash() -> str:
    """Changes when reference data, tables or views do: then the database is made anew."""
    folder = data.folder()
    plans = os.path.join(folder, "plans")
    names = [os.path.join(plans, name) for name in sorted(os.listdir(plans)) if name.endswith(".toml")]
    names += [os.path.join(folder, name) for name in ("units.csv", "districts.csv", "tile-grid.csv")]
    names += [os.path.join(_SQL, "schema.sql"), os.path.join(_SQL, "views.sql")]
    stamps = ((name, os.stat(name)) for name in names)
    return _hash_of(tuple((name, stamp.st_mtime_ns, stamp.st_size) for name, stamp in stamps))


@lru_cache(maxsize=8)
def _hash_of(stamps: tuple[tuple[str, int, int], ...]) -> str:
    """Hash of files; asked at every question of every page, so it reads them again only when their stamps change."""
    digest = sha256()
    for name, _, _ in stamps:
        with open(name, "rb") as file:
            digest.update(os.path.basename(name).encode() + b"\0" + file.read())
    return digest.hexdigest()
