"""Words in both languages, one way: Vietnamese in the code and the data, English in data/locale/en.po (gettext).

Names of units, targets and activities are no words of the product: they are data, and stand there in both languages.
"""

import gettext
import os
from functools import cache
from io import BytesIO
from typing import Any

from etl import data

Sentence = dict[str, Any]  # {"text": Vietnamese with {names}, "params": what fills them}: goes through JSON as it is


def translate(text: str, lang: str) -> str:
    """The text in the language, vi or en. No text stays none: gettext would give the catalogue's own header."""
    return text if lang == "vi" or not text else english().gettext(text)


def sentence(text: str, **params: object) -> Sentence:
    """A sentence to be said when its language is known. params: as for `word`."""
    return {"text": text, "params": params}


def word(value: object, lang: str = "vi") -> str:
    """A value as people read it: a sentence or a pair {"vi": …, "en": …} by language, lists joined, numbers the
    country's way.
    """
    if isinstance(value, dict) and "text" in value:
        params = {name: word(param, lang) for name, param in value["params"].items()}
        return translate(value["text"], lang).format_map(params)
    if isinstance(value, dict):
        return str(value.get(lang, value.get("vi", "")))
    if isinstance(value, list | tuple):
        return ", ".join(word(part, lang) for part in value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    plain = f"{value:,}"
    return plain if lang == "en" else plain.translate(str.maketrans(",.", ".,"))


@cache
def english() -> gettext.GNUTranslations:
    """The English catalogue."""
    from babel.messages.mofile import write_mo  # only who reads English waits for it: 60 ms of a command
    from babel.messages.pofile import read_po

    with open(os.path.join(data.HERE, "locale", "en.po"), "rb") as file:
        catalog = read_po(file, locale="en")
    buffer = BytesIO()
    write_mo(buffer, catalog)
    buffer.seek(0)
    return gettext.GNUTranslations(buffer)
