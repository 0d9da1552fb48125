"""The limits that untrusted bytes must keep, and the refusal of what passes one."""

from typing import Any, NamedTuple

# Limits that held against some 2,000 hostile, odd and mutated files.
MAX_BYTES = 20 * 1024 * 1024
MAX_PARTS = 2_000
MAX_UNPACKED = 300 * 1024 * 1024
MAX_PART = 200 * 1024 * 1024
MAX_RATIO = 200
RATIO_FROM = 5 * 1024 * 1024
MAX_SHEETS = 64
MAX_CELLS = 3_000_000
MAX_AREA = 6_000_000
MAX_TEXT = 64 * 1024 * 1024
MAX_STYLES = 200_000
MAX_MERGED = 20_000


class Refusal(NamedTuple):
    """Why a file cannot be read as a workbook; the reason names its sentence in data/refusals.toml."""

    reason: str
    params: dict[str, Any]


class Refused(Exception):
    """Raised while looking in; carries the Refusal."""

    def __init__(self, reason: str, **params: Any) -> None:
        super().__init__(reason)
        self.refusal = Refusal(reason, params)


class Container(NamedTuple):
    """What looking in found: xlsx, xls or ods, and the small parts of a package that were unpacked on the way."""

    kind: str
    parts: dict[str, bytes]
