"""What calamine does not tell: empty formulas, errors, legacy fonts, in each kind of file; a blank is never made of
what is none.
"""

from io import BytesIO
from struct import pack

import openpyxl
import pytest

from etl.intake.formats.fonts import family_of_font
from etl.intake.formats.xls_strings import plain_texts
from tests.intake.cells import open_workbook
from tests.intake.hostile import (
    formula_record,
    label_record,
    number_cell,
    number_record,
    ods,
    ods_row,
    record,
    row,
    text_cell,
    xls,
    xlsx,
)

FACES = (
    '<office:font-face-decls><style:font-face style:name="F1" svg:font-family="\'.VnTime\'"/><style:font-face'
    ' style:name="F2" svg:font-family="VNI-Times"/><style:font-face style:name="F3"'
    ' svg:font-family="Arial"/></office:font-face-decls>'
)
LOOKS = {
    "tcvn": 'style:family="table-cell"><style:text-properties style:font-name="F1"/>',
    "child": 'style:family="table-cell" style:parent-style-name="tcvn"><style:table-cell-properties/>',
    "vni": 'style:family="table-cell"><style:text-properties style:font-name="F2"/>',
    "T1": 'style:family="text"><style:text-properties style:font-name="F1"/>',
    "T3": 'style:family="text"><style:text-properties style:font-name="F3"/>',
}
STYLES = (
    FACES
    + "<office:automatic-styles>"
    + "".join(f'<style:style style:name="{name}" {look}</style:style>' for name, look in LOOKS.items())
    + "</office:automatic-styles>"
)
FONTS = (
    '<styleSheet><fonts><font><name val="Arial"/></font><font><b/><name val=".VnTime"/></font><font><name'
    ' val=".VnTimeH"/></font><font><name val="VNI-Times"/></font></fonts><cellXfs><xf fontId="0"/><xf'
    ' fontId="1"><alignment/></xf><xf fontId="2"/><xf fontId="3"/></cellXfs></styleSheet>'
)


def only(data):
    return open_workbook(data).sheets[0]


@pytest.mark.parametrize(
    ("name", "family"),
    [
        (".VnTime", "tcvn3"),
        (".VnTimeH", "tcvn3_caps"),
        (".VNARIALH", "tcvn3_caps"),
        ("VNI-Helve", "vni"),
        ("'.VnArial Narrow'", "tcvn3"),
        ("Times New Roman", None),
        ("", None),
    ],
)
def test_families_of_fonts(name, family):
    assert family_of_font(name) == family


@pytest.mark.parametrize("value", ["", "<v/>", "<v />", "<v></v>"])
def test_a_formula_without_a_value(value):
    found = only(xlsx(row(1, f'<c r="A1"><f>1+1</f>{value}</c>', '<c r="B1"><v>5</v></c>')))
    assert (found.rows, found.empty_formulas) == ([[None, 5]], {(0, 0)})


def test_a_formula_with_a_value_or_an_empty_text_has_one():
    found = only(xlsx(row(1, '<c r="A1"><f>1+1</f><v>2</v></c>', '<c r="B1" t="str"><f>""</f><v></v></c>')))
    assert (found.rows, found.empty_formulas) == ([[2]], set())


def test_formulas_where_cells_have_no_address():
    found = only(xlsx("<row><c><v>1</v></c></row><row><c><v>2</v></c><c><f>1</f></c></row>"))
    assert (found.rows, found.empty_formulas) == ([[1], [2]], {(1, 1)})


def test_errors_are_text_and_no_blank():
    found = only(xlsx(row(2, '<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>', '<c r="C2" s="0" t="e"><v>#REF!</v></c>')))
    assert found.rows == [[], [None, "#DIV/0!", "#REF!"]]


def test_errors_in_an_ods_old_and_new():
    new = (
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value=""'
        ' calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
    )
    old = (
        '<table:table-cell table:formula="of:=X" office:value-type="float"'
        ' office:value="0"><text:p>Err:502</text:p></table:table-cell>'
    )
    narrow = (
        '<table:table-cell table:formula="of:=1" office:value-type="float"'
        ' office:value="7"><text:p>###</text:p></table:table-cell>'
    )
    assert only(ods(ods_row(new, old, narrow))).rows == [["#DIV/0!", "Err:502", 7]]


def test_formulas_in_an_ods():
    cells = [
        '<table:table-cell table:formula="of:=1"/>',
        '<table:table-cell table:formula="of:=&quot;&quot;"><text:p/></table:table-cell>',
        (
            '<table:table-cell table:formula="of:=1" office:value-type="float"'
            ' office:value="1"><text:p>1</text:p></table:table-cell>'
        ),
    ]
    skipped = '<table:table-cell table:number-columns-repeated="3"/>'
    found = only(ods(ods_row(more='table:number-rows-repeated="4"') + ods_row(skipped, *cells)))
    assert found.empty_formulas == {(4, 3)}
    assert found.rows[4] == [None] * 5 + [1]


def test_errors_in_an_xls():
    bad = record(0x0205, b"\1\0\0\0\0\0\x17\1") + formula_record(1, 1, b"\2\0\x07\0\0\0\xff\xff")
    assert only(xls(number_record(0, 0, 7) + bad)).rows == [[7], ["#REF!", "#DIV/0!"]]


def test_formulas_in_an_xls_that_nobody_calculated():
    blank = b"\3\0\0\0\0\0\xff\xff"
    assert only(xls(number_record(0, 0, 7) + formula_record(0, 1, blank))).empty_formulas == {(0, 1)}
    assert only(xls(formula_record(0, 1, blank, chain=1))).empty_formulas == set()
    value = formula_record(1, 1, b"\0\0\0\0\0\0\xf0\x3f")
    assert only(xls(formula_record(0, 1, blank) + value)).empty_formulas == set()


def test_fonts_of_an_xlsx():
    texts = [f'<c r="{letter}1" s="{look}" t="inlineStr"><is><t>x</t></is></c>' for look, letter in enumerate("ABCD")]
    assert only(xlsx(row(1, *texts), styles=FONTS)).fonts == {(0, 1): "tcvn3", (0, 2): "tcvn3_caps", (0, 3): "vni"}


def test_the_default_font_holds_for_cells_without_a_format():
    styles = (
        '<styleSheet><fonts><font><name val=".VnTime"/></font></fonts><cellXfs><xf fontId="0"/></cellXfs></styleSheet>'
    )
    found = only(xlsx(row(1, '<c r="A1" t="str"><v>x</v></c>', '<c r="B1"><v>1</v></c>'), styles=styles))
    assert found.fonts == {(0, 0): "tcvn3"}


def test_fonts_of_runs_win_where_they_agree():
    def item(*runs):
        return "<si>" + "".join(f"<r>{look}<t>{text}</t></r>" for look, text in runs) + "</si>"

    legacy, modern = '<rPr><rFont val=".VnTime"/></rPr>', '<rPr><rFont val="Arial"/></rPr>'
    capitals = '<rPr><rFont val=".VnTimeH"/></rPr>'
    strings = "<sst>" + item((legacy, "a"), (legacy, "b")) + item((legacy, "a"), (modern, "b")) + item((modern, "a"))
    strings += item(("", "a"), (legacy, "b")) + item((legacy, "a"), (capitals, "b")) + "<si><t>plain</t></si></sst>"
    texts = [f'<c r="{letter}1" s="1" t="s"><v>{number}</v></c>' for number, letter in enumerate("ABCDEF")]
    found = only(xlsx(row(1, *texts), styles=FONTS, strings=strings))
    assert found.fonts == {(0, 0): "tcvn3", (0, 3): "tcvn3", (0, 4): "tcvn3", (0, 5): "tcvn3"}


def test_fonts_of_an_ods():
    span = '<text:span text:style-name="{}">{}</text:span>'
    cells = [
        text_cell("a", 'table:style-name="tcvn"'),
        text_cell("b", 'table:style-name="child"'),
        text_cell("c", 'table:style-name="vni" table:number-columns-repeated="2"'),
        text_cell(span.format("T1", "d")),
        text_cell(span.format("T1", "d") + span.format("T3", "e"), 'table:style-name="tcvn"'),
        text_cell("f"),
    ]
    found = only(ods(ods_row(*cells, more='table:number-rows-repeated="2"'), STYLES)).fonts
    first = {(0, 0): "tcvn3", (0, 1): "tcvn3", (0, 2): "vni", (0, 3): "vni", (0, 4): "tcvn3"}
    assert found == first | {(1, column): family for (_, column), family in first.items()}


def test_what_cells_of_an_ods_begin_with():
    for family, fonts in (("table-cell", {(0, 0): "tcvn3"}), ("graphic", {})):
        look = (
            f'<style:default-style style:family="{family}"><style:text-properties'
            ' style:font-name="F1"/></style:default-style>'
        )
        assert only(ods(ods_row(text_cell("a")), FACES + look)).fonts == fonts


def test_fonts_of_the_columns_of_an_ods():
    columns = (
        '<table:table-column/><table:table-column table:default-cell-style-name="tcvn"'
        ' table:number-columns-repeated="2"/>'
    )
    found = only(
        ods(columns + ods_row(text_cell("a"), text_cell("b"), text_cell("c", 'table:style-name="vni"')), STYLES)
    )
    assert found.fonts == {(0, 1): "tcvn3", (0, 2): "vni"}


def test_fonts_of_an_xls():
    cells = b"".join(label_record(0, column, "x", look=column) for column in range(6))
    found = only(xls(cells, fonts=("Arial", ".VnTime", "Arial", ".VnTimeH", "Arial", "VNI-Times")))
    assert found.fonts == {(0, 1): "tcvn3", (0, 3): "tcvn3_caps", (0, 5): "vni"}


def test_hidden_rows_and_columns_of_an_xls():
    narrow = record(0x007D, pack("<HHHHHH", 1, 2, 2560, 0, 1, 0))
    folded = record(0x0208, pack("<HHHHHHHH", 3, 0, 2, 255, 0, 0, 0x20, 0))
    found = only(xls(narrow + folded + number_record(0, 0) + number_record(3, 1)))
    assert (found.hidden_rows, found.hidden_columns) == ({3}, {1, 2})


@pytest.mark.parametrize("cut", [0, 9, 20])
def test_marked_runs_of_the_shared_texts_of_an_xls(cut):
    first = pack("<HBH", 5, 8, 1) + b"12101" + pack("<HH", 4, 7)
    second = pack("<HB", 3, 1) + "Đan".encode("utf-16-le")
    content = pack("<II", 2, 2) + first + second
    parts = [content[: 8 + cut], content[8 + cut :]] if cut and cut != 9 else [content]
    if cut == 9:  # within the letters of the first text: what follows begins with a byte for their width
        parts = [content[:16], b"\0" + content[16:]]
    assert plain_texts(parts, frozenset({7})) == {0: "1210"}
    assert plain_texts(parts, frozenset({6})) == {}


def test_what_an_ods_shows_and_hides():
    def shown(kind, value, text):
        name = "date-value" if kind == "date" else "value"
        return (
            f'<table:table-cell office:value-type="{kind}"'
            f' office:{name}="{value}"><text:p>{text}</text:p></table:table-cell>'
        )

    cells = [
        shown("float", 45_500_000, "45,5"),
        shown("float", 45_500_000, "45.500.000"),
        shown("percentage", 0.95, "95%"),
        shown("float", 62, "62 sào"),
        shown("date", "2024-05-01", "05/2024"),
        shown("date", "2024-05-01", "01/05/2024"),
        shown("float", 1234.5, "1.234,5"),
        shown("float", 12, "###"),
    ]
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    hidden_row = ods_row(number_cell(1), more='table:visibility="filter"')
    found = only(ods(columns + ods_row(*cells) + hidden_row))
    assert found.looks == {(0, 0): "scale 2", (0, 2): "percent", (0, 3): "unit sào", (0, 4): "month"}
    assert (found.hidden_rows, found.hidden_columns) == ({1}, {1})


def test_marked_spans_of_an_ods():
    styles = (
        '<office:automatic-styles><style:style style:name="S" style:family="text"><style:text-properties '
        'style:text-position="super 58%"/></style:style></office:automatic-styles>'
    )
    span = '<text:span text:style-name="S">1</text:span>'
    found = only(ods(ods_row(text_cell(f"1210{span}"), text_cell(span)), styles))
    assert found.rows == [["1210", "1"]]
    assert found.marked == {(0, 0)}


def test_struck_cells_of_an_xls():
    several = record(0x00BD, pack("<HHHIHIHIH", 1, 0, 0, 2 << 2 | 2, 1, 3 << 2 | 2, 0, 4 << 2 | 2, 2))
    cells = number_record(0, 0) + number_record(0, 1, look=1) + several
    assert only(xls(cells, fonts=("Arial",) * 3, struck=frozenset({1}))).struck == {(0, 1), (1, 1)}


def test_struck_cells_of_an_ods():
    through = '<style:text-properties style:text-line-through-style="solid"/>'
    styles = (
        "<office:automatic-styles>"
        f'<style:style style:name="ce1" style:family="table-cell">{through}</style:style>'
        '<style:style style:name="ce2" style:family="table-cell"><style:text-properties'
        ' fo:color="#000000"/></style:style>'
        "</office:automatic-styles>"
    )
    named = [f'table:style-name="ce{number}"' for number in (1, 2)]
    found = only(ods(ods_row(number_cell(5, named[0]), number_cell(6, named[1]), number_cell(7)), styles))
    assert found.struck == {(0, 0)}


def test_struck_cells_of_an_xlsx():
    book = openpyxl.Workbook()
    book.active.append([1, 2, "ba"])
    book.active["B1"].font = book.active["C1"].font = openpyxl.styles.Font(strike=True)
    out = BytesIO()
    book.save(out)
    assert only(out.getvalue()).struck == {(0, 1), (0, 2)}
