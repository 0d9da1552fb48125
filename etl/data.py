"""Where the reference data lie, and how a TOML or CSV file of theirs is read; what the rows mean is left to others."""

import csv
import os
import tomllib
from functools import cache
from typing import Any

_ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
HERE = os.path.join(_ROOT, "data")


def folder() -> str:
    """The folder of reference data: the project's own, or MONITOR_DATA."""
    return os.environ.get("MONITOR_DATA") or HERE


def read_toml(name: str) -> dict[str, Any]:
    """The file `name` of the reference folder, read once per process. Callers do not change what they get."""
    return _toml(os.path.join(folder(), name))


def read_csv(name: str) -> list[dict[str, str]]:
    """Rows of `name` as text by column, read once per process."""
    return _csv(os.path.join(folder(), name))


@cache
def _toml(path: str) -> dict[str, Any]:
    with open(path, "rb") as file:
        return tomllib.load(file)


@cache
def _csv(path: str) -> list[dict[str, str]]:
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
