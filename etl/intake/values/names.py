"""Names of units looked up in the catalogue: no regard to case, accents, tone placement or prefix, and never a near
miss.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from rapidfuzz.distance import OSA

from etl.catalogue import BaseUnion, District, full_name
from etl.intake.values.text import fold, tone_key
from etl.plan import Plan, are_communes, communes_of, reporting_units


class Match(NamedTuple):
    """What a name was found to be: one code, or none and up to three nearest names, or those that share it."""

    code: str | None
    nearest: tuple[str, ...] = ()
    is_shared: bool = False


# Longest first; the kind is what the word says of a base union, "" where it says nothing.
_PREFIXES = (
    ("hoi lien hiep phu nu viet nam", ""),
    ("hoi lien hiep phu nu", ""),
    ("hoi lhpn viet nam", ""),
    ("bch hoi lhpn", ""),
    ("ban chap hanh hoi lhpn", ""),
    ("hoi lhpn", ""),
    ("hoi phu nu", ""),
    ("hoi pn", ""),
    ("hlhpn", ""),
    ("hpn", ""),
    ("co so hoi", ""),
    ("thi tran", "town"),
    ("t t", "town"),
    ("t tran", "town"),
    ("phuong", "ward"),
    ("xa", "commune"),
    ("tt", "town"),
    ("x", "commune"),
    ("p", "ward"),
)
_NUMBER = re.compile(r"^\d{1,3} ")
_SEPARATOR = re.compile(r"[,;(–-]")
_SIGNS = re.compile(r"[.,;:()–-]")
_UNIT_PREFIXES = (
    "hoi lien hiep phu nu",
    "hoi lhpn",
    "hoi phu nu",
    "hoi pn",
    "hlhpn",
    "thanh pho",
    "tp",
    "huyen",
    "thi xa",
    "tx",
    "h",
)


class Names:
    """The base unions of one district on one day, by every spelling; plus what staff confirmed as alias."""

    def __init__(
        self, district: District, units: Iterable[BaseUnion], aliases: Mapping[str, str] | None = None
    ) -> None:
        self.units = list(units)
        self._aliases = aliases or {}
        self._exact: dict[str, str | None] = {}
        self._district = fold(district.name)
        self._by_name: dict[str, list[BaseUnion]] = {}
        for unit in self.units:
            self._by_name.setdefault(fold(unit.name), []).append(unit)

    def find(self, text: str) -> Match:
        """The unit a text names; aliases last, so that a catalogue name always means itself."""
        code = self.find_exact(text)
        if code is not None:
            return Match(code)
        spellings = self._spellings(text)
        found = next(filter(None, (self._candidates(folded, text) for folded in spellings)), [])
        return Match(None, tuple(map(full_name, found[:3])) or self._nearest(spellings[-1]), len(found) > 1)

    def find_exact(self, text: str) -> str | None:
        """Like find, without looking for nearest names."""
        if text not in self._exact:
            self._exact[text] = self._look_up(text)
        return self._exact[text]

    def _look_up(self, text: str) -> str | None:
        for folded in self._spellings(text):
            found = self._candidates(folded, text)
            code = found[0].code if len(found) == 1 else self._aliases.get(folded)
            if code or found:
                return code
        return None

    def _spellings(self, text: str) -> list[str]:
        """The folded text as it is, without a number before it, without the name of the district behind it."""
        folded = fold(text)
        bare = _NUMBER.sub("", folded)
        tail = _SEPARATOR.split(text)[-1]
        if fold(tail) == self._district:
            bare = bare.removesuffix(" " + self._district)
        return list(dict.fromkeys((folded, bare, _without_district(bare, self._district))))

    def _candidates(self, folded: str, text: str) -> list[BaseUnion]:
        """Candidates of the whole name first: “Phượng Dực” is no ward “Dực”."""
        kind = ""
        while folded not in self._by_name:
            said, bare = _strip_one(folded)
            if bare == folded:
                return []
            folded, kind = bare, said or kind
        found = self._by_name[folded]
        of_kind = [unit for unit in found if unit.kind == kind]
        return _by_accents(of_kind or found, text)

    def _nearest(self, folded: str) -> tuple[str, ...]:
        bare = strip_prefixes(folded)
        ranked = sorted((OSA.distance(bare, fold(unit.name)), place) for place, unit in enumerate(self.units))
        limit = max(2, len(bare) // 2)
        return tuple(full_name(self.units[place]) for distance, place in ranked[:3] if distance <= limit)


def _without_district(folded: str, district: str) -> str:
    """“cu khe huyen thanh oai” → “cu khe”; unchanged where the district is not named with its word."""
    head = folded.removesuffix(f" {district}")
    if head != folded:
        for word in (" huyen", " thi xa", " h", " tx"):
            if head.endswith(word):
                return head.removesuffix(word).removesuffix(" thuoc")
    return folded


def _by_accents(found: list[BaseUnion], text: str) -> list[BaseUnion]:
    """Of names that differ by accents only, the one that is written with just these."""
    if len(found) < 2:
        return found
    key = f" {tone_key(_SIGNS.sub(' ', text))} "
    exact = [unit for unit in found if f" {tone_key(unit.name)} " in key]
    return exact if len(exact) == 1 else found


def strip_prefixes(folded: str) -> str:
    """The bare name of a folded text: “hoi lhpn xa cu khe” → “cu khe”."""
    _said, bare = _strip_one(folded)
    return folded if bare == folded else strip_prefixes(bare)


def _strip_one(folded: str) -> tuple[str, str]:
    """Without its first prefix, and the kind which that says; unchanged where it has none."""
    for prefix, kind in _PREFIXES:
        if folded.startswith(prefix + " "):
            return kind, folded[len(prefix) + 1 :]
    return "", folded


def find_unit(text: str, units: Mapping[str, str], city_code: str) -> Match:
    """A reporting unit by name; `units` maps code → name of the plan's districts and the city union."""
    by_name = {_bare_unit(name): code for code, name in units.items()}
    bare = _bare_unit(text)
    if bare in ("thanh hoi", "hoi lhpn thanh pho"):
        return Match(city_code)
    city = next((f" {name}" for name, code in by_name.items() if code == city_code), "")
    for name in (bare, re.sub(r" (?:thanh pho|tp)$", "", bare.removesuffix(city))):  # “Ba Vì, TP. Hà Nội”
        if name in by_name:
            return Match(by_name[name])
    ranked = sorted((OSA.distance(bare, name), units[code]) for name, code in by_name.items())
    return Match(None, tuple(name for distance, name in ranked[:3] if distance <= max(2, len(bare) // 2)))


def _bare_unit(text: str) -> str:
    folded = fold(text)
    is_stripped = True
    while is_stripped:
        is_stripped = False
        for prefix in _UNIT_PREFIXES:
            if folded.startswith(prefix + " "):
                folded, is_stripped = folded[len(prefix) + 1 :], True
    return folded


def find_reporting_unit(text: str, plan: Plan, period: str, changes: Iterable[dict[str, Any]] = ()) -> Match:
    """Who reports, of those who do in the period, or the city union."""
    city = {plan.city["code"]: plan.city["name"]}
    if not are_communes(plan, period):
        units = {code: unit.name for code, unit in reporting_units(plan, period).items()}
        return find_unit(text, units | city, plan.city["code"])
    found = find_unit(text, city, plan.city["code"])
    return found if found.code else Names(District("", "", ""), communes_of(plan, period, changes)).find(text)
