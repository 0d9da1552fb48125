"""What each command does: asks the store, prints the answer."""

import getpass
import json
import os
import sys
import time
from argparse import Namespace
from collections.abc import Callable, Iterator
from typing import Any

from etl import data
from etl.commands.parser import Usage
from etl.commands.words import say, shown
from etl.finding import Finding, as_json, hint, message, place
from etl.intake.values.names import find_unit
from etl.outputs.export import cover, table, unit_label
from etl.outputs.marked_copy.copy import annotated_copy
from etl.outputs.tables import FORMATS, save, write_table
from etl.outputs.template import write_template
from etl.plan import load_plan, name_of_unit, plan_years, unit_name
from etl.plan_check import check_plan
from etl.sample import fill
from etl.store import acceptance, corrections, state, upkeep
from etl.store.acceptance import Acceptance, Item, Result
from etl.store.corrections import record, user_event
from etl.store.files import ledger
from etl.store.files.home import home
from etl.store.upkeep import start_real

_ORIGIN = "cli"


def plan(options: Namespace) -> int:
    """Every slip of the plan files, each at its line; status 1 where there is one."""
    files = options.files or [
        os.path.join(data.folder(), "plans", name) for name in sorted(os.listdir(os.path.join(data.folder(), "plans")))
    ]
    found = {name: check_plan(name) for name in files}
    if options.json:
        _print_json(
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
    unit_code = _unit(options.unit, options.year, options.lang)
    changes = tuple(state.replay(ledger.read(home())).changes)
    save(write_template(unit_code, options.year, options.period, changes), options.out)
    print(say("written", options.lang, name=options.out))
    return 0


def check(options: Namespace) -> int:
    """Findings only."""
    results = []
    for item, result in zip(_items(options), acceptance.check(home(), _items(options)), strict=True):
        results.append(result._replace(version=None) if result.outcome != "unchanged" else result)
        if options.annotated:
            _annotate(item, result, options)
    return _report(results, options, is_check=True)


def load(options: Namespace) -> int:
    """Check, then accept whole or not at all."""
    how = Acceptance(_actor(), _ORIGIN, options.received_on, options.confirm_warnings, options.reason)
    acceptance.accepts(home(), is_sample=False)
    return _report(list(acceptance.load(home(), _items(options), how)), options, is_check=False)


def versions(options: Namespace) -> int:
    """What was accepted."""
    unit_code = _unit(options.unit, options.year, options.lang) if options.unit else None
    now = state.replay(ledger.read(home()))
    found = [
        v for v in now.versions.values() if unit_code in (None, v.unit_code) and options.year in (None, v.plan_year)
    ]
    rows = [_version(v, now) for v in found]
    if options.json:
        _print_json(rows)
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
    corrections.withdraw(home(), options.version, options.reason, _actor(), _ORIGIN)
    print(say("withdrawn_done", options.lang, version=options.version))
    return 0


def restore_version(options: Namespace) -> int:
    """A withdrawn version counts again."""
    corrections.restore_version(home(), options.version, options.reason, _actor(), _ORIGIN)
    print(say("restored_done", options.lang, version=options.version))
    return 0


def status(options: Namespace) -> int:
    """Who has reported, on time or not."""
    if options.year:
        load_plan(options.year)
    columns, rows = table(home(), "reporting_status", options.year or plan_years()[-1], None, None, options.as_of)
    found = [dict(zip(columns, row, strict=True)) for row in rows]
    if options.json:
        _print_json(found)
        return 0
    _say_sample(options.lang)
    for row in found:
        received = f"{row['received_on']:%d/%m/%Y}" if row["received_on"] else "–"
        print(
            f"{row['unit']:<14} {row['plan_year']} {row['period']:<3} {say(row['status'], options.lang):<14}"
            f" {received:<11} {shown(row['accepted_file'] or '')}"
        )
    for period in dict.fromkeys(row["period"] for row in found):
        counts = [
            f"{say(name, options.lang)} {sum(r['status'] == name for r in found if r['period'] == period)}"
            for name in ("on_time", "late", "missing", "due")
        ]
        print(f"{period}: " + ", ".join(counts))
    return 0


def export(options: Namespace) -> int:
    """One of the views as a file."""
    form = os.path.splitext(options.out)[1].lstrip(".").lower()
    if form not in FORMATS:
        raise Usage(say("bad_out", options.lang, name=options.out))
    if options.year:
        load_plan(options.year)
    unit_code = _unit(options.unit, options.year, options.lang) if options.unit else None
    columns, rows = table(home(), options.view, options.year, options.period, unit_code, options.as_of)
    filters = {
        "plan_year": str(options.year or ""),
        "period": options.period or "",
        "unit": unit_label(options.year or plan_years()[-1], unit_code),
    }
    save(
        write_table(columns, rows, form, cover(home(), options.view, filters, options.as_of, options.lang)), options.out
    )
    _say_sample(options.lang)
    print(say("rows", options.lang, count=len(rows), name=options.out))
    return 0


def sample(options: Namespace) -> int:
    """Fill an empty store with invented reports."""
    print(say("sample_done", options.lang, accepted=fill(home(), _actor(), _ORIGIN)))
    return 0


def start(options: Namespace) -> int:
    """Set the sample store aside, begin the real one."""
    aside = start_real(home(), _actor(), _ORIGIN)
    print(say("started", options.lang) + (" " + say("aside", options.lang, path=aside) if aside else ""))
    return 0


def backup(options: Namespace) -> int:
    """The whole store out."""
    print(say("backed_up", options.lang, count=upkeep.backup(home(), options.file), name=options.file))
    return 0


def restore(options: Namespace) -> int:
    """A backup becomes the store."""
    count = upkeep.restore(home(), options.file)
    record(home(), {"action": "restore", "versions": count}, _actor(), _ORIGIN)
    print(say("restored", options.lang, count=count, name=options.file))
    return 0


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
        _unit(options.unit, None, options.lang)
        if options.unit
        else known.get(options.email.strip().lower(), {}).get("unit_code")
    )
    record(home(), user_event(options.email, role, unit_code, options.block), _actor(), _ORIGIN)
    print(say("user_done", options.lang, email=options.email))
    return 0


def verify(options: Namespace) -> int:
    """Is everything as accepted."""
    mended: list[upkeep.Fault] = []
    faults = upkeep.verify(home(), mended.append)
    for sentence in (*mended, *faults):
        print(shown(sentence.en if options.lang == "en" else sentence.vi))
    if not faults:
        print(say("verified", options.lang, count=len(state.replay(ledger.read(home())).versions)))
    return 1 if faults else 0


def rebuild(options: Namespace) -> int:
    """The database made anew."""
    upkeep.rebuild_database(home())
    print(say("rebuilt", options.lang))
    return 0


COMMANDS: dict[str, Callable[[Namespace], int]] = {
    "plan": plan,
    "template": template,
    "check": check,
    "load": load,
    "versions": versions,
    "withdraw": withdraw,
    "restore-version": restore_version,
    "status": status,
    "export": export,
    "sample": sample,
    "start": start,
    "backup": backup,
    "restore": restore,
    "users": users,
    "verify": verify,
    "rebuild": rebuild,
}


def _items(options: Namespace) -> Iterator[Item]:
    """The files, read one after another; what it takes longer than a second is told on standard error."""
    for name in options.files:
        if not os.path.exists(name):
            raise Usage(say("no_file", options.lang, name=name))
        if os.path.isdir(name):
            raise Usage(say("is_folder", options.lang, name=name))
    began = told = time.monotonic()
    for done, name in enumerate(options.files):
        if time.monotonic() - told > 1 and time.monotonic() - began > 1:
            told = time.monotonic()
            print(say("progress", options.lang, done=done, total=len(options.files)), file=sys.stderr)
        with open(name, "rb") as file:
            yield Item(name, file.read(acceptance.READ_LIMIT))


def _report(results: list[Result], options: Namespace, is_check: bool) -> int:
    if options.json:
        _print_json([_as_json(result, options.lang) for result in results])
    else:
        for result in results:
            _print_result(result, options.lang, is_check)
    return 1 if any(result.outcome in ("refused", "needs_confirmation") for result in results) else 0


def _as_json(result: Result, lang: str) -> dict[str, Any]:
    return {
        "file": result.file,
        "sha256": result.sha256,
        "unit": result.unit,
        "year": result.plan_year,
        "period": result.period,
        "outcome": result.outcome,
        "version": result.version,
        "findings": [as_json(finding, lang) for finding in result.findings],
        "notices": [message(notice, lang) for notice in result.notices],
    }


def _print_result(result: Result, lang: str, is_check: bool) -> None:
    word = "checked" if is_check and result.outcome == "accepted" else result.outcome
    about = " ".join(str(part) for part in (result.unit, result.plan_year, result.period) if part)
    number = f" ({say('version', lang)} {result.version})" if result.version else ""
    print(f"{shown(result.file)}: {about + ': ' if about else ''}{say(word, lang)}{number}")
    for finding in result.findings:
        print(_line(finding, lang))
    for notice in result.notices:
        print(f"  {say('notice', lang)}: {shown(message(notice, lang))}")


def _line(finding: Finding, lang: str) -> str:
    where = f" {place(finding)}" if place(finding) else ""
    words = f"{finding.code}{where}: {message(finding, lang)} {hint(finding, lang)}"
    return f"  {say(finding.severity, lang)} {shown(words)}"


def _annotate(item: Item, result: Result, options: Namespace) -> None:
    os.makedirs(options.annotated, exist_ok=True)
    copy = annotated_copy(item.data, result.findings, options.lang)
    if copy is not None:
        save(copy, _free_name(options, os.path.splitext(os.path.basename(item.name))[0]))


def _free_name(options: Namespace, stem: str) -> str:
    """“a.xlsx”; “a (2).xlsx” where two files of one call have the same name."""
    given = options.__dict__.setdefault("given", {})
    given[stem] = given.get(stem, 0) + 1
    return os.path.join(options.annotated, f"{stem}.xlsx" if given[stem] == 1 else f"{stem} ({given[stem]}).xlsx")


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


def _unit(name: str, plan_year: int | None, lang: str) -> str:
    """Code of a unit given by code or by name in any spelling."""
    plan = load_plan(plan_year or plan_years()[-1])
    codes = [*plan.districts, plan.city["code"]]
    if name in codes:
        return name
    match = find_unit(name, {code: unit_name(plan, code) for code in codes}, plan.city["code"])
    if match.code is None:
        raise Usage(say("unknown_unit", lang, name=name, nearest=", ".join(match.nearest)))
    return match.code


def _say_sample(lang: str) -> None:
    if state.replay(ledger.read(home())).kind == "sample":
        print(say("sample_mark", lang), file=sys.stderr)


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1, default=str))


def _actor() -> str:
    """Who runs the command, as the system knows them."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "unknown"
