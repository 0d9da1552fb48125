"""A finding: what is wrong in a workbook, where, and in which words; sentences live in data/findings.toml and
data/refusals.toml, their English in the catalogue (etl/words.py).
"""

from typing import Any, NamedTuple

from etl import data
from etl.words import translate, word


class Finding(NamedTuple):
    """One finding.

    code E… refuses the workbook, W… is confirmed; sheet and cell are both None where it has no place.
    """

    code: str
    sheet: str | None
    cell: str | None
    value: str | None  # as seen in the cell
    reason: str  # names the sentence
    params: dict[str, Any]  # fills it

    @property
    def severity(self) -> str:
        """error or warning."""
        return "error" if self.code.startswith("E") else "warning"


def message(finding: Finding, lang: str = "vi") -> str:
    """What is wrong, in one sentence."""
    return _sentence(finding, lang, "message")


def hint(finding: Finding, lang: str = "vi") -> str:
    """How to mend it."""
    return _sentence(finding, lang, "hint")


def place(finding: Finding) -> str:
    """“BM1!G14”, “BM1”, or nothing."""
    return "!".join(part for part in (finding.sheet, finding.cell) if part)


def is_one_by_one(code: str) -> bool:
    """Whether each finding of this code is confirmed by itself, never all of its kind at once."""
    return bool(data.read_toml("finding-kinds.toml").get(code, {}).get("one_by_one"))


def kind(code: str, lang: str = "vi") -> str:
    """What a code is about: “W10” → “chưa ghi số liệu”."""
    return translate(data.read_toml("finding-kinds.toml").get(code, {}).get("name", code), lang)


def as_json(finding: Finding, lang: str = "vi") -> dict[str, Any]:
    """The object of the contract: code, severity, sheet, cell, value, message, hint."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "sheet": finding.sheet,
        "cell": finding.cell,
        "value": finding.value,
        "message": message(finding, lang),
        "hint": hint(finding, lang),
    }


def _sentence(finding: Finding, lang: str, part: str) -> str:
    words = data.read_toml("refusals.toml" if finding.code == "E01" else "findings.toml")[finding.reason]
    params = {name: word(value, lang) for name, value in finding.params.items()}
    seen = {"value": finding.value or "", "sheet": finding.sheet or "", "cell": finding.cell or ""}
    return translate(words.get(part, ""), lang).format_map(_Params(seen | params))


class _Params(dict[str, str]):
    """A parameter that a sentence asks for and a finding lacks shows as nothing rather than as a fault."""

    def __missing__(self, key: str) -> str:
        return ""
