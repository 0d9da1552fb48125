"""Throws every file of some folders at the guard: `python -m tests.intake.corpus FOLDER… [--hostile] [--mutations N]`.

Prints how many got which verdict, the slowest, and the largest child; exits 1 where a limit was passed.
"""

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator

from etl.intake.reading import Context
from etl.intake.safety.limits import Refusal
from etl.intake.sandboxed import read_reports
from tests.intake.cells import open_workbooks
from tests.intake.hostile import cases, mutated, slow

_BATCH = 200
Item = tuple[str, bytes]


def files(folders: list[str]) -> Iterator[Item]:
    """Name and bytes of every file below the folders."""
    for top in folders:
        for folder, _, names in sorted(os.walk(top)):
            for name in sorted(names):
                with open(os.path.join(folder, name), "rb") as file:
                    yield os.path.join(folder, name), file.read()


def changed(items: Iterator[Item], count: int) -> Iterator[Item]:
    """Each file, and so many mutations of it."""
    for seed, (name, data) in enumerate(items):
        yield name, data
        for number, mutation in enumerate(mutated(data, count, seed) if data else ()):
            yield f"{name} ~{number}", mutation


def batches(items: Iterator[Item]) -> Iterator[list[Item]]:
    """Items in portions, so that memory holds no more."""
    batch: list[Item] = []
    for item in items:
        batch.append(item)
        if len(batch) == _BATCH or sum(len(data) for _, data in batch) > 50 * 2**20:
            yield batch
            batch = []
    yield batch


def verdicts(batch: list[Item], is_cells: bool) -> Iterator[object]:
    """What the guard says of each."""
    if is_cells:
        return open_workbooks([data for _, data in batch])
    return read_reports([(data, Context()) for _, data in batch])


def main(arguments: list[str]) -> int:
    """0 where every file got its verdict within 20 s and 1 GiB."""
    parser = argparse.ArgumentParser(prog="python -m tests.intake.corpus", description=__doc__)
    parser.add_argument("folders", nargs="*")
    parser.add_argument("--hostile", action="store_true", help="also the files of tests/intake/hostile.py")
    parser.add_argument("--mutations", type=int, default=0, metavar="N", help="also N mutations of each file")
    parser.add_argument("--verbose", action="store_true", help="name every file that was refused")
    parser.add_argument("--cells", action="store_true", help="only open; without this, read each as a report too")
    options = parser.parse_args(arguments)
    counts: Counter[str] = Counter()
    times: list[tuple[float, str, str]] = []
    made = ((f"[{name}]", data) for name, data, _ in (*cases(), *slow())) if options.hostile else iter(())
    for items in (changed(files(options.folders), options.mutations), made):
        for batch in batches(items):
            began = time.perf_counter()
            for (name, _), verdict in zip(batch, verdicts(batch, options.cells), strict=True):
                reason = verdict.reason if isinstance(verdict, Refusal) else "read"
                now = time.perf_counter()
                counts[reason] += 1
                times.append((now - began, name, reason))
                began = now
                if options.verbose and reason != "read":
                    print(f"{reason:<20} {name}")
    return _told(counts, sorted(times, reverse=True))


def _told(counts: Counter[str], times: list[tuple[float, str, str]]) -> int:
    for reason, count in counts.most_common():
        print(f"{count:>6}  {reason}")
    for seconds, name, reason in times[:8]:
        print(f"{seconds:6.2f} s  {reason:<18} {name}")
    slowest = times[0][0] if times else 0.0
    largest = _largest_child()
    print(f"{sum(counts.values())} files, slowest {slowest:.2f} s, largest child {largest:.0f} MiB")
    return 1 if slowest > 20 or largest > 1024 else 0


def _largest_child() -> float:
    """MiB of the largest child so far; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0.0
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
