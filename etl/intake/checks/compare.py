"""Compares a report's records with those of another version: what is lower than before, what a replacement changes."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from etl import forms
from etl.finding import Finding
from etl.words import sentence

Records = dict[str, Any]
_KEYS = {
    "BM1": ("base_union_code",),
    "BM2": ("model_type", "commune_code", "supported_by"),
    "BM3": ("activity_code_given", "title", "actual_from", "planned_from"),
    "BM4": ("indicator_code",),
}
_OWN = {"row", "activity_code"}  # of a row, but nothing that people wrote


class Change(NamedTuple):
    """One figure or text that differs. old or new is None where there is none."""

    form: str  # TT, BM1 …
    key: tuple[Any, ...]  # what names the row
    field: str
    old: Any
    new: Any
    cell: str | None  # in the newer workbook


def changes(records: Records, before: Records) -> list[Change]:
    """Every difference, TT first, then form by form in the order of the rows; rows that are gone come last."""
    found = [
        Change("TT", (), field, before["info"].get(field), value, _info_cell(records, field))
        for field, value in records["info"].items()
        if value != before["info"].get(field)
    ]
    for code in _KEYS:
        found.extend(_row_changes(code, records, before))
    return found


def lower_than_before(records: Records, before: Records, period: str) -> list[Finding]:
    """W03 at every cumulative figure that is lower than in the period before (its name fills the sentence)."""
    return _falling(records, before, period, "lower_than_before", 1)


def higher_than_after(records: Records, after: Records, period: str) -> list[Finding]:
    """W03 at every cumulative figure that is higher than in a later period, accepted already (its name fills the
    sentence).
    """
    return _falling(records, after, period, "higher_than_after", -1)


def _falling(records: Records, other: Records, period: str, reason: str, sign: int) -> list[Finding]:
    findings = []
    for code in _KEYS:
        fields = {column.field: column.label for column in forms.form(code).columns if column.is_cumulative}
        old_rows = _by_key(code, other)
        for key, row in _by_key(code, records).items():
            for field, label in fields.items():
                old, new = old_rows.get(key, {}).get(field), row.get(field)
                if old is not None and new is not None and sign * new < sign * old:
                    sheet, cell = _place(records, code, row, field)
                    params = {"label": label, "before": old, "period": period}
                    findings.append(Finding("W03", sheet, cell, f"{new:g}", reason, params))
    return findings


def replacement(records: Records, in_force: Records, version: int) -> Finding:
    """W09: what accepting would change against the version in force."""
    found = changes(records, in_force)
    new = sum(1 for change in found if change.old is None)
    cleared = sum(1 for change in found if change.new is None)
    altered = len(found) - new - cleared
    summary = sentence("{altered} ô đổi, {new} ô mới, {cleared} ô bị xóa", altered=altered, new=new, cleared=cleared)
    return Finding("W09", None, None, None, "replaces", {"version": version, "summary": summary})


def _row_changes(code: str, records: Records, before: Records) -> Iterator[Change]:
    new_rows, old_rows = _by_key(code, records), _by_key(code, before)
    for key in [*new_rows, *(key for key in old_rows if key not in new_rows)]:
        new, old = new_rows.get(key, {}), old_rows.get(key, {})
        for field in dict.fromkeys([*new, *old]):
            if field not in _OWN and field not in _KEYS[code] and new.get(field) != old.get(field):
                cell = _place(records, code, new, field)[1] if new else None
                yield Change(code, key, field, old.get(field), new.get(field), cell)
        if (not new or not old) and not any(
            v is not None for f, v in (new or old).items() if f not in (*_OWN, *_KEYS[code])
        ):
            yield Change(code, key, "", "" if old else None, "" if new else None, None)


def _by_key(code: str, records: Records) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Rows by what names them; equal names (two events of one title) are told apart by their order."""
    rows: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in records["forms"].get(code, {}).get("rows", ()):
        key = tuple(row.get(field) for field in _KEYS[code])
        nth = sum(1 for other in rows if other[: len(key)] == key)
        rows[(*key, nth) if nth else key] = row
    return rows


def _place(records: Records, code: str, row: dict[str, Any], field: str) -> tuple[str, str | None]:
    form = records["forms"][code]
    column = form["columns"].get(field) or form["columns"].get(field.removesuffix("_code").removesuffix("_code_given"))
    return form["sheet"], f"{column}{row['row']}" if column and row else None


def _info_cell(records: Records, field: str) -> str | None:
    place = records["info_cells"].get(field)
    return place[1] if place else None
