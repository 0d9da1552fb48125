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
from etl.words import translate

Row = of_question.Comparison
REASONS = {
    "definition": "chỉ tiêu được tính khác ở hai kỳ",
    "units": "đơn vị chỉ có ở một trong hai kỳ",
    "split": "có phần tách từ đơn vị cũ, không chia số",
    "outside": "có phần ngoài kế hoạch ở kỳ trước",
    "scope": "ngoài phạm vi của chỉ tiêu ở một kỳ",
    "no_report": "một hoặc cả hai kỳ chưa có báo cáo",
    "not_reported": "một trong hai kỳ chưa ghi số liệu",
    "none": "không đơn vị nào trong huyện cũ này so được",
}
_HEADINGS = {
    "target": "Chỉ tiêu",
    "unit": "Đơn vị",
    "note": "Ghi chú",
    "all": "Các đơn vị so được",
    "split": "Cơ sở Hội cũ bị chia tách",
    "old_district": "{district} (huyện cũ)",
    "goal": "mục tiêu đã đổi",
    "base": "số cơ sở Hội đổi từ {before} thành {now}",
    "compared": "{n}/{m} đơn vị so được",
    "covered": "{n}/{m} cơ sở Hội cũ so được",
    "numerator": "tử số",
    "denominator": "mẫu số",
    "share": "tỷ lệ",
    "change": "Thay đổi (điểm %)",
}


class Side(NamedTuple):
    """One of the two: a plan year and one of its periods."""

    plan_year: int
    period: str

    def label(self, lang: str = "vi") -> str:
        """“Năm 2024”, “6 tháng 2024”."""
        row = load_plan(self.plan_year).periods[self.period]
        return f"{row['label_en' if lang == 'en' else 'label']} {self.plan_year}"

    def day(self) -> tuple[date, date]:
        """Where it lies in time: the day whose units count, then the period's last."""
        row = load_plan(self.plan_year).periods[self.period]
        return row["catalogue_on"], row["to_on"]


def comparison(home: str, before: Side, after: Side, as_of: date | None = None) -> list[Row]:
    """A row a target and unit, one of the units that were divided, one a former district, one for all that compare.

    The units are those of the later of the two, whichever is asked for first.
    """
    if before.day() > after.day():
        return [turned(row) for row in comparison(home, after, before, as_of)]
    asked = {"from_year": before.plan_year, "from_period": before.period}
    asked |= {"to_year": after.plan_year, "to_period": after.period}
    return questions.ask(home, of_question.Comparison, as_of, **asked)


def turned(row: Row) -> Row:
    """The same row with its two sides exchanged."""
    fields = ("numerator", "denominator", "completion", "status", "base_unions")
    there = {f"before_{field}": getattr(row, field) for field in fields}
    back = {field: getattr(row, f"before_{field}") for field in fields}
    return row._replace(**there, **back)


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
    if row.reason is not None:
        return translate(REASONS[row.reason], lang) + (f": {row.parts}" if row.parts else "")
    parts = []
    if row.units is not None:
        word = "covered" if row.level == "old_district" else "compared"
        parts.append(translate(_HEADINGS[word], lang).format(n=row.units_compared, m=row.units))
    if row.is_goal_changed:
        parts.append(translate(_HEADINGS["goal"], lang))
    if row.base_unions is not None and row.before_base_unions != row.base_unions:
        parts.append(translate(_HEADINGS["base"], lang).format(before=row.before_base_unions, now=row.base_unions))
    return "; ".join(parts)


def name_of(row: Row, lang: str = "vi") -> str:
    """What a row is of: a unit, a former district, the divided ones, or all that compare."""
    if row.level == "unit":
        return row.district
    return translate(_HEADINGS[row.level], lang).format(district=row.district)


def points(row: Row) -> float | None:
    """The change of the completion in percentage points; None where it is not compared or has no completion."""
    if row.reason is not None or row.completion is None or row.before_completion is None:
        return None
    return (row.completion - row.before_completion) * 100


def presented(rows: list[Row], before: Side, after: Side, lang: str = "vi") -> list[Presented]:
    """The table to hand on."""
    columns = [
        Presented(translate(_HEADINGS["target"], lang), "text", [row.target_code for row in rows]),
        Presented(translate(_HEADINGS["unit"], lang), "text", [name_of(row, lang) for row in rows]),
    ]
    for side, prefix in ((before, "before_"), (after, "")):
        for field, word, kind in (
            ("numerator", "numerator", "whole"),
            ("denominator", "denominator", "whole"),
            ("completion", "share", "percent"),
        ):
            heading = f"{side.label(lang)}: {translate(_HEADINGS[word], lang)}"
            columns.append(Presented(heading, kind, [getattr(row, prefix + field) for row in rows]))
    columns.append(Presented(translate(_HEADINGS["change"], lang), "decimal", [_rounded(points(row)) for row in rows]))
    columns.append(Presented(translate(_HEADINGS["note"], lang), "text", [note(row, lang) for row in rows]))
    return columns


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
