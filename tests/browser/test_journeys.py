"""Journeys in a real browser: leadership reads, staff work; the figures are the command line's."""

import csv
import io
import re
from datetime import date, datetime, time

import openpyxl
import pytest

from etl.__main__ import main
from etl.outputs import export
from etl.outputs.filled import write_workbook
from etl.outputs.views import VIEWS
from etl.store import state
from etl.store.files import ledger
from pages.parts.navigation import PAGES
from tests.browser.conftest import open_filters, settle, upload
from tests.browser.grid import mark_row
from tests.reports import base_rows, sheets, workbook
from tests.server import running

SLUGS = {name: entry.slug for name, entry in PAGES.items()}


def test_the_first_request_after_a_start_may_be_any_page(sample_home, visit):
    with running(sample_home) as site:
        page = visit(f"{site}/chi-tieu?period=FY&target=CT2&lang=en")
        assert page.get_by_role("dialog").count() == 0
        assert "CT2" in page.locator("h1").inner_text()
        signs = page.evaluate("[...document.querySelectorAll('link[rel~=icon]')].map(link => link.href)")
        assert signs == [f"{site}/app/static/icon.png"]
        assert page.outside == []


def choose_first_row(page, key):
    """Mark a table's first row; the table's key is part of its class."""
    table = page.locator(f".st-key-{key} [data-testid=stDataFrame]")
    mark_row(page, table)


def test_from_the_overview_to_the_cell_in_three_clicks(sample_site, visit):
    page = visit(f"{sample_site}/?district=271&period=FY")
    page.get_by_role("link", name="Huyện", exact=True).click()
    page.get_by_role("heading", name="Huyện Ba Vì").wait_for()
    settle(page)
    choose_first_row(page, "bang-co-so")
    page.get_by_text(re.compile("Tệp “BaVi.*”, bản")).wait_for()
    page.get_by_role("button", name="Tải tệp gốc").wait_for()


def test_the_map_and_the_attention_lines_lead_on(sample_site, visit):
    page = visit(f"{sample_site}/?period=FY")
    page.get_by_role("link", name="CT2: 3 huyện chậm").click()
    page.get_by_role("heading", level=1, name="CT2 · Hội viên tuyên truyền").wait_for()
    settle(page)
    assert "target=CT2" in page.url and "period=FY" in page.url
    page = visit(f"{sample_site}/?period=FY")
    page.locator(".st-key-ban-do .main-svg").first.wait_for()
    page.locator(".st-key-ban-do").scroll_into_view_if_needed()
    settle(page)
    tile = page.locator(".st-key-ban-do .textpoint text", has_text="Sóc").bounding_box()
    page.mouse.move(tile["x"] + tile["width"] / 2, tile["y"] + tile["height"] / 2 - 2)
    page.wait_for_timeout(300)
    page.mouse.click(tile["x"] + tile["width"] / 2, tile["y"] + tile["height"] / 2 - 2)
    page.get_by_role("heading", name="Huyện Sóc Sơn").wait_for()


@pytest.mark.parametrize(
    ("key", "form"),
    [
        ("bang-bao-cao-huyen", "TT"),
        ("bang-mo-hinh-huyen", "BM2"),
        ("bang-ket-qua-huyen", "BM4"),
        ("bang-su-kien-huyen", "BM3"),
    ],
)
def test_every_figure_of_a_district_leads_to_its_cell(key, form, sample_site, visit):
    page = visit(f"{sample_site}/ho-so?district=271&period=FY")
    choose_first_row(page, key)
    page.locator(f".st-key-nguon-{form} [data-testid=stDataFrame]").wait_for()
    page.locator(f".st-key-nguon-{form} canvas").first.wait_for()
    page.locator(f".st-key-nguon-{form} canvas").first.scroll_into_view_if_needed()
    settle(page)
    cells = page.locator(f".st-key-nguon-{form} [role=gridcell]").all_text_contents()
    assert any(re.search(r"\b[A-Z]\d+$", text) for text in cells)


def test_a_copied_link_opens_the_same_view_in_another_browser(sample_site, visit):
    page = visit(sample_site)
    page.get_by_role("radio", name="Năm", exact=True).check(force=True)
    settle(page)
    open_filters(page)
    page.get_by_text("English", exact=True).click()
    settle(page)
    address = page.url
    assert "period=FY" in address and "lang=en" in address
    sentence = page.locator("h1").first.inner_text()
    other = visit(address, elsewhere=True)
    assert other.locator("h1").first.inner_text() == sentence
    assert other.get_by_role("radio", name="Full year").is_checked()


@pytest.mark.parametrize("view", VIEWS)
def test_every_download_is_the_view_and_the_command_line_s(
    view, sample_site, sample_home, visit, tmp_path, monkeypatch
):
    monkeypatch.setenv("MONITOR_HOME", sample_home)
    page = visit(f"{sample_site}/tra-cuu?period=FY&view={view}")
    columns, rows = export.table(sample_home, view, 2024, "FY", None, None)
    for form in ("csv", "xlsx", "parquet"):
        own = str(tmp_path / f"own.{form}")
        assert main(["export", view, "--year", "2024", "--period", "FY", "--out", own]) == 0
        with page.expect_download() as waiting:
            page.get_by_role("button", name=f"Tải .{form}").click()
        got = str(tmp_path / f"page.{form}")
        waiting.value.save_as(got)
        assert rows_of(got) == rows_of(own)
        assert rows_of(got)[0] == [*columns, "sample_note"]
        assert len(rows_of(got)) == len(rows) + 1 > 1
        assert all("SỐ LIỆU MẪU" in row[-1] for row in rows_of(got)[1:])
    lines = rows_of(str(tmp_path / "page.csv"))
    assert [line[:-1] for line in lines[1:]] == [[_as_csv(value) for value in row] for row in rows]
    book = openpyxl.load_workbook(tmp_path / "page.xlsx")
    assert any("SỐ LIỆU MẪU" in str(cell.value) for row in book["Thông tin"].iter_rows() for cell in row)
    got = [[_as_xlsx(value) for value in row[:-1]] for row in rows_of(str(tmp_path / "page.xlsx"))[1:]]
    assert got == [[_as_xlsx(value) for value in row] for row in rows]
    import pyarrow.parquet

    table = pyarrow.parquet.read_table(tmp_path / "page.parquet")
    assert [tuple(row.values())[:-1] for row in table.to_pylist()] == [tuple(row) for row in rows]


def rows_of(path):
    """The heading and the rows of a csv, xlsx or parquet file."""
    if path.endswith("csv"):
        with open(path, encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file))
    if path.endswith("xlsx"):
        return [[cell.value for cell in row] for row in openpyxl.load_workbook(path)["Bảng"].iter_rows()]
    import pyarrow.parquet

    table = pyarrow.parquet.read_table(path)
    return [table.column_names, *([*row.values()] for row in table.to_pylist())]


def _as_xlsx(value):
    """What a spreadsheet has of a value: no empty text, days as moments at midnight, moments to the millisecond."""
    if isinstance(value, datetime):
        return value.replace(microsecond=round(value.microsecond / 1000) % 1000 * 1000)
    return datetime.combine(value, time()) if isinstance(value, date) else None if value == "" else value


def _as_csv(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


def test_a_table_s_own_choices_are_in_the_link(sample_site, visit):
    page = visit(f"{sample_site}/tra-cuu?view=model_progress&search=Ba+V%C3%AC&period=FY")
    assert "4 dòng trong bảng “Tiến độ mô hình”" in page.locator("h1").first.inner_text()
    page.get_by_role("radio", name="Hoạt động, sự kiện").click()
    settle(page)
    other = visit(page.url, elsewhere=True)
    assert other.locator("h1").first.inner_text() == page.locator("h1").first.inner_text()
    assert "Hoạt động, sự kiện" in other.locator("h1").first.inner_text()


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
    assert "1/18 đã báo cáo" in overview.locator("h1").first.inner_text()
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
