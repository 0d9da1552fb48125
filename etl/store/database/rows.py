"""Turns ledger entries, records and reference data into rows of the tables in schema.sql."""

import json
from datetime import date
from typing import Any

from etl import catalogue, data, forms, lineage
from etl.plan import Plan, all_reporting_units, are_communes, communes_of, load_plan, plan_years, scope
from etl.store.files.ledger import Entry
from etl.store.state import hanoi_day, utc_text

Tables = dict[str, list[dict[str, Any]]]
_LONG = ("at", "prev", "hash", "findings", "figures")  # of a ledger line: kept elsewhere, or nothing to search
_FORMS = {"BM1": "base_union_report", "BM2": "model_report", "BM3": "event_report", "BM4": "indicator_report"}


def reference(changes: list[dict[str, Any]]) -> Tables:
    """Every reference table, from data/ and the catalogue changes of the ledger."""
    tables: Tables = {
        name: []
        for name in ("plan", "period", "target", "target_scope", "section", "lead", "activity", "indicator", "unit")
    }
    for year in plan_years():
        _add_plan(tables, year, changes)
    of = lineage.old_districts(changes)
    tables["base_union"] = [
        _base_union(unit, of.get((unit.code, unit.valid_from), ())) for unit in catalogue.base_unions(changes)
    ]
    tables["lineage"] = [_descent(descent) for descent in lineage.descents(changes)]
    tables["tile"] = [
        {
            "district_code": row["district_code"],
            "district": row["district"],
            "district_type": row["district_type"],
            "tile_row": int(row["row"]),
            "tile_column": int(row["col"]),
            "is_in_plan": row["in_plan"] == "yes",
        }
        for row in data.read_csv("tile-grid.csv")
    ]
    return tables


def entry_rows(entry: Entry, records: dict[str, Any] | None) -> Tables:
    """What one ledger entry adds. `records` are those of the accepted workbook."""
    tables: Tables = {"entry": [_entry(entry)]}
    if entry["action"] == "accept" and records is not None:
        version = entry["version"]
        tables["version"] = [_version(entry, records)]
        for code, table in _FORMS.items():
            form = records["forms"].get(code)
            if form:
                tables[table] = [{"version": version, "source_row": row["row"], **_fields(row)} for row in form["rows"]]
                tables.setdefault("source_column", []).extend(
                    {"version": version, "form": code, "field": field, "sheet": form["sheet"], "column_letter": letter}
                    for field, letter in form["columns"].items()
                )
        tables["source_cell"] = [
            {"version": version, "field": field, "sheet": place[0], "cell": place[1]}
            for field, place in records["info_cells"].items()
        ]
        tables["finding"] = [
            {
                "version": version,
                "position": n,
                **{key: f[key] for key in ("code", "sheet", "cell", "value", "reason")},
                "params": json.dumps(f["params"], ensure_ascii=False),
            }
            for n, f in enumerate(entry.get("findings", []))
        ]
    elif entry["action"] == "issue":
        known = ("issue", "plan_year", "period", "as_of", "number", "signed_on", "signer", "sha256", "file_name")
        tables["issue"] = [
            {name: entry.get(name) for name in known}
            | {"issued_on": hanoi_day(entry["at"]).isoformat(), "issued_at": utc_text(entry["at"])}
            | {"issued_by": entry["actor"]}
        ]
    elif entry["action"] == "withdraw_issue":
        tables["issue_withdrawn"] = [
            {
                "issue": entry["issue"],
                "seq": entry["seq"],
                "withdrawn_on": hanoi_day(entry["at"]).isoformat(),
                "reason": entry["reason"],
                "actor": entry["actor"],
            }
        ]
    elif entry["action"] in ("withdraw", "restore_version"):
        tables["version_change"] = [
            {
                "version": entry["version"],
                "seq": entry["seq"],
                "changed_on": hanoi_day(entry["at"]).isoformat(),
                "is_withdrawn": entry["action"] == "withdraw",
                "reason": entry.get("reason"),
                "actor": entry["actor"],
            }
        ]
    return tables


def _version(entry: Entry, records: dict[str, Any]) -> dict[str, Any]:
    known = ("version", "plan_year", "period", "unit_code", "sha256", "file_name", "received_on", "reason")
    return {
        **{name: entry.get(name) for name in known},
        "accepted_at": utc_text(entry["at"]),
        "accepted_by": entry["actor"],
        **{name: records["info"].get(name) for name in forms.info_fields()},
        "finding_count": len(entry.get("findings", [])),
    }


def _fields(row: dict[str, Any]) -> dict[str, Any]:
    return {field: value for field, value in row.items() if field != "row"}


def _entry(entry: Entry) -> dict[str, Any]:
    known = (
        "seq",
        "actor",
        "origin",
        "action",
        "unit_code",
        "plan_year",
        "period",
        "version",
        "file_name",
        "sha256",
        "reason",
    )
    rest = {key: value for key, value in entry.items() if key not in (*known, *_LONG)}
    return {
        **{name: entry.get(name) for name in known},
        "occurred_at": utc_text(entry["at"]),
        "detail": json.dumps(rest, ensure_ascii=False) if rest else None,
    }


def _add_plan(tables: Tables, year: int, changes: list[dict[str, Any]]) -> None:
    plan = load_plan(year)
    same = {"plan_year": year}
    tables["plan"].append(
        same | plan.thresholds | {key: _iso(plan.raw[key]) for key in ("number", "issued_on", "title", "title_en")}
    )
    tables["period"].extend(
        same | {"reporting_units": "districts"} | {key: _iso(value) for key, value in row.items() if key != "words"}
        for row in plan.periods.values()
    )
    for position, target in enumerate(plan.targets):
        row = {"target_code": target["code"], **{k: v for k, v in target.items() if k not in ("code", "districts")}}
        tables["target"].append(same | {"position": position} | row)
        tables["target_scope"].extend(
            same | {"target_code": target["code"], "district_code": code}
            for code in _units_in_scope(plan, target, changes)
        )
    for position, section in enumerate(plan.sections):
        tables["section"].append(
            same | {"position": position, "section_code": section["code"], **_without_code(section)}
        )
    tables["lead"].extend(same | {"lead_code": lead["code"], **_without_code(lead)} for lead in plan.leads)
    for position, activity in enumerate(plan.activities):
        row = {
            "position": position,
            "activity_code": activity["code"],
            "section_code": activity["section"],
            "lead_code": activity["lead"],
        }
        rest = {key: _iso(value) for key, value in _without_code(activity).items() if key not in ("section", "lead")}
        rest["co_lead_codes"] = ", ".join(rest.pop("co_leads", [])) or None
        tables["activity"].append(same | row | {"counted_by": "events"} | rest)
    for position, indicator in enumerate(plan.indicators):
        tables["indicator"].append(
            same | {"position": position, "indicator_code": indicator["code"], **_without_code(indicator)}
        )
    units = [
        {"unit_code": unit.code, "unit": unit.name, "unit_type": unit.type, "level": "district"}
        | {"reports_as": "districts" if unit.code in catalogue.districts() else "communes"}
        for unit in all_reporting_units(plan, changes).values()
    ]
    city = {"unit_code": plan.city["code"], "unit": plan.city["name"], "unit_type": "city", "level": "city"}
    tables["unit"].extend(same | {"position": position} | unit for position, unit in enumerate([*units, city]))


def _units_in_scope(plan: Plan, target: dict[str, Any], changes: list[dict[str, Any]]) -> list[str]:
    """The target's districts, and the communes in them where communes report."""
    districts = scope(plan, target)
    of = lineage.old_districts(changes)
    origins = {
        unit.code: set(of[unit.code, unit.valid_from])
        for period in plan.periods
        if are_communes(plan, period)
        for unit in communes_of(plan, period, changes)
    }
    return [code for code in all_reporting_units(plan, changes) if origins.get(code, {code}) & set(districts)]


def _base_union(unit: catalogue.BaseUnion, old_districts: tuple[str, ...]) -> dict[str, Any]:
    row = unit._asdict()
    return {
        "base_union_code": row["code"],
        "base_union": row["name"],
        **{key: _iso(row[key]) for key in ("kind", "district_code", "valid_from", "valid_to", "basis")},
        "old_district_code": old_districts[0] if len(old_districts) == 1 else None,
    }


def _descent(descent: lineage.Descent) -> dict[str, Any]:
    unit, successor = descent.unit, descent.successor
    return {
        "base_union_code": unit.code,
        "base_union": catalogue.full_name(unit) if descent.is_known else unit.name,
        "district_code": unit.district_code,
        "valid_from": _iso(unit.valid_from),
        "valid_to": _iso(unit.valid_to),
        "successor_code": successor.code,
        "successor_from": _iso(successor.valid_from),
        "successor_to": _iso(successor.valid_to),
        "share": descent.share,
        "since": _iso(descent.since),
        "is_verified": descent.is_verified,
        "is_known": descent.is_known,
    }


def _without_code(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != "code"}


def _iso(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
