"""plan and template: what the plan says, what districts are asked for."""

import os
from argparse import Namespace

from etl import data
from etl.commands.answers import period, print_json, unit
from etl.commands.parser import Usage
from etl.commands.words import say, shown
from etl.outputs.files import save
from etl.outputs.template import write_template
from etl.plan import load_plan, plan_years
from etl.plan_check import check_plan
from etl.plan_cover import cover
from etl.store import state
from etl.store.files import ledger
from etl.store.files.home import home


def plan(options: Namespace) -> int:
    """check: every slip of the plan files; cover: which passages of a plan's text its file holds. Status 1 where there
    is a slip, or an open passage.
    """
    return _check(options) if options.step == "check" else _cover(options)


def _cover(options: Namespace) -> int:
    """One text, held against the plan file whose number it bears, else against the newest."""
    if len(options.files) != 1:
        raise Usage(say("one_text", options.lang))
    try:
        with open(options.files[0], encoding="utf-8") as file:
            text = file.read()
    except UnicodeDecodeError:
        raise Usage(say("one_text", options.lang)) from None
    plans = [load_plan(year) for year in plan_years()]
    own = next((one for one in plans if one.raw["number"] in text), plans[-1])
    found = cover(text, own.raw)
    if options.json:
        print_json(
            [
                {
                    "line": passage.line,
                    "state": passage.state,
                    "text": passage.text,
                    "held_by": [f"{quote.kind} {quote.code}" for quote in passage.quotes],
                    "left": passage.left,
                }
                for passage in found
            ]
        )
    else:
        for passage in found:
            held = ", ".join(quote.code for quote in passage.quotes) or passage.left
            print(shown(f"{passage.line:>3} {say(passage.state, options.lang):<12} {passage.text[:80]} [{held[:60]}]"))
        counts = {state: sum(passage.state == state for passage in found) for state in ("quoted", "explained", "open")}
        print(say("cover", options.lang, number=own.raw["number"], **counts))
    return int(any(passage.state == "open" for passage in found))


def _check(options: Namespace) -> int:
    files = options.files or [
        os.path.join(data.folder(), "plans", name)
        for name in sorted(os.listdir(os.path.join(data.folder(), "plans")))
        if name.endswith(".toml")
    ]
    found = {name: check_plan(name) for name in files}
    if options.json:
        print_json(
            [
                {
                    "file": name,
                    "line": slip.line,
                    "reason": slip.reason,
                    "message": slip.message(options.lang),
                    "hint": slip.hint(options.lang),
                }
                for name, slips in found.items()
                for slip in slips
            ]
        )
    for name, slips in () if options.json else found.items():
        print(
            shown(
                f"{name}:"
                f" {say('plan_slips', options.lang, count=len(slips)) if slips else say('plan_right', options.lang)}"
            )
        )
        for slip in slips:
            print(
                shown(
                    f"  {say('line', options.lang)} {slip.line}: {slip.message(options.lang)} {slip.hint(options.lang)}"
                )
            )
    return int(any(found.values()))


def template(options: Namespace) -> int:
    """The blank workbook of one unit."""
    period(options.period, options.year, options.lang)
    unit_code = unit(options.unit, options.year, options.lang, options.period)
    changes = tuple(state.replay(ledger.read(home())).changes)
    save(write_template(unit_code, options.year, options.period, changes), options.out)
    print(say("written", options.lang, name=options.out))
    return 0
