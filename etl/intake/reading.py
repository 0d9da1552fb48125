"""What reading a workbook needs to know and what it gives: values that travel between the child process, the store and
the pages.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from etl.finding import Finding


class Context(NamedTuple):
    """What staff have settled so far, from the ledger: catalogue changes, aliases of units and columns, readings of
    this very file.
    """

    changes: Sequence[dict[str, Any]] = ()
    aliases: Mapping[str, Mapping[str, str]] = {}  # unit code → folded name → base union code
    column_aliases: Mapping[str, Mapping[str, str]] = {}  # form code → folded label → field
    choices: Mapping[str, str] = {}  # question of an E12 of this file → key of the option that city staff chose
    edition: int | None = None  # of the forms, as which the file was accepted; None: the newest


class Reading(NamedTuple):
    """A workbook read. records (docs/design.md) hold only where no finding is an error."""

    unit_code: str | None
    plan_year: int | None
    period: str | None
    records: dict[str, Any]
    findings: list[Finding]
    notices: list[Finding]

    @property
    def has_errors(self) -> bool:
        """Whether the workbook is refused."""
        return any(finding.severity == "error" for finding in self.findings)


def canonical(records: dict[str, Any]) -> str:
    """The records as one line of JSON, the same for the same records: what is hashed and kept."""
    return json.dumps(records, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
