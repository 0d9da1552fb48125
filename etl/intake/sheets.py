"""Finds which sheet of a workbook is which form: by name, else by its labels. Hidden sheets are none."""

from functools import cache
from typing import NamedTuple

from etl import data, forms
from etl.finding import Finding
from etl.forms import Form
from etl.intake.cells import Sheet, Workbook
from etl.intake.header import count_labels
from etl.intake.legacy import family_of
from etl.intake.source import Source
from etl.intake.text import fold


class Found(NamedTuple):
    """Form code → its sheet; hidden: form code → name of a hidden sheet of that name; notices of what was passed over."""

    sources: dict[str, Source]
    hidden: dict[str, str]
    notices: list[Finding]


def find_sheets(workbook: Workbook) -> Found:
    """The sheets of the forms. Every sheet that is none of them is named in a notice."""
    found = Found({}, {}, [])
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
        elif code and code not in best:  # a form that nobody must fill, and nobody has
            found.notices.append(_notice("notice_sheet_other", sheet.name))
        elif code:
            found.notices.append(_notice("notice_sheet_double", sheet.name, code))
        else:
            left.append(Source(sheet, family))
    for source in left:
        code = _form_of_labels(source, [form for form in forms.forms().values() if form.code not in found.sources])
        if code:
            found.sources[code] = source
        else:
            found.notices.append(_notice("notice_sheet_other", source.name))
    return found


def _best(workbook: Workbook) -> dict[str, Sheet]:
    """Form code → the visible sheet of that name: one with cells before an empty one, “BM1” before “BM1 (2)”, the first before others."""
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
    enough = {
        code: n for code, n in counts.items() if n >= max(2, len([c for c in forms.form(code).columns if c.field]) // 2)
    }
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
