"""A plan year of four quarters, and reports of it."""

import re
from datetime import date

from etl.store import acceptance
from etl.store.acceptance import Acceptance, Item
from tests.reference import copy_of_data, districts_go_on
from tests.reports import base_rows, workbook

DAY = date(2026, 7, 20)
QUARTER = """[[periods]]
period = "Q{n}"
label = "Quý {roman}"
label_en = "Quarter {n}"
words = ["quý {n}", "Q.{n}"]
from_on = 2026-01-01
to_on = 2026-{last}
catalogue_on = 2026-{last}
deadline = 2026-{deadline}
deadline_day_on_time = true
clause = "IV.4"
"""
QUARTERS = [
    ("I", "03-31", "04-10"),
    ("II", "06-30", "07-10"),
    ("III", "09-30", "10-10"),
    ("IV", "12-31", "12-31"),
]


def data_with_quarters(folder):
    """Reference data of our own: beside 2024 a plan of 2026 with four quarters and “two models in each base union”."""
    folder = copy_of_data(folder)
    districts_go_on(folder)
    path = folder / "plans" / "2026.toml"
    text = (folder / "plans" / "2024.toml").read_text(encoding="utf-8")
    text = text.replace("plan_year = 2024", "plan_year = 2026").replace("2024-", "2026-")
    text = text.replace('text = "13-KH-BTV-2026.txt"\n', "")
    start, end = text.index("[[periods]]"), text.index("# kind: base_unions_with")
    own = "".join(
        QUARTER.format(n=n, roman=roman, last=last, deadline=deadline)
        for n, (roman, last, deadline) in enumerate(QUARTERS, 1)
    )
    text = text[:start] + own + text[end:]
    text = text.replace('\nperiod = "H1"\nplanned', '\nperiod = "Q2"\nplanned')
    text = text.replace('\nperiod = "FY"\nplanned', '\nperiod = "Q4"\nplanned')
    third = re.search(r'\[\[targets\]\]\ncode = "CT3A".*?(?=\[\[targets\]\])', text, re.DOTALL)[0]
    first = re.search(r'\[\[targets\]\]\ncode = "CT1".*?(?=\[\[targets\]\])', text, re.DOTALL)[0]
    other = first.replace('code = "CT1"', 'code = "CT3A"').replace("at_least = 1", "at_least = 2")
    text = text.replace(third, other)
    path.write_text(text, encoding="utf-8")
    return folder


def accept(home, content, day):
    how = Acceptance("t", "test", day, True, reason="sửa")
    (result,) = acceptance.load(home, [Item("a.xlsx", content)], how)
    assert result.outcome == "accepted", result.findings
    return result


def quarter(roman, made, models=1, reached=40, unit="Thanh Oai", code="278"):
    more = {"plan_year": 2026, "report_date": made}
    base = base_rows(code, date(2026, 3, 31), models=models, reached=reached)
    return workbook(unit, code, period=f"Quý {roman}", base=base, **more)


def count(code="278"):
    """Base unions of a district in 2026: fewer than in 2024."""
    return len(base_rows(code, date(2026, 3, 31)))
