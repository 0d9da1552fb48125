"""Which passages of a plan's text its plan file quotes, which it explains as context, and which are still open."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, NamedTuple

# A passage ends with its line, or with a sentence: a full stop or semicolon before a capital or a quotation mark.
_END = re.compile(r"(?<=[.;])\s+(?=[A-ZÀ-ỸĐ“])")
_NUMBER = re.compile(r"^\s*(?:[IVX]+\.|\d+(?:\.\d+)*\.(?!\d)|\(\d+\)\.?|-)\s*")  # what a heading or item begins with
_WORD = re.compile(r"\w+")
_PARTS = ("target", "activity")  # quoted in parts; other quotes hold whole passages, lest a heading hides a sentence


class Quote(NamedTuple):
    """A wording that the plan file holds. kind: target, activity, asks (something is asked for), heading or context."""

    kind: str
    code: str  # of the target or activity; of the others the clause
    words: str
    about: str = ""
    about_en: str = ""
    see: tuple[str, ...] = ()  # codes of the targets and activities that answer it


class Passage(NamedTuple):
    """A sentence of the text. line: 1-based. state: quoted | explained | open. quotes: of what it is the wording.

    left: the words of it that nothing holds.
    """

    line: int
    text: str
    state: str
    quotes: tuple[Quote, ...]
    left: str


def quotes(raw: dict[str, Any]) -> list[Quote]:
    """Every wording of a plan file, as TOML gives it."""
    found = [
        Quote(kind, row["code"], row["source"], see=(row["code"],))
        for table, kind in (("targets", "target"), ("activities", "activity"))
        for row in raw.get(table, [])
    ]
    found += [
        Quote(row["kind"], row["clause"], row["source"], row["about"], row["about_en"], tuple(row.get("see", ())))
        for row in raw.get("passages", [])
    ]
    return found


def cover(text: str, raw: dict[str, Any]) -> list[Passage]:
    """Each passage of the text held against the plan file: word by word, whatever marks stand between them."""
    passages = [(number, part) for number, line in enumerate(text.splitlines(), 1) for part in _passages(line)]
    words = [(at, word) for at, (_number, part) in enumerate(passages) for word in _words(part)]
    sought = [word for _at, word in words]
    passage_of = [at for at, _word in words] + [len(passages)]
    held: list[list[Quote]] = [[] for _word in words]
    for quote in quotes(raw):
        for piece in quote.words.split("[…]"):
            for start, end in _places(_words(piece), sought):
                is_whole = (start == 0 or passage_of[start - 1] != passage_of[start]) and (
                    passage_of[end - 1] != passage_of[end]
                )
                for place in range(start, end) if is_whole or quote.kind in _PARTS else ():
                    held[place].append(quote)
    found: list[Passage] = []
    for at, (number, part) in enumerate(passages):
        own = [(word, by) for (passage, word), by in zip(words, held, strict=True) if passage == at]
        by_all = tuple(dict.fromkeys(quote for _word, by in own for quote in by))
        left = " ".join(word for word, by in own if not by)
        asked = [quote for quote in by_all if quote.kind not in ("heading", "context")]
        found.append(Passage(number, part, "open" if left else "quoted" if asked else "explained", by_all, left))
    return found


def _passages(line: str) -> Iterator[str]:
    for part in _END.split(_NUMBER.sub("", line, count=1).strip()):
        if _WORD.search(part):
            yield part.strip()


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFC", text).casefold())


def _places(piece: list[str], words: list[str]) -> Iterator[tuple[int, int]]:
    """Where the piece stands in the text, wherever that is: (first word, behind the last)."""
    for start, word in enumerate(words):
        if piece and word == piece[0] and words[start : start + len(piece)] == piece:
            yield start, start + len(piece)
