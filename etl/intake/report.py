"""Reads a whole workbook: its forms, its records with their addresses, and everything that is wrong with it at once."""

from typing import Any

from etl import catalogue, forms
from etl.catalogue import BaseUnion
from etl.finding import Finding
from etl.intake import check
from etl.intake.cells import Workbook
from etl.intake.collector import Collector, in_order
from etl.intake.info import Info, nearest, read_info
from etl.intake.names import Names
from etl.intake.reading import Context, Reading
from etl.intake.sheets import Found, find_sheets
from etl.intake.table import Table, read_table
from etl.plan import load_plan, plan_years

_DISTRICT_FORMS = ("BM1", "BM2", "BM3", "BM4")
_CITY_FORMS = ("BM3",)
_KEPT = {"base_union": "base_union_code", "commune": "commune_code", "indicator": "indicator_code"}


def read_report(workbook: Workbook, context: Context) -> Reading:
    """Everything a workbook says, and every finding of reading and checking that needs no store."""
    collector = Collector()
    found = find_sheets(workbook)
    info = read_info(found.sources.get("TT"), collector)
    units = _units(info, context)
    wanted = _wanted(info, found)
    _missing_sheets(found, wanted, collector)
    tables = {code: _read(code, info, units, found, context, collector) for code in wanted if code in found.sources}
    _check(tables, info, units, collector)
    order = [sheet.name for sheet in workbook.sheets]
    notices = found.notices + _notices(tables, found, wanted)
    if collector.dropped():
        notices.append(Finding("N", None, None, None, "notice_more", {"count": collector.dropped()}))
    return Reading(
        info.unit_code,
        info.plan_year,
        info.period,
        _records(info, tables),
        in_order(collector.findings, order),
        notices,
    )


def warm() -> None:
    """Read the forms, the newest plan and the catalogue, before the first workbook comes."""
    forms.forms()
    load_plan(plan_years()[-1])
    catalogue.base_unions()


def _units(info: Info, context: Context) -> list[BaseUnion]:
    """The catalogue of the reporting district on the period's day."""
    if info.unit_code is None or info.is_city:
        return []
    period = info.plan.periods.get(info.period or "") or list(info.plan.periods.values())[-1]
    return catalogue.of_district(info.unit_code, period["catalogue_on"], context.changes)


def _wanted(info: Info, found: Found) -> tuple[str, ...]:
    """Forms to read. Where the unit is unknown, a workbook with BM1 or BM2 is taken for a district's."""
    is_city = info.is_city if info.unit_code else not {"BM1", "BM2"} & found.sources.keys()
    return _CITY_FORMS if is_city else _DISTRICT_FORMS


def _missing_sheets(found: Found, wanted: tuple[str, ...], collector: Collector) -> None:
    for code in wanted:
        form = forms.form(code)
        if code in found.sources or form.is_optional:
            continue
        if code in found.hidden:
            collector.add("E03", "sheet_hidden", form=code, title=form.title, hidden=found.hidden[code])
        else:
            collector.add("E03", "sheet_missing", form=code, title=form.title)


def _read(code: str, info: Info, units: list[BaseUnion], found: Found, context: Context, collector: Collector) -> Table:
    form, source = forms.form(code), found.sources[code]
    aliases = dict(context.column_aliases.get(code, {}))
    if code not in ("BM1", "BM2") or not units:
        return read_table(source, form, aliases, lambda text: False, collector)
    names = Names(catalogue.districts()[info.unit_code or ""], units, context.aliases.get(info.unit_code or "", {}))
    table = read_table(source, form, aliases, lambda text: names.find_exact(text) is not None, collector)
    for row in table.rows:
        row[_KEPT[form.key]] = None
        if row.get(form.key):
            match = names.find(row[form.key])
            row[_KEPT[form.key]] = match.code
            if match.code is None:
                district = catalogue.districts()[info.unit_code or ""].name
                table.add(collector, "E05", "unit_not_in_catalogue", row, form.key, district=district,
                          nearest=nearest(match.nearest), proposed=list(match.nearest))  # fmt: skip
    return table


def _check(tables: dict[str, Table], info: Info, units: list[BaseUnion], collector: Collector) -> None:
    """Errors first, form by form; then what is only warned of."""
    if "BM3" in tables:
        check.check_activities(tables["BM3"], info, collector)
    if "BM4" in tables:
        check.check_indicators(tables["BM4"], info, collector)
        check.check_twice(tables["BM4"], ("indicator_code",), "indicator_twice", "indicator", collector)
    if "BM1" in tables:
        check.check_twice(tables["BM1"], ("base_union_code",), "base_union_twice", "base_union", collector)
    if "BM2" in tables:
        check.check_twice(
            tables["BM2"], ("model_type", "commune_code", "supported_by"), "model_twice", "commune", collector
        )
        check.check_models(tables["BM2"], info, collector)
    for table in tables.values():
        check.check_parts(table, collector)
        check.check_dates(table, info, collector)
        check.check_blanks(table, collector)
        check.check_totals(table, collector)
    if "BM1" in tables and "base_union" in tables["BM1"].header.columns:
        check.check_catalogue(tables["BM1"], units, collector)


def _notices(tables: dict[str, Table], found: Found, wanted: tuple[str, ...]) -> list[Finding]:
    others = [source.name for code, source in found.sources.items() if code not in (*wanted, "TT")]
    notices = [Finding("N", name, None, None, "notice_sheet_other", {"sheet": name}) for name in others]
    for table in tables.values():
        for row, column, label in table.header.extras:
            cell = check.a1(row, column)
            notices.append(Finding("N", table.source.name, cell, label, "notice_column_other",
                                   {"sheet": table.source.name, "label": label, "cell": cell, "form": table.form.code}))  # fmt: skip
    return notices


def _records(info: Info, tables: dict[str, Table]) -> dict[str, Any]:
    return {
        "info": info.values,
        "info_cells": {field: list(place) for field, place in info.cells.items()},
        "forms": {code: _form_records(table) for code, table in tables.items()},
    }


def _form_records(table: Table) -> dict[str, Any]:
    rows = [{field: value for field, value in row.items() if field not in _KEPT} for row in table.rows]
    return {"sheet": table.source.name, "columns": table.letters(), "rows": rows}
