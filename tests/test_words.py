"""Every word that the product says has its English, in one catalogue; no Vietnamese stands in a page outside _()."""

import ast
import os
import re

import pytest

from etl import data
from etl.commands.words import WORDS
from etl.finding import Finding, hint
from etl.outputs import comparison
from etl.outputs.marked_copy import copy
from etl.plan_check import _WANTED
from etl.words import english, sentence, translate, word
from tests.paths import ROOT, modules

FILES = [
    path
    for path in modules("pages")  # the two are said in both languages: no page is open yet
    if os.path.basename(path) not in ("security_headers.py", "request_guard.py")
]
VIETNAMESE = re.compile("[ăâđêôơưĂÂĐÊÔƠƯạ-ỹẠ-Ỹ]")
BOTH = {"Tiếng Việt", "Ngôn ngữ / Language"}


REASON = re.compile(r'"[EWN]\d*",\s*"([a-z_]+)"')


def test_every_reason_of_a_finding_has_its_sentence():
    words = {**data.read_toml("findings.toml"), **data.read_toml("refusals.toml")}
    used = set()
    for path in modules("etl"):
        with open(os.path.join(ROOT, path), encoding="utf-8") as file:
            used |= set(REASON.findall(file.read()))
    assert len(used) > 40
    assert used - words.keys() == set()


SPEAKERS = {"_", "sentence", "InvalidAction"}  # functions whose first argument is a text to be said


def calls(tree, speakers=("_", "_n")):
    """Texts given to the functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in speakers and node.args:
                yield node.args[0]


def lacking(texts):
    """Texts without English, or whose English has other holes to fill."""
    catalogue = {key if isinstance(key, str) else key[0]: text for key, text in english()._catalog.items()}
    holes = re.compile(r"{\w+}")
    return [
        text
        for text in texts
        if text and (text not in catalogue or set(holes.findall(text)) != set(holes.findall(catalogue[text])))
    ]


@pytest.mark.parametrize("path", FILES, ids=os.path.basename)
def test_every_text_of_a_page_is_translated(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        given = list(calls(ast.parse(file.read())))
    assert all(isinstance(text, ast.Constant) for text in given)
    assert lacking([text.value for text in given]) == []


@pytest.mark.parametrize("path", modules("etl"), ids=os.path.basename)
def test_every_sentence_of_a_module_is_translated(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        given = calls(ast.parse(file.read()), SPEAKERS)
    assert lacking([text.value for text in given if isinstance(text, ast.Constant)]) == []


def texts(value, keys):
    """What stands under the keys, however deep."""
    if isinstance(value, list):
        return [text for part in value for text in texts(part, keys)]
    if not isinstance(value, dict):
        return []
    own = [text for name, text in value.items() if name in keys and isinstance(text, str)]
    return own + [text for part in value.values() for text in texts(part, keys)]


@pytest.mark.parametrize(
    ("file", "keys", "least"),
    [
        ("findings.toml", ("message", "hint"), 150),
        ("refusals.toml", ("message", "hint"), 50),
        ("finding-kinds.toml", ("name",), 25),
        ("plan-slips.toml", ("message", "hint"), 30),
        ("guide.toml", ("answers", "read", "next"), 50),
        ("plausible.toml", ("reason",), 15),
    ],
)
def test_every_sentence_of_the_data_is_translated(file, keys, least):
    found = texts(dict(data.read_toml(file)), keys)
    assert len(found) >= least
    assert lacking(found) == []


def test_every_table_of_words_is_translated():
    spoken = [
        *WORDS.values(),
        *comparison.REASONS.values(),
        *comparison._HEADINGS.values(),
        *_WANTED.values(),
        copy._TITLE,
        *copy._HEADS,
        *copy._SEVERITIES.values(),
    ]
    assert len(spoken) > 100
    assert lacking(spoken) == []


def test_a_sentence_is_said_in_the_language_it_is_shown_in():
    told = sentence("Bản {version} đã được thu hồi.", version=1234)
    assert word(told) == "Bản 1.234 đã được thu hồi."
    assert word(told, "en") == "Version 1,234 is withdrawn already."
    period = sentence("{altered} ô đổi, {new} ô mới, {cleared} ô bị xóa", altered=1, new=2, cleared=0)
    assert word(period, "en") == "1 changed, 2 new, 0 cleared"
    assert word({"vi": "năm", "en": "full year"}, "en") == "full year"
    assert translate("không có trong danh mục từ", "en") == "không có trong danh mục từ"


def test_no_text_is_no_text_in_any_language():
    assert translate("", "en") == ""
    notice = Finding("N02", "TT", None, None, "notice_sheet_other", {})  # a notice has nothing to mend
    assert hint(notice, "vi") == hint(notice, "en") == ""


def strings(value):
    """Every text in a value, however deep."""
    if isinstance(value, dict | list):
        return {text for part in (value.values() if isinstance(value, dict) else value) for text in strings(part)}
    return {value} if isinstance(value, str) else set()


def test_no_word_of_the_catalogue_is_left_over():
    used = strings([data.read_toml(name) for name in os.listdir(data.folder()) if name.endswith(".toml")])
    for path in [*modules("pages"), *modules("etl")]:
        with open(os.path.join(ROOT, path), encoding="utf-8") as file:
            tree = ast.parse(file.read())
        used |= {
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
    known = {key if isinstance(key, str) else key[0] for key in english()._catalog} - {""}
    assert sorted(known - used) == []


@pytest.mark.parametrize("path", FILES, ids=os.path.basename)
def test_no_vietnamese_outside_the_catalogue(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
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
