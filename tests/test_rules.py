"""Rules that code cites stand in docs/rules, under the heading that is cited."""

import os
import re

import pytest

from tests.paths import ROOT

CITED = re.compile(r"docs/rules/(\w+)\.md(?:, ([A-Z]\w+))?")
FILES = [
    os.path.join(folder, name)
    for top in ("etl", "pages", "data", "tests", "benchmarks")
    for folder, _, names in os.walk(os.path.join(ROOT, top))
    for name in names
    if name.endswith((".py", ".sql", ".toml"))
]


def citations():
    """(file, rules' name, heading or "") of every citation."""
    for path in FILES:
        with open(path, encoding="utf-8") as file:
            found = CITED.findall(file.read())
        yield from ((os.path.relpath(path, ROOT), *pair) for pair in found)


@pytest.mark.parametrize(("path", "rules", "heading"), sorted(set(citations())))
def test_a_rule_that_is_cited_is_there(path, rules, heading):
    with open(os.path.join(ROOT, "docs", "rules", f"{rules}.md"), encoding="utf-8") as file:
        text = file.read()
    assert not heading or re.search(rf"^#+ {heading}\b", text, re.MULTILINE), f"{path}: {rules}.md has no {heading}"


def test_each_page_of_rules_is_cited():
    pages = {name.removesuffix(".md") for name in os.listdir(os.path.join(ROOT, "docs", "rules"))}
    assert {rules for _path, rules, _heading in citations()} == pages
