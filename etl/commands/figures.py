"""status and export: the figures out."""

import os
from argparse import Namespace

from etl.commands.answers import period, print_json, say_sample, unit
from etl.commands.parser import Usage
from etl.commands.words import say, shown
from etl.outputs.export import cover, table, unit_label
from etl.outputs.files import save
from etl.outputs.tables import FORMATS, write_table
from etl.plan import current_year, load_plan
from etl.store.files.home import home


def status(options: Namespace) -> int:
    """Who has reported, on time or not."""
    if options.year:
        load_plan(options.year)
    columns, rows = table(home(), "reporting_status", options.year or current_year(), None, None, options.as_of)
    found = [dict(zip(columns, row, strict=True)) for row in rows]
    if options.json:
        print_json(found)
        return 0
    say_sample(options.lang)
    for row in found:
        received = f"{row['received_on']:%d/%m/%Y}" if row["received_on"] else "–"
        print(
            f"{row['unit']:<14} {row['plan_year']} {row['period']:<3} {say(row['status'], options.lang):<14}"
            f" {received:<11} {shown(row['accepted_file'] or '')}"
        )
    for name_of_period in dict.fromkeys(row["period"] for row in found):
        counts = [
            f"{say(name, options.lang)} {sum(r['status'] == name for r in found if r['period'] == name_of_period)}"
            for name in ("on_time", "late", "missing", "due")
        ]
        print(f"{name_of_period}: " + ", ".join(counts))
    return 0


def export(options: Namespace) -> int:
    """One of the views of a year as a file; without a year, of the newest plan that is no draft."""
    form = os.path.splitext(options.out)[1].lstrip(".").lower()
    if form not in FORMATS:
        raise Usage(say("bad_out", options.lang, name=options.out))
    year = load_plan(options.year or current_year()).plan_year
    if options.period and options.period != "latest":
        period(options.period, year, options.lang)
    unit_code = unit(options.unit, year, options.lang, options.period) if options.unit else None
    columns, rows = table(home(), options.view, year, options.period, unit_code, options.as_of)
    filters = {"plan_year": str(year), "period": options.period or "", "unit": unit_label(year, unit_code)}
    save(
        write_table(columns, rows, form, cover(home(), options.view, filters, options.as_of, options.lang)), options.out
    )
    say_sample(options.lang)
    print(say("rows", options.lang, count=len(rows), name=options.out))
    return 0
