"""compare: two periods or years side by side."""

import os
from argparse import Namespace

from etl.commands.answers import period, print_json, say_sample
from etl.commands.parser import Usage
from etl.commands.words import say, shown
from etl.formatting import number, percent
from etl.outputs.comparison import Row, Side, comparison, cover_of, file_of, name_of, note, points
from etl.outputs.files import save
from etl.outputs.tables import write_table
from etl.plan import load_plan
from etl.store.files.home import home


def compare(options: Namespace) -> int:
    """Comparable units only, the others named."""
    before, after = _side(options.before, options), _side(options.after, options)
    rows = comparison(home(), before, after, options.as_of)
    if options.out:
        save(_file(options, rows, before, after), options.out)
        print(say("rows", options.lang, count=len(rows), name=options.out))
    elif options.json:
        told = [row._asdict() | {"points": points(row), "note": note(row, options.lang)} for row in rows]
        sides = {"from": f"{before.plan_year}:{before.period}", "to": f"{after.plan_year}:{after.period}"}
        print_json(sides | {"rows": told})
    else:
        say_sample(options.lang)
        print(f"{before.label(options.lang)} → {after.label(options.lang)}")
        for row in rows:
            print(shown(_line(row, options.lang)))
    return 0


def _side(text: str, options: Namespace) -> Side:
    """“2024:H1”."""
    year, colon, code = text.partition(":")
    if not colon or not year.isdecimal():
        raise Usage(say("bad_side", options.lang, text=text))
    load_plan(int(year))
    return Side(int(year), period(code, int(year), options.lang))


def _file(options: Namespace, rows: list[Row], before: Side, after: Side) -> bytes:
    """As .xlsx to hand on, or as .csv to go on with."""
    form = os.path.splitext(options.out)[1].lstrip(".").lower()
    if form == "xlsx":
        return file_of(home(), rows, before, after, options.as_of, options.lang)
    if form == "csv":
        cover = cover_of(home(), before, after, options.as_of, options.lang)
        return write_table([*Row._fields, "note"], [[*row, note(row, options.lang)] for row in rows], form, cover)
    raise Usage(say("bad_table", options.lang, name=options.out))


def _line(row: Row, lang: str) -> str:
    unit = name_of(row, lang)
    moved = points(row)
    figures = f"{_figure(row.before_numerator, row.before_denominator, row.before_completion, lang)} → "
    figures += _figure(row.numerator, row.denominator, row.completion, lang)
    change = f" ({moved:+.1f})".replace(".", "," if lang == "vi" else ".") if moved is not None else ""
    said = note(row, lang)
    return f"  {row.target_code:<6} {unit:<20} {figures}{change}" + (f"  [{said}]" if said else "")


def _figure(part: int | None, whole: int | None, share: float | None, lang: str) -> str:
    text = number(part, 0, lang) + (f"/{number(whole, 0, lang)}" if whole is not None else "")
    return f"{text} = {percent(share, lang)}" if share is not None else text
