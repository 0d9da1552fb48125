"""Untrusted bytes: whatever is inside, there is one verdict, and the next file is read all the same."""

import io
import os
import random
import zipfile

import pytest

from etl.intake.cells import Workbook
from etl.intake.container import MAX_BYTES, Refusal
from etl.intake.guard import open_workbook, open_workbooks
from etl.outputs.filled import write_workbook
from tests.reports import sheets, workbook

GOOD = workbook()
CORPUS = os.path.join(os.path.dirname(__file__), "..", "..", "shared", "corpus")


def package(**parts):
    """A good workbook with parts replaced or added; `/` is `__` in names."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        changed = {name.replace("__", "/"): data for name, data in parts.items()}
        for name in old.namelist():
            if name not in changed:
                new.writestr(name, old.read(name))
        for name, data in changed.items():
            new.writestr(name, data)
    return out.getvalue()


def sheet(body, before="", after=""):
    return f'<?xml version="1.0"?>{before}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{body}</sheetData>{after}</worksheet>'.encode()


SHEET = "xl__worksheets__sheet1.xml"


def hostile():
    """Name → bytes, and the reason wanted (None: any verdict will do)."""
    yield "empty", b"", "is_empty"
    yield "large", b"PK\x03\x04" + b"0" * MAX_BYTES, "too_large"
    yield "csv", b"a;b;c\n1;2;3\n", "is_text"
    yield "html", b"<html><table><tr><td>1</td></tr></table></html>", "is_html"
    yield (
        "xml spreadsheet",
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "is_xml",
    )
    yield "pdf", b"%PDF-1.7 ...", "is_pdf"
    yield "truncated", GOOD[: len(GOOD) // 2], "is_damaged"
    yield (
        "password",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 500,
        "has_password",
    )
    yield "macros", package(xl__vbaProject__bin=b"x", **{"xl__vbaProject.bin": b"x"}), "has_macros"
    yield (
        "far apart",
        package(
            **{
                SHEET: sheet(
                    '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
                )
            }
        ),
        "too_far_apart",
    )
    yield "far row", package(**{SHEET: sheet('<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>')}), None
    yield "bomb", package(**{SHEET: sheet("<row>" + " " * 60_000_000 + "</row>")}), "unpacks_too_large"
    laughs = (
        '<!DOCTYPE x [<!ENTITY a "ha">'
        + "".join(f'<!ENTITY a{n} "{"&a" + str(n - 1) + ";" if n else "&a;"}{"x" * 10}">' for n in range(9))
        + "]>"
    )
    yield "laughs", package(**{SHEET: sheet("<row/>", before=laughs)}), "is_hostile"
    yield "parts", package(**{f"x{n}": b"" for n in range(2100)}), "too_many_parts"
    styles = b"<styleSheet><cellXfs>" + b'<xf numFmtId="0"/>' * 250_000 + b"</cellXfs></styleSheet>"
    yield "styles", package(**{"xl__styles.xml": styles}), "too_many_styles"
    merges = "<mergeCells>" + "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 30_000)) + "</mergeCells>"
    yield "merges", package(**{SHEET: sheet('<row r="1"><c r="A1"><v>1</v></c></row>', after=merges)}), "too_many_cells"
    yield "no cells", package(**{SHEET: b""}), None
    yield "broken xml", package(**{SHEET: b"<worksheet><sheetData><row><c"}), None
    yield "zip of nothing", b"PK\x05\x06" + b"\0" * 18, None
    yield "dots", package(**{"..__..__evil": b"x"}), "is_hostile"
    rows = '<table:table-row table:number-rows-repeated="1000000"><table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="1000"/></table:table-row>'
    ods = write_workbook(sheets(), "ods")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(ods)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(
                name,
                content.replace(b"<table:table-row>", rows.encode() + b"<table:table-row>", 1)
                if name == "content.xml"
                else content,
            )
    yield "ods bomb", out.getvalue(), "too_far_apart"


@pytest.mark.parametrize(
    ("name", "data", "reason"), hostile(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_hostile_file_gets_its_verdict(name, data, reason):
    verdict = open_workbook(data)
    if reason is None:
        assert isinstance(verdict, Workbook | Refusal)
    else:
        assert isinstance(verdict, Refusal) and verdict.reason == reason


def test_a_child_that_dies_takes_no_other_file_with_it():
    bad = package(**{SHEET: sheet('<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>')})
    verdicts = list(open_workbooks([GOOD, bad, b"", GOOD]))
    assert [type(v) for v in (verdicts[0], verdicts[2], verdicts[3])] == [Workbook, Refusal, Workbook]
    assert verdicts[0] == verdicts[3]


@pytest.mark.parametrize("mess", ["", "title", "text", "shuffled", "total", "plain_names", "ods"])
def test_ordinary_files_are_read(mess):
    book = open_workbook(workbook(mess=mess))
    assert isinstance(book, Workbook)
    assert [found.name for found in book.sheets] == ["TT", "BM1", "BM2", "BM3"]


def test_trailing_emptiness_of_an_ods_is_free():
    ods = write_workbook(sheets(), "ods")
    out = io.BytesIO()
    tail = b'<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>'
    with zipfile.ZipFile(io.BytesIO(ods)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"</table:table>", tail))
    assert isinstance(open_workbook(out.getvalue()), Workbook)


def test_formulas_without_a_value_and_legacy_fonts_are_told():
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet("BM1")
    page.write(0, 0, "x· Cù Khª", book.add_format({"font_name": ".VnTime"}))
    page.write(1, 0, "tæng", book.add_format({"font_name": ".VnTimeH"}))
    page.write_formula(2, 0, "=1+1", None, 2)
    book.close()
    found = open_workbook(out.getvalue()).sheets[0]
    assert found.fonts == {(0, 0): "tcvn3", (1, 0): "tcvn3_caps"}
    assert found.empty_formulas == set()
    blank = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(out.getvalue())) as old, zipfile.ZipFile(blank, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"<v>2</v>", b""))
    assert open_workbook(blank.getvalue()).sheets[0].empty_formulas == {(2, 0)}


def test_mutated_files_end_in_a_verdict():
    chance = random.Random(7)
    files = []
    for _ in range(60):
        data = bytearray(GOOD)
        for _ in range(chance.randint(1, 12)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        files.append(bytes(data[: chance.randint(1, len(data))] if chance.random() < 0.3 else data))
    verdicts = list(open_workbooks(files))
    assert len(verdicts) == 60
    assert all(isinstance(verdict, Workbook | Refusal) for verdict in verdicts)


@pytest.mark.skipif(
    not os.path.isdir(CORPUS), reason="odd spreadsheets made by others stand beside the project only where it is built"
)
def test_spreadsheets_made_by_others():
    paths = [
        os.path.join(folder, name)
        for folder, _, names in os.walk(CORPUS)
        for name in sorted(names)
        if not name.endswith(".md")
    ]
    files = []
    for path in paths:
        with open(path, "rb") as file:
            files.append(file.read())
    refused = [path for path, verdict in zip(paths, open_workbooks(files), strict=True) if isinstance(verdict, Refusal)]
    assert len(refused) <= 20
