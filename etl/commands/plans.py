"""plan and template: what districts are asked for."""

import os
from argparse import Namespace

from etl import data
from etl.commands.answers import print_json, unit
from etl.commands.words import say, shown
from etl.outputs.tables import save
from etl.outputs.template import write_template
from etl.plan_check import check_plan
from etl.store import state
from etl.store.files import ledger
from etl.store.files.home import home


def plan(options: Namespace) -> int:
    """Every slip of the plan files, each at its line; status 1 where there is one."""
    files = options.files or [
        os.path.join(data.folder(), "plans", name) for name in sorted(os.listdir(os.path.join(data.folder(), "plans")))
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
    unit_code = unit(options.unit, options.year, options.lang)
    changes = tuple(state.replay(ledger.read(home())).changes)
    save(write_template(unit_code, options.year, options.period, changes), options.out)
    print(say("written", options.lang, name=options.out))
    return 0
