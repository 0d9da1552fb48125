"""Synthesis reports that were issued: their bytes kept like an original, their figures as they were, for ever.

What a report said stays what it said; what has changed since is told beside it.
"""

from datetime import date
from typing import Any, NamedTuple

from etl.intake.values.text import clean
from etl.plan import is_draft, load_plan
from etl.store import state
from etl.store.corrections import InvalidAction
from etl.store.database.following import follow
from etl.store.files import ledger, originals
from etl.store.files.home import locked
from etl.store.queries import questions
from etl.store.queries import rows as of_question
from etl.store.state import Issue

Figure = tuple[int | None, int | None, str, int | None]  # numerator, denominator, status, version
_LONGEST = 200  # letters of a number or a name


class Change(NamedTuple):
    """A figure that is no longer what an issued report says. district "" is the city; version: the report that now
    speaks for the district, received_on its day.
    """

    target_code: str
    district_code: str
    district: str
    before: Figure
    now: Figure
    version: int | None
    received_on: date | None


class Paper(NamedTuple):
    """A report that is about to be issued: its bytes and what the office wrote on it."""

    content: bytes
    file_name: str
    plan_year: int
    period: str
    as_of: date
    number: str = ""
    signed_on: date | None = None
    signer: str = ""


def issue(home: str, paper: Paper, actor: str, origin: str) -> int:
    """Freeze a report: its place among all that were issued, 1, 2, 3 … Raises InvalidAction, OSError."""
    number, signer = clean(paper.number), clean(paper.signer)
    if max(len(number), len(signer)) > _LONGEST:
        raise InvalidAction("Số hoặc người ký quá dài.")
    if is_draft(load_plan(paper.plan_year)):
        raise InvalidAction(
            "Kế hoạch năm {plan_year} còn là dự thảo: sửa tệp kế hoạch theo văn bản, bỏ is_draft rồi phát hành.",
            plan_year=paper.plan_year,
        )
    kept_figures = _figures(home, paper.plan_year, paper.period, paper.as_of)
    figures = [[*key, *figure] for key, figure in kept_figures.items()]
    with locked(home):
        now = state.replay(ledger.read(home))
        twin = next((one for one in now.issues.values() if number and one.number == number and not one.reason), None)
        if twin is not None and twin.plan_year == paper.plan_year:
            raise InvalidAction(
                "Số {number} đã phát hành (lần {issue}); thu hồi lần đó trước.",
                number=number,
                issue=twin.issue,
            )
        digest = originals.keep_all(home, [paper.content])[0]
        event = {
            "action": "issue",
            "issue": len(now.issues) + 1,
            "plan_year": paper.plan_year,
            "period": paper.period,
            "as_of": paper.as_of.isoformat(),
            "number": number,
            "signed_on": paper.signed_on.isoformat() if paper.signed_on else None,
            "signer": signer,
            "sha256": digest,
            "file_name": paper.file_name,
            "figures": figures,
        }
        ledger.append(home, [event], actor, origin)
        follow(home)
        return len(now.issues) + 1


def withdraw_issue(home: str, issue_number: int, reason: str, actor: str, origin: str) -> None:
    """An issued report no longer stands; its bytes stay. Raises InvalidAction."""
    if not clean(reason):
        raise InvalidAction("Cần ghi lý do.")
    with locked(home):
        found = state.replay(ledger.read(home)).issues.get(issue_number)
        if found is None:
            raise InvalidAction("Không có lần phát hành {issue_number}.", issue_number=issue_number)
        if found.reason is not None:
            raise InvalidAction("Lần phát hành {issue_number} đã được thu hồi.", issue_number=issue_number)
        event = {"action": "withdraw_issue", "issue": issue_number, "reason": clean(reason)}
        ledger.append(home, [event], actor, origin)
        follow(home)


def find(issues: dict[int, Issue], wanted: str) -> Issue:
    """By the number it bears, the last one of it, else by its place. Raises InvalidAction."""
    bearing = [one for one in issues.values() if one.number and one.number == wanted]
    found = bearing[-1] if bearing else issues.get(int(wanted)) if wanted.isdecimal() else None
    if found is None:
        raise InvalidAction("Chưa phát hành báo cáo nào số {wanted}.", wanted=wanted)
    return found


def changes(home: str, issued: Issue, as_of: date | None = None) -> list[Change]:
    """Figures that differ today (or on another day) from those that were issued, in the order of the report."""
    before: dict[tuple[str, str], Figure] = {
        (row[0], row[1]): (row[2], row[3], row[4], row[5]) for row in issued.figures
    }
    rows = {(row.target_code, row.district_code): row for row in _rows(home, issued.plan_year, issued.period, as_of)}
    received = {row.version: row.received_on for row in questions.ask(home, of_question.Versions, as_of, unit="")}
    found = []
    for key, was in before.items():
        row = rows.get(key)
        now = _figure(row) if row is not None else (None, None, "no_report", None)
        if now[:3] != was[:3]:
            district = row.district if row is not None and row.district_code else ""
            found.append(Change(*key, district, was, now, now[3], received.get(now[3]) if now[3] else None))
    return found


def _figures(home: str, plan_year: int, period: str, as_of: date | None) -> dict[tuple[str, str], Figure]:
    return {(row.target_code, row.district_code): _figure(row) for row in _rows(home, plan_year, period, as_of)}


def _rows(home: str, plan_year: int, period: str, as_of: date | None) -> list[of_question.TargetCompletion]:
    found = questions.ask(home, of_question.TargetCompletion, as_of, plan_year=plan_year)
    return [row for row in found if row.period == period and row.units_expected]


def _figure(row: of_question.TargetCompletion) -> Figure:
    return row.numerator, row.denominator, row.status, row.version


def issued_file(home: str, issued: Issue) -> bytes:
    """The very bytes that were issued. Raises OSError where they are lost."""
    return originals.read(home, issued.sha256)


def as_row(issued: Issue) -> dict[str, Any]:
    """What a list of them shows."""
    return {name: value for name, value in issued._asdict().items() if name != "figures"} | {
        "is_withdrawn": issued.reason is not None
    }
