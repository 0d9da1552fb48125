"""users: who may do what."""

from argparse import Namespace

from etl.commands.answers import ORIGIN, actor, unit
from etl.commands.words import say
from etl.store import state
from etl.store.corrections import record, user_event
from etl.store.files import ledger
from etl.store.files.home import home


def users(options: Namespace) -> int:
    """List users, or give one a role."""
    known = state.replay(ledger.read(home())).users
    if options.email is None:
        for email, row in known.items():
            print(
                f"{email:<40} {row['role']:<10} {row.get('unit_code') or '':<5}"
                f" {say('blocked', options.lang) if row.get('is_blocked') else ''}".rstrip()
            )
        return 0
    role = options.role or known.get(options.email.strip().lower(), {}).get("role", "")
    unit_code = (
        unit(options.unit, None, options.lang)
        if options.unit
        else known.get(options.email.strip().lower(), {}).get("unit_code")
    )
    record(home(), user_event(options.email, role, unit_code, options.block), actor(), ORIGIN)
    print(say("user_done", options.lang, email=options.email))
    return 0
