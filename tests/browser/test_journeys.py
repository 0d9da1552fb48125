"""Journeys in a real browser: leadership reads, staff work; the figures are the command line's."""

import csv
import io
import os
import re

import openpyxl
import pytest

from etl.outputs import export
from etl.outputs.filled import write_workbook
from etl.store import ledger, state
from pages.parts.pages import PAGES
from tests.browser.conftest import settle, upload
from tests.browser.server import running
from tests.reports import base_rows, sheets, workbook

AXE = os.path.join(os.path.dirname(__file__), "axe.min.js")
SLUGS = {name: entry.slug for name, entry in PAGES.items()}


def test_the_first_request_after_a_start_may_be_any_page(sample_home, visit):
    with running(sample_home) as site:
        page = visit(f"{site}/chi-tieu?period=FY&target=CT2&lang=en")
        assert page.locator("h1").inner_text() == "Targets by district"
        assert page.get_by_role("dialog").count() == 0
        assert "CT2" in page.locator("h4").first.inner_text()
        assert page.outside == []


@pytest.mark.parametrize("name", sorted(SLUGS))
def test_every_page_by_its_address_on_a_phone(name, sample_site, visit):
    page = visit(f"{sample_site}/{SLUGS[name]}?district=271", width=390, height=844)
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator("[data-testid=stException]").count() == 0
    assert page.outside == []


def test_from_the_overview_to_the_cell_in_three_clicks(sample_site, visit):
    page = visit(f"{sample_site}/?district=271&period=FY")
    page.get_by_role("link", name="Hồ sơ huyện").click()
    page.get_by_role("heading", name="Huyện Ba Vì").wait_for()
    settle(page)
    table = page.locator("[data-testid=stDataFrame]").first
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    page.mouse.click(box["x"] + 18, box["y"] + 54)  # the mark of the first row
    page.get_by_text(re.compile("Tệp “BaVi.*”, bản")).wait_for()
    page.get_by_role("button", name="Tải tệp gốc").wait_for()


def test_a_copied_link_opens_the_same_view_in_another_browser(sample_site, visit):
    page = visit(sample_site)
    page.get_by_role("radio", name="Năm", exact=True).check(force=True)
    settle(page)
    page.get_by_role("radio", name="English").check(force=True)
    settle(page)
    address = page.url
    assert "period=FY" in address and "lang=en" in address
    sentence = page.locator("h4").first.inner_text()
    other = visit(address)
    assert other.locator("h4").first.inner_text() == sentence
    assert other.get_by_role("radio", name="Full year").is_checked()


def test_every_download_is_the_view(sample_site, sample_home, visit, tmp_path):
    page = visit(f"{sample_site}/tra-cuu?period=FY")
    columns, rows = export.table(sample_home, "target_completion", 2024, "FY", None, None)
    got = {}
    for form in ("csv", "xlsx", "parquet"):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=f"Tải .{form}").click()
        got[form] = tmp_path / f"t.{form}"
        waiting.value.save_as(got[form])
    lines = list(csv.reader(io.StringIO(got["csv"].read_text(encoding="utf-8-sig"))))
    assert lines[0] == [*columns, "sample_note"]
    assert [line[:-1] for line in lines[1:]] == [["" if value is None else str(value) for value in row] for row in rows]
    book = openpyxl.load_workbook(got["xlsx"])
    assert any("SỐ LIỆU MẪU" in str(cell.value) for row in book["Thông tin"].iter_rows() for cell in row)
    values = [[cell.value for cell in row][:-1] for row in book["Bảng"].iter_rows(min_row=2)]
    assert [[value or None if value == "" else value for value in row] for row in values] == [
        [None if value == "" else value for value in row] for row in rows
    ]
    import pyarrow.parquet

    table = pyarrow.parquet.read_table(got["parquet"])
    assert [tuple(row.values())[:-1] for row in table.to_pylist()] == [tuple(row) for row in rows]


@pytest.mark.parametrize(
    "name", ["overview", "targets", "models", "activities", "reporting", "district", "tables", "submit"]
)
def test_no_serious_accessibility_fault_of_ours(name, sample_site, visit):
    page = visit(f"{sample_site}/{SLUGS[name]}?district=271")
    page.wait_for_timeout(1500)
    with open(AXE, encoding="utf-8") as file:
        page.evaluate(file.read())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    ours = [
        (fault["id"], node["html"][:150])
        for fault in found["violations"]
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
        if not _of_streamlit(fault["id"], node)
    ]
    assert ours == []


def _of_streamlit(rule, node):
    """Faults of the frame's own widgets, which no page of ours can mend."""
    return any(
        sign in str(node["target"]) + node["html"]
        for sign in (
            "stDataFrame",
            "glide",
            "dvn-",
            'data-testid="stBaseButton',
            "stSidebar",
            "stTooltip",
            "stFileUploader",
            "modebar",
            "data-baseweb",
            "gdg",
            "canvas",
            "react-aria",
            "stMainMenu",
            "stHeader",
            "stSegmented",
            "scrollable-region",
        )
    ) or rule in (
        "scrollable-region-focusable",
        "nested-interactive",
        "html-has-lang",
        "html-lang-valid",
        "aria-allowed-attr",
        "aria-required-children",
        "aria-required-parent",
        "listitem",
    )


def test_staff_take_a_report_in_correct_it_and_take_it_back(work_site, work_home, visit):
    page = visit(f"{work_site}/nop")
    bad = base_rows()
    bad[2][0] = "Nơi Lạ"
    upload(page, ("thanh-oai.xlsx", workbook(base=bad)))
    page.get_by_text("phải sửa").first.wait_for()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Tải tệp có đánh dấu chỗ sửa").click()
    marked = openpyxl.load_workbook(io.BytesIO(waiting.value.path().read_bytes()))
    assert "E05" in marked["BM1"]["B4"].comment.text
    marked["BM1"]["B4"] = "xã Bích Hòa"
    mended = io.BytesIO()
    marked.save(mended)
    page = visit(f"{work_site}/nop")
    upload(page, ("thanh-oai-sua.xlsx", mended.getvalue()))
    page.get_by_role("button", name="Tiếp nhận", exact=True).click()
    page.get_by_text("Đã tiếp nhận: bản 1").wait_for()
    now = state.replay(ledger.read(work_home))
    assert now.in_force("278", 2024, "H1").file_name == "thanh-oai-sua.xlsx"
    overview = visit(f"{work_site}/?period=H1")
    assert "1/18 huyện đã báo cáo" in overview.locator("h4").first.inner_text()
    page = visit(f"{work_site}/nop")
    upload(page, ("lai.xlsx", mended.getvalue()))
    page.get_by_text("đã tiếp nhận trước đây").first.wait_for()
    assert len([entry for entry in ledger.read(work_home) if entry["action"] == "accept"]) == 1


def test_eighteen_files_in_one_drop(work_site, work_home, visit):
    from etl import catalogue

    names = catalogue.districts()
    files = [(f"{code}.xlsx", write_workbook(sheets(names[code].name, code))) for code in names]
    page = visit(f"{work_site}/nop")
    upload(page, *files)
    page.get_by_text("18 tệp: 18 sẵn sàng").wait_for()
    assert ledger.read(work_home) == []


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("rong.xlsx", b"", "0 byte"),
        ("../../etc/passwd", b"root:x", "không phải sổ tính"),
        ("<img src=x onerror=alert(1)>.xlsx", b"%PDF-1.4", "PDF"),
    ],
)
def test_a_file_of_a_wrong_kind_gets_a_sentence_and_runs_no_script(name, data, words, work_site, visit):
    page = visit(f"{work_site}/nop")
    alerts = []
    page.on("dialog", lambda dialog: alerts.append(dialog.message))
    upload(page, (name, data))
    page.get_by_text("1 phải sửa").wait_for()
    assert (alerts, page.locator("img[src=x]").count()) == ([], 0)


def test_text_of_a_workbook_is_never_markup(work_site, visit):
    nasty = "<script>window.hacked=1</script><img src=x onerror=window.hacked=1> **b** $x$ :red[a] [l](javascript:1)"
    page = visit(f"{work_site}/nop")
    upload(
        page,
        (
            "a.xlsx",
            workbook(events=[["III.1.4", nasty, None, None, None, None, nasty, None, None, None, nasty, nasty]]),
        ),
    )
    page.get_by_role("button", name="Tiếp nhận", exact=True).click()
    page.get_by_text("Đã tiếp nhận: bản 1").wait_for()
    for slug in ("hoat-dong", "ho-so?district=278", "tra-cuu", "lich-su"):
        seen = visit(f"{work_site}/{slug}")
        seen.wait_for_timeout(1000)
        assert seen.evaluate("window.hacked") is None
        assert seen.locator("img[src=x]").count() == 0


def test_the_pages_print_on_paper(sample_site, visit):
    page = visit(f"{sample_site}/ho-so?district=271&period=FY")
    page.wait_for_timeout(1500)
    assert page.pdf(format="A4", landscape=True, print_background=True)[:5] == b"%PDF-"
