"""Every word of the interface has its English; no Vietnamese stands in a page outside _()."""

import ast
import os
import re

import pytest

from etl import data
from pages.parts.i18n import english

PAGES = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "pages")
FILES = [
    os.path.join(folder, name)
    for folder, _, names in os.walk(PAGES)
    for name in names
    if name.endswith(".py")
    and name not in ("security_headers.py", "request_guard.py")  # said in both languages: no page is open yet
]
VIETNAMESE = re.compile("[ăâđêôơưĂÂĐÊÔƠƯạ-ỹẠ-Ỹ]")
BOTH = {"Tiếng Việt", "Ngôn ngữ / Language"}


REASON = re.compile(r'"[EWN]\d*",\s*"([a-z_]+)"')


def test_every_reason_of_a_finding_has_its_sentence():
    words = {**data.read_toml("findings.toml"), **data.read_toml("refusals.toml")}
    used = set()
    for folder, _, names in os.walk(os.path.join(os.path.dirname(PAGES), "etl")):
        for name in (name for name in names if name.endswith(".py")):
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                used |= set(REASON.findall(file.read()))
    assert len(used) > 40
    assert used - words.keys() == set()


def calls(tree):
    """Texts given to _()."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
            yield node.args[0]


@pytest.mark.parametrize("path", FILES, ids=os.path.basename)
def test_every_text_is_translated(path):
    with open(path, encoding="utf-8") as file:
        tree = ast.parse(file.read())
    given = list(calls(tree))
    assert all(isinstance(text, ast.Constant) for text in given)
    catalogue = english()._catalog
    missing = [text.value for text in given if text.value not in catalogue]
    assert missing == []
    holes = [
        text.value
        for text in given
        if set(re.findall(r"{\w+}", text.value)) != set(re.findall(r"{\w+}", catalogue[text.value]))
    ]
    assert holes == []


@pytest.mark.parametrize("path", FILES, ids=os.path.basename)
def test_no_vietnamese_outside_the_catalogue(path):
    with open(path, encoding="utf-8") as file:
        tree = ast.parse(file.read())
    inside = {id(text) for text in calls(tree)}
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    stray = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in inside | docs
        and VIETNAMESE.search(node.value)
        and node.value not in BOTH
    ]
    assert stray == []
