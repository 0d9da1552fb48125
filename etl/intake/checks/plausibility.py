"""Holds the figures of one report against each other: what is far off is asked about (W11), never refused.

Limits: data/plausible.toml.
"""

import math
from collections import Counter
from collections.abc import Iterator
from statistics import median
from typing import Any

from etl import data, forms
from etl.finding import Finding
from etl.intake.values.text import fold
from etl.words import sentence

Records = dict[str, Any]
Row = dict[str, Any]
Rule = dict[str, Any]
_NORMAL = 1.4826  # median absolute deviations of a normal distribution in one standard deviation
_LEAST_SPREAD = 0.02  # of logarithms or shares: where all are alike, a little distance is none


def implausible(records: Records, others: list[Row] | None = None) -> list[Finding]:
    """Every figure of a report that its neighbours, its row or the limits speak against; one finding for a cell.

    others: rows of BM1 in the other units' reports that are in force.
    """
    found = [*_neighbours(records), *_shares(records), *_limits(records), *_ratios(records), *_repeated(records)]
    return first_of_each_cell([*found, *_same_day(records), *_all_reports(records, others or [])])


def first_of_each_cell(findings: list[Finding]) -> list[Finding]:
    """The first finding of each cell."""
    first: dict[tuple[Any, Any], Finding] = {}
    for finding in findings:
        first.setdefault((finding.sheet, finding.cell), finding)
    return list(first.values())


def rules(kind: str) -> Any:
    """The rules of a kind: a list of them, or one."""
    return data.read_toml("plausible.toml")[kind]


def rows_of(records: Records, form: str) -> list[Row]:
    """The rows of a form; none where the workbook lacks it."""
    rows: list[Row] = records["forms"].get(form, {}).get("rows", [])
    return rows


def odd(records: Records, form: str, row: Row, field: str, rule: Rule, reason: str, **more: Any) -> Finding:
    """W11 at a field of a row; of TT, where `row` is the record itself. more: fills the sentence (least, most …)."""
    label = next(column.label for column in forms.form(form).columns if column.field == field)
    params = {"label": label, "field": field, "why": sentence(rule["reason"]), **more}
    if form == "TT":
        sheet, cell = records["info_cells"].get(field, (None, None))
        return Finding("W11", sheet, cell, shown(row[field]), reason, params | {"row_key": ""})
    place = records["forms"][form]
    key = row.get(f"{forms.form(form).key}_code") or row.get(forms.form(form).key)
    cell = f"{place['columns'][field]}{row['row']}"
    return Finding("W11", place["sheet"], cell, shown(row[field]), reason, params | {"row_key": key})


def shown(value: Any) -> str:
    """A figure as a message has it: no more than two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def _each(kind: str, records: Records) -> Iterator[tuple[Rule, str, list[Row]]]:
    """Rule, field and the rows that hold a figure of it above 0: blank and 0 are no neighbours."""
    for rule in rules(kind):
        for field in rule["fields"]:
            yield rule, field, [row for row in rows_of(records, rule["form"]) if row.get(field)]


def _neighbours(records: Records) -> Iterator[Finding]:
    for rule, field, rows in _each("neighbours", records):
        if len(rows) < rule["at_least"]:
            continue
        logs = [math.log10(row[field]) for row in rows]
        middle = median(logs)
        spread = rule["deviations"] * _NORMAL * max(_LEAST_SPREAD, median(abs(log - middle) for log in logs))
        high, low = max(spread, math.log10(rule["high"])), max(spread, math.log10(rule["low"]))
        bounds = {
            "least": shown(float(round(10 ** (middle - low)))),
            "most": shown(float(round(10 ** (middle + high)))),
        }
        for row, log in zip(rows, logs, strict=True):
            if not middle - low <= log <= middle + high:
                yield odd(records, rule["form"], row, field, rule, "far_from_neighbours", **bounds)


def _all_reports(records: Records, others: list[Row]) -> Iterator[Finding]:
    """Against the base unions of every other report: a report that is wrong as a whole has no neighbour of its own to
    say so.
    """
    for rule in rules("all_reports"):
        for field in rule["fields"]:
            logs = [math.log10(row[field]) for row in others if row.get(field)]
            rows = [row for row in rows_of(records, rule["form"]) if row.get(field)]
            if len(logs) < rule["at_least"] or not rows:
                continue
            middle, own = median(logs), median(math.log10(row[field]) for row in rows)
            if abs(own - middle) > math.log10(rule["times"]):
                bounds = {"middle": shown(float(round(10**middle))), "own": shown(float(round(10**own)))}
                yield odd(records, rule["form"], rows[0], field, rule, "far_from_all_reports", **bounds)


def _shares(records: Records) -> Iterator[Finding]:
    for rule in rules("shares"):
        part, whole = rule["part"], rule["whole"]
        rows = [row for row in rows_of(records, rule["form"]) if row.get(whole) and row.get(part) is not None]
        if len(rows) < rule["at_least"]:
            continue
        shares = [row[part] / row[whole] for row in rows]
        middle = median(shares)
        spread = max(_LEAST_SPREAD, median(abs(share - middle) for share in shares))
        far = max(rule["distance"], rule["deviations"] * _NORMAL * spread)
        for row, share in zip(rows, shares, strict=True):
            if abs(share - middle) > far:
                bounds = {"share": f"{share:.0%}", "middle": f"{middle:.0%}"}
                yield odd(records, rule["form"], row, part, rule, "share_far_from_others", **bounds)


def _limits(records: Records) -> Iterator[Finding]:
    for rule in rules("limits"):
        rows = [records["info"]] if rule["form"] == "TT" else rows_of(records, rule["form"])
        for field in rule["fields"]:
            for row in rows:
                if (row.get(field) or 0) > rule["most"]:
                    yield odd(records, rule["form"], row, field, rule, "over_limit", most=shown(rule["most"]))


def _ratios(records: Records) -> Iterator[Finding]:
    for rule in rules("ratios"):
        units = {fold(unit) for unit in rule.get("units", ())}
        for row in rows_of(records, rule["form"]):
            part, whole = row.get(rule["part"]), row.get(rule["whole"])
            if not part or not whole or (units and fold(row.get("volume_unit") or "") not in units):
                continue
            if not rule["least"] <= part / whole <= rule["most"]:
                bounds = {
                    "ratio": shown(float(part / whole)),
                    "least": shown(rule["least"]),
                    "most": shown(rule["most"]),
                }
                yield odd(records, rule["form"], row, rule["part"], rule, "ratio_out_of_bounds", **bounds)


def _repeated(records: Records) -> Iterator[Finding]:
    """Rows alike in every figure, where most others differ: from the second on."""
    rule = rules("repeated")
    rows = rows_of(records, rule["form"])
    alike = Counter(tuple(row.get(field) for field in rule["fields"]) for row in rows)
    first: dict[Any, Row] = {}
    for row in rows:
        key = tuple(row.get(field) for field in rule["fields"])
        is_telling = len({value for value in key if value}) >= rule["distinct"]
        if is_telling and rule["rows"] <= alike[key] <= rule["share"] * len(rows):
            if key in first:
                other = first[key]["row"]
                yield odd(records, rule["form"], row, rule["fields"][0], rule, "same_figures", other=str(other))
            first.setdefault(key, row)


def _same_day(records: Records) -> Iterator[Finding]:
    rule = rules("same_day")
    seen: Counter[Any] = Counter()
    for row in rows_of(records, rule["form"]):
        day = row.get(rule["field"])
        seen[day] += 1
        if day and seen[day] == rule["most"] + 1:
            yield odd(records, rule["form"], row, rule["field"], rule, "many_on_one_day", most=str(rule["most"]))
