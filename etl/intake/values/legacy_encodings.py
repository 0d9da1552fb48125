"""Vietnamese text of before Unicode, TCVN3 (.VnTime …) and VNI, recognised by its font or its letters, and
converted.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache

_TCVN3 = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
_TCVN3_TABLE = str.maketrans(_TCVN3)

# VNI writes a mark behind its vowel: “aù” is á, “aá” is ấ, “öù” is ứ.
_VOWELS = {
    "a": "áàảãạ",
    "ă": "ắằẳẵặ",
    "â": "ấầẩẫậ",
    "e": "éèẻẽẹ",
    "ê": "ếềểễệ",
    "i": "íìỉĩị",
    "o": "óòỏõọ",
    "ô": "ốồổỗộ",
    "ơ": "ớờởỡợ",
    "u": "úùủũụ",
    "ư": "ứừửữự",
    "y": "ýỳỷỹỵ",
}


def _vni_pairs() -> dict[str, str]:
    pairs: dict[str, str] = {}
    for base in "aeouy":
        pairs |= {base + mark: toned for mark, toned in zip("ùøûõï", _VOWELS[base], strict=True)}
    for base, hat in (("a", "â"), ("e", "ê"), ("o", "ô")):
        pairs[base + "â"] = hat
        pairs |= {base + mark: toned for mark, toned in zip("áàåãä", _VOWELS[hat], strict=True)}
    pairs["aê"] = "ă"
    pairs |= {"a" + mark: toned for mark, toned in zip("éèúüë", _VOWELS["ă"], strict=True)}
    for base, horn in (("ô", "ơ"), ("ö", "ư")):
        pairs |= {base + mark: toned for mark, toned in zip("ùøûõï", _VOWELS[horn], strict=True)}
        pairs[base] = horn
    pairs |= {"ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
    capitals = {key.upper(): toned.upper() for key, toned in pairs.items()}
    mixed = {key[0].upper() + key[1]: toned.upper() for key, toned in pairs.items() if len(key) == 2}
    return mixed | capitals | pairs


# What a Vietnamese syllable can look like: enough to tell a right conversion from a wrong one.
_ONSET = "(?:ngh|ng|nh|th|tr|ch|gh|gi|kh|ph|qu|b|c|d|đ|g|h|k|l|m|n|p|r|s|t|v|x)?"
_CLOSED = "(?:uyê|iê|yê|uô|ươ|oă|uâ|oa|oe|uê|uy|oo|a|ă|â|e|ê|i|o|ô|ơ|u|ư)(?:ng|nh|ch|c|m|n|p|t)"
_OPEN = "(?:oa|oe|uê|uy|uơ|a|e|ê|i|o|ô|ơ|u|ư|y)"
_GLIDE = (
    "(?:ai|ao|au|ay|âu|ây|eo|êu|ia|iu|iêu|oai|oay|oao|oeo|oi|ôi|ơi|ua|ui|uôi|uya|uyu|ưa|ươi|ươu|ưi|ưu|yêu|uây|ya|uêu)"
)
_QUY = "quy(?:nh|ch|n|p|t)"
_SYLLABLE = re.compile(f"^(?:(?P<quy>{_QUY})|{_ONSET}(?:(?P<closed>{_CLOSED})|(?P<open>{_OPEN})|(?P<glide>{_GLIDE})))$")
_TONELESS = str.maketrans({toned: base for base, row in _VOWELS.items() for toned in row})
_TONED = {toned: tone for row in _VOWELS.values() for tone, toned in enumerate(row)}
_WORD = re.compile(r"[^\W\d_]+")
_MODERN = re.compile("[ăđĩũơưạ-ỹĂĐĨŨƠƯẠ-Ỹ]")  # letters that no legacy text holds
_ODD = "[§¨©ª«¬®¶·¸¹»¼½¾µ×÷\u00ad]"
_ODD_IN_WORD = re.compile(rf"[^\W\d_]{_ODD}|{_ODD}[^\W\d_]")


@lru_cache(maxsize=20_000)
def convert(text: str, family: str | None = None) -> str:
    """The text in Unicode.

    `family` is what the cell's font or the rest of the workbook says: tcvn3, tcvn3_caps, vni or None.

    Text that is Unicode already comes back as it is, also in a legacy font: people change fonts, not letters.
    """
    if text.isascii():
        return text.upper() if family == "tcvn3_caps" else text
    if _MODERN.search(text):
        return text
    if family is None:
        return _by_letters(text)
    converted = _from_vni(text) if family == "vni" else text.translate(_TCVN3_TABLE)
    if _is_vietnamese(text) and not _is_vietnamese(converted):
        return text
    return converted.upper() if family == "tcvn3_caps" else converted


def family_of(texts: Iterable[str]) -> str | None:
    """The family that a workbook's texts speak for by their letters alone.

    None where most are Unicode already: then each text is judged by itself, so that one pasted name changes no other.
    """
    best = _most(texts)
    return None if best == "unicode" else best


def speaks_unicode(texts: Iterable[str]) -> bool:
    """Whether most of the texts that say anything are Unicode."""
    return _most(texts) == "unicode"


def _most(texts: Iterable[str]) -> str | None:
    """unicode, tcvn3 or vni, whichever most texts speak for."""
    votes = {"unicode": 0, "tcvn3": 0, "vni": 0}
    for text in texts:
        vote = None if text.isascii() else _vote(text)
        if vote:
            votes[vote] += 1
    best = max(votes, key=lambda family: votes[family])
    return best if votes[best] else None


@lru_cache(maxsize=20_000)
def _vote(text: str) -> str | None:
    """What the text speaks for: Unicode, or the one family in which it makes sense."""
    if _MODERN.search(text):
        return "unicode"
    if _is_vietnamese(text):
        return None
    as_tcvn3, as_vni = _is_vietnamese(text.translate(_TCVN3_TABLE)), _is_vietnamese(_from_vni(text))
    return None if as_tcvn3 == as_vni else "tcvn3" if as_tcvn3 else "vni"


def _by_letters(text: str) -> str:
    if _is_vietnamese(text):
        return text
    for candidate in (text.translate(_TCVN3_TABLE), _from_vni(text)):
        if candidate != text and _is_vietnamese(candidate):
            return candidate
    return text


@cache
def _vni() -> tuple[dict[str, str], re.Pattern[str]]:
    """VNI's pairs and a pattern of them all; made when the first text asks for it."""
    pairs = _vni_pairs()
    return pairs, re.compile("|".join(sorted(pairs, key=len, reverse=True)))


def _from_vni(text: str) -> str:
    pairs, tokens = _vni()
    return tokens.sub(lambda match: pairs[match.group()], text)


def _is_vietnamese(text: str) -> bool:
    """Whether every word with a letter beyond ASCII is a possible syllable, and no odd sign touches a word."""
    if _ODD_IN_WORD.search(text):
        return False
    return all(_is_syllable(word.lower()) for word in _WORD.findall(text) if not word.isascii())


def _is_syllable(word: str) -> bool:
    """One tone at most; acute or dot before a stop; not on the last letter of a glide."""
    match = _SYLLABLE.match(word.translate(_TONELESS))
    tones = [(place, _TONED[letter]) for place, letter in enumerate(word) if letter in _TONED]
    if match is None or len(tones) > 1:
        return False
    if (match["closed"] or match["quy"]) and word.endswith(("c", "ch", "p", "t")):
        return bool(tones) and tones[0][1] in (0, 4)
    return not (match["glide"] and tones and tones[0][0] == len(word) - 1)
