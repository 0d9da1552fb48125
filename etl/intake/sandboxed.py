"""Workbooks read in the sandbox: a hostile file's text meets no pattern of ours outside the limits."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from etl.finding import Finding
from etl.intake.reading import Context, Reading
from etl.intake.safety.limits import Refusal
from etl.intake.sandbox.child_pool import run_job, run_jobs

_JOBS = "etl.intake.jobs"


def read_reports(items: Iterable[tuple[bytes, Context]]) -> Iterator[Reading | Refusal]:
    """Each file read and checked, with what was settled when it counts: its findings and records, or why not."""
    answers = run_jobs(f"{_JOBS}:report", [(data, context._asdict()) for data, context in items])
    return (_reading(answer) if isinstance(answer, bytes) else answer for answer in answers)


def read_roles(data: bytes, context: Context) -> list[dict[str, Any]] | Refusal:
    """Each form's sheet with the role of every cell: what etl.intake.reader.sheets_by_role gives."""
    answer = run_job(f"{_JOBS}:roles", data, context._asdict())
    return answer if isinstance(answer, Refusal) else json.loads(answer)


def _reading(answer: bytes) -> Reading:
    unit_code, plan_year, period, records, findings, notices = json.loads(answer)
    return Reading(
        unit_code, plan_year, period, records, [Finding(*row) for row in findings], [Finding(*row) for row in notices]
    )
