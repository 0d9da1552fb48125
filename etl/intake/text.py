"""Text as people type it, made comparable: Unicode NFC, folded spaces, folded accents, tone marks in one place."""

import re
import unicodedata
from functools import lru_cache

_SPACES = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_INVISIBLE = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD, 0x200E, 0x200F])
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NOT_WORD = re.compile(r"[^0-9a-z]+")
_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}

# Vietnamese letters, which nearly all texts are of, without their marks.
_BARE = {code: unicodedata.normalize("NFD", chr(code))[0] for code in (*range(0xE0, 0x1B4), *range(0x1EA0, 0x1EFA)) if unicodedata.decomposition(chr(code))} | {ord("đ"): "d"}  # fmt: skip


@lru_cache(maxsize=20_000)
def clean(text: str) -> str:
    """NFC; non-breaking and repeated spaces and line breaks as one space; nothing invisible; no space at the ends."""
    if text.isascii() and "  " not in text and text.isprintable():
        return text.strip()
    text = _CONTROL.sub("", unicodedata.normalize("NFC", text).translate(_INVISIBLE))
    return _SPACES.sub(" ", text).strip()


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Lower case, no accents, words of letters and digits with one space between: what labels and names are compared by."""
    plain = clean(text).lower().translate(_BARE)
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", plain).strip()


@lru_cache(maxsize=20_000)
def tone_key(text: str) -> str:
    """Like fold, but marks stay, the tone at the end of its syllable: Hòa and Hoà are one, Hoa is another."""
    syllables = []
    for syllable in unicodedata.normalize("NFD", clean(text).lower()).split():
        tones = "".join(c for c in syllable if c in _TONES)
        syllables.append("".join(c for c in syllable if c not in _TONES) + tones)
    return " ".join(syllables)
