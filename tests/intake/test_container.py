"""What bytes are, told without opening them; every reason has its words in both languages."""

import glob
import os
import re
import tomllib

import pytest

from etl.intake.safety.biff import Damaged, open_container, workbook_stream
from etl.intake.safety.container import kind_of, look_into
from etl.intake.safety.limits import Refused
from etl.words import english
from tests.intake.hostile import BOOK, GOOD, SHEET, compound, harmless, number_record, ods, other_kinds, xls
from tests.paths import ROOT


@pytest.mark.parametrize(
    ("name", "data", "reason"), other_kinds(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_what_is_no_workbook_says_what_it_is(name, data, reason):
    with pytest.raises(Refused) as caught:
        kind_of(data)
    assert caught.value.refusal.reason == reason


def test_kinds_of_workbooks():
    assert [kind_of(data) for data in (GOOD, ods(""), xls(number_record(0, 0)))] == ["xlsx", "ods", "xls"]


@pytest.mark.parametrize(("name", "data"), [(name, data) for name, data, _ in harmless()])
def test_what_only_looks_like_harm_passes(name, data):
    assert kind_of(data) in ("xlsx", "xls", "ods")


def test_parts_are_handed_on():
    assert {BOOK, SHEET} <= look_into(GOOD).parts.keys()


def test_the_stream_of_records():
    assert workbook_stream(open_container(compound(b"abc" * 2_000, "Book"))) == b"abc" * 2_000
    assert workbook_stream(open_container(compound(b"abc" * 2_000, "Other"))) == b""


def test_a_container_without_tables_is_damaged():
    with pytest.raises(Damaged):
        open_container(compound(b"")[:60])


def test_every_reason_has_its_words():
    with open(os.path.join(ROOT, "data", "refusals.toml"), "rb") as file:
        words = tomllib.load(file)
    raised = set()
    for path in glob.glob(os.path.join(ROOT, "etl", "intake", "s*", "*.py")) + glob.glob(
        os.path.join(ROOT, "etl", "intake", "formats", "*.py")
    ):
        with open(path, encoding="utf-8") as file:
            raised |= set(re.findall(r'"((?:is|has|too|not|unpacks)_[a-z_]+)"', file.read()))
    assert raised == words.keys()
    for row in words.values():
        assert all(row[key].endswith(".") and english().gettext(row[key]).endswith(".") for key in ("message", "hint"))
