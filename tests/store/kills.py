"""Kills a loading process at random moments and looks whether anything accepted was lost or anything is half done.

Run `python -m tests.store.kills 1000`; the tests run a short form.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time

from etl import catalogue
from etl.outputs.filled import write_workbook
from etl.store import state, verification
from etl.store.database import following
from etl.store.files import ledger, originals
from tests.paths import ROOT
from tests.reports import base_rows, sheets

EACH = 20  # kills of one store
LOOP = """
import sys
from datetime import date
from etl.store import acceptance
from etl.store.acceptance import Acceptance, Item
home, *names = sys.argv[1:]
while True:
    for name in names:
        with open(name, "rb") as file:
            item = Item(name, file.read() )
        for result in acceptance.load(home, [item], Acceptance("k", "kill", date(2024, 6, 10), True)):
            print(result.outcome, result.version, flush=True)
"""


def files(folder: str, count: int, seed: int) -> list[str]:
    """Reports that each differ, so that every one is a version of its own."""
    chance = random.Random(seed)
    names = []
    districts = catalogue.districts()
    for number in range(count):
        code = chance.choice(sorted(districts))
        rows = base_rows(code)
        rows[0][1] = 100 + seed * 1000 + number
        name = os.path.join(folder, f"{seed}-{number}.xlsx")
        with open(name, "wb") as file:
            file.write(write_workbook(sheets(districts[code].name, code, base=rows)))
        names.append(name)
    return names


def start(home: str, names: list[str]) -> subprocess.Popen[str]:
    """A process that loads one file after another, without end."""
    return subprocess.Popen([sys.executable, "-c", LOOP, home, *names], cwd=ROOT, stdout=subprocess.PIPE, text=True)


def measured(folder: str, loads: int = 8) -> tuple[float, float]:
    """Seconds until a process has accepted its first file, and for each file more, here and now."""
    began = time.perf_counter()
    process = start(os.path.join(folder, "measured"), files(folder, loads, 0))
    assert process.stdout is not None
    process.stdout.readline()
    first = time.perf_counter() - began
    for _ in range(loads - 1):
        process.stdout.readline()
    each = (time.perf_counter() - began - first) / (loads - 1)
    process.kill()
    process.communicate()
    return first, each


def kill_once(home: str, names: list[str], after: float) -> list[int]:
    """Start loading, kill after so many seconds; the versions that were acknowledged."""
    process = start(home, names)
    time.sleep(after)
    assert process.poll() is None, "the process ended by itself: nothing was killed"
    process.send_signal(signal.SIGKILL)
    out, _ = process.communicate()
    lines = [line.split() for line in out.splitlines()]
    return [int(line[1]) for line in lines if len(line) == 2 and line[0] == "accepted" and line[1].isdigit()]


def faults_after(home: str, acknowledged: list[int]) -> tuple[list[str], int]:
    """What is lost or half done, and the entries that the database was behind. `verify` is the first to look."""
    mended: list[verification.Fault] = []
    found = [fault.en for fault in verification.verify(home, mended.append)]
    versions = state.replay(ledger.read(home)).versions
    found += [f"version {version} was acknowledged and is lost" for version in acknowledged if version not in versions]
    found += [
        f"original of {v.version} is lost"
        for v in versions.values()
        if not os.path.exists(originals.path(home, v.sha256))
    ]
    if versions:
        connection = following.open_database(home)
        stored = {row[0] for row in connection.execute("SELECT version FROM version").fetchall()}
        counted = {row[0] for row in connection.execute("SELECT DISTINCT version FROM base_union_report").fetchall()}
        connection.close()
        if stored != set(versions) or counted != set(versions):
            found.append(f"the database has {sorted(stored ^ set(versions))} more or less than the ledger")
    return found, len(mended)


def run(kills: int, seed: int = 1) -> list[str]:
    """Faults after so many kills: in the start, and anywhere in the first loads after it, by how long these take here.

    A new store every few kills, lest `verify`, which reads every original again, takes ever longer.
    """
    chance = random.Random(seed)
    behind = total = 0
    with tempfile.TemporaryDirectory() as folder:
        first, each = measured(folder)
        print(f"a first load takes {first:.3f} s, each more {each:.3f} s", flush=True)
        for number in range(kills):
            if number % EACH == 0:
                home, acknowledged = os.path.join(folder, f"store-{number}"), []
                names = files(folder, 30, seed + number)
            is_early = chance.random() < 0.1
            after = chance.uniform(0, first) if is_early else chance.uniform(first, 2 * first + 4 * each)
            acknowledged += kill_once(home, chance.sample(names, len(names)), after)
            found, caught_up = faults_after(home, acknowledged)
            behind += caught_up > 0
            if found:
                return found
            if number % EACH == EACH - 1 or number == kills - 1:
                total += len(acknowledged)
                print(f"{number + 1} kills, {total} acknowledged, {behind} times caught up", flush=True)
    return [] if total else ["no load was ever acknowledged: the moments are too early"]


if __name__ == "__main__":
    faults = run(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
    print("\n".join(faults) or "nothing lost, nothing half done")
    sys.exit(bool(faults))
