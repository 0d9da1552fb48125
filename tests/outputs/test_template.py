"""The template: for any unit and period; filled in and read back it gives exactly what was typed."""

import io
from datetime import date

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.intake.reading import Context
from etl.intake.sandboxed import read_reports
from etl.outputs.template import file_name, templates_zip, write_template
from etl.plan import load_plan

PLAN = load_plan(2024)
COUNT = st.one_of(st.none(), st.integers(0, 5000))


def typed(data: bytes, cells: dict[str, dict[str, object]]) -> bytes:
    """The workbook after somebody typed into it."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet, values in cells.items():
        for cell, value in values.items():
            book[sheet][cell] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(data: bytes):
    return next(read_reports([(data, Context())]))


def test_same_input_same_bytes():
    assert write_template("271", 2024, "H1") == write_template("271", 2024, "H1")


def test_every_unit_has_a_template_that_lacks_only_its_date():
    for code in [*PLAN.districts, "HN"]:
        reading = read(write_template(code, 2024, "FY"))
        assert (reading.unit_code, reading.period) == (code, "FY")
        assert [(f.code, f.cell) for f in reading.findings if f.severity == "error"] == [("E02", "B6")]
        assert reading.notices == []


def test_names_are_safe_and_the_zip_holds_them_all():
    import zipfile

    assert file_name("274", 2024, "H1") == "BC-2024-H1-Hoai-Duc.xlsx"
    names = zipfile.ZipFile(io.BytesIO(templates_zip(["271", "HN"], 2024, "FY"))).namelist()
    assert names == ["BC-2024-FY-Ba-Vi.xlsx", "BC-2024-FY-Hoi-Lhpn-Ha-Noi.xlsx"]


@settings(max_examples=12, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 4000), st.integers(0, 100), st.integers(0, 9), st.integers(0, 100)),
        min_size=21,
        max_size=21,
    ),
    st.dates(date(2024, 1, 1), date(2024, 6, 8)),
    st.integers(0, 900),
    st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=20),
)
def test_what_is_typed_is_what_is_read(rows, day, count, text):
    base = {}
    for n, (members, share, models, reach) in enumerate(rows):
        row = 6 + n
        rural = members * share // 100
        base |= {f"C{row}": members, f"D{row}": rural, f"E{row}": models, f"G{row}": rural * reach // 100}
    cells = {
        "TT": {"B6": date(2024, 6, 8)},
        "BM1": base,
        "BM2": {"B5": "Phân loại rác hữu cơ", "C5": "xã Liên Châu", "D5": "Thành phố", "E5": day, "F5": count},
        "BM3": {"C5": "t" + text, "F5": day, "J5": count},
    }
    reading = read(typed(write_template("278", 2024, "H1"), cells))
    assert [f for f in reading.findings if f.severity == "error"] == []
    got = reading.records["forms"]["BM1"]["rows"]
    assert [(r["members"], r["rural_members"], r["landscape_models"], r["reached"]) for r in got] == [
        (m, m * s // 100, k, m * s // 100 * q // 100) for m, s, k, q in rows
    ]
    model, event = reading.records["forms"]["BM2"]["rows"][0], reading.records["forms"]["BM3"]["rows"][0]
    assert (model["commune_code"], model["trained_on"], model["trainees"]) == ("10171", day.isoformat(), count)
    assert (event["actual_from"], event["participants"]) == (day.isoformat(), count)
