"""A finding: what is wrong in a workbook, where, and in which words; sentences live in data/findings.toml and
data/refusals.toml.
"""

from typing import Any, NamedTuple

from etl import data


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
    row = data.read_toml("finding-kinds.toml").get(code, {})
    return str(row.get(lang, row.get("vi", code)))


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


def word(text: object, lang: str = "vi") -> str:
    """A parameter as people read it: {"vi": …, "en": …} by language, lists joined, numbers the country's way."""
    if isinstance(text, dict):
        return str(text.get(lang, text.get("vi", "")))
    if isinstance(text, list | tuple):
        return ", ".join(word(part, lang) for part in text)
    if isinstance(text, bool) or not isinstance(text, int | float):
        return str(text)
    plain = f"{text:,}"
    return plain if lang == "en" else plain.translate(str.maketrans(",.", ".,"))


def _sentence(finding: Finding, lang: str, part: str) -> str:
    words = _words(finding)
    key = f"{part}_{lang}" if f"{part}_{lang}" in words else f"{part}_vi"
    params = {name: word(value, lang) for name, value in finding.params.items()}
    seen = {"value": finding.value or "", "sheet": finding.sheet or "", "cell": finding.cell or ""}
    return words.get(key, "").format_map(_Params(seen | params))


def _words(finding: Finding) -> dict[str, str]:
    if finding.code == "E01":
        row = data.read_toml("refusals.toml")[finding.reason]
        return {"message_vi": row["vi"], "hint_vi": row["vi_hint"], "message_en": row["en"], "hint_en": row["en_hint"]}
    return data.read_toml("findings.toml")[finding.reason]


class _Params(dict[str, str]):
    """A parameter that a sentence asks for and a finding lacks shows as nothing rather than as a fault."""

    def __missing__(self, key: str) -> str:
        return ""
