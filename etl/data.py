"""Where the reference data lie, and how a TOML or CSV file of theirs is read; what the rows mean is left to others.

Parsing TOML costs each process 20 ms, a tenth of loading a season; so what was parsed is kept beside the code as JSON.
"""

import csv
import json
import os
from datetime import date
from functools import cache
from typing import Any

_ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_PARSED = os.path.join(_ROOT, "build")
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
    if not path.startswith(HERE):
        return _parsed(path)
    found = os.stat(path)
    kept = os.path.join(_PARSED, f"{os.path.basename(path)}-{found.st_mtime_ns:x}-{found.st_size:x}.json")
    try:
        with open(kept, encoding="utf-8") as file:
            return dict(json.load(file, object_hook=_with_date))
    except (OSError, ValueError):
        parsed = _parsed(path)
        _keep(kept, parsed)
        return parsed


def _parsed(path: str) -> dict[str, Any]:
    import tomllib

    with open(path, "rb") as file:
        return tomllib.load(file)


def _keep(path: str, parsed: dict[str, Any]) -> None:
    """Beside the code, whole or not at all; where its folder cannot be written, the next process parses again."""
    temporary = f"{path}.{os.getpid()}"
    try:
        os.makedirs(_PARSED, exist_ok=True)
        with open(temporary, "w", encoding="utf-8") as file:
            json.dump(parsed, file, ensure_ascii=False, default=lambda day: {"$date": day.isoformat()})
        os.replace(temporary, path)
    except (OSError, TypeError, AttributeError):
        pass


def _with_date(found: dict[str, Any]) -> Any:
    return date.fromisoformat(found["$date"]) if "$date" in found else found


@cache
def _csv(path: str) -> list[dict[str, str]]:
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
