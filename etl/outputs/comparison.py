"""Two periods side by side, of one year or two: comparable units only, the others named with the reason."""

from datetime import date
from typing import NamedTuple

from etl import data, formatting
from etl.outputs.export import sample_note
from etl.outputs.presentation import Presented, write_presentation
from etl.outputs.tables import Cover
from etl.plan import load_plan
from etl.store import state
from etl.store.queries import questions, snapshot
from etl.store.queries import rows as of_question

Row = of_question.Comparison
REASONS = {
    "definition": ("chỉ tiêu được tính khác ở hai kỳ", "the target counts something else in one of them"),
    "units": ("đơn vị chỉ có ở một trong hai kỳ", "the unit is not there in one of them"),
    "scope": ("ngoài phạm vi của chỉ tiêu ở một kỳ", "outside the target's scope in one of them"),
    "no_report": ("một trong hai kỳ chưa có báo cáo", "no report in one of them"),
    "not_reported": ("một trong hai kỳ chưa ghi số liệu", "the figure was not reported in one of them"),
}
_HEADINGS = {
    "target": ("Chỉ tiêu", "Target"),
    "unit": ("Đơn vị", "Unit"),
    "note": ("Ghi chú", "Note"),
    "all": ("Các đơn vị so được", "All comparable units"),
    "goal": ("mục tiêu đã đổi", "the goal has changed"),
    "base": ("số cơ sở Hội đổi từ {before} thành {now}", "base unions changed from {before} to {now}"),
    "compared": ("{n}/{m} đơn vị so được", "{n} of {m} units compared"),
    "numerator": ("tử số", "numerator"),
    "denominator": ("mẫu số", "denominator"),
    "share": ("tỷ lệ", "completion"),
    "change": ("Thay đổi (điểm %)", "Change (points)"),
}


class Side(NamedTuple):
    """One of the two: a plan year and one of its periods."""

    plan_year: int
    period: str

    def label(self, lang: str = "vi") -> str:
        """“Năm 2024”, “6 tháng 2024”."""
        row = load_plan(self.plan_year).periods[self.period]
        return f"{row['label_en' if lang == 'en' else 'label']} {self.plan_year}"


def comparison(home: str, before: Side, after: Side, as_of: date | None = None) -> list[Row]:
    """A row a target and unit, and one for all comparable units of the target (district_code "")."""
    asked = {"from_year": before.plan_year, "from_period": before.period}
    asked |= {"to_year": after.plan_year, "to_period": after.period}
    return questions.ask(home, of_question.Comparison, as_of, **asked)


def file_of(home: str, rows: list[Row], before: Side, after: Side, as_of: date | None, lang: str = "vi") -> bytes:
    """The comparison as a table to hand on (.xlsx)."""
    return write_presentation(cover_of(home, before, after, as_of, lang), presented(rows, before, after, lang))


def cover_of(home: str, before: Side, after: Side, as_of: date | None, lang: str = "vi") -> Cover:
    """Which two, as of when, from what; that the figures are invented, where they are."""
    words = data.read_toml("dictionary.toml")["cover"][lang]
    numbers = dict.fromkeys(load_plan(side.plan_year).raw["number"] for side in (before, after))
    lines = [
        (words["as_of"], formatting.day(as_of or state.today())),
        (words["source"], words["source_text"].format(number=", ".join(numbers))),
    ]
    is_sample = snapshot.now(home).kind == "sample"
    return Cover(f"{before.label(lang)} → {after.label(lang)}", lines, sample_note() if is_sample else None)


def note(row: Row, lang: str = "vi") -> str:
    """Why a row is not compared; else what has changed besides its figures, and over how many units it is."""
    en = lang == "en"
    if row.reason is not None:
        return REASONS[row.reason][en]
    parts = []
    if row.units is not None:
        parts.append(_HEADINGS["compared"][en].format(n=row.units_compared, m=row.units))
    if row.is_goal_changed:
        parts.append(_HEADINGS["goal"][en])
    if row.base_unions is not None and row.before_base_unions != row.base_unions:
        parts.append(_HEADINGS["base"][en].format(before=row.before_base_unions, now=row.base_unions))
    return "; ".join(parts)


def points(row: Row) -> float | None:
    """The change of the completion in percentage points; None where it is not compared or has no completion."""
    if row.reason is not None or row.completion is None or row.before_completion is None:
        return None
    return (row.completion - row.before_completion) * 100


def presented(rows: list[Row], before: Side, after: Side, lang: str = "vi") -> list[Presented]:
    """The table to hand on."""
    en = lang == "en"
    columns = [
        Presented(_HEADINGS["target"][en], "text", [row.target_code for row in rows]),
        Presented(_HEADINGS["unit"][en], "text", [row.district or _HEADINGS["all"][en] for row in rows]),
    ]
    for side, prefix in ((before, "before_"), (after, "")):
        for field, word, kind in (
            ("numerator", "numerator", "whole"),
            ("denominator", "denominator", "whole"),
            ("completion", "share", "percent"),
        ):
            heading = f"{side.label(lang)}: {_HEADINGS[word][en]}"
            columns.append(Presented(heading, kind, [getattr(row, prefix + field) for row in rows]))
    columns.append(Presented(_HEADINGS["change"][en], "decimal", [_rounded(points(row)) for row in rows]))
    columns.append(Presented(_HEADINGS["note"][en], "text", [note(row, lang) for row in rows]))
    return columns


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
