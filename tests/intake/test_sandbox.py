"""Untrusted bytes: whatever is inside, there is one verdict, the next file is read all the same, and nothing is left
behind.
"""

import os
import threading
import time

import pytest

from etl.intake.formats.cells import Sheet, Workbook
from etl.intake.safety.limits import Refusal
from etl.intake.sandbox import child_pool
from etl.intake.sandbox.child_pool import run_job
from etl.outputs.filled import write_workbook
from tests.intake.cells import open_workbook, open_workbooks
from tests.intake.hostile import ANY, GOOD, READ, cases, mutated, ods, row, slow, xls, xlsx
from tests.paths import SHARED
from tests.reports import sheets, workbook

CORPUS = os.path.join(SHARED, "corpus")
READABLE = Workbook("xlsx", [Sheet("BM1", True, [[1, 2]], [], set(), {})])
CASES = list(cases())
FATAL = next(data for name, data, _ in CASES if name == "one long text in many cells")


def reason_of(verdict):
    return verdict.reason if isinstance(verdict, Refusal) else READ


@pytest.fixture(scope="module")
def verdicts():
    """Name of a case → the reason it got, all in one batch."""
    found = open_workbooks([data for _, data, _ in CASES])
    return {name: reason_of(verdict) for (name, _, _), verdict in zip(CASES, found, strict=True)}


@pytest.mark.parametrize(("name", "wanted"), [(name, wanted) for name, _, wanted in CASES])
def test_a_hostile_file_gets_its_verdict(name, wanted, verdicts):
    assert wanted in (ANY, verdicts[name])


def test_a_file_that_ends_its_child_takes_no_other_with_it():
    found = list(open_workbooks([GOOD, FATAL, b"", GOOD]))
    assert list(map(reason_of, found)) == [READ, "too_much_memory", "is_empty", READ]
    assert found[0] == found[3] == READABLE


def test_a_file_that_takes_too_long_is_stopped_and_the_next_is_read(monkeypatch):
    monkeypatch.setattr(child_pool, "SECONDS", 1)
    (_, data, _), *_ = slow()
    assert list(open_workbooks([data, GOOD])) == [Refusal("too_slow", {"seconds": 1}), READABLE]


def test_a_child_that_dies_at_once_is_one_verdict(monkeypatch):
    import subprocess
    import sys

    def dying(job):
        return subprocess.Popen([sys.executable, "-c", ""], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    monkeypatch.setattr(child_pool, "spawn", dying)
    assert list(open_workbooks([GOOD, GOOD])) == [Refusal("not_readable", {})] * 2


def test_a_file_over_the_limit_never_reaches_a_child():
    assert list(open_workbooks([b"PK" * (11 << 20), GOOD])) == [
        Refusal("too_large", {"size": 22.0, "limit": 20}),
        READABLE,
    ]


def test_threads_do_not_meet():
    found = {}

    def read(number):
        found[number] = [reason_of(verdict) for verdict in open_workbooks([GOOD, bytes(number), GOOD])]

    threads = [threading.Thread(target=read, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {0: [READ, "is_empty", READ]} | {n: [READ, "is_unknown", READ] for n in (1, 2, 3)}


def test_nothing_is_left_behind():
    before = (threading.active_count(), handles())
    verdicts = open_workbooks([GOOD, FATAL, GOOD])
    next(verdicts)
    verdicts.close()
    list(open_workbooks([GOOD, b"", GOOD]))
    for _ in range(100):  # a clock that was stopped needs a moment to notice
        if threading.active_count() <= before[0] and handles() == before[1]:
            break
        time.sleep(0.05)
    assert handles() == before[1]
    assert threading.active_count() <= before[0]  # a thread of an earlier test may have ended meanwhile
    assert children() == 0


def handles():
    """How many files and pipes this process holds open, where the system tells."""
    return len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0


def children():
    """How many ended processes nobody has waited for."""
    try:
        return os.waitpid(-1, os.WNOHANG)[0]
    except (ChildProcessError, AttributeError):
        return 0


def test_a_job_that_does_not_exist_is_a_refusal():
    assert run_job("tests.intake.cells:cells", b"", {}) == Refusal("is_empty", {})
    assert isinstance(run_job("etl.outputs.marked_copy.annotate:annotate", GOOD, {"nonsense": 1}), Refusal)


@pytest.mark.parametrize("mess", ["", "title", "text", "shuffled", "total", "plain_names", "ods"])
def test_ordinary_files_are_read(mess):
    book = open_workbook(workbook(mess=mess))
    assert isinstance(book, Workbook)
    assert [found.name for found in book.sheets] == ["TT", "BM1", "BM2", "BM3"]


@pytest.mark.parametrize("data", [workbook(), write_workbook(sheets(), "ods"), ods(""), xls(b"")])
def test_mutated_files_end_in_a_verdict(data):
    found = list(open_workbooks(mutated(data, 40, seed=7)))
    assert len(found) == 40
    assert all(isinstance(verdict, Workbook | Refusal) for verdict in found)


@pytest.mark.skipif(
    not os.path.isdir(CORPUS), reason="odd spreadsheets made by others stand beside the project only where it is built"
)
def test_spreadsheets_made_by_others():
    paths = [os.path.join(folder, name) for folder, _, names in os.walk(CORPUS) for name in sorted(names)]
    files = []
    for path in paths:
        with open(path, "rb") as file:
            files.append(file.read())
    refused = [path for path, verdict in zip(paths, open_workbooks(files), strict=True) if isinstance(verdict, Refusal)]
    assert len(refused) <= 20


def test_a_lone_blank_at_the_end_of_a_sheet_is_nothing():
    blank = '<c r="B1048576" t="inlineStr"><is><t xml:space="preserve"> </t></is></c>'
    shared = '<c r="XFD9" t="s"><v>1</v></c>'
    strings = "<sst><si><t>x</t></si><si><t> </t></si></sst>"
    first = row(1, '<c r="A1"><v>5</v></c>', '<c r="B1" t="s"><v>0</v></c>')
    (sheet,) = open_workbook(xlsx(first + row(9, shared) + row(1_048_576, blank), strings=strings)).sheets
    assert sheet.rows == [[5, "x"]]
    word = row(1_048_576, blank.replace("> <", ">x<").replace("B1048576", "H1048576"))
    assert open_workbook(xlsx(first + word, strings=strings)).reason == "too_far_apart"
