"""Pictures of what the system asks about (docs/hoi-lai.md), on a store of its own. Figures are invented."""

import os

from playwright.sync_api import Browser

from tests.browser.conftest import settle, upload
from tests.browser.pictures.first_day import visit
from tests.reports import thousandfold, workbook, workbook_with_a_copy
from tests.server import running


def pictures(browser: Browser, folder: str, target: str) -> None:
    """Two sheets, a sheet by roles, an implausible figure, the list of those that were confirmed."""
    with running(os.path.join(folder, "asking")) as site:
        page = browser.new_page(viewport={"width": 1366, "height": 900})

        def shot(name: str, height: int) -> None:
            page.set_viewport_size({"width": 1366, "height": height})
            settle(page)
            page.wait_for_timeout(1500)
            page.screenshot(path=os.path.join(target, f"{name}.png"))
            page.set_viewport_size({"width": 1366, "height": 900})

        visit(page, f"{site}/nop")
        upload(page, ("ThanhOai_hai-trang.xlsx", workbook_with_a_copy()))
        shot("ask-two-sheets", 1100)
        visit(page, f"{site}/nop")
        upload(page, ("ThanhOai.xlsx", workbook(mess="title")))
        page.get_by_text("Xem trang theo vai trò của từng ô").click()
        settle(page)
        page.get_by_role("radio", name="BM1 – Chỉ tiêu theo cơ sở Hội (BM1)").click()
        shot("ask-roles", 1100)
        visit(page, f"{site}/nop")
        upload(page, ("ThanhOai.xlsx", thousandfold()))
        shot("ask-implausible", 1100)
        ticks = page.locator("[data-testid=stCheckbox]").filter(has_text="Đã xem và xác nhận: BM1!")
        for number in range(ticks.count()):
            ticks.nth(number).click()
            settle(page)
        page.get_by_role("button", name="Tiếp nhận", exact=True).click()
        page.get_by_text("Đã tiếp nhận: bản").first.wait_for()
        visit(page, f"{site}/can-xem-lai")
        shot("ask-listed", 620)
        page.close()
