"""What several commands share: who calls, which unit is meant, how an answer is printed."""

import getpass
import json
import sys

from etl.commands.parser import Usage
from etl.commands.words import say
from etl.intake.values.names import find_unit
from etl.plan import all_reporting_units, current_year, load_plan, plan_years, unit_name
from etl.store import state
from etl.store.files import ledger
from etl.store.files.home import home

ORIGIN = "cli"


def unit(name: str, plan_year: int | None, lang: str) -> str:
    """Code of a unit given by code or by name in any spelling."""
    plan = load_plan(plan_year or current_year())
    codes = [*all_reporting_units(plan), plan.city["code"]]
    if name in codes:
        return name
    match = find_unit(name, {code: unit_name(plan, code) for code in codes}, plan.city["code"])
    if match.code is None:
        raise Usage(say("unknown_unit", lang, name=name, nearest=", ".join(match.nearest)))
    return match.code


def period(name: str, plan_year: int | None, lang: str) -> str:
    """A period that the year's plan names, or any year's where none is said."""
    years = [plan_year] if plan_year else plan_years()
    known = list(dict.fromkeys(code for year in years for code in load_plan(year).periods))
    if name not in known:
        words = {"year": ", ".join(map(str, years)), "name": name, "known": ", ".join(known)}
        raise Usage(say("unknown_period", lang, **words))
    return name


def say_sample(lang: str) -> None:
    if state.replay(ledger.read(home())).kind == "sample":
        print(say("sample_mark", lang), file=sys.stderr)


def print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1, default=str))


def actor() -> str:
    """Who runs the command, as the system knows them."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "unknown"
