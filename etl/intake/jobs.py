"""What the sandbox's child is asked of a report: from a file's bytes to JSON."""

import json
from typing import Any

from etl import forms
from etl.intake.formats.workbook import read_workbook
from etl.intake.reader import read_report, sheets_by_role
from etl.intake.reading import Context


def report(data: bytes, **context: Any) -> bytes:
    """The reading of a workbook: etl.intake.reading.Reading as a JSON list."""
    settled = Context(**context)
    with forms.read_as(settled.edition):
        return _json(read_report(read_workbook(data), settled))


def roles(data: bytes, **context: Any) -> bytes:
    """The role of each cell: etl.intake.reader.sheets_by_role as JSON."""
    settled = Context(**context)
    with forms.read_as(settled.edition):
        return _json(sheets_by_role(read_workbook(data), settled))


def _json(found: Any) -> bytes:
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
