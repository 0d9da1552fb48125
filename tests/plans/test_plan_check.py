"""A plan file is checked before it is believed: each slip at its line, and a broken year harms no other."""

import json
import os
import random
import re
from datetime import date

import pytest

from etl import data
from etl.__main__ import main
from etl.plan import broken_years, plan_years
from etl.plan_check import check_plan
from etl.store.acceptance import Acceptance, Item, load
from etl.store.queries import snapshot
from tests.reference import copy_of_data, districts_go_on
from tests.reports import THANH_OAI, base_rows, workbook

PLAN = os.path.join(data.HERE, "plans", "2024.toml")


def text():
    with open(PLAN, encoding="utf-8") as file:
        return file.read()


def checked(tmp_path, content, name="2024.toml"):
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    return check_plan(str(path))


def line_of(content, part):
    return content[: content.index(part)].count("\n") + 1


def test_the_plans_that_ship_have_no_slip():
    for name in (name for name in os.listdir(os.path.join(data.HERE, "plans")) if name.endswith(".toml")):
        assert check_plan(os.path.join(data.HERE, "plans", name)) == []


CASES = [
    ('kind = "share_of_sums"', 'kind = "share_of_sum"', "value_unknown", "Did you mean “share_of_sums”?"),
    ("deadline = 2024-06-13", "deadlin = 2024-06-13", "key_unknown", "Did you mean “deadline”?"),
    ('"271", ', '"2711", ', "value_unknown", "“2711”"),
    ('"271", "277"', '"271", "271"', "doubled", "“271”"),
    ("near = 0.85", "near = 8.5", "kind_wrong", "at most 2"),
    ("near = 0.85", "near = 1.5", "order_wrong", "at most “achieved”"),
    ("deadline = 2024-10-30", "deadline = 2024-03-30", "order_wrong", "deadline"),
    ("to_on = 2024-06-30", "to_on = 2034-06-30", "date_far", "2023–2025"),
    ("deadline = 2024-06-13", 'deadline = "13/6/2024"', "kind_wrong", "without quotes"),
    ('lead = "ban-tuyen-giao"', 'lead = "ban-tuyen-gia"', "value_unknown", "Did you mean “ban-tuyen-giao”?"),
    ('code = "CT2"', 'code = "CT1"', "doubled", "line 63"),
    ('text = "13-KH', 'text = "31-KH', "text_missing", "31-KH-BTV-2024.txt"),
    ("/BC-BTV", '/BC-BTV"\nsee = "x', "key_unknown", "see"),
    ("Số: {number}", "Số: {numbr}", "pattern_wrong", "{numbr}"),
    ('see = ["IV.3"]', 'see = ["IV.33"]', "value_unknown", "IV.33"),
    ('kind = "asks"', 'kind = "ask"', "value_unknown", "Did you mean “asks”?"),
    ('co_leads = ["ban-tuyen-giao"]', 'co_leads = ["ban-tuyen-gia"]', "value_unknown", "ban-tuyen-giao"),
    ("goal = 18", "goal = 81", "count_differs", "18 units"),
    ('numerator = "reached"', 'numerator = "reachd"', "value_unknown", "Did you mean “reached”?"),
    ("plan_year = 2024", "plan_year = 2025", "year_differs", "plan year 2025"),
    ('denominator = "rural_members"\n', "", "needed_by_kind", "denominator"),
    ('title = "Báo cáo năm"\n', "", "key_missing", "title"),
    ('period = "FY"\nlabel', 'period = "FY\nlabel', "unreadable", "TOML"),
    ("near = 0.85", "near = 0.85\nnear = 0.9", "unreadable", "TOML"),
]


@pytest.mark.parametrize(("old", "new", "reason", "said"), CASES)
def test_a_slip_is_named_at_its_line_in_both_languages(tmp_path, old, new, reason, said):
    assert old in text()
    slips = checked(tmp_path, text().replace(old, new, 1))
    found = next(slip for slip in slips if slip.reason == reason)
    assert said in found.message("en") and found.message("vi") and found.hint("vi") and found.hint("en")
    near = line_of(text(), old)
    assert (
        abs(found.line - near) <= (2 if reason != "unreadable" else 3)
        or not new
        or reason in ("key_missing", "needed_by_kind")
    )


FREE = re.compile(
    r"^(title|name|label|short|unit|source|goal_text|scheme|number|clause|note|window_text|about|subject|issuer|place"
    r"|on_behalf|signer_title|signer)(_en)? ="
)


def mutated(content, chance):
    """The plan with one slip in one line that is no free text; None where that line has none to offer."""
    lines = content.split("\n")
    at = chance.choice([n for n, line in enumerate(lines) if " = " in line and not line.startswith("#")])
    key, value = lines[at].split(" = ", 1)
    is_free = bool(FREE.match(lines[at]))
    ways = [
        f"{key[:-1]} = {value}",
        f"{key}x = {value}",
        f"{key} = [",
        f'{key} = "',
        f"{key} {value}",
        f"{lines[at]}\n{lines[at]}",
    ]
    if not is_free:
        ways += [f"{key} = {{}}", f"{key} = -1", f'{key} = ""', f'{key} = "zz9"', f"{key} = 1999-01-01", f"{key} = [1]"]
    if is_free:
        ways += (
            [f"{key} = 7", f'{key} = ""', f"{key} = false"]
            if not key.startswith(("note", "window_text", "signer"))
            else [f"{key} = 7"]
        )
    lines[at] = chance.choice(ways)
    return at + 1, "\n".join(lines)


@pytest.mark.parametrize("first", range(0, 500, 125))
def test_five_hundred_mutations_are_each_named(tmp_path, first):
    for seed in range(first, first + 125):
        at, content = mutated(text(), random.Random(seed))
        slips = checked(tmp_path, content)
        assert slips, (seed, content.split("\n")[at - 1])
        for slip in slips:
            assert 1 <= slip.line <= content.count("\n") + 1
            assert slip.message("vi") and slip.message("en") and slip.hint("vi") and slip.hint("en")


def test_districts_cannot_report_after_their_end(tmp_path, capsys):
    path = tmp_path / "2025.toml"
    with open(os.path.join(data.HERE, "plans", "2025.toml"), encoding="utf-8") as file:
        content = file.read()
    path.write_text(content.replace('reporting_units = "communes"\n', ""), encoding="utf-8")
    assert main(["plan", "check", str(path), "--lang", "en"]) == 1
    said = capsys.readouterr().out
    assert "On 2025-12-31 18 of the plan's districts are no more (Ba Vì, Chương Mỹ, Đan Phượng…)." in said
    assert 'Write reporting_units = "communes" for this period, or an earlier day.' in said
    path.write_text(content.replace("is_draft = true", 'is_draft = "yes"'), encoding="utf-8")
    assert main(["plan", "check", str(path), "--lang", "en"]) == 1
    assert "is_draft" in capsys.readouterr().out


@pytest.fixture
def other_data(tmp_path, monkeypatch):
    """Reference data of our own, with a plan of 2026 beside that of 2024."""
    folder = tmp_path / "data"
    copy_of_data(folder)
    districts_go_on(folder)
    for year in (2023, 2025):
        os.remove(folder / "plans" / f"{year}.toml")
    content = text().replace("2024-", "2026-").replace("plan_year = 2024", "plan_year = 2026")
    (folder / "plans" / "2026.toml").write_text(content, encoding="utf-8")
    monkeypatch.setenv("MONITOR_DATA", str(folder))
    return folder


def exported(home, out):
    for view in ("target_completion", "base_union_status", "reporting_status"):
        assert main(["export", view, "--out", str(out / f"{view}.csv"), "--year", "2024"]) == 0
    return [(out / name).read_bytes() for name in sorted(os.listdir(out))]


def broken(folder):
    path = folder / "plans" / "2026.toml"
    path.write_text(
        path.read_text("utf-8").replace('"271", ', '"2711", ', 1).replace("deadline =", "deadlin =", 1),
        encoding="utf-8",
    )


def test_a_broken_year_harms_no_other(tmp_path, other_data, monkeypatch, capsys):
    home = str(tmp_path / "store")
    monkeypatch.setenv("MONITOR_HOME", home)
    how = Acceptance("a", "test", date(2024, 6, 10), confirm_warnings=True)
    assert [r.outcome for r in load(home, [Item("a.xlsx", workbook())], how)] == ["accepted"]
    for name in ("before", "after"):
        (tmp_path / name).mkdir()
    before = exported(home, tmp_path / "before")
    assert plan_years() == [2024, 2026]
    broken(other_data)
    data._toml.cache_clear()
    assert plan_years() == [2024] and broken_years() == [2026]
    assert exported(home, tmp_path / "after") == before
    capsys.readouterr()
    assert main(["status", "--year", "2026", "--lang", "en"]) == 2
    assert "The plan file of 2026 has" in capsys.readouterr().err
    assert main(["plan", "check", "--lang", "en"]) == 1
    said = capsys.readouterr().out
    assert "2024.toml: no errors" in said and "there is no “2711”" in said and "Did you mean “deadline”?" in said


def test_a_year_with_reports_goes_out_and_comes_back(tmp_path, other_data, monkeypatch):
    home = str(tmp_path / "store")
    how = Acceptance("a", "test", date(2026, 6, 10), confirm_warnings=True)
    monkeypatch.setattr("etl.store.state.today", lambda: date(2026, 7, 1))
    rows = base_rows(THANH_OAI, date(2026, 6, 30))
    report = workbook(base=rows, plan_year=2026, report_date=date(2026, 6, 8))
    results = list(load(home, [Item("a.xlsx", report), Item("b.xlsx", workbook())], how))
    assert [r.outcome for r in results] == ["accepted"] * 2
    count = "SELECT count(*) FROM version_in_force"
    assert snapshot.rows(home, count)[1] == [(2,)]
    whole = (other_data / "plans" / "2026.toml").read_text("utf-8")
    broken(other_data)
    data._toml.cache_clear()
    snapshot._copies.clear()
    assert snapshot.rows(home, count)[1] == [(1,)]
    (other_data / "plans" / "2026.toml").write_text(whole, encoding="utf-8")
    os.utime(other_data / "plans" / "2026.toml", (1, 1))
    data._toml.cache_clear()
    snapshot._copies.clear()
    assert snapshot.rows(home, count)[1] == [(2,)]


def test_json_of_the_check(tmp_path, capsys):
    path = tmp_path / "2025.toml"
    path.write_text(text(), encoding="utf-8")
    assert main(["plan", "check", str(path), "--json"]) == 1
    (slip,) = json.loads(capsys.readouterr().out)
    assert (slip["reason"], slip["line"]) == ("year_differs", 3)
