"""Every cell that a person sees has a role, or is told."""

from hypothesis import given
from hypothesis import strategies as st

from etl.intake.reader import read_report, sheets_by_role
from etl.intake.reading import Context
from tests.reports import cells, city_model, codes, pages, read, sheets


def good(**more):
    return pages(sheets(**more))


def put(rows, row, column, value):
    """The rows with one cell more."""
    found = [list(cells) for cells in rows]
    found.extend([] for _ in range(row + 1 - len(found)))
    found[row].extend([None] * (column + 1 - len(found[row])))
    found[row][column] = value
    return found


def test_a_remark_beside_the_table_is_told():
    tables = good()
    assert codes(read(tables | {"BM1": put(tables["BM1"], 3, 14, "số ước tính")})) == [("W12", "BM1!O4")]
    assert codes(read(tables | {"BM1": put(tables["BM1"], 3, 14, 12)})) == [("W12", "BM1!O4")]


def test_a_line_below_the_table_is_told_and_a_note_is_not():
    tables = good()
    end = len(tables["BM1"])
    for text, expected in (("Riêng xã Cự Khê tính cả quý III", [("W12", f"BM1!A{end + 2}")]), ("Ghi chú: không", [])):
        assert codes(read(tables | {"BM1": put(tables["BM1"], end + 1, 0, text)})) == expected


def test_a_unit_beside_a_value_of_the_general_information_is_told():
    tables = good(budget_million_vnd=186.5)
    assert codes(read(tables | {"TT": put(tables["TT"], 10, 2, "tỷ đồng")})) == [("W12", "TT!C11")]


def test_titles_sections_totals_headings_again_and_signatures_have_roles():
    tables = good(models=[city_model("Liên Châu", level="Huyện")])
    heads, *rows = tables["BM1"]
    total = [None, "Tổng cộng", 100 * len(rows), *[None] * 9]
    tables["BM1"] = [["HỘI LHPN HÀ NỘI", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], ["BÁO CÁO"], heads]
    tables["BM1"] += [["I", "Các xã"], *rows[:5], heads, *rows[5:], total]
    tables["BM1"] += [[], [None, "Người lập biểu", None, "TM. BAN THƯỜNG VỤ"], [None, "(ký)", None, "CHỦ TỊCH"]]
    assert codes(read(tables)) == []


FOREIGN = st.one_of(
    st.sampled_from(["ước", "62 sào", "xem tệp kèm", "½", "1O", "nghìn đồng", "dự kiến", "x"]), st.integers(1, 10**6)
)


@given(st.integers(0, 30), st.integers(12, 18), FOREIGN)
def test_whatever_stands_outside_the_table_is_named(row, column, value):
    tables = good()
    workbook = cells(tables | {"BM1": put(tables["BM1"], row, column, value)})
    reading = read_report(workbook, Context())
    named = {finding.cell for finding in (*reading.findings, *reading.notices) if finding.sheet == "BM1"}
    assert f"{chr(65 + column)}{row + 1}" in named


def test_a_sheet_by_the_roles_of_its_cells():
    tables = good()
    tables["BM1"] = [["BÁO CÁO"], *tables["BM1"], [None, "Tổng cộng", 2100], [], [None, "Người lập biểu"]]
    pages_seen = {page["form"]: page for page in sheets_by_role(cells(tables), Context())}
    assert list(pages_seen) == ["TT", "BM1", "BM2", "BM3"]
    page = pages_seen["BM1"]
    assert page["rows"][1][1] == "Cơ sở Hội"
    assert [line[1] if len(line) > 1 else line[0] for line in page["roles"][:3]] == ["title", "heading", "figure"]
    assert [line[1] for line in page["roles"] if len(line) > 1][-2:] == ["total", "signature"]
    assert pages_seen["TT"]["roles"][0] == ["heading", "figure"]
