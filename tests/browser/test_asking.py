"""What the system asks about, in a real browser: two sheets, a sheet by roles, an implausible figure confirmed and
found listed.
"""

import re

from etl.store.files import ledger
from etl.store.queries import snapshot
from tests.browser.conftest import settle, upload
from tests.reports import thousandfold, workbook, workbook_with_a_copy


def test_choosing_between_two_sheets(visit, work_site, work_home):
    page = visit(f"{work_site}/nop")
    upload(page, ("hai-trang.xlsx", workbook_with_a_copy()))
    page.get_by_text("phải sửa, chưa tiếp nhận được").wait_for()
    page.get_by_text("BM1 (2) (BM1 (2)!A1)").click()
    settle(page)
    page.get_by_role("button", name="Đọc theo lựa chọn này").click()
    page.get_by_text("cán bộ Thành phố đã chọn đọc trang “BM1 (2)”").first.wait_for()
    settle(page)
    page.get_by_text(re.compile(r"Đã xem và xác nhận .*W12")).first.click()
    settle(page)
    page.get_by_role("button", name="Tiếp nhận", exact=True).click()
    page.get_by_text("Đã tiếp nhận: bản").first.wait_for()
    assert [entry["action"] for entry in ledger.read(work_home)][-2:] == ["choose", "accept"]
    members = "SELECT DISTINCT members FROM base_union_status WHERE plan_year = 2024 AND period = 'H1'"
    members += " AND district_code = '278'"
    assert snapshot.rows(work_home, members)[1] == [(99,)]


def test_seeing_a_sheet_by_what_each_cell_is(visit, work_site):
    page = visit(f"{work_site}/nop")
    upload(page, ("a.xlsx", workbook(mess="total")))
    page.get_by_text("Xem trang theo vai trò của từng ô").click()
    settle(page)
    page.get_by_role("radio", name="BM1 – Chỉ tiêu theo cơ sở Hội (BM1)").click()
    settle(page)
    page.get_by_text("dòng tổng (chỉ kiểm tra): ").wait_for()
    assert page.locator("[data-testid=stDataFrame]").count() >= 1


def test_an_implausible_figure_is_confirmed_by_itself_and_listed(visit, work_site):
    page = visit(f"{work_site}/nop")
    upload(page, ("a.xlsx", thousandfold()))
    accept = page.get_by_role("button", name="Tiếp nhận", exact=True)
    ticks = page.locator("[data-testid=stCheckbox]").filter(has_text="Đã xem và xác nhận: BM1!")
    assert ticks.count() == 3
    for number in range(3):
        assert accept.is_disabled()
        ticks.nth(number).click()
        settle(page)
    accept.click()
    page.get_by_text("Đã tiếp nhận: bản").first.wait_for()
    page = visit(f"{work_site}/can-xem-lai")
    page.get_by_text("3 số liệu khó tin đã được xác nhận, ở 1 đơn vị.").wait_for()
    page = visit(f"{work_site}/?period=H1")
    page.get_by_text("3 số liệu khó tin đã được xác nhận").wait_for()
