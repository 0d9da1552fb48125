"""What a number format makes of a figure: thousands, a percentage, a unit, a month."""

import re

_QUOTED = re.compile(r'"([^"]*)"|\\(.)|\[[^\]]*\]|_.|\*.')
_SCALE = re.compile(r"[0#?](,+)(?![0#?,])")


def look_of(code: str) -> str:
    """What a format code does to a figure: "percent", "scale 2", "month", "unit …", or "" for nothing that matters."""
    section = code.split(";", maxsplit=1)[0]
    literals = "".join(match[1] or match[2] or "" for match in _QUOTED.finditer(section)).strip()
    plain = _QUOTED.sub("", section)
    if re.fullmatch(r"m{1,5}\W*y{2,4}|y{2,4}\W*m{1,5}", plain.strip(), re.IGNORECASE):
        return "month"
    if re.search(r"[ymdh]", plain, re.IGNORECASE) or not re.search(r"[0#?]", plain):
        return ""
    if "%" in section:
        return "percent"
    if scale := _SCALE.search(plain):
        return f"scale {len(scale[1])}"
    words = re.sub(r"[^\w%²]+", " ", literals).strip()
    return f"unit {words}" if re.search(r"[^\W\d]", words) else ""
