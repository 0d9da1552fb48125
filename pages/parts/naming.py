"""What rows, columns and values of a report are called by people: the catalogue's names, the form's labels, the words
of its choices.
"""

from datetime import date
from typing import Any

import streamlit as st

from etl import forms
from etl.catalogue import base_unions, districts, full_name, is_valid
from etl.finding import Finding
from etl.intake.values.text import fold
from etl.plan import current_year, load_plan
from etl.store.queries import rows as of_question
from pages.parts.formatting import number
from pages.parts.i18n import _, lang
from pages.parts.queries import each, now
from pages.parts.statuses import word

_CHOICES = ("model_type", "supported_by", "state")
# Fields that reading adds, and the column of the form that they come from.
_COLUMN_OF = {
    "base_union_code": "base_union",
    "commune_code": "commune",
    "indicator_code": "indicator",
    "activity_code_given": "activity_code",
    "unit_code": "unit",
}


def unit_words(period: str = "") -> dict[str, str]:
    """What those who report in a period, else in the chosen one, are called: unit, units, Units (of a heading)."""
    year, shown = int(st.session_state["year"]), period or st.session_state["period"]
    reporting = each(of_question.PeriodUnits, plan_year=year, period=shown)
    are_districts = all(row.unit_code in districts() for row in reporting if row.level == "district")
    one, many = (_("huyện/huyện") if are_districts else _("xã/xã")).split("/")
    return {"unit": one, "units": many, "Units": _("Huyện, thị xã") if are_districts else _("Xã, phường")}


def form_title(code: str) -> str:
    """“BM1 – Chỉ tiêu theo cơ sở Hội”."""
    return f"{code} – {forms.form(code).title}"


def label(form: str, field: str) -> str:
    """The form's own label of a field."""
    wanted = _COLUMN_OF.get(field, field)
    return next((column.label for column in forms.form(form).columns if column.field == wanted), field)


def unit_names(info: dict[str, Any] | None = None) -> dict[str, str]:
    """Code → “xã Cự Khê”, of every base union that ever was: by the name of the report's own day, else of the newest
    plan's last, else the last one: a code may be another unit later.

    info: of its records.
    """
    units = base_unions(now().changes)
    names = {unit.code: full_name(unit) for unit in units}
    year, period = (info or {}).get("plan_year"), (info or {}).get("period")
    periods = load_plan(year or current_year()).periods
    day = periods[period if year and period else list(periods)[-1]]["catalogue_on"]
    return names | {unit.code: full_name(unit) for unit in units if is_valid(unit, day)}


def row_name(form: str, key: tuple[Any, ...], plan_year: int | None, units: dict[str, str]) -> str:
    """What a row is about, from the values that name it (etl.intake.checks.compare)."""
    if form == "BM1":
        return units.get(key[0], "")
    if form == "BM2":
        return " · ".join(part for part in (units.get(key[1], ""), _choice(key[0]), _choice(key[2])) if part)
    if form == "BM3":
        days = [value(part) for part in key[2:4] if part]
        return " · ".join(str(part) for part in (key[0], key[1], *days[:1]) if part)
    if form == "BM4" and plan_year:
        titles = {
            row["code"]: row["title_en" if lang() == "en" else "title"] for row in load_plan(plan_year).indicators
        }
        return f"{key[0]} · {titles.get(key[0], '')}"
    return ""


def row_names(records: dict[str, Any] | None) -> dict[tuple[str, int], str]:
    """(sheet, row) → what the row is about, also of a report that is refused."""
    found, units = {}, unit_names((records or {}).get("info"))
    for code, form in (records or {}).get("forms", {}).items():
        for row in form["rows"]:
            name = {
                "BM1": units.get(row.get("base_union_code") or "", ""),
                "BM2": units.get(row.get("commune_code") or "", ""),
                "BM3": row.get("title") or "",
            }.get(code, "")
            if name:
                found[form["sheet"], row["row"]] = str(name)
    return found


def name_at(finding: Finding, names: dict[tuple[str, int], str]) -> str:
    """The name of the finding's row, unless its own sentence says it."""
    digits = "".join(char for char in finding.cell or "" if char.isdigit())
    name = names.get((finding.sheet or "", int(digits))) if digits else None
    said = [fold(str(text)) for text in (finding.value, finding.params.get("name")) if text]
    return "" if not name or any(text in fold(name) or fold(name) in text for text in said if text) else name


def value(given: object) -> str:
    """A value of the records: a day the country's way, a number with its marks, a choice by its word."""
    if given is None or given == "":
        return ""
    if isinstance(given, bool):
        return _("Có") if given else _("Chưa")
    if isinstance(given, int | float):
        return number(given, 0 if float(given).is_integer() else 2)
    return _choice(str(given)) or _day(str(given)) or str(given)


def _choice(given: Any) -> str:
    return word(given) if any(given in forms.choices(field) for field in _CHOICES) else ""


def _day(given: str) -> str:
    try:
        return f"{date.fromisoformat(given):%d/%m/%Y}" if len(given) == 10 else ""
    except ValueError:
        return ""
