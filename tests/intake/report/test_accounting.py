"""Foreign matter of every kind, planted cell by cell: each is named, or known to change nothing."""

from datetime import date

from hypothesis import assume, example, given
from hypothesis import strategies as st

from etl import forms
from etl.finding import message
from etl.intake.a1 import letters
from etl.intake.formats.cells import Workbook
from etl.intake.formats.number_formats import look_of
from etl.intake.reader import read_report
from etl.intake.reading import Context
from tests.reports import cells, pages, sheets

COUNTS = [
    (at, column)
    for at, column in enumerate(forms.form("BM1").columns)
    if column.kind == "count" and column.field != "landscape_models"
]
FOREIGN = (
    "kế hoạch",
    "chỉ tiêu giao",
    "ước",
    "riêng quý II",
    "trong tháng",
    "lũy kế từ năm 2021",
    "năm trước",
    "nghìn người",
    "%",
    "so với cùng kỳ",
    "dự kiến",
    "tỷ đồng",
    "chưa kể thị trấn",
    "tạm tính",
)
NOT_UNITS = ("sào", "nghìn", "dự kiến", "%", "tấn", "/ 100", "rưỡi", "ước", "½", "trên 80", "?", "(chưa đủ)")


def read_workbook(workbook: Workbook):
    """The reading, and the cells of BM1 that anything is said of."""
    reading = read_report(workbook, Context())
    said = [finding for finding in (*reading.findings, *reading.notices) if finding.sheet in ("BM1", None)]
    assert all(message(finding, lang) for finding in said for lang in ("vi", "en"))
    return reading, {finding.cell for finding in said}


def figures(reading):
    """BM1's rows as they would be kept."""
    return [{k: v for k, v in row.items() if k != "row"} for row in reading.records["forms"]["BM1"]["rows"]]


CLEAN = figures(read_workbook(cells(pages(sheets())))[0])


@given(
    st.sampled_from(COUNTS),
    st.sampled_from(FOREIGN),
    st.sampled_from(("brackets", "before", "after", "beneath", "line")),
)
def test_words_in_a_heading(column, words, where):
    at, of = column
    tables = pages(sheets())
    heads = list(tables["BM1"][0])
    below = [None] * len(heads)
    if where == "brackets":
        heads[at] = f"{heads[at]} ({words})"
    elif where == "before":
        heads[at] = f"{words} {heads[at]}"
    elif where == "after":
        heads[at] = f"{heads[at]} {words}"
    elif where == "line":
        heads[at] = f"{heads[at]}\n{words}"
    else:
        below[at] = words
    tables["BM1"] = [heads, *([below] if where == "beneath" else []), *tables["BM1"][1:]]
    reading, said = read_workbook(cells(tables))
    missing = [f.params.get("label") for f in reading.findings if f.code == "E04"]
    assert {f"{letters(at)}1", f"{letters(at)}2"} & said or of.label in missing


@given(st.sampled_from(COUNTS), st.integers(1, 21), st.sampled_from(NOT_UNITS), st.booleans())
def test_words_beside_a_figure(column, row, words, is_before):
    at, of = column
    tables = pages(sheets())
    number = tables["BM1"][row][at]
    tables["BM1"][row][at] = f"{words} {number}" if is_before else f"{number} {words}"
    reading, said = read_workbook(cells(tables))
    assert f"{letters(at)}{row + 1}" in said


@given(st.sampled_from(COUNTS), st.integers(1, 21), st.data())
def test_a_unit_of_the_field_beside_its_figure_changes_nothing(column, row, data):
    at, of = column
    words = data.draw(st.sampled_from(sorted(forms.units(of.field))))
    tables = pages(sheets())
    tables["BM1"][row][at] = f"{tables['BM1'][row][at]} {words}"
    reading, said = read_workbook(cells(tables))
    assert figures(reading) == CLEAN


@example(1, {0: "kế hoạch", 1: 7})
@given(
    st.integers(1, 22), st.dictionaries(st.integers(0, 11), st.sampled_from((*FOREIGN, 7, "12/5", "Cụm 1")), min_size=1)
)
def test_a_row_between_the_rows(row, planted):
    tables = pages(sheets())
    tables["BM1"].insert(row, [planted.get(at) for at in range(12)])
    reading, said = read_workbook(cells(tables))
    in_row = {
        f"{letters(at)}{row + 1}" for at in range(12)
    }  # a figure of a row that lacks its name: the name is asked for
    words = [value for value in planted.values() if isinstance(value, str)]
    is_section = list(planted.values()) == words and len(words) == 1 and min(planted) <= 1
    assert said & in_row or is_section and figures(reading) == CLEAN


@given(st.integers(1, 20), st.integers(0, 11), st.integers(0, 2), st.integers(0, 3))
def test_merged_cells(row, at, down, right):
    assume(down or right)
    tables = pages(sheets())
    area = (row, at, row + down, min(at + right, 11))
    workbook = cells(tables)
    merged = [sheet._replace(merged=[area] if sheet.name == "BM1" else []) for sheet in workbook.sheets]
    hidden = [
        (r, c)
        for r in range(area[0], area[2] + 1)
        for c in range(area[1], area[3] + 1)
        if (r, c) != (row, at) and r < len(tables["BM1"]) and tables["BM1"][r][c] is not None
    ]
    reading, said = read_workbook(Workbook("xlsx", merged))
    named = {f"{letters(c)}{r + 1}" for r, c in [(row, at), *hidden]}
    only_numbers = all(c == 0 for _, c in hidden)  # STT: not kept, so nothing is lost
    assert not hidden or said & named or (only_numbers and figures(reading) == CLEAN)


FORMATS = {
    "General": 1,
    "0": 1,
    "#,##0": 1,
    "#.##0": 1,
    "[Red]0": 1,
    '0" người"': 1,
    "#,##0;[Red]-#,##0": 1,
    "#,##0_);(#,##0)": 1,
    "0%": None,
    "0.0%": None,
    "#,##0,": None,
    "0,,": None,
    '0" sào"': None,
    '0" nghìn"': None,
    '#,##0.0," tỷ"': None,
    '0" %"': None,
    "0\\%": None,
}


@given(st.sampled_from(COUNTS), st.integers(1, 21), st.sampled_from(sorted(FORMATS)))
@example(COUNTS[0], 3, "#,##0,")
def test_formats(column, row, code):
    at, _ = column
    workbook = cells(pages(sheets()))
    found = [
        sheet._replace(looks={(row, at): look_of(code)} if sheet.name == "BM1" else {}) for sheet in workbook.sheets
    ]
    reading, said = read_workbook(Workbook("xlsx", found))
    if FORMATS[code]:
        assert figures(reading) == CLEAN
    else:
        assert f"{letters(at)}{row + 1}" in said


FIGURES_OF_TT = [column.label for column in forms.form("TT").columns if column.kind in ("decimal", "date")]


@given(st.sampled_from(FIGURES_OF_TT), st.sampled_from(FOREIGN), st.booleans())
def test_words_in_the_general_information(label, words, is_beside):
    """Whatever stands in a label or beside its value is named; a sign without words is nothing beside a day."""
    assume(words != "%" or label.startswith("Kinh phí"))
    day = date(2024, 3, 1)
    tables = pages(sheets(budget_million_vnd=120.5, district_plan_date=day, plan_approved="Có", plan_approved_on=day))
    row = next(n for n, line in enumerate(tables["TT"]) if line[0] == label)
    tables["TT"][row] = (
        [label, tables["TT"][row][1], words] if is_beside else [f"{label} ({words})", tables["TT"][row][1]]
    )
    reading = read_report(cells(tables), Context())
    assert [f.cell for f in reading.findings if f.sheet == "TT" and f.cell and f.cell[1:] == str(row + 1)]
