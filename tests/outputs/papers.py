"""A paper made and read back, and every number that it may say."""

import io
import re
from collections import Counter
from datetime import date

import docx

from etl.formatting import percent
from etl.outputs.papers import sentences
from etl.outputs.papers.report import report
from etl.outputs.papers.word_file import word_file


def read_back(content):
    """(paragraphs as (style, text), tables as rows of texts) of a .docx."""
    document = docx.Document(io.BytesIO(content))
    paragraphs = [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs]
    return paragraphs, [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]


DAY = date(2024, 12, 31)


def vn(value):
    return f"{value:,}".replace(",", ".")


def paper(found, settings=None):
    return word_file(report(found, settings) if settings else report(found), DAY)


def allowed(found, row):
    """Every number that a target's paragraph may hold."""
    rows = found.districts(row.target_code)
    numbers = {row.numerator, row.denominator, row.goal, row.units_reported, row.units_expected, len(rows)}
    numbers |= {sum(one.status == state for one in rows) for state in sentences.STATES}
    numbers |= {one.numerator for one in rows if one.status == "no_goal"}
    texts = {percent(one.completion) for one in [row, *rows]}
    change, pace = found.changes.get(row.target_code), found.missing.get(row.target_code)
    if pace is not None:
        numbers.add(pace.missing)
    if change is not None:
        numbers |= {change.units, change.numerator, change.before_numerator}
        if change.completion is not None and change.before_completion is not None:
            texts |= {percent(change.completion), percent(change.before_completion)}
            moved = f"{abs(change.completion - change.before_completion) * 100:.1f}".replace(".", ",")
            texts.add(moved)
    texts |= {percent(found.plan.thresholds[name]) for name in ("near", "achieved")}
    return {vn(number) for number in numbers if number is not None} | {text.rstrip("%") for text in texts}


def numbers_of(text):
    return {number.rstrip(".,") for number in re.findall(r"\d[\d.]*(?:,\d+)?", text)}


def values_of(found):
    """Every number that a row of the views has, in every way a paper writes one; every text of theirs; every day."""
    told = {percent(value).rstrip("%") for value in found.plan.thresholds.values()}
    texts = [repr(found.plan.raw), f"{found.as_of:%d/%m/%Y} {found.as_of:%d.%m.%Y}"]
    lists = [value for value in found if isinstance(value, list)] + [
        list(found.changes.values()),
        list(found.missing.values()),
    ]
    for row in [found.budget_sums, *(row for rows in lists for row in rows)]:
        for value in row:
            if isinstance(value, date):
                texts.append(f"{value:%d/%m/%Y}")
            elif isinstance(value, bool) or value is None:
                continue
            elif isinstance(value, int | float):
                told |= {vn(round(value)), sentences.amount(value), percent(value).rstrip("%")}
            else:
                texts.append(str(value))
    for period in found.plan.periods.values():
        texts.append(f"{period['deadline']:%d/%m/%Y}")
    for change in found.changes.values():
        if change.completion is not None and change.before_completion is not None:
            told.add(f"{abs(change.completion - change.before_completion) * 100:.1f}".replace(".", ","))
    return told | {number for text in texts for number in numbers_of(text)}


def counts_of(found):
    """How many rows of a list have one value of one of their fields: what a paper counts."""
    told = set()
    for rows in (value for value in found if isinstance(value, list)):
        told |= {vn(count) for count in range(len(rows) + 1)} if len(rows) <= 20 else set()
        for field in rows[0]._fields if rows else ():
            told |= {vn(count) for count in Counter(getattr(row, field) for row in rows).values()}
    for row in found.city:
        told |= {vn(count) for count in Counter(one.status for one in found.districts(row.target_code)).values()}
    return told


def unknown_numbers(found, content):
    """Numbers of the document that are no view's, count no rows of theirs, and number no heading or line."""
    paragraphs, tables = read_back(content)
    told = values_of(found) | counts_of(found)
    texts = [re.sub(r"^(?:PHỤ LỤC )?\d+\. ", "", text) for _style, text in paragraphs]
    for rows in tables:
        is_numbered = rows[0][0] == "TT"
        texts += [cell for row in rows[1:] for cell in row[1 if is_numbered else 0 :]]
    return {number: text for text in texts for number in numbers_of(text) - told if not re.search(r"![A-Z]", text)}
