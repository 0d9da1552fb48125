"""Which legacy Vietnamese encoding a font stands for; where a cell's font is found is left to the readers of each kind
of file.
"""

from collections.abc import Iterable

# What the name of such a font begins with, in any case; a part of a file without these needs no second look.
TCVN3, VNI = ".vn", "vni"


def family_of_font(name: str) -> str | None:
    """tcvn3 for .VnTime, tcvn3_caps for .VnTimeH (its small letters look like capitals), vni for VNI-Times,
    else None.
    """
    folded = name.strip().strip("'\"").strip().lower()
    if folded.startswith(TCVN3):
        return "tcvn3_caps" if folded.endswith("h") else "tcvn3"
    return "vni" if folded.startswith(VNI) else None


def may_hold_legacy(content: bytes) -> bool:
    """Whether the bytes name such a font at all."""
    lower = content.lower()
    return TCVN3.encode() in lower or VNI.encode() in lower


def family_of_runs(families: Iterable[str | None]) -> str | None:
    """One family for a cell of several runs of text: theirs where they agree, else None.

    Capitals give way to letters.
    """
    found = set(families)
    if found == {"tcvn3", "tcvn3_caps"}:
        return "tcvn3"
    return found.pop() if len(found) == 1 else None
