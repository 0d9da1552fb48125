"""Text of the data inside markdown."""

import re


def plain(text: str) -> str:
    """A text of the data inside markdown, shown as it is written: no emphasis, link, colour, formula or tag comes alive."""
    return re.sub(r"([\\`*_{}\[\]<>$~|:])", r"\\\1", text)
