"""Gathers findings while a workbook is read; knows which cells are in error, so that none is found twice."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from etl.finding import Finding
from etl.intake.a1 import address
from etl.intake.a1 import place as place_of
from etl.intake.formats.cells import Value

MOST = 1_000  # findings of one severity


class Collector:
    """Findings so far, and the cells among them that are in error."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self._counts = {"error": 0, "warning": 0}
        self._bad: set[tuple[str, int, int]] = set()

    def add(
        self,
        code: str,
        reason: str,
        sheet: str | None = None,
        row: int | None = None,
        column: int | None = None,
        value: Value = None,
        **params: Any,
    ) -> None:
        """One finding at a cell (0-based row and column), or nowhere: then without a sheet too.

        A cell in error takes no other.
        """
        cell = None
        if sheet is not None and row is not None and column is not None:
            if (sheet, row, column) in self._bad:
                return
            if code.startswith("E"):
                self._bad.add((sheet, row, column))
            cell = address(row, column)
        self._keep(Finding(code, sheet if cell else None, cell, seen(value), reason, params))

    def _keep(self, finding: Finding) -> None:
        """Up to so many of a severity: nobody mends thousands, and a hostile file must not fill the memory."""
        severity = finding.severity
        if self._counts[severity] < MOST:
            self.findings.append(finding)
        self._counts[severity] += 1

    def dropped(self) -> int:
        """How many findings were too many."""
        return sum(max(0, count - MOST) for count in self._counts.values())

    def add_all(self, code: str, reason: str, sheet: str, cell: str, **params: Any) -> None:
        """A finding at a cell that may carry several of its kind."""
        self._keep(Finding(code, sheet, cell, None, reason, params))

    def tell(self, code: str, reason: str, sheet: str, cell: str, value: str | None, **params: Any) -> None:
        """A finding at a cell known by its address."""
        self._keep(Finding(code, sheet, cell, value, reason, params))

    def is_bad(self, sheet: str, row: int, column: int | None) -> bool:
        """Whether the cell is in error."""
        return column is not None and (sheet, row, column) in self._bad

    def params_at(self, sheet: str, row: int, column: int) -> dict[str, Any]:
        """What fills the sentence of the error at a cell; nothing where there is none."""
        cell = address(row, column)
        at = (f.params for f in self.findings if (f.sheet, f.cell) == (sheet, cell) and f.severity == "error")
        return next(at, {})

    def has_errors(self) -> bool:
        """Whether anything found refuses the workbook."""
        return any(finding.severity == "error" for finding in self.findings)


def seen(value: Value) -> str | None:
    """A cell's value as people see it, for a message."""
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)[:200]


def in_order(findings: Iterable[Finding], sheets: list[str]) -> list[Finding]:
    """By sheet of the workbook, then row, then column; findings without a place last, errors before warnings there."""
    rank = {name: place for place, name in enumerate(sheets)}

    def key(finding: Finding) -> tuple[int, int, int, int, str]:
        row, column = (place_of(finding.cell) if finding.cell else None) or (1 << 30, 0)
        place = rank.get(finding.sheet, len(rank)) if finding.sheet else len(rank)
        return (place, row, column, finding.severity != "error", finding.code)

    return sorted(findings, key=key)
