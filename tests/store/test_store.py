"""The store: accepting, taking back, the ledger, the database that follows, backup, faults noticed."""

import json
import os
import shutil
from datetime import date, timedelta
from io import BytesIO

import duckdb
import pytest
from openpyxl import load_workbook

from etl.__main__ import main
from etl.intake.values.text import fold
from etl.store import acceptance, backups, beginning, corrections, state, verification
from etl.store.acceptance import Acceptance, Item
from etl.store.corrections import InvalidAction
from etl.store.database import following, schema
from etl.store.database.records import OriginalFault
from etl.store.files import ledger, originals
from etl.store.queries import preview, snapshot
from etl.words import word
from tests.reports import BA_VI, THANH_OAI, base_rows, city_model, workbook

HOW = Acceptance("mai", "test", date(2024, 6, 10), True)


@pytest.fixture(autouse=True)
def own_mask():
    """What a test itself writes into a store is its owner's alone, as the store's own files are."""
    before = os.umask(0o077)
    yield
    os.umask(before)


def load(home, *files, how=HOW):
    return list(acceptance.load(home, [Item(f"{n}.xlsx", data) for n, data in enumerate(files)], how))


def tables(home):
    connection = following.open_database(home)
    found = {name: connection.execute(f"SELECT * FROM {name} ORDER BY ALL").fetchall() for name in schema.schema()}
    connection.close()
    return found


def test_an_accepted_report_is_kept_whole_and_comes_out_as_figures(home):
    data = workbook()
    (result,) = load(home, data)
    assert (result.outcome, result.version, result.unit, result.findings) == ("accepted", 1, "Thanh Oai", [])
    assert originals.read(home, result.sha256) == data
    entry = ledger.read(home)[0]
    assert (entry["action"], entry["actor"], entry["received_on"], entry["file_name"], entry["prev"]) == (
        "accept",
        "mai",
        "2024-06-10",
        "0.xlsx",
        ledger.START,
    )
    _, rows = snapshot.rows(
        home,
        "SELECT numerator, denominator FROM target_completion WHERE target_code='CT1' AND plan_year=2024"
        f" AND period='H1' AND district_code='{THANH_OAI}'",
    )
    assert rows == [(21, 21)]
    _, cells = snapshot.rows(home, "SELECT sheet, column_letter FROM source_column WHERE version=1 AND field='reached'")
    assert cells == [("BM1", "G")]
    assert verification.verify(home) == []


def test_a_refused_report_leaves_nothing_but_a_line(home):
    (result,) = load(home, workbook(base=base_rows()[:3] + [["Nơi Lạ", *[1] * 9, None]]))
    assert result.outcome == "refused"
    assert [(entry["action"], entry["codes"]) for entry in ledger.read(home)] == [("refuse", ["E05"])]
    assert originals.all_digests(home) == []
    assert tables(home)["version"] == []


def test_warnings_wait_for_confirmation(home):
    data = workbook(base=base_rows()[1:])
    (result,) = load(home, data, how=HOW._replace(confirm_warnings=False))
    assert (result.outcome, result.version) == ("needs_confirmation", None)
    assert ledger.read(home) == []
    (result,) = load(home, data)
    assert (result.outcome, [f["code"] for f in ledger.read(home)[0]["findings"]]) == ("accepted", ["W01"])


def test_the_same_file_twice_changes_nothing(home):
    data = workbook()
    first, second = load(home, data, data)
    (third,) = load(home, data)
    assert [r.outcome for r in (first, second, third)] == ["accepted", "unchanged", "unchanged"]
    assert [f.code for f in third.findings] == ["W04"]
    assert (len(ledger.read(home)), third.version) == (1, 1)


def test_a_replacement_says_what_it_changes(home):
    load(home, workbook())
    changed = base_rows(models=2)
    changed[0][5] = None
    (result,) = load(home, workbook(base=changed))
    warning = next(f for f in result.findings if f.code == "W09")
    assert warning.params["version"] == 1
    assert word(warning.params["summary"], "vi") == "21 ô đổi, 0 ô mới, 1 ô bị xóa"
    assert word(warning.params["summary"], "en") == "21 changed, 0 new, 1 cleared"
    assert state.replay(ledger.read(home)).in_force(THANH_OAI, 2024, "H1").version == 2


def test_a_cumulative_figure_lower_than_before(home):
    load(home, workbook())
    lower = base_rows()
    lower[4][5], lower[4][1] = 40, 90  # members may fall, what was done may not
    (result,) = load(
        home,
        workbook(period="Năm", report_date=date(2024, 10, 20), base=lower),
        how=HOW._replace(received_on=date(2024, 10, 21)),
    )
    assert [(f.code, f.cell, f.params["before"]) for f in result.findings] == [("W03", "G6", 60)]


def test_a_version_can_be_withdrawn_and_restored(home):
    load(home, workbook(), workbook(base=base_rows(models=0)))
    corrections.withdraw(home, 2, "nhầm tệp", "mai", "test")
    assert state.replay(ledger.read(home)).in_force(THANH_OAI, 2024, "H1").version == 1
    with pytest.raises(InvalidAction):
        corrections.withdraw(home, 2, "lại nữa", "mai", "test")
    with pytest.raises(InvalidAction):
        corrections.withdraw(home, 9, "không có", "mai", "test")
    with pytest.raises(InvalidAction):
        corrections.withdraw(home, 1, "  ", "mai", "test")
    corrections.restore_version(home, 2, "đúng rồi", "mai", "test")
    assert state.replay(ledger.read(home)).in_force(THANH_OAI, 2024, "H1").version == 2
    assert verification.verify(home) == []


def test_an_alias_is_remembered_counts_only_where_it_was_given_and_can_be_taken_back(home):
    rows = base_rows()
    rows[1][0] = "Làng Cự"
    data = workbook(base=rows)
    assert load(home, data)[0].outcome == "refused"
    corrections.record(
        home, {"action": "alias_add", "unit_code": THANH_OAI, "name": fold("Làng Cự"), "code": "10120"}, "mai", "test"
    )
    assert load(home, data)[0].outcome == "accepted"
    corrections.record(home, {"action": "alias_remove", "unit_code": THANH_OAI, "name": fold("Làng Cự")}, "mai", "test")
    rows[0][1] = 101
    assert load(home, workbook(base=rows))[0].outcome == "refused"
    os.unlink(os.path.join(home, "monitor.duckdb"))
    assert len(tables(home)["version"]) == 1  # the original is read again with the alias of its day
    assert verification.verify(home) == []


def test_the_future_and_the_sample_store_are_refused(home):
    with pytest.raises(acceptance.FutureDay):
        load(home, workbook(), how=HOW._replace(received_on=state.today() + timedelta(days=1)))
    beginning.begin(home, "sample", "mai", "test")
    with pytest.raises(acceptance.SampleStore):
        load(home, workbook())
    aside = beginning.start_real(home, "mai", "test")
    assert aside and os.path.exists(os.path.join(aside, "ledger.jsonl"))
    assert load(home, workbook())[0].outcome == "accepted"
    with pytest.raises(InvalidAction):
        beginning.start_real(home, "mai", "test")


def test_a_district_reports_only_for_itself(home):
    (result,) = load(home, workbook(), how=HOW._replace(may_report=lambda unit: unit == "271"))
    assert (result.outcome, [f.code for f in result.findings]) == ("refused", ["E11"])


def test_a_lost_damaged_or_foreign_database_is_made_anew(home):
    load(home, workbook(models=[city_model("Liên Châu")]))
    before = tables(home)
    path = os.path.join(home, "monitor.duckdb")
    os.unlink(path)
    assert tables(home) == before
    with open(path, "r+b") as file:
        file.seek(5000)
        file.write(b"\0" * 60_000)
    assert len(verification.verify(home)) == 1
    verification.rebuild_database(home)
    assert (verification.verify(home), tables(home)) == ([], before)
    with open(path, "wb") as file:
        file.write(b"not a database at all")
    assert tables(home) == before


def test_a_database_behind_the_ledger_catches_up(home):
    load(home, workbook())
    shutil.copy(os.path.join(home, "monitor.duckdb"), home + ".old")
    shutil.copy(os.path.join(home, "monitor.duckdb.wal"), home + ".wal")
    load(home, workbook("Ba Vì", "271"))
    expected = tables(home)
    shutil.copy(home + ".old", os.path.join(home, "monitor.duckdb"))
    shutil.copy(home + ".wal", os.path.join(home, "monitor.duckdb.wal"))
    assert tables(home) == expected


def test_verify_after_a_kill_says_how_far_behind_the_database_was_and_that_it_has_caught_up(home, monkeypatch, capsys):
    load(home, workbook())
    with monkeypatch.context() as killed:
        killed.setattr(acceptance, "follow", lambda *_: None)  # killed after the ledger's fsync
        load(home, workbook("Ba Vì", "271"), workbook(base=base_rows(models=3)))
    monkeypatch.setenv("MONITOR_HOME", home)
    assert main(["verify", "--lang", "en"]) == 0
    assert (
        capsys.readouterr().out
        == "The database lacked the ledger's last lines (2; a load was cut off); it has caught up, nothing is lost.\n"
        "Everything is as accepted: 3 versions.\n"
    )
    assert main(["verify", "--lang", "en"]) == 0
    assert capsys.readouterr().out == "Everything is as accepted: 3 versions.\n"


def test_verify_after_a_kill_of_the_very_first_load(home, monkeypatch):
    with monkeypatch.context() as killed:
        killed.setattr(acceptance, "follow", lambda *_: None)
        load(home, workbook())
    mended = []
    assert verification.verify(home, mended.append) == verification.verify(home, mended.append) == []
    assert [sentence.en for sentence in mended] == [
        "The database lacked the ledger's last lines (1; a load was cut off); it has caught up, nothing is lost."
    ]


def test_verify_names_all_tables_that_really_differ_in_one_sentence(home):
    load(home, workbook())
    connection = following.open_database(home)
    connection.execute("UPDATE version SET period = 'FY'; DELETE FROM base_union_report")
    connection.close()
    (fault,) = verification.verify(home)
    assert (
        fault.en == "The database differs from originals and ledger (tables version, base_union_report); run rebuild."
    )
    verification.rebuild_database(home)
    assert verification.verify(home) == []


@pytest.mark.parametrize("damage", ["original", "lost", "ledger"])
def test_verify_names_what_is_not_as_accepted(home, damage):
    (result,) = load(home, workbook())
    path = ledger.path(home) if damage == "ledger" else originals.path(home, result.sha256)
    if damage == "lost":
        os.unlink(path)
    else:
        with open(path, "r+b") as file:
            file.seek(200)
            byte = file.read(1)
            file.seek(200)
            file.write(bytes([byte[0] ^ 1]))
    assert len(verification.verify(home)) == 1


@pytest.mark.parametrize("keep", [None, 1])
def test_a_ledger_that_was_lost_or_cut_is_noticed_by_what_the_database_has(home, keep):
    load(home, workbook())
    load(home, workbook(unit="Ba Vì", district=BA_VI))
    with open(ledger.path(home), "rb") as file:
        lines = file.read().splitlines(keepends=True)
    os.unlink(ledger.path(home))
    if keep:
        with open(ledger.path(home), "wb") as file:
            file.writelines(lines[:keep])
    (fault,) = verification.verify(home)
    assert fault.en == "The ledger lacks lines that the database has; restore the newest backup."


@pytest.mark.parametrize("line", [b"\xff\xfe\x00\n", b"17\n", b"{}\n", b"[]\n", b"not json\n"])
def test_a_ledger_of_anything_else_is_damaged(home, line):
    load(home, workbook())
    with open(ledger.path(home), "ab") as file:
        file.write(line)
    with pytest.raises(json.JSONDecodeError):
        ledger.read(home)
    assert [fault.en for fault in verification.verify(home)] == ["Ledger: line 2 breaks the chain."]


def test_no_backup_is_made_that_lacks_an_original(home, tmp_path):
    (result,) = load(home, workbook())
    os.unlink(originals.path(home, result.sha256))
    with pytest.raises(OriginalFault):
        backups.backup(home, str(tmp_path / "b.zip"))
    assert os.listdir(tmp_path) == ["store"]


def test_a_torn_last_line_was_never_acknowledged(home):
    load(home, workbook())
    with open(ledger.path(home), "ab") as file:
        file.write(b'{"seq":2,"at":"2024')
    assert len(ledger.read(home)) == 1
    assert ledger.faults(home) == []
    load(home, workbook("Ba Vì", "271"))
    assert [entry["seq"] for entry in ledger.read(home)] == [1, 2]
    assert verification.verify(home) == []


def test_backup_and_restore(home, tmp_path):
    load(home, workbook(), workbook("Ba Vì", "271"))
    before = tables(home)
    target = str(tmp_path / "b.zip")
    assert backups.backup(home, target) == 2
    load(home, workbook(base=base_rows(models=3)))
    assert backups.restore(home, target) == 2
    assert tables(home) == before
    other = str(tmp_path / "elsewhere")
    assert backups.restore(other, target) == 2
    assert verification.verify(other) == []
    with open(target, "rb") as file:
        damaged = bytearray(file.read())
    damaged[len(damaged) // 2] ^= 0xFF
    with open(target, "wb") as file:
        file.write(damaged)
    with pytest.raises(InvalidAction):
        backups.restore(home, target)
    assert tables(home) == before


def test_a_backup_damaged_anywhere_is_one_sentence_or_without_effect(home, tmp_path):
    """Sizes, names, packed bytes, the directory at the end: zip and zlib each have their own complaints."""
    load(home, workbook())
    target, before = str(tmp_path / "b.zip"), tables(home)
    backups.backup(home, target)
    with open(target, "rb") as file:
        whole = file.read()
    refused = 0
    for place in range(7, len(whole), len(whole) // 60):
        damaged = bytearray(whole)
        damaged[place] ^= 0xFF
        with open(target, "wb") as file:
            file.write(damaged)
        try:
            backups.restore(home, target)
        except InvalidAction:
            refused += 1
        assert tables(home) == before, place
    assert refused > 40


def test_any_bit_of_a_backups_directory_may_flip(home, tmp_path):
    """A place before the file's beginning, a flag that says “encrypted”, another way of packing: each has its own
    complaint, and each is the one sentence.
    """
    load(home, workbook())
    target = tmp_path / "b.zip"
    backups.backup(home, str(target))
    whole = target.read_bytes()
    refused = 0
    for place in range(whole.index(b"PK\x01\x02"), len(whole)):
        for flipped in (0xFF, *(1 << bit for bit in range(8))):
            damaged = bytearray(whole)
            damaged[place] ^= flipped
            target.write_bytes(damaged)
            try:
                backups._unpack(str(target), str(tmp_path / "fresh"))
            except InvalidAction:
                refused += 1
    assert refused > 1000


def test_a_snapshot_is_new_when_something_happened_and_locked_down(home):
    load(home, workbook())
    assert len(snapshot.rows(home, "SELECT * FROM version")[1]) == 1
    load(home, workbook("Ba Vì", "271"))
    assert len(snapshot.rows(home, "SELECT * FROM version")[1]) == 2
    for sql in (
        "COPY version TO '/tmp/out.csv'",
        "SELECT * FROM read_csv('/etc/passwd')",
        "INSTALL httpfs",
        "SET enable_external_access = true",
    ):
        with pytest.raises(duckdb.Error):
            snapshot.rows(home, sql)


def test_file_names_are_labels_never_paths(home):
    loading_result = list(acceptance.load(home, [Item("../../etc/pa\x00sswd\n.xlsx", workbook())], HOW))[0]
    assert loading_result.outcome == "accepted"
    assert ledger.read(home)[0]["file_name"] == "passwd.xlsx"


def test_what_a_version_did_is_told_long_after(home):
    load(home, workbook(), workbook(base=base_rows(models=0)))
    load(home, workbook("Ba Vì", "271"))
    corrections.withdraw(home, 2, "nhầm", "mai", "test")
    load(home, workbook(base=base_rows(models=2)))

    def ct1(version):
        rows = {row["district_code"]: row for row in preview.done(home, version) if row["target_code"] == "CT1"}
        return [
            (rows[code]["before"]["numerator"], rows[code]["after"]["numerator"])
            for code in ("278", "271", "")
            if code in rows
        ]

    assert ct1(1) == [(None, 21), (None, 21)]
    assert ct1(2) == [(21, 0), (21, 0)]
    assert ct1(3) == [(None, 31), (0, 31)]  # while version 2 stood
    assert ct1(4) == [(21, 21), (52, 52)]
    assert verification.verify(home) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
@pytest.mark.parametrize("mask", [0o000, 0o022])
def test_the_store_is_its_owners_alone_whatever_the_mask(tmp_path, mask):
    home, target = str(tmp_path / "store"), str(tmp_path / "backup.zip")
    before = os.umask(mask)
    try:
        list(acceptance.load(home, [Item("a.xlsx", workbook())], HOW))
        backups.backup(home, target)
    finally:
        os.umask(before)
    modes = {oct(os.stat(folder).st_mode & 0o777) for folder, _, _ in os.walk(home)}
    files = {
        oct(os.stat(os.path.join(folder, name)).st_mode & 0o777) for folder, _, names in os.walk(home) for name in names
    }
    assert (modes, files, oct(os.stat(target).st_mode & 0o777)) == ({"0o700"}, {"0o600"}, "0o600")
    assert verification.verify(home) == []
    os.chmod(os.path.join(home, "ledger.jsonl"), 0o644)
    (fault,) = verification.verify(home)
    assert "ledger.jsonl" in fault.vi and "chmod -R go=" in fault.en


def test_a_file_sent_again_is_unchanged_though_its_confirmed_column_was_taken_back(home):
    rows = workbook_with_heading("Tuyên truyền được (lượt)")
    event = {
        "action": "column_alias_add",
        "form": "BM1",
        "label": fold("Tuyên truyền được (lượt)"),
        "text": "x",
        "field": "reached",
    }
    corrections.record(home, event, "mai", "page")
    (first,) = acceptance.load(home, [Item("a.xlsx", rows)], HOW)
    assert first.outcome == "accepted"
    gone = {"action": "column_alias_remove", "form": "BM1", "label": fold("Tuyên truyền được (lượt)")}
    corrections.record(home, gone, "mai", "page")
    (again,) = acceptance.check(home, [Item("a.xlsx", rows)])
    assert (again.outcome, [finding.code for finding in again.findings]) == ("unchanged", ["W04"])


def workbook_with_heading(label):
    """A report in which one column of BM1 is called otherwise."""
    book = load_workbook(BytesIO(workbook()))
    book["BM1"]["G1"] = label
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def test_today_is_hanoi_s_also_between_midnight_there_and_midnight_in_utc(home):
    load(home, workbook())
    connection = following.open_database(home)
    assert connection.execute("SELECT as_of FROM as_of").fetchone() == (state.today(),)
    connection.close()
