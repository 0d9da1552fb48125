"""What the README says works: its commands exist, its links lead somewhere, the project stands alone."""

import os
import re
import shlex

import pytest

from etl.commands.parser import MODULES, parse
from tests.paths import ROOT

PAPERS = [
    "README.md",
    "README.en.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "SECURITY.md",
    "docs/design.md",
    "docs/huong-dan.md",
    "docs/dang-nhap.md",
    "docs/data-dictionary.md",
]


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


def test_the_commands_of_the_readme_are_understood():
    papers = ("README.md", "README.en.md", "docs/huong-dan.md", "docs/dang-nhap.md")
    found = re.findall(r"`\.venv/bin/python -m etl ([^`]+)`", "".join(map(read, papers)))
    assert len(found) >= 24
    for line in found:
        parse(shlex.split(line), "vi")


@pytest.mark.parametrize("paper", ["README.md", "README.en.md"])
def test_every_command_stands_in_the_readme(paper):
    assert [name for name in MODULES if f"etl {name}" not in read(paper)] == []


def test_both_readmes_have_the_same_parts():
    """As many headings, commands in blocks, rows of tables and pictures, in this order."""
    parts = [re.findall(r"^(#+ |```|\||!\[)", read(paper), re.MULTILINE) for paper in ("README.md", "README.en.md")]
    assert parts[0] == parts[1]


def test_make_knows_what_the_papers_say():
    targets = re.findall(r"^(\w+):", read("Makefile"), re.M)
    said = {name for paper in PAPERS for name in re.findall(r"`?make (\w+)", read(paper))}
    assert said - set(targets) - {"sure", "it", "a", "the"} == set()


@pytest.mark.parametrize("paper", PAPERS)
def test_links_lead_somewhere(paper):
    for target in re.findall(r"\]\(([^)#]+)\)", read(paper)):
        assert target.startswith("http") or os.path.exists(os.path.join(ROOT, os.path.dirname(paper), target)), target


@pytest.mark.parametrize("command", MODULES)
def test_every_command_tells_its_options(command, capsys):
    with pytest.raises(SystemExit) as left:
        parse([command, "--help"], "vi")
    told = capsys.readouterr().out
    assert (left.value.code, "--lang" in told) == (0, True)
    usage, _, described = told.partition("\n\n")
    assert set(re.findall(r"--[a-z-]+", usage)) <= set(re.findall(r"^ +(--[a-z-]+)", described, re.MULTILINE))
