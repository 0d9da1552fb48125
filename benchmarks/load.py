"""What loading costs against merely reading the same cells, whole process against whole process; and how it grows."""

import math
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time

from etl.sample.seasons import sample_workbooks
from tests.store.kills import files

COUNTS, MORE = (100, 600, 3600), 9  # workbooks of a load into a new store; single ones after the last of these

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
RAW = """
import sys
from io import BytesIO
from python_calamine import CalamineWorkbook
for name in sys.argv[1:]:
    with open(name, "rb") as file:
        book = CalamineWorkbook.from_filelike(BytesIO(file.read()))
    for sheet in book.sheet_names:
        book.get_sheet_by_name(sheet).to_python()
"""


def timed(command: list[str], home: str) -> float:
    """Seconds of a whole process into a new store."""
    began = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, env=os.environ | {"MONITOR_HOME": home}, capture_output=True)
    assert done.returncode == 0, done.stdout[-500:] + done.stderr[-500:]
    return time.perf_counter() - began


def season(folder: str, count: int) -> list[str]:
    """So many district workbooks; beyond one season, other years' luck with other seeds."""
    names: list[str] = []
    seed = 1
    while len(names) < count:
        seen = set()
        for sample in sample_workbooks(seed):
            unit = sample.name.split("_")[0]
            if unit in seen or unit.startswith("HoiLHPN") or len(names) == count:
                continue
            seen.add(unit)
            names.append(os.path.join(folder, f"{len(names):04d}-{unit}.{sample.name.rsplit('.', 1)[1]}"))
            with open(names[-1], "wb") as file:
                file.write(sample.data)
        seed += 1
    return names


def grow(folder: str, load: list[str]) -> None:
    """How time and memory grow with the number of workbooks, and what one more costs where thousands are."""
    every = files(folder, COUNTS[-1] + MORE, seed=1)
    names, fresh = every[: COUNTS[-1]], every[COUNTS[-1] :]
    grown = []
    for count in COUNTS:
        process = subprocess.Popen(
            [*load, "--reason", "bench", *names[:count]],
            cwd=ROOT,
            env=os.environ | {"MONITOR_HOME": os.path.join(folder, f"g{count}")},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        began = time.perf_counter()
        _, _, usage = os.wait4(process.pid, 0)
        grown.append((count, time.perf_counter() - began, usage.ru_maxrss / 1024))
        print(f"load of {count} workbooks: {grown[-1][1]:.1f} s, peak {grown[-1][2]:.0f} MiB")
    for label, at in (("time", 1), ("memory", 2)):
        exponent = math.log(grown[-1][at] / grown[0][at]) / math.log(grown[-1][0] / grown[0][0])
        print(f"{label} grows with the number of workbooks to the power of {exponent:.2f}")
    more = [timed([*load, "--reason", "bench", name], os.path.join(folder, f"g{COUNTS[-1]}")) for name in fresh]
    first = [timed([*load, name], os.path.join(folder, f"first{number}")) for number, name in enumerate(fresh)]
    ratio = statistics.median(more) / statistics.median(first)
    print(f"one more load into {COUNTS[-1]} versions takes {ratio:.1f} times the first (bound 2)")


def main() -> None:
    """Print the ratios, the growth, and what the machine was."""
    print(f"{platform.platform()}, {os.cpu_count()} processors, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as folder:
        names = season(folder, 18)
        load = [sys.executable, "-m", "etl", "load", "--confirm-warnings"]
        pairs = []
        for run in range(12):
            raw = timed([sys.executable, "-c", RAW, *names], folder)
            pairs.append((timed([*load, *names], os.path.join(folder, f"s{run}")), raw))
        pairs = pairs[1:]
        ratios = sorted(mine / raw for mine, raw in pairs)
        mine, raw = (statistics.median(part) * 1000 for part in zip(*pairs, strict=True))
        print(
            f"load of 18 workbooks {mine:.0f} ms, reading their cells {raw:.0f} ms: ratio"
            f" {statistics.median(ratios):.1f} (min {ratios[0]:.1f}, max {ratios[-1]:.1f})"
        )
        grow(folder, load)


if __name__ == "__main__":
    main()
