"""Reads a whole workbook: its forms, its records with their addresses, and everything that is wrong with it at once."""

from typing import Any, NamedTuple

from etl import catalogue, forms
from etl.catalogue import BaseUnion
from etl.finding import Finding
from etl.intake.a1 import address
from etl.intake.checks import checks, facts
from etl.intake.formats.cells import Workbook
from etl.intake.reading import Context, Reading
from etl.intake.report import roles
from etl.intake.report.collector import Collector, in_order, seen
from etl.intake.report.info import Info, nearest, read_info
from etl.intake.report.sheets import Found, find_sheets, settle
from etl.intake.report.source import Source
from etl.intake.report.table import Row, Table, read_table
from etl.intake.values.names import Match, Names
from etl.intake.values.text import fold
from etl.plan import base_unions_of, reporting_units

_DISTRICT_FORMS = ("BM1", "BM2", "BM3", "BM4")
_CITY_FORMS = ("BM3",)
_SEEN_ROWS, _SEEN_COLUMNS = 400, 40
_KEPT = {"base_union": "base_union_code", "commune": "commune_code", "indicator": "indicator_code"}


def read_report(workbook: Workbook, context: Context) -> Reading:
    """Everything a workbook says, and every finding of reading and checking that needs no store."""
    collector = Collector()
    parts = _parts(workbook, context, collector)
    info, tables = parts.info, parts.tables
    _check(tables, info, _units(info, context), collector)
    _account(tables, parts.found.sources.get("TT"), info, collector)
    order = [sheet.name for sheet in workbook.sheets]
    notices = parts.found.notices + _notices(tables, parts.found, _wanted(info, parts.found))
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


class _Parts(NamedTuple):
    """A workbook taken apart, before it is checked."""

    found: Found
    info: Info
    tables: dict[str, Table]


def _parts(workbook: Workbook, context: Context, collector: Collector) -> _Parts:
    found = find_sheets(workbook)
    settle(found, ("TT",), (None, None), context.choices, collector)
    info = read_info(found.sources.get("TT"), collector)
    settle(found, _DISTRICT_FORMS, (info.plan_year, info.period), context.choices, collector)
    units = _units(info, context)
    wanted = _wanted(info, found)
    _missing_sheets(found, wanted, collector)
    tables = {code: _read(code, info, units, found, context, collector) for code in wanted if code in found.sources}
    return _Parts(found, info, tables)


def sheets_by_role(workbook: Workbook, context: Context) -> list[dict[str, Any]]:
    """Each form's sheet as people see it: form, sheet, rows (texts from A1 on), roles (one for each text, "" where
    nothing stands).

    Of a long or wide sheet the first rows and columns: enough to see what was read from where.
    """
    parts = _parts(workbook, context, Collector())
    info_sheet = parts.found.sources.get("TT")
    pages = [("TT", info_sheet, roles.roles_of_info(info_sheet, parts.info))] if info_sheet else []
    pages += [(code, table.source, roles.roles_of_table(table)) for code, table in parts.tables.items()]
    return [
        {
            "form": code,
            "sheet": source.name,
            "rows": texts,
            "roles": [[found.get((row, column), "") for column in range(len(line))] for row, line in enumerate(texts)],
        }
        for code, source, found in pages
        for texts in [
            [
                [seen(value) or "" for value in source.values(row)[:_SEEN_COLUMNS]]
                for row in range(min(source.height, _SEEN_ROWS))
            ]
        ]
    ]


def _units(info: Info, context: Context) -> list[BaseUnion]:
    """What the unit reports on, of the catalogue on the period's day."""
    if info.unit_code is None or info.is_city:
        return []
    return base_unions_of(info.plan, _period(info), info.unit_code, context.changes)


def _period(info: Info) -> str:
    """The period; where it is unknown, one in which the unit reports, to read on with."""
    owing = [period for period in info.plan.periods if info.unit_code in reporting_units(info.plan, period)]
    return info.period if info.period in owing else owing[-1]


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
        return read_table(source, form, aliases, lambda text: False, collector, choices=context.choices)
    whole = reporting_units(info.plan, _period(info), context.changes)[info.unit_code or ""]
    names = Names(whole, units, context.aliases.get(info.unit_code or "", {}))
    table = read_table(
        source,
        form,
        aliases,
        lambda text: names.find_exact(text) is not None,
        collector,
        _total_names(whole),
        context.choices,
    )
    for row in table.rows:
        row[_KEPT[form.key]] = None
        if row.get(form.key):
            match = names.find(row[form.key])
            row[_KEPT[form.key]] = match.code
            if match.code is None:
                _unknown_name(table, row, match, whole.name, collector)
    return table


def _unknown_name(table: Table, row: Row, match: Match, district: str, collector: Collector) -> None:
    """E05: a name that several units share, a total in other words, or a name that nobody knows."""
    listed = ", ".join(match.nearest)
    if match.is_shared:
        table.add(
            collector,
            "E05",
            "unit_name_shared",
            row,
            table.form.key,
            district=district,
            names=listed,
            proposed=list(match.nearest),
        )
    elif _sums_others(table, row):
        table.add(collector, "E05", "unit_like_total", row, table.form.key, district=district)
    else:
        table.add(
            collector,
            "E05",
            "unit_not_in_catalogue",
            row,
            table.form.key,
            district=district,
            nearest=nearest(match.nearest),
            proposed=list(match.nearest),
        )


def _sums_others(table: Table, row: Row) -> bool:
    """Whether a row's figures are the sums of all other rows: a total, whatever it is called."""
    fields = [column.field for column in table.form.columns if column.kind == "count" and row.get(column.field)]
    sums = [sum(other.get(field) or 0 for other in table.rows if other is not row) for field in fields]
    return len(fields) > 1 and [row[field] for field in fields] == sums


def _total_names(district: catalogue.District) -> frozenset[str]:
    """The district's own name with its kind before it, folded: a row of that name sums the others."""
    name = fold(district.name)
    return frozenset(f"{prefix} {name}" for prefix in ("huyen", "toan huyen", "h", "thi xa", "toan thi xa", "tx"))


def _check(tables: dict[str, Table], info: Info, units: list[BaseUnion], collector: Collector) -> None:
    """Errors first, form by form; then what is only warned of."""
    facts.check_report_date(info, collector)
    facts.check_approval(info, collector)
    facts.check_budget(info, collector)
    for table in tables.values():
        facts.check_titles(table, info, collector)
    if "BM3" in tables:
        checks.check_activities(tables["BM3"], info, collector)
    if "BM4" in tables:
        checks.check_indicators(tables["BM4"], info, collector)
        checks.check_twice(tables["BM4"], ("indicator_code",), "indicator_twice", "indicator", collector)
    if "BM1" in tables:
        checks.check_twice(tables["BM1"], ("base_union_code",), "base_union_twice", "base_union", collector)
    if "BM2" in tables:
        checks.check_twice(
            tables["BM2"], ("model_type", "commune_code", "supported_by"), "model_twice", "commune", collector
        )
        checks.check_models(tables["BM2"], info, collector)
    for table in tables.values():
        checks.check_parts(table, collector)
        checks.check_dates(table, info, collector)
        checks.check_blanks(table, collector)
        checks.check_totals(table, collector)
    if "BM2" in tables:
        facts.check_running(tables["BM2"], collector)
    if "BM3" in tables:
        facts.check_repeated(tables["BM3"], collector)
        facts.check_event_days(tables["BM3"], info, collector)
    if "BM1" in tables and "base_union" in tables["BM1"].header.columns:
        checks.check_catalogue(tables["BM1"], units, collector)


def _account(tables: dict[str, Table], info_sheet: Source | None, info: Info, collector: Collector) -> None:
    """Whatever of a form's sheet has no role is told."""
    if info_sheet is not None and not collector.has_errors():
        roles.tell_unread(info_sheet, roles.roles_of_info(info_sheet, info), set(), collector)
    for table in tables.values():
        if table.header.first >= 0:
            roles.tell_unread(table.source, roles.roles_of_table(table), _below_signatures(table), collector)


def _below_signatures(table: Table) -> set[tuple[int, int]]:
    """Rows below the signatures are told once, at their name."""
    return {(row, at) for row in table.lines.after_end for at in range(len(table.source.values(row)))}


def _notices(tables: dict[str, Table], found: Found, wanted: tuple[str, ...]) -> list[Finding]:
    others = [source.name for code, source in found.sources.items() if code not in (*wanted, "TT")]
    notices = [Finding("N", name, None, None, "notice_sheet_other", {"sheet": name}) for name in others]
    for table in tables.values():
        for row, column, label in table.header.extras:
            cell = address(row, column)
            notices.append(
                Finding(
                    "N",
                    table.source.name,
                    cell,
                    label,
                    "notice_column_other",
                    {"sheet": table.source.name, "label": label, "cell": cell, "form": table.form.code},
                )
            )
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
