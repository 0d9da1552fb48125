"""An issued report stays what it was: its bytes, its figures, and what has changed since is told."""

import json
import os
from datetime import date

import pytest

from etl.__main__ import main
from etl.outputs.papers.correction import correction
from etl.plan import load_plan
from etl.store import acceptance, backups, corrections, issues, state, verification
from etl.store.acceptance import Acceptance, Item
from etl.store.corrections import InvalidAction
from etl.store.database.records import OriginalFault
from etl.store.files import ledger, originals
from etl.store.issues import Paper
from etl.store.queries import questions, rows, snapshot
from tests.reports import base_rows, workbook

AS_OF = date(2024, 6, 20)


def accept(home, reached=60, day=10, **more):
    item = Item(f"{reached}.xlsx", workbook(base=base_rows(reached=reached), **more))
    (result,) = acceptance.load(home, [item], Acceptance("t", "test", date(2024, 6, day), True, reason="sửa"))
    assert result.outcome == "accepted", result.findings
    return result.version


def freeze(home, content=b"the report", number="45", **more):
    given = {"signed_on": date(2024, 6, 21), "signer": "Nguyễn Thị Mẫu"} | more
    return issues.issue(home, Paper(content, "a.docx", 2024, "H1", AS_OF, number, **given), "a", "t")


def known(home):
    return state.replay(ledger.read(home)).issues


def test_nothing_is_issued_under_a_draft(home):
    with pytest.raises(InvalidAction) as error:
        issues.issue(home, Paper(b"x", "a.docx", 2025, "H1", date(2025, 6, 20), "9"), "a", "t")
    assert error.value.said("en").startswith("The plan of 2025 is a draft")
    assert known(home) == {}


def test_what_was_issued_is_in_the_ledger_with_its_figures(home):
    accept(home)
    assert freeze(home) == 1
    one = known(home)[1]
    assert (one.number, one.signed_on, one.signer, one.period, one.as_of) == (
        *("45", "2024-06-21", "Nguyễn Thị Mẫu"),
        *("H1", "2024-06-20"),
    )
    assert ["CT2", "278", 1260, 1680, "behind", 1] in one.figures
    assert ["CT2", "", 1260, 1680, "incomplete", None] in one.figures
    assert not any(target == "CT3B" and district == "278" for target, district, *_rest in one.figures)
    assert issues.issued_file(home, one) == b"the report"
    assert snapshot.rows(home, "SELECT issue, number, signer FROM issue")[1] == [(1, "45", "Nguyễn Thị Mẫu")]


def test_nothing_has_changed_at_first_and_then_each_figure_with_its_version(home):
    accept(home)
    freeze(home)
    one = known(home)[1]
    assert issues.changes(home, one, AS_OF) == []
    accept(home, reached=80, day=15)
    found = {(c.target_code, c.district_code): c for c in issues.changes(home, one, AS_OF)}
    assert set(found) == {("CT2", ""), ("CT2", "278")}
    change = found["CT2", "278"]
    assert (change.before[:3], change.now[:3], change.version, change.received_on) == (
        (1260, 1680, "behind"),
        (1680, 1680, "achieved"),
        2,
        date(2024, 6, 15),
    )
    text = correction(one, list(found.values()), load_plan(2024))
    assert text.splitlines() == [
        "ĐÍNH CHÍNH Báo cáo số 45/BC-BTV ngày 21/06/2024, số liệu tính đến ngày 20/06/2024:",
        "- CT2, toàn Thành phố: đã nêu 1.260/1.680 (chưa đủ báo cáo), nay là 1.680/1.680 (chưa đủ báo cáo).",
        "- CT2, Thanh Oai: đã nêu 1.260/1.680 (chậm), nay là 1.680/1.680 (đạt) (theo bản 2, nhận ngày 15/06/2024).",
    ]
    corrections.withdraw(home, 2, "nhầm", "t", "test")
    assert issues.changes(home, one) == []


def test_a_district_that_fell_silent_is_a_change(home):
    version = accept(home)
    freeze(home)
    corrections.withdraw(home, version, "nhầm", "t", "test")
    found = {(c.target_code, c.district_code): c for c in issues.changes(home, known(home)[1])}
    assert found["CT1", "278"].now == (None, None, "no_report", None)
    assert "nay là chưa có báo cáo." in correction(known(home)[1], [found["CT1", "278"]], load_plan(2024))


def test_fifty_more_acceptances_a_backup_elsewhere_and_a_rebuild_leave_it_as_it_was(home, tmp_path):
    accept(home)
    content = os.urandom(40_000)
    freeze(home, content)
    before = known(home)[1]
    items = [Item(f"{n}.xlsx", workbook(base=base_rows(reached=10 + n))) for n in range(50)]
    how = Acceptance("t", "test", date(2024, 6, 10), True, reason="sửa")
    assert [result.outcome for result in acceptance.load(home, items, how)] == ["accepted"] * 50
    verification.rebuild_database(home)
    backups.backup(home, str(tmp_path / "backup.zip"))
    elsewhere = str(tmp_path / "elsewhere")
    backups.restore(elsewhere, str(tmp_path / "backup.zip"))
    for place in (home, elsewhere):
        assert issues.issued_file(place, known(place)[1]) == content
        assert known(place)[1] == before
        assert verification.verify(place) == []


def test_a_lost_or_changed_issue_is_a_fault_and_makes_no_backup(home, tmp_path):
    accept(home)
    freeze(home)
    path = originals.path(home, known(home)[1].sha256)
    with open(path, "ab") as file:
        file.write(b"x")
    (fault,) = verification.verify(home)
    assert fault.vi == "Báo cáo phát hành lần 1 “a.docx” đã bị thay đổi."
    os.unlink(path)
    (fault,) = verification.verify(home)
    assert fault.en == "Issued report 1 “a.docx” is lost."
    with pytest.raises(InvalidAction):
        backups.backup(home, str(tmp_path / "backup.zip"))


def test_a_number_stands_once_until_it_is_withdrawn_with_a_reason(home):
    accept(home)
    freeze(home)
    with pytest.raises(InvalidAction, match="đã phát hành"):
        freeze(home)
    with pytest.raises(InvalidAction, match="lý do"):
        issues.withdraw_issue(home, 1, "  ", "a", "t")
    issues.withdraw_issue(home, 1, "in nhầm", "a", "t")
    with pytest.raises(InvalidAction, match="đã được thu hồi"):
        issues.withdraw_issue(home, 1, "lại", "a", "t")
    with pytest.raises(InvalidAction, match="Không có"):
        issues.withdraw_issue(home, 9, "lại", "a", "t")
    assert freeze(home) == 2
    assert (known(home)[1].reason, known(home)[2].reason) == ("in nhầm", None)
    assert issues.issued_file(home, known(home)[1]) == b"the report"
    with pytest.raises(InvalidAction, match="quá dài"):
        freeze(home, number="4" * 201)
    assert freeze(home, number="", signed_on=None, signer="") == 3  # written by hand


def test_the_synthesis_report_counts_as_done_when_issued(home):
    def quantity(day):
        found = questions.ask(home, rows.Activities, day, plan_year=2024, unit="")
        return next(row.quantity_done for row in found if row.activity_code == "IV.1b" and row.period == "FY")

    accept(home)
    assert quantity(None) == 0
    freeze(home)
    freeze(home, number="46")  # the same period again is one report still
    assert (quantity(None), quantity(date(2024, 12, 31))) == (1, 0)  # as of a day before it was issued
    for number in (1, 2):
        issues.withdraw_issue(home, number, "nhầm", "a", "t")
    assert quantity(None) == 0


def test_a_damaged_original_is_still_a_version_s_fault(home, tmp_path):
    accept(home)
    freeze(home)
    os.unlink(originals.path(home, state.replay(ledger.read(home)).versions[1].sha256))
    with pytest.raises(OriginalFault):
        backups.backup(home, str(tmp_path / "backup.zip"))


def test_the_commands(home, tmp_path, capsys):
    assert main(["issued"]) == 0
    assert capsys.readouterr().out == "Chưa phát hành báo cáo nào.\n"
    accept(home)
    call = ["issue", "--year", "2024", "--period", "H1", "--number", "45", "--signed-on", "2024-06-21"]
    assert main([*call, "--as-of", "2024-06-20"]) == 0
    digest = known(home)[1].sha256
    assert digest in capsys.readouterr().out
    assert main([*call, "--as-of", "2024-06-20"]) == 2
    accept(home, 80, 15)
    capsys.readouterr()
    assert main(["issued", "45", "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["number"], told["sha256"], told["is_withdrawn"]) == ("45", digest, False)
    assert {(c["target_code"], c["district"]) for c in told["changes"]} == {("CT2", ""), ("CT2", "Thanh Oai")}
    out = tmp_path / "again.docx"
    assert main(["issued", "45", "--out", str(out)]) == 0
    assert originals.digest_of(out.read_bytes()) == digest
    assert main(["issued", "7"]) == 2
    assert main(["issued", "--out", str(out)]) == 2
    capsys.readouterr()
    assert main(["issued", "45", "--withdraw", "in nhầm"]) == 0
    assert main(["issued", "--lang", "en"]) == 0
    assert "number 45 · H1 2024 · signed 21/06/2024 · as of 20/06/2024 · withdrawn" in capsys.readouterr().out
