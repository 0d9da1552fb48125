"""Slips planted into random seasons: how many are found at their cell, how many clean workbooks are asked about without
need.
"""

import copy
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from etl.intake.checks.compare import lower_than_before
from etl.intake.checks.plausibility import implausible
from etl.intake.checks.plausibility_past import against_past
from etl.intake.reading import Context, Reading
from etl.intake.sandboxed import read_reports
from etl.sample.seasons import sample_workbooks

SEASONS = 100
MOVES = 0.001  # a slip counts where it moves a city's completion by more than a tenth of a point
WITH_PAST, FIRST, FALSE = 0.98, 0.85, 0.1  # the bounds of docs/rules/plausibility.md
COUNTS = (
    "members",
    "rural_members",
    "reached",
    "reached_environment",
    "reached_waste",
    "reached_straw",
    "reached_economy",
)
Records = dict[str, Any]
Slip = Callable[[list[dict[str, Any]], random.Random], set[tuple[int, str]]]  # changes rows; what was changed


def times(factor: float, fields: tuple[str, ...]) -> Slip:
    """One row's figures times a factor."""

    def slip(rows: list[dict[str, Any]], chance: random.Random) -> set[tuple[int, str]]:
        row = chance.choice([row for row in rows if row.get("reached")])
        for field in fields:
            if row.get(field):
                row[field] = int(row[field] * factor)
        return {(row["row"], field) for field in fields}

    return slip


def moved(rows: list[dict[str, Any]], chance: random.Random) -> set[tuple[int, str]]:
    """A block of rows whose figures stand one row too low."""
    start = chance.randrange(max(1, len(rows) - 6))
    block = rows[start : start + 6]
    before = [copy.copy(row) for row in block]
    for row, above in zip(block[1:], before, strict=False):
        row.update({field: above.get(field) for field in (*COUNTS, "landscape_models")})
    return {(row["row"], field) for row in block[1:] for field in COUNTS}


def swapped(rows: list[dict[str, Any]], chance: random.Random) -> set[tuple[int, str]]:
    """The columns of models and of people reached changed round."""
    for row in rows:
        row["landscape_models"], row["reached"] = row.get("reached"), row.get("landscape_models")
    return {(row["row"], field) for row in rows for field in ("landscape_models", "reached", *COUNTS[3:])}


SLIPS: dict[str, Slip] = {
    "row × 10": times(10, COUNTS),
    "row × 100": times(100, COUNTS),
    "row × 1000": times(1000, COUNTS),
    "reached × 10": times(10, ("reached",)),
    "reached ÷ 10": times(0.1, ("reached",)),
    "reached ÷ 100": times(0.01, ("reached",)),
    "rural × 10": times(10, ("members", "rural_members")),
    "rural × 100": times(100, ("members", "rural_members")),
    "rural ÷ 10": times(0.1, ("rural_members",)),
    "rows moved": moved,
    "columns swapped": swapped,
}


def season(seed: int) -> dict[tuple[str, str], Records]:
    """Unit and period → records of a random season's clean reports."""
    found = {}
    for reading in read_reports([(sample.data, Context()) for sample in sample_workbooks(seed)]):
        assert isinstance(reading, Reading) and not reading.has_errors
        if "BM1" in reading.records["forms"]:
            found[str(reading.unit_code), str(reading.period)] = reading.records
    return found


def city(reports: dict[str, Records]) -> tuple[float, float]:
    """CT1 and CT2 over the units of one period, counted anew."""
    rows = [row for records in reports.values() for row in records["forms"]["BM1"]["rows"]]
    both = [row for row in rows if row.get("reached") is not None and row.get("rural_members") is not None]
    rural = sum(row["rural_members"] for row in both) or 1
    return (
        sum((row.get("landscape_models") or 0) > 0 for row in rows) / len(rows),
        sum(row["reached"] for row in both) / rural,
    )


def cells_found(records: Records, past: Records | None) -> dict[tuple[int, str], str]:
    """Row and field → the rule that names it: plausibility, a part above its whole, a cumulative figure that falls."""
    found: dict[tuple[int, str], str] = {}
    form = records["forms"]["BM1"]
    letters = {
        f"{letter}{row['row']}": (row["row"], field)
        for field, letter in form["columns"].items()
        for row in form["rows"]
    }
    findings = implausible(records)
    if past:
        findings += against_past(records, past, "", True) + lower_than_before(records, past, "")
    for finding in findings:
        if finding.sheet == form["sheet"] and finding.cell in letters:
            found.setdefault(letters[finding.cell], finding.reason)
    for row in form["rows"]:
        for part, whole in (
            ("rural_members", "members"),
            ("reached", "rural_members"),
            *((t, "reached") for t in COUNTS[3:]),
        ):
            if row.get(part) is not None and row.get(whole) is not None and row[part] > row[whole]:
                found.setdefault((row["row"], part), "part_exceeds_whole")
    return found


def planted(reports: dict[tuple[str, str], Records], chance: random.Random) -> Iterator[tuple[str, bool, str]]:
    """Name of the slip, whether a former report is there, the rule that found it ("" where none did)."""
    for name, slip in SLIPS.items():
        for period, has_past in (("H1", False), ("FY", True)):
            own = {unit: records for (unit, when), records in reports.items() if when == period}
            units = [unit for unit in own if not has_past or (unit, "H1") in reports]
            unit = chance.choice(units)
            changed = copy.deepcopy(own[unit])
            where = slip(changed["forms"]["BM1"]["rows"], chance)
            before, after = city(own), city(own | {unit: changed})
            if max(abs(a - b) for a, b in zip(before, after, strict=True)) <= MOVES:
                continue
            found = cells_found(changed, reports[unit, "H1"] if has_past else None)
            yield name, has_past, next((found[cell] for cell in where if cell in found), "")


def main() -> int:
    """The table; status 1 where a bound is missed."""
    results: Counter[tuple[str, bool, bool]] = Counter()
    by_rule: Counter[str] = Counter()
    clean = asked = 0
    false: Counter[str] = Counter()
    for seed in range(SEASONS):
        reports = season(seed)
        for (unit, period), records in reports.items():
            past = reports.get((unit, "H1")) if period == "FY" else None
            odd = implausible(records) + (against_past(records, past, "", True) if past else [])
            clean, asked = clean + 1, asked + bool(odd)
            false.update({finding.reason for finding in odd})
        for name, has_past, rule in planted(reports, random.Random(seed)):
            results[name, has_past, bool(rule)] += 1
            by_rule.update([rule] if rule else [])
    print(f"{'slip':18}{'first report':>22}{'with a former report':>24}")
    for name in SLIPS:
        shares = [(results[name, past, True], results[name, past, False]) for past in (False, True)]
        print(f"{name:18}" + "".join(f"{f'{hit} of {hit + miss}':>23}" for hit, miss in shares))
    rates = []
    for past, bound in ((False, FIRST), (True, WITH_PAST)):
        hit, miss = (
            sum(n for (_, p, found), n in results.items() if (p, found) == (past, want)) for want in (True, False)
        )
        rates.append(hit / (hit + miss) >= bound)
        print(
            f"{'with a former report' if past else 'first report'}: {hit} of {hit + miss} = {hit / (hit + miss):.1%}"
            f" (bound {bound:.0%})"
        )
    print(f"clean workbooks asked about: {asked} of {clean} = {asked / clean:.1%} (bound {FALSE:.0%})")
    print("found by: " + ", ".join(f"{rule} {n}" for rule, n in by_rule.most_common()))
    print("false by: " + (", ".join(f"{rule} {n}" for rule, n in false.most_common()) or "none"))
    return int(not all(rates) or asked / clean > FALSE)


if __name__ == "__main__":
    sys.exit(main())
