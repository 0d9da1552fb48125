"""Faults: kills, a full disk, flipped bits, two writers at once."""

import os
import random
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from etl.__main__ import main
from etl.outputs import export
from etl.outputs.views import VIEWS
from etl.store import acceptance, state, verification
from etl.store.acceptance import Acceptance, Item
from etl.store.files import ledger, originals
from etl.store.files.home import database_path
from tests.paths import ROOT
from tests.reports import base_rows, workbook
from tests.store import kills

HOW = Acceptance("a", "test", date(2024, 6, 10), True)


def test_kills_lose_nothing_and_leave_nothing_half():
    assert kills.run(12, seed=5) == []


@pytest.mark.parametrize("when", ["original", "ledger"])
def test_a_full_disk_acknowledges_nothing_and_is_forgotten(home, monkeypatch, when):
    list(acceptance.load(home, [Item("a.xlsx", workbook())], HOW))

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(originals.os if when == "original" else ledger.os, "fsync", full)
    with pytest.raises(OSError):
        list(acceptance.load(home, [Item("b.xlsx", workbook("Ba Vì", "271"))], HOW))
    monkeypatch.undo()
    assert len(ledger.read(home)) == 1
    assert verification.verify(home) == []
    assert [r.outcome for r in acceptance.load(home, [Item("b.xlsx", workbook("Ba Vì", "271"))], HOW)] == ["accepted"]


def test_a_really_full_disk(tmp_path):
    """A file size limit of the system: every write beyond it fails."""
    if not hasattr(os, "fork"):
        pytest.fail("needs a system with resource limits")
    script = f"""
import resource, sys
sys.path.insert(0, {ROOT!r})
import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from etl.__main__ import main
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
sys.exit(main(["load", {str(tmp_path / "a.xlsx")!r}]))
"""
    (tmp_path / "a.xlsx").write_bytes(workbook())
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        env=os.environ | {"MONITOR_HOME": str(tmp_path / "s")},
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr and len(done.stderr.strip().splitlines()) == 1
    assert state.replay(ledger.read(str(tmp_path / "s"))).versions == {}


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A store of two reports, and what its views say."""
    home = str(tmp_path_factory.mktemp("whole") / "store")
    list(acceptance.load(home, [Item("a.xlsx", workbook()), Item("b.xlsx", workbook("Ba Vì", "271"))], HOW))
    return home, figures(home)


def figures(home):
    return [export.table(home, view, 2024, "latest", None, date(2024, 12, 31)) for view in VIEWS]


def damaged(content, chance):
    """The bytes with one bit flipped, or cut off somewhere."""
    at = chance.randrange(len(content))
    if chance.random() < 0.3:
        return content[:at]
    return content[:at] + bytes([content[at] ^ 1 << chance.randrange(8)]) + content[at + 1 :]


@pytest.mark.parametrize("part", range(6))
@pytest.mark.parametrize("what", ["ledger", "original", "database"])
def test_a_flipped_bit_or_a_cut_anywhere_is_noticed_or_without_effect(what, part, whole, tmp_path, capsys, monkeypatch):
    source, before = whole
    chance = random.Random(f"{what}{part}")
    for number in range(17):
        home = str(tmp_path / f"{what}{number}")
        shutil.copytree(source, home)
        paths = {
            "ledger": ledger.path(home),
            "original": originals.path(home, chance.choice(originals.all_digests(home))),
            "database": database_path(home),
        }
        content = Path(paths[what]).read_bytes()
        Path(paths[what]).write_bytes(damaged(content, chance))
        monkeypatch.setenv("MONITOR_HOME", home)
        status = main(["verify", "--lang", "en"])
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        assert len((said.out + said.err).strip().splitlines()) <= 3
        if status == 0:  # nothing is wrong any more: then the figures are those from before
            assert figures(home) == before or what == "ledger", (what, number)
            if what == "ledger":  # a torn last line was never acknowledged
                assert Path(paths[what]).read_bytes() == content or len(ledger.read(home)) < 2
        shutil.rmtree(home)


def test_two_processes_load_at_once_and_both_are_heard(tmp_path):
    home = str(tmp_path / "store")
    names = []
    for number in range(12):
        rows = base_rows()
        rows[0][1] = 100 + number
        names.append(str(tmp_path / f"{number}.xlsx"))
        with open(names[-1], "wb") as file:
            file.write(workbook(base=rows))
    env = os.environ | {"MONITOR_HOME": home}
    command = [sys.executable, "-m", "etl", "load", "--confirm-warnings"]
    running = [
        subprocess.Popen(
            [*command, *part], cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for part in (names[:4], names[4:8], names[8:])
    ]
    for process in running:
        _, errors = process.communicate(timeout=120)
        assert (process.returncode, errors) == (0, "")
    assert sorted(state.replay(ledger.read(home)).versions) == list(range(1, 13))
    assert verification.verify(home) == []


def test_five_uploads_beside_twenty_viewers(home):
    import threading

    from etl.store.queries import snapshot

    list(acceptance.load(home, [Item("first.xlsx", workbook())], HOW))
    districts = ["271", "277", "273", "017", "018"]
    names = {"271": "Ba Vì", "277": "Chương Mỹ", "273": "Đan Phượng", "017": "Đông Anh", "018": "Gia Lâm"}
    faults, seen, stop = [], [], threading.Event()

    def upload(code):
        try:
            (result,) = acceptance.load(home, [Item(f"{code}.xlsx", workbook(names[code], code))], HOW)
            seen.append((result.outcome, result.version))
        except Exception as error:
            faults.append(error)

    def view():
        while not stop.is_set():
            try:
                (count,) = snapshot.rows(home, "SELECT count(*), count(DISTINCT version) FROM version")[1]
                rows = snapshot.rows(home, "SELECT count(DISTINCT version) FROM base_union_report")[1][0][0]
                if count[0] != count[1] or not 1 <= rows <= 6:
                    faults.append(count)
            except Exception as error:
                faults.append(error)

    viewers = [threading.Thread(target=view) for _ in range(20)]
    uploads = [threading.Thread(target=upload, args=(code,)) for code in districts]
    for thread in [*viewers, *uploads]:
        thread.start()
    for thread in uploads:
        thread.join()
    assert snapshot.rows(home, "SELECT count(*) FROM version")[1] == [(6,)]  # visible at the next click
    stop.set()
    for thread in viewers:
        thread.join()
    assert faults == []
    assert sorted(seen) == [("accepted", number) for number in range(2, 7)]
    assert verification.verify(home) == []
