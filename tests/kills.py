"""Kills a loading process at random moments and looks whether anything accepted was lost or anything is half done.

Run `python -m tests.kills 1000`; the tests run a short form.
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
from etl.store import database, ledger, originals, state, upkeep
from tests.reports import base_rows, sheets

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LOOP = """
import sys
from datetime import date
from etl.store import loading
from etl.store.loading import Acceptance, Item
home, *names = sys.argv[1:]
while True:
    for name in names:
        with open(name, "rb") as file:
            item = Item(name, file.read() )
        for result in loading.load(home, [item], Acceptance("k", "kill", date(2024, 6, 10), True)):
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


def kill_once(home: str, names: list[str], after: float) -> list[int]:
    """Start loading, kill after so many seconds; the versions that were acknowledged."""
    process = subprocess.Popen([sys.executable, "-c", LOOP, home, *names], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    out, _ = process.communicate()
    lines = [line.split() for line in out.splitlines()]
    return [int(line[1]) for line in lines if len(line) == 2 and line[0] == "accepted" and line[1].isdigit()]


def faults_after(home: str, acknowledged: list[int]) -> list[str]:
    """What is lost or half done."""
    entries = ledger.read(home)
    versions = state.replay(entries).versions
    found = [f"version {version} was acknowledged and is lost" for version in acknowledged if version not in versions]
    found += [
        f"original of {v.version} is lost"
        for v in versions.values()
        if not os.path.exists(originals.path(home, v.sha256))
    ]
    if entries:
        connection = database.open_database(home)
        stored = {row[0] for row in connection.execute("SELECT version FROM version").fetchall()}
        counted = {row[0] for row in connection.execute("SELECT DISTINCT version FROM base_union_report").fetchall()}
        connection.close()
        if stored != set(versions) or counted != set(versions):
            found.append(f"the database has {sorted(stored ^ set(versions))} more or less than the ledger")
    return found


def run(kills: int, seed: int = 1, longest: float = 0.9) -> list[str]:
    """Faults after so many kills, verified at the end and in between."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        home, acknowledged = os.path.join(folder, "store"), []
        for number in range(kills):
            if number % 100 == 0:
                names = files(folder, 30, seed + number)
            acknowledged += kill_once(home, chance.sample(names, len(names)), chance.uniform(0.05, longest))
            found = faults_after(home, acknowledged)
            if number % 100 == 99:
                found += [fault.en for fault in upkeep.verify(home)]
                print(f"{number + 1} kills, {len(acknowledged)} acknowledged", flush=True)
            if found:
                return found
        return [fault.en for fault in upkeep.verify(home)]


if __name__ == "__main__":
    faults = run(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
    print("\n".join(faults) or "nothing lost, nothing half done")
    sys.exit(bool(faults))
