"""Text as people type it, made comparable: Unicode NFC, folded spaces, folded accents, tone marks in one place."""

import re
import unicodedata
from functools import lru_cache

_SPACES = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_INVISIBLE = dict.fromkeys(
    [0x00AD, 0x2060, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
# Letters of other languages that look like Đ: programs and typists mix them up.
_TWINS = {0x00D0: "Đ", 0x0189: "Đ", 0x00F0: "đ", 0x0256: "đ"}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NOT_WORD = re.compile(r"[^0-9a-z]+")
_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}

# Vietnamese letters, which nearly all texts are of, without their marks.
_BARE = {
    code: unicodedata.normalize("NFD", chr(code))[0]
    for code in (*range(0xE0, 0x1B4), *range(0x1EA0, 0x1EFA))
    if unicodedata.decomposition(chr(code))
} | {ord("đ"): "d"}


@lru_cache(maxsize=20_000)
def clean(text: str) -> str:
    """NFC; non-breaking and repeated spaces and line breaks as one space; nothing invisible; no space at the ends."""
    if text.isascii() and "  " not in text and text.isprintable():
        return text.strip()
    text = _CONTROL.sub("", unicodedata.normalize("NFC", text).translate(_INVISIBLE | _TWINS))
    return _SPACES.sub(" ", text).strip()


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Lower case, no accents, words of letters and digits with one space between: what labels and names are compared
    by.
    """
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
