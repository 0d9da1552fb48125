"""report, slides, issue, issued: the office's papers."""

from argparse import Namespace
from datetime import date
from typing import Any

from etl.commands.answers import ORIGIN, actor, period, print_json, say_sample
from etl.commands.parser import Usage
from etl.commands.words import say, shown
from etl.formatting import NOTHING, day, number
from etl.outputs.files import save
from etl.outputs.papers.facts import Facts, facts
from etl.outputs.papers.report import Settings
from etl.outputs.papers.report import report as report_of
from etl.outputs.papers.slides import slides_file
from etl.outputs.papers.word_file import word_file
from etl.store import issues, state
from etl.store.files import ledger
from etl.store.files.home import home
from etl.store.issues import Change, Paper
from etl.store.queries import snapshot
from etl.store.state import Issue


def report(options: Namespace) -> int:
    """The synthesis report as a Word file."""
    _ends_in(options, "docx")
    settings = Settings(options.number, options.signed_on, options.signer)
    save(word_file(report_of(_facts(options), settings), state.today()), options.out)
    return _written(options)


def slides(options: Namespace) -> int:
    """The meeting's slides."""
    _ends_in(options, "pptx")
    save(slides_file(_facts(options)), options.out)
    return _written(options)


def issue(options: Namespace) -> int:
    """Freeze a report: its bytes, SHA-256 and a ledger line."""
    with snapshot.steady(home()):  # the bytes and the figures that are kept beside them are of one look
        return _issue(options)


def _issue(options: Namespace) -> int:
    found = _facts(options)
    settings = Settings(options.number, options.signed_on, options.signer)
    content = word_file(report_of(found, settings), state.today())
    paper = Paper(
        content,
        f"BaoCao_{options.period}_{options.year}.docx",
        options.year,
        options.period,
        found.as_of,
        options.number,
        options.signed_on,
        options.signer,
    )
    done = issues.issue(home(), paper, actor(), ORIGIN)
    say_sample(options.lang)
    print(say("issue_done", options.lang, issue=done, sha256=_issues()[done].sha256))
    return 0


def issued(options: Namespace) -> int:
    """What was issued, what has changed since; one of them withdrawn, or given again."""
    known = _issues()
    found = [issues.find(known, options.number)] if options.number else list(known.values())
    if (options.out or options.withdraw is not None) and not options.number:
        raise Usage(say("issue_needed", options.lang))
    if options.withdraw is not None:
        issues.withdraw_issue(home(), found[0].issue, options.withdraw, actor(), ORIGIN)
        print(say("issue_withdrawn", options.lang, issue=found[0].issue))
        return 0
    if options.out:
        _ends_in(options, "docx")
        save(issues.issued_file(home(), found[0]), options.out)
        return _written(options)
    if options.json:
        print_json([_as_json(one) for one in found])
    elif not found:
        print(say("no_issues", options.lang))
    for one in [] if options.json else found:
        _print(one, options.lang)
    return 0


def _issues() -> dict[int, Issue]:
    return state.replay(ledger.read(home())).issues


def _facts(options: Namespace) -> Facts:
    period(options.period, options.year, options.lang)
    return facts(home(), options.year, options.period, options.as_of)


def _ends_in(options: Namespace, kind: str) -> None:
    if not options.out.lower().endswith(f".{kind}"):
        raise Usage(say("bad_paper", options.lang, name=options.out, kind=kind))


def _written(options: Namespace) -> int:
    say_sample(options.lang)
    print(say("written", options.lang, name=options.out))
    return 0


def _as_json(one: Issue) -> dict[str, Any]:
    return issues.as_row(one) | {"changes": [change._asdict() for change in issues.changes(home(), one)]}


def _print(one: Issue, lang: str) -> None:
    found = issues.changes(home(), one)
    print(
        shown(
            say(
                "issue_line",
                lang,
                issue=one.issue,
                number=one.number or NOTHING,
                period=one.period,
                year=one.plan_year,
                signed_on=day(date.fromisoformat(one.signed_on)) if one.signed_on else NOTHING,
                as_of=day(date.fromisoformat(one.as_of)),
                state=say("stands" if one.reason is None else "withdrawn", lang),
                count=len(found),
            )
        )
    )
    for change in found:
        print(shown(_change(change, lang)))


def _change(change: Change, lang: str) -> str:
    source = ""
    if change.version is not None:
        source = " " + say("issue_source", lang, version=change.version, day=day(change.received_on))
    return "   " + say(
        "issue_change",
        lang,
        target=change.target_code,
        unit=change.district or say("whole_city", lang),
        before=_ratio(change.before, lang),
        now=_ratio(change.now, lang),
        source=source,
    )


def _ratio(figure: issues.Figure, lang: str) -> str:
    part, whole, status, _version = figure
    shown_part = f"{number(part, 0, lang)}/{number(whole, 0, lang)}" if whole is not None else number(part, 0, lang)
    return f"{shown_part} [{status}]"
