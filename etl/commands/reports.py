"""check and load: district workbooks in."""

import os
from argparse import Namespace
from collections.abc import Iterator
from typing import Any

from etl.commands.answers import ORIGIN, actor, print_json, teller
from etl.commands.parser import Usage
from etl.commands.words import say, shown
from etl.finding import Finding, as_json, hint, message, place
from etl.outputs.files import save
from etl.outputs.marked_copy.copy import annotated_copy
from etl.store import acceptance
from etl.store.acceptance import Acceptance, Item, Result
from etl.store.files.home import home


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
    how = Acceptance(actor(), ORIGIN, options.received_on, options.confirm_warnings, options.reason)
    acceptance.accepts(home(), is_sample=False)
    return _report(list(acceptance.load(home(), _items(options), how)), options, is_check=False)


def _items(options: Namespace) -> Iterator[Item]:
    """The files, read one after another; what it takes longer than a second is told on standard error."""
    for name in options.files:
        if not os.path.exists(name):
            raise Usage(say("no_file", options.lang, name=name))
        if os.path.isdir(name):
            raise Usage(say("is_folder", options.lang, name=name))
    tell = teller(len(options.files), options.lang)
    for done, name in enumerate(options.files):
        tell(done)
        with open(name, "rb") as file:
            yield Item(name, file.read(acceptance.READ_LIMIT))


def _report(results: list[Result], options: Namespace, is_check: bool) -> int:
    if options.json:
        print_json([_as_json(result, options.lang) for result in results])
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
