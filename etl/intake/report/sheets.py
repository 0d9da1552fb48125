"""Finds which sheet of a workbook is which form: by name, else by its labels. Hidden sheets are none."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from etl import data, forms
from etl.finding import Finding
from etl.forms import Form
from etl.intake.formats.cells import Sheet, Workbook
from etl.intake.report.collector import Collector
from etl.intake.report.header import count_labels
from etl.intake.report.source import Source
from etl.intake.values.legacy_encodings import family_of
from etl.intake.values.text import fold
from etl.plan import current_year, load_plan, period_words


class Found(NamedTuple):
    """Form code → its sheet; hidden: form code → name of a hidden sheet of that name; notices of what was passed over.

    rivals: form code → every visible sheet that could be it, in the workbook's order, where there are several.
    """

    sources: dict[str, Source]
    hidden: dict[str, str]
    notices: list[Finding]
    rivals: dict[str, list[Source]]


def find_sheets(workbook: Workbook) -> Found:
    """The sheets of the forms. Every sheet that is none of them is named in a notice."""
    found = Found({}, {}, [], {})
    left: list[Source] = []
    family = _family(workbook)
    best = _best(workbook)
    for sheet in workbook.sheets:
        code = form_of_name(sheet.name)
        if fold(sheet.name) in _own(data.folder()):
            continue
        if not sheet.visible:
            found.notices.append(_notice("notice_sheet_hidden", sheet.name))
            if code:
                found.hidden.setdefault(code, sheet.name)
        elif code and best.get(code) is sheet:
            found.sources[code] = Source(sheet, family)
        elif code and code in best and _labels_in(Source(sheet, family), forms.form(code)) >= _enough(code):
            found.rivals.setdefault(code, []).append(Source(sheet, family))
        elif code and code not in best:  # a form that nobody must fill, and nobody has
            found.notices.append(_notice("notice_sheet_other", sheet.name))
        elif code:
            found.notices.append(_notice("notice_sheet_double", sheet.name, code))
        else:
            left.append(Source(sheet, family))
    for source in left:
        code = _form_of_labels(source, [form for form in forms.forms().values() if form.code not in found.sources])
        rival = None if code else _form_of_labels(source, list(forms.forms().values()))
        if code:
            found.sources[code] = source
        elif rival:
            found.rivals.setdefault(rival, []).append(source)
        else:
            found.notices.append(_notice("notice_sheet_other", source.name))
    return _ordered(found, [sheet.name for sheet in workbook.sheets])


def _ordered(found: Found, names: list[str]) -> Found:
    """Rivals with the sheet that was found first, as they stand in the workbook.

    A best sheet without labels is no rival.
    """
    for code, rivals in found.rivals.items():
        source = found.sources[code]
        if _labels_in(source, forms.form(code)) >= _enough(code):
            rivals.append(source)
        rivals.sort(key=lambda source: names.index(source.name))
        found.sources[code] = rivals[0]
    return found


def settle(
    found: Found,
    codes: Iterable[str],
    said: tuple[int | None, str | None],
    choices: Mapping[str, str],
    collector: Collector,
) -> None:
    """One sheet for each form.

    E12 at both where two differ; W12 where one is set aside by its name, both are equal, or one was chosen.

    said: year and period of TT. choices: question → name of the sheet that staff chose.
    """
    year, period = said
    for code in codes:
        rivals = found.rivals.get(code, [])
        current = [source for source in rivals if not _is_set_aside(source.name, year, period)]
        if not current:
            current = rivals
        for source in rivals:
            if source not in current:
                collector.add("W12", "sheet_set_aside", source.name, 0, 0, source.name, form=code)
        question = f"sheet:{code}"
        chosen = next((source for source in current if source.name == choices.get(question)), None)
        options = [{"key": source.name, "sheet": source.name, "cell": "A1", "label": source.name} for source in current]
        asked = {"question": question, "options": options, "form": code}
        if current:
            found.sources[code] = chosen or current[0]
        if chosen and len(current) > 1:
            collector.add("W12", "sheet_chosen", chosen.name, 0, 0, chosen.name, chosen=chosen.name, **asked)
        for source in () if chosen else current[1:]:
            first = current[0].name
            if source.is_equal(current[0]):
                collector.add("W12", "sheet_equal", source.name, 0, 0, source.name, form=code, first=first)
            else:
                collector.add("E12", "two_sheets", source.name, 0, 0, source.name, first=first, **asked)
                collector.add("E12", "two_sheets", first, 0, 0, first, first=source.name, **asked)


def _is_set_aside(name: str, year: int | None, period: str | None) -> bool:
    """Whether a sheet's name says that it is old, a draft, or of another year or period than TT."""
    folded = f" {fold(name)} "
    if any(f" {fold(word)} " in folded for word in forms.words("set_aside")):
        return True
    years = {int(text) for text in re.findall(r"\b(20\d\d)\b", folded)}
    if year and years and year not in years:
        return True
    said = {
        value
        for value, words in period_words(load_plan(year or current_year())).items()
        if any(len(fold(word).split()) > 1 and f" {fold(word)} " in folded for word in words)
    }
    return bool(period and said and period not in said)


def _enough(code: str) -> int:
    """Labels from which a sheet is a form and not a scrap of one."""
    return max(2, len([column for column in forms.form(code).columns if column.field]) // 2)


def _best(workbook: Workbook) -> dict[str, Sheet]:
    """Form code → the visible sheet of that name: one with cells before an empty one, “BM1” before “BM1 (2)”, the first
    before others.
    """
    best: dict[str, tuple[tuple[bool, bool], Sheet]] = {}
    for sheet in workbook.sheets:
        code = form_of_name(sheet.name)
        if not code or not sheet.visible or (forms.form(code).is_optional and not sheet.rows):
            continue
        rank = (not sheet.rows, (fold(sheet.name).replace(" ", ""), code) not in _names(data.folder()))
        if code not in best or rank < best[code][0]:
            best[code] = rank, sheet
    return {code: sheet for code, (_, sheet) in best.items()}


def form_of_name(name: str) -> str | None:
    """BM1 for “BM 1”, “bm1 - chi tieu”, “Biểu 1”; None for a name that says nothing."""
    folded = fold(name)
    squeezed = folded.replace(" ", "")
    for known, code in _names(data.folder()):
        if squeezed == known or (squeezed.startswith(known) and _ends_there(folded, known)):
            return code
    return None


def _ends_there(folded: str, known: str) -> bool:
    """Whether the known name ends at the end of a word: “bm1 chi tieu” is BM1, “bm10” is not."""
    words = folded.split()
    return any("".join(words[:count]) == known for count in range(1, len(words) + 1))


def _form_of_labels(source: Source, candidates: list[Form]) -> str | None:
    counts = {form.code: _labels_in(source, form) for form in candidates}
    enough = {code: n for code, n in counts.items() if n >= _enough(code)}
    return max(enough, key=lambda code: enough[code]) if enough else None


def _labels_in(source: Source, form: Form) -> int:
    if form.code != "TT":
        return count_labels(source, form)
    labels = {fold(column.label) for column in form.columns}
    texts = {fold(text.split(":")[0]) for row in range(min(60, source.height)) for _, text in source.texts(row)}
    return len(labels & texts)


def _family(workbook: Workbook) -> str | None:
    """The legacy encoding that the texts speak for, or None."""
    return family_of(
        value
        for sheet in workbook.sheets
        if sheet.visible
        for row in sheet.rows[:3000]
        for value in row
        if isinstance(value, str)
    )


def _notice(reason: str, sheet: str, form: str = "") -> Finding:
    return Finding("N", sheet, None, None, reason, {"sheet": sheet, "form": form})


@cache
def _names(folder: str) -> list[tuple[str, str]]:
    """Known names without spaces, longest first."""
    pairs = [(fold(name).replace(" ", ""), form.code) for form in forms.forms().values() for name in form.sheet_names]
    return sorted(pairs, key=lambda pair: -len(pair[0]))


@cache
def _own(folder: str) -> frozenset[str]:
    return frozenset(map(fold, forms.words("own_sheets")))
