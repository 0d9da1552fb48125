"""The text of a correction (đính chính): what an issued report said, and what is so now, by which report."""

from collections.abc import Sequence
from datetime import date

from etl.formatting import day, number
from etl.outputs.papers.sentences import STATES
from etl.plan import Plan
from etl.store.issues import Change, Figure
from etl.store.state import Issue


def correction(issued: Issue, changes: Sequence[Change], plan: Plan) -> str:
    """A line for each figure, in Vietnamese; "" where nothing has changed."""
    if not changes:
        return ""
    form = plan.raw.get("report", {}).get("number_form", "Số: {number}")
    name = form.replace("{number}", issued.number or "……").removeprefix("Số: ")
    signed = f" ngày {day(date.fromisoformat(issued.signed_on))}" if issued.signed_on else ""
    lines = [f"ĐÍNH CHÍNH Báo cáo số {name}{signed}, số liệu tính đến ngày {day(date.fromisoformat(issued.as_of))}:"]
    for change in changes:
        unit = change.district or "toàn Thành phố"
        source = ""
        if change.version is not None:
            source = f" (theo bản {number(change.version)}, nhận ngày {day(change.received_on)})"
        lines.append(
            f"- {change.target_code}, {unit}: đã nêu {_text(change.before)}, nay là {_text(change.now)}{source}."
        )
    return "\n".join(lines)


def _text(figure: Figure) -> str:
    part, whole, status, _version = figure
    if part is None:
        return STATES[status]
    return f"{number(part)}{'' if whole is None else f'/{number(whole)}'} ({STATES[status]})"
