"""The rooms of the house: pages → parts → etl → data, never back. A line that breaks a rule is named."""

import ast
import glob
import os
import re

import pytest

from tests.paths import ROOT, modules

FILES = modules("etl", "pages")
RULES = [
    (r"^etl/", r"^(streamlit|pages|plotly)\b", "etl knows nothing of Streamlit and of pages"),
    (r"^(?!etl/store/database/connection\.py)", r"^_?duckdb\b", "one module opens the database"),
    (r"^etl/intake/", r"^etl\.(store|outputs|commands)\b", "reading stores nothing"),
    (r"^etl/store/", r"^etl\.(outputs|commands)\b", "the store decides nothing of outputs"),
    (r"^etl/outputs/", r"^etl\.commands\b", "outputs do not know the command line"),
    (
        r"^pages/",
        r"^etl\.store\.(corrections\b(?!\.InvalidAction)|(backups|beginning|verification)\b|acceptance\.(load|submit|refuse|check)\b|files\.ledger\.append)",
        "pages write through etl.store.actions, which asks who may",
    ),
    (r"^pages/(?!parts/charts/)", r"^plotly\b", "pictures are plain descriptions, drawn in one place"),
    (r"^pages/parts/", r"^pages\.(?!parts\b)", "parts do not know pages"),
]


def imports(path):
    """(line, module) of every import, also those inside functions; those for types only are left out."""
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        tree = ast.parse(file.read())
    typing_only = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and getattr(block.test, "id", "") == "TYPE_CHECKING"
        for node in ast.walk(block)
    }
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


@pytest.mark.parametrize("path", FILES)
def test_imports_follow_the_rooms(path):
    broken = [
        f"{path}:{line} imports {module}: {why}"
        for line, module in imports(path)
        for where, what, why in RULES
        if re.search(where, path.replace(os.sep, "/")) and re.search(what, module)
    ]
    assert broken == []


@pytest.mark.parametrize("path", [path for path in FILES if path.startswith("pages")])
def test_pages_hold_no_sql(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        tree = ast.parse(file.read())
    found = [
        f"{path}:{node.lineno}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.search(r"\bSELECT\b.*\bFROM\b", node.value, re.S)
    ]
    assert found == []


MOST = 12  # modules of one room; pages/ holds a file for each page


def test_no_room_is_crowded_and_no_module_is_a_scrap():
    rooms = {}
    for path in modules("etl", "pages", "tests", "benchmarks"):
        if not path.endswith("__init__.py"):
            rooms.setdefault(os.path.dirname(path), []).append(path)
    assert {room: len(paths) for room, paths in rooms.items() if len(paths) > MOST and room != "pages"} == {}
    scraps = []
    for path in FILES:
        if not path.endswith("__init__.py"):
            with open(os.path.join(ROOT, path), encoding="utf-8") as file:
                scraps += [path] if sum(1 for _line in file) < 15 else []
    assert scraps == []


def _module(path):
    return path.removesuffix(".py").removesuffix("/__init__").replace(os.sep, ".")


def test_no_circle_of_imports():
    names = {_module(path) for path in FILES}
    after = {}
    for path in FILES:
        found = {module if module in names else module.rpartition(".")[0] for _line, module in imports(path)}
        after[_module(path)] = found & names - {_module(path)}
    done = set()
    while ready := {name for name, needs in after.items() if name not in done and needs <= done}:
        done |= ready
    assert set(after) - done == set()


def test_no_circle_of_rooms():
    rooms = {_module(path): _module(os.path.dirname(path)) for path in FILES}
    after = {room: set() for room in rooms.values()}
    for path in FILES:
        here = rooms[_module(path)]
        for _line, module in imports(path):
            there = rooms.get(module) or rooms.get(module.rpartition(".")[0])
            if there and there != here and not here.startswith(f"{there}.") and not there.startswith(f"{here}."):
                after[here].add(there)
    done = set()
    while ready := {room for room, needs in after.items() if room not in done and needs <= done}:
        done |= ready
    assert {room: needs - done for room, needs in after.items() if room not in done} == {}


def test_lines_of_sql_are_as_short_as_those_of_python():
    paths = glob.glob(os.path.join(ROOT, "etl", "store", "sql", "**", "*.sql"), recursive=True)
    assert len(paths) > 30
    long = []
    for path in paths:
        with open(path, encoding="utf-8") as file:
            long += [f"{path}:{number}" for number, line in enumerate(file, 1) if len(line.rstrip("\n")) > 120]
    assert long == []


def test_no_drawers():
    assert [path for path in FILES if re.search(r"(utils|common|helpers|components)\.py$", path)] == []


def test_every_module_says_what_it_owns():
    silent = []
    for path in FILES:
        with open(os.path.join(ROOT, path), encoding="utf-8") as file:
            tree = ast.parse(file.read())
        if tree.body and not ast.get_docstring(tree):
            silent.append(path)
    assert silent == []
