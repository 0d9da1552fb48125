"""The whole plan stands in its file: each passage is quoted or explained; what is not is named, word by word."""

import json
import os
import tomllib

import pytest

from etl import data
from etl.__main__ import main
from etl.plan import load_plan, text_of
from etl.plan_cover import cover

RAW = {
    "targets": [{"code": "CT1", "source": "Mỗi cơ sở Hội có ít nhất 01 mô hình"}],
    "activities": [{"code": "III.1", "source": "tổ chức tọa đàm […] trong tháng 9"}],
    "passages": [
        {"clause": "II", "kind": "heading", "source": "CHỈ TIÊU", "about": "Tiêu đề", "about_en": "Heading"},
        {"clause": "IV", "kind": "asks", "see": ["CT1"], "source": "Hội làm việc này.", "about": "a", "about_en": "a"},
    ],
}


def told(text):
    return [(passage.line, passage.state, passage.left) for passage in cover(text, RAW)]


def test_a_passage_is_quoted_explained_or_open():
    text = "II. Chỉ tiêu\n(1). Mỗi cơ sở Hội có ít nhất 01 mô hình.\n\n- Hội làm việc này. Và việc khác nữa."
    assert told(text) == [
        (1, "explained", ""),
        (2, "quoted", ""),
        (4, "quoted", ""),
        (4, "open", "và việc khác nữa"),
    ]


def test_every_word_counts_whatever_marks_stand_between():
    assert told("Mỗi cơ sở hội, có ít nhất “01” mô hình") == [(1, "quoted", "")]
    assert told("Mỗi cơ sở Hội có ít nhất 02 mô hình") == [(1, "open", "mỗi cơ sở hội có ít nhất 02 mô hình")]
    assert told("Mỗi cơ sở Hội có ít nhất 01 mô hình và 3 việc") == [(1, "open", "và 3 việc")]


def test_a_gap_in_a_quotation_holds_only_its_ends():
    assert told("Hội tổ chức tọa đàm lớn trong tháng 9") == [(1, "open", "hội lớn")]


def test_a_heading_hides_no_sentence_that_holds_its_words():
    assert told("Giao chỉ tiêu cho huyện") == [(1, "open", "giao chỉ tiêu cho huyện")]


def test_nothing_of_the_plan_is_open():
    plan = load_plan(2024)
    passages = cover(text_of(plan), plan.raw)
    assert [passage.text for passage in passages if passage.state == "open"] == []
    assert sum(passage.state == "quoted" for passage in passages) == 51
    known = {row["code"] for table in ("targets", "activities") for row in plan.raw[table]}
    for passage in passages:
        assert passage.quotes and {code for quote in passage.quotes for code in quote.see} <= known


@pytest.mark.parametrize(("table", "key"), [("targets", "CT2"), ("activities", "III.1.4"), ("passages", None)])
def test_a_quotation_less_leaves_its_passage_open(table, key):
    with open(os.path.join(data.HERE, "plans", "2024.toml"), "rb") as file:
        raw = tomllib.load(file)
    gone = next(row for row in raw[table] if key is None or row["code"] == key)
    raw[table].remove(gone)
    assert any(passage.state == "open" for passage in cover(text_of(load_plan(2024)), raw))


def test_the_command_says_what_is_open_and_ends_with_1(tmp_path, capsys):
    text = os.path.join(data.HERE, "plans", "13-KH-BTV-2024.txt")
    assert main(["plan", "cover", text]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == (
        "Kế hoạch 13/KH-BTV: 51 đoạn được trích dẫn, 37 đoạn được giải thích, 0 đoạn chưa có."
    )
    other = tmp_path / "a.txt"
    with open(text, encoding="utf-8") as file:
        other.write_text(file.read() + "\nMột điều mới.\n", encoding="utf-8")
    assert main(["plan", "cover", str(other), "--json"]) == 1
    last = json.loads(capsys.readouterr().out)[-1]
    assert last == {"line": 72, "state": "open", "text": "Một điều mới.", "held_by": [], "left": "một điều mới"}


def test_a_wrong_call_is_a_sentence(tmp_path, capsys):
    (tmp_path / "a.docx").write_bytes(b"\xff\xfe\x00")
    for call in (["plan", "cover"], ["plan", "cover", str(tmp_path / "a.docx")], ["plan", "cover", "nowhere.txt"]):
        assert main(call) == 2
        assert capsys.readouterr().err.strip()
