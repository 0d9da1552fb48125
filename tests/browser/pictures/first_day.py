"""The first day of the guide (docs/huong-dan.md), gone through on a store of its own: its pictures.

Figures are invented.
"""

import io
import os
import re

import openpyxl
from playwright.sync_api import Browser, Page

from etl.sample.seasons import sample_workbooks
from tests.browser.conftest import settle, upload
from tests.browser.grid import mark_row
from tests.server import running


def pictures(browser: Browser, folder: str, target: str) -> None:
    """One picture a step."""
    with running(os.path.join(folder, "first-day")) as site:
        page = browser.new_page(viewport={"width": 1366, "height": 900})

        def shot(name: str, height: int = 900) -> None:
            page.set_viewport_size({"width": 1366, "height": height})
            settle(page)
            page.wait_for_timeout(1500)
            page.screenshot(path=os.path.join(target, f"{name}.png"))
            page.set_viewport_size({"width": 1366, "height": 900})

        visit(page, f"{site}/bieu-mau?period=H1")
        shot("templates", 620)
        files = [(sample.name, sample.data) for sample in sample_workbooks(1) if "6 tháng" in sample.name]
        bad = next((name, faulty(data)) for name, data in files if name.startswith("ThanhOai"))
        files = [(name, data) for name, data in files if name.endswith(".xlsx") and not name.startswith("ThanhOai")]
        visit(page, f"{site}/nop")
        upload(page, *files, bad)
        page.get_by_text(f"{len(files) + 1} tệp: ").wait_for()
        shot("submit", 1250)
        page.get_by_text(re.compile(r"Đã xem và xác nhận .*W10")).first.click()
        settle(page)
        page.get_by_role("button", name=f"Tiếp nhận {len(files)} tệp").click()
        page.get_by_text("Đã tiếp nhận: bản").first.wait_for()
        page.get_by_text(f"Biên nhận ({len(files)})").click()
        shot("submit-receipts", 900)
        visit(page, f"{site}/nop")
        upload(page, bad)
        page.get_by_text("Lời nhắn gửi đơn vị").click()
        page.get_by_text("Tên chưa có trong danh mục").wait_for()
        shot("submit-findings", 1300)
        name, data = next(row for row in files if row[0].startswith("BaVi"))
        visit(page, f"{site}/nop")
        upload(page, (name, corrected(data)))
        page.get_by_text("Từng ô so với bản").wait_for()
        shot("submit-changes", 1300)
        page.get_by_text(re.compile(r"Đã xem và xác nhận .*W09")).first.click()
        settle(page)
        if page.get_by_text(re.compile(r"Đã xem và xác nhận .*W10")).count():
            page.get_by_text(re.compile(r"Đã xem và xác nhận .*W10")).first.click()
            settle(page)
        page.get_by_label("Lý do thay báo cáo").fill("Huyện gửi bản sửa qua thư")
        page.keyboard.press("Enter")
        settle(page)
        page.get_by_role("button", name="Tiếp nhận", exact=True).click()
        page.get_by_text("Đã tiếp nhận: bản").first.wait_for()
        visit(page, f"{site}/lich-su")
        settle(page)
        mark_row(page, page.locator("[data-testid=stDataFrame]").first)
        shot("history", 1300)
        visit(page, f"{site}/danh-muc?district=278")
        shot("catalogue", 1200)
        visit(page, f"{site}/thanh-pho?period=H1")
        shot("city", 1000)
        page.close()


def visit(page: Page, address: str) -> None:
    """A page, drawn."""
    page.goto(address)
    page.wait_for_selector("h1")
    settle(page)


def changed(data: bytes, cells: dict[str, object]) -> bytes:
    """A workbook with other cells in its first form."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = next(sheet for sheet in book if "1" in sheet.title)
    for cell, value in cells.items():
        sheet[cell] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def faulty(data: bytes) -> bytes:
    """A name that nobody knows, a part above its whole, a negative count, a word for a number."""
    sheet = next(sheet for sheet in openpyxl.load_workbook(io.BytesIO(data)) if "1" in sheet.title)
    first = next(cell.row for cell in sheet["B"] if str(cell.value).startswith(("xã", "thị trấn", "TT", "X")))
    at = {"name": f"B{first + 1}", "part": f"G{first + 2}", "negative": f"C{first + 3}", "word": f"D{first + 4}"}
    return changed(data, {at["name"]: "Làng Cự Khê", at["part"]: 9999, at["negative"]: -12, at["word"]: "nhiều"})


def corrected(data: bytes) -> bytes:
    """A report with another figure in its first row."""
    sheet = next(sheet for sheet in openpyxl.load_workbook(io.BytesIO(data)) if "1" in sheet.title)
    row = next(cell.row for cell in sheet["E"] if isinstance(cell.value, int))
    return changed(data, {f"E{row}": sheet[f"E{row}"].value + 3})
