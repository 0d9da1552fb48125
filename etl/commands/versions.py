"""versions, withdraw, restore-version: what was accepted."""

from argparse import Namespace
from typing import Any

from etl.commands.answers import ORIGIN, actor, print_json, unit
from etl.commands.words import say, shown
from etl.plan import name_of_unit
from etl.store import corrections, state
from etl.store.files import ledger
from etl.store.files.home import home


def versions(options: Namespace) -> int:
    """What was accepted."""
    unit_code = unit(options.unit, options.year, options.lang) if options.unit else None
    now = state.replay(ledger.read(home()))
    found = [
        v for v in now.versions.values() if unit_code in (None, v.unit_code) and options.year in (None, v.plan_year)
    ]
    rows = [_version(v, now) for v in found]
    if options.json:
        print_json(rows)
    elif not rows:
        print(say("no_versions", options.lang))
    for row in [] if options.json else rows:
        line = (
            f"{row['version']:>4}  {row['unit']:<18} {row['year']} {row['period']}  {row['received_on']} "
            f" {say(row['state'], options.lang)}"
        )
        print(shown(f"{line}  {row['file']}" + (f"  ({row['reason']})" if row["reason"] else "")))
    return 0


def withdraw(options: Namespace) -> int:
    """A version no longer counts."""
    corrections.withdraw(home(), options.version, options.reason, actor(), ORIGIN)
    print(say("withdrawn_done", options.lang, version=options.version))
    return 0


def restore_version(options: Namespace) -> int:
    """A withdrawn version counts again."""
    corrections.restore_version(home(), options.version, options.reason, actor(), ORIGIN)
    print(say("restored_done", options.lang, version=options.version))
    return 0


def _version(version: state.Version, now: state.State) -> dict[str, Any]:
    in_force = now.in_force(version.unit_code, version.plan_year, version.period)
    is_in_force = in_force is not None and in_force.version == version.version
    return {
        "version": version.version,
        "unit": name_of_unit(version.plan_year, version.unit_code),
        "year": version.plan_year,
        "period": version.period,
        "state": "withdrawn" if version.is_withdrawn else "in_force" if is_in_force else "kept",
        "received_on": version.received_on,
        "accepted_at": version.accepted_at,
        "accepted_by": version.accepted_by,
        "file": version.file_name,
        "sha256": version.sha256,
        "reason": version.reason,
        "findings": len(version.findings),
    }
