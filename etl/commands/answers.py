"""What several commands share: who calls, which unit is meant, how an answer is printed."""

import getpass
import json
import sys
import time
from collections.abc import Callable

from etl.commands.parser import Usage
from etl.commands.words import say
from etl.intake.values.names import Match, find_reporting_unit
from etl.intake.values.text import fold
from etl.plan import current_year, load_plan, plan_years, reporting_units
from etl.store import state
from etl.store.files import ledger
from etl.store.files.home import home

ORIGIN = "cli"


def unit(name: str, plan_year: int | None, lang: str, period: str | None = None) -> str:
    """Code of a unit given by code or by name in any spelling, of those who report in the year, or in its period.

    Without a year of the newest plan, else of any. A name that a district and a commune bear is asked about unless it
    says which it is. Raises Usage.
    """
    years = [plan_year] if plan_year else [current_year(), *plan_years()]
    nearest: list[str] = []
    for plan in map(load_plan, years):
        found: dict[str, str] = {}  # code → “huyện Gia Lâm”
        for code in [period] if period in plan.periods else plan.periods:
            units = reporting_units(plan, code)
            match = Match(name) if name in (*units, plan.city["code"]) else find_reporting_unit(name, plan, code)
            nearest += match.nearest
            if match.code:
                known = units.get(match.code)
                found[match.code] = f"{known.type} {known.name}" if known else plan.city["name"]
        named = [code for code, known_as in found.items() if fold(known_as) == fold(name)]
        if len(named or found) == 1:
            return next(iter(named or found))
        if found:
            listed = ", ".join(f"{code} ({known_as})" for code, known_as in found.items())
            raise Usage(say("ambiguous_unit", lang, name=name, units=listed))
    raise Usage(say("unknown_unit", lang, name=name, nearest=", ".join(dict.fromkeys(nearest))))


def period(name: str, plan_year: int | None, lang: str) -> str:
    """A period that the year's plan names, or any year's where none is said."""
    years = [plan_year] if plan_year else plan_years()
    known = list(dict.fromkeys(code for year in years for code in load_plan(year).periods))
    if name not in known:
        words = {"year": ", ".join(map(str, years)), "name": name, "known": ", ".join(known)}
        raise Usage(say("unknown_period", lang, **words))
    return name


def teller(total: int, lang: str) -> Callable[[int], None]:
    """Called with how many of so many are done; tells it on standard error once a second."""
    told = time.monotonic()

    def tell(done: int) -> None:
        nonlocal told
        if time.monotonic() - told > 1:
            told = time.monotonic()
            print(say("progress", lang, done=done, total=total), file=sys.stderr)

    return tell


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
