"""A season's work of the city's staff in a real browser; every figure at its end is the command line's."""

import csv
import io
import os
import re
import subprocess
import sys
import zipfile
from datetime import date

import openpyxl
import pytest
from playwright.sync_api import expect

from etl.store import state, verification
from etl.store.files import ledger
from tests.browser.conftest import open_menu, settle, upload
from tests.browser.grid import mark_row, write_cell
from tests.paths import ROOT, SHARED
from tests.reports import base_rows, city_model, workbook

FIELD = os.path.join(SHARED, "field-reports")


def cli(home, *words):
    """What the command line says of the same store."""
    command = [sys.executable, "-m", "etl", *words]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | {"MONITOR_HOME": home}, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def exported(home, view, folder, *words):
    """A view as the command line exports it."""
    target = str(folder / f"{view}.csv")
    cli(home, "export", view, "--out", target, *words)
    with open(target, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def downloaded(page, name):
    """The bytes behind a button."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=name).first.click()
    with open(waiting.value.path(), "rb") as file:
        return file.read()


def tick(page, *kinds):
    """Confirm each kind of warning, the first box that asks for it."""
    for kind in kinds:
        page.get_by_text(re.compile(rf"Đã xem và xác nhận .*{kind}")).first.click()
        settle(page)


def received(page, day):
    """Enter the day received: “10062024”."""
    page.get_by_test_id("stDateInput").last.get_by_role("spinbutton").first.click()
    page.keyboard.type(day)
    page.keyboard.press("Tab")
    page.get_by_role("heading").first.click()  # the day is taken when the reader leaves it
    settle(page)


def give_reason(page, label, words):
    """Fill in a reason and leave the field."""
    page.get_by_label(label).first.fill(words)
    page.keyboard.press("Enter")
    settle(page)


def choose(page, label, option):
    """Choose from a list; one that opens while the page still scrolls closes again."""
    found = page.get_by_role("option", name=option)
    for _ in range(20):
        if found.count():
            break
        page.get_by_role("combobox", name=label).click()
        page.wait_for_timeout(700)
    found.click()
    settle(page)


def answer_and_accept(page, label, option):
    """Confirm what the workbook calls by another name; then it is accepted."""
    choose(page, label, option)
    page.get_by_role("button", name="Xác nhận").click()
    settle(page)
    page.get_by_role("button", name="Tiếp nhận", exact=True).click()
    page.get_by_text("Đã tiếp nhận: bản 1.").wait_for()


def unit_of(data):
    """The unit that a template is for."""
    rows = openpyxl.load_workbook(io.BytesIO(data))["TT"].iter_rows(values_only=True)
    return next(str(row[1]) for row in rows if str(row[0]).startswith("Đơn vị báo cáo"))


def filled(data, models=1, **changed):
    """A template as a district fills it in: 100 members a base union, 80 rural, 60 reached. changed: cells of BM1."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for row in book["TT"].iter_rows():
        if str(row[0].value).startswith("Ngày lập báo cáo"):
            row[1].value = date(2024, 6, 8)
    if "BM1" in book.sheetnames:
        for row in book["BM1"].iter_rows(min_row=6):
            if row[1].value:
                for cell, value in zip(row[2:11], (100, 80, models, None, 60, 10, 10, 10, 10), strict=True):
                    cell.value = value
        for cell, value in changed.items():
            book["BM1"][cell] = value
    else:
        for column, value in enumerate(("III.1.4", "Tập huấn OCOP", None, None, date(2024, 4, 2)), 2):
            book["BM3"].cell(5, column).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.skipif(
    not os.path.isdir(FIELD), reason="the field's own reports stand beside the project only where it is built"
)
def test_the_seven_reports_of_the_field(work_site, work_home, visit, tmp_path):
    files = []
    for name in sorted(os.listdir(FIELD)):
        if name.endswith((".xlsx", ".xls", ".ods")):
            with open(os.path.join(FIELD, name), "rb") as file:
                files.append((name, file.read()))
    page = visit(f"{work_site}/nop")
    received(page, "10062024")
    upload(page, *files)
    page.get_by_text("7 tệp: 2 phải sửa, 2 cần xác nhận cảnh báo, 3 sẵn sàng.").wait_for()
    tick(page, "W10", "W14")  # a report of the year, made in October, was not received in June
    page.get_by_role("button", name="Tiếp nhận 5 tệp").click()
    page.get_by_text("Đã tiếp nhận: bản 1, 2, 3, 4, 5.").wait_for()
    with zipfile.ZipFile(io.BytesIO(downloaded(page, "Tải 2 tệp phải sửa"))) as archive:
        names = archive.namelist()
        text = archive.read("01 Mỹ Đức/loi-nhan.txt").decode("utf-8-sig")
        marked = archive.read("01 Mỹ Đức/Mỹ Đức - can sua.xlsx")
    assert [name.split("/")[0] for name in names] == ["01 Mỹ Đức"] * 2 + ["02 Phú Xuyên"] * 2
    assert [place in text for place in ("BM1!B4", "BM1!G6", "BM1!C7", "BM1!D9", "BM1!B11")] == [True] * 5
    assert text.startswith("Kính gửi Hội LHPN Mỹ Đức,")
    book = openpyxl.load_workbook(io.BytesIO(marked))
    mended = {"B4": "xã Thượng Lâm", "G6": 800, "C7": 5000, "D9": 100, "B11": "xã Lê Thanh"}
    for cell, value in mended.items():
        assert book["BM1"][cell].comment is not None
        book["BM1"][cell] = value
    for column in "GHIJK":
        book["BM1"][f"{column}9"] = 50
    out = io.BytesIO()
    book.save(out)
    page = visit(f"{work_site}/nop")
    received(page, "20062024")
    upload(page, ("my-duc-sua.xlsx", out.getvalue()))
    page.get_by_role("button", name="Tiếp nhận", exact=True).click()
    page.get_by_text("Đã tiếp nhận: bản 6.").wait_for()
    rows = exported(work_home, "base_union_status", tmp_path, "--year", "2024", "--period", "H1")
    here = {row["base_union_code"]: row for row in rows}
    assert (here["09832"]["members"], here["09832"]["reached"]) == ("2162", "1390")  # Hoài Đức, as its case says
    assert sum(row["is_reported"] == "true" for row in rows) == 20 + 21 + 29 + 26 + 22
    status = exported(work_home, "reporting_status", tmp_path, "--year", "2024")
    told = {row["unit"]: row["status"] for row in status if row["period"] == "H1"}
    assert (told["Hoài Đức"], told["Mỹ Đức"], told["Phú Xuyên"]) == ("on_time", "late", "missing")
    page = visit(f"{work_site}/tra-cuu?period=H1")
    shown = list(csv.DictReader(io.StringIO(downloaded(page, "Tải .csv").decode("utf-8-sig"))))
    assert shown == exported(work_home, "target_completion", tmp_path, "--year", "2024", "--period", "H1")
    assert verification.verify(work_home) == []


def test_a_season_from_templates_to_the_table(work_site, work_home, visit, tmp_path):
    page = visit(f"{work_site}/bieu-mau?period=H1")
    page.get_by_text("18 đơn vị chưa nộp báo cáo 6 tháng.").wait_for()
    with zipfile.ZipFile(io.BytesIO(downloaded(page, "Tải tất cả"))) as archive:
        blank = {name: archive.read(name) for name in archive.namelist()}
    assert len(blank) == 19
    files = [(name, filled(data)) for name, data in blank.items()]
    thanh_oai = next(name for name, data in blank.items() if "Thanh Oai" in unit_of(data))

    # eighteen districts and the city in one drop, accepted by one click
    page = visit(f"{work_site}/nop")
    received(page, "10062024")
    upload(page, *files)
    page.get_by_text("19 tệp: 19 sẵn sàng.").wait_for()
    assert ledger.read(work_home) == []
    page.get_by_role("button", name="Tiếp nhận 19 tệp").click()
    page.get_by_text("19 tệp: 19 đã tiếp nhận.").wait_for()
    page.get_by_text("Biên nhận (19)").click()
    assert downloaded(page, "Lưu 19 biên nhận để in").count(b"<section>") == 19
    assert "18/18" in visit(f"{work_site}/?period=H1").locator("h1").inner_text()
    status = exported(work_home, "reporting_status", tmp_path, "--year", "2024", "--period", "H1")
    assert {(row["status"], row["received_on"]) for row in status} == {("on_time", "2024-06-10")}

    # a correction: what changes is shown, a reason is asked for
    page = visit(f"{work_site}/nop")
    upload(page, ("sua.xlsx", filled(blank[thanh_oai], E7=0)))
    page.get_by_text("Từng ô so với bản").wait_for()
    accept = page.get_by_role("button", name="Tiếp nhận", exact=True)
    tick(page, "W09")
    settle(page)
    expect(accept).to_be_disabled()
    give_reason(page, "Lý do thay báo cáo", "Huyện gửi bản sửa")
    accept.click()
    page.get_by_text("Đã tiếp nhận: bản 20.").wait_for()
    one = ("--year", "2024", "--period", "H1", "--unit", "Thanh Oai")

    def ct1():
        rows = exported(work_home, "target_completion", tmp_path, *one)
        return next((row["numerator"], row["denominator"]) for row in rows if row["target_code"] == "CT1")

    assert ct1() == ("20", "21")

    # taken back, and restored, each with a reason
    page = visit(f"{work_site}/lich-su")
    mark_row(page, page.locator("[data-testid=stDataFrame]").first)
    give_reason(page, "Lý do thu hồi", "gửi nhầm")
    page.get_by_role("button", name="Thu hồi bản này").click()
    page.get_by_text("Đã thu hồi bản 20.").wait_for()
    assert ct1() == ("21", "21")
    mark_row(page, page.locator("[data-testid=stDataFrame]").first)
    give_reason(page, "Lý do khôi phục", "đúng rồi")
    page.get_by_role("button", name="Khôi phục bản này").click()
    page.get_by_text("Đã khôi phục bản 20.").wait_for()
    assert ct1() == ("20", "21")

    page = visit(f"{work_site}/tra-cuu?period=H1")
    shown = list(csv.DictReader(io.StringIO(downloaded(page, "Tải .csv").decode("utf-8-sig"))))
    assert shown == exported(work_home, "target_completion", tmp_path, "--year", "2024", "--period", "H1")
    assert verification.verify(work_home) == []


def test_an_alias_and_a_new_base_union(work_site, work_home, visit, tmp_path):
    rows = base_rows()
    rows[1][0] = "Làng Cự"
    page = visit(f"{work_site}/nop")
    upload(page, ("a.xlsx", workbook(base=rows)))
    page.get_by_text("Tên chưa có trong danh mục").wait_for()
    answer_and_accept(page, "“Làng Cự” là", "xã Cự Khê")
    page = visit(f"{work_site}/danh-muc?district=278")
    page.get_by_text("“Làng Cự” → xã Cự Khê").wait_for()
    page.get_by_text("xác nhận lúc").wait_for()
    page.get_by_role("button", name="Gỡ bỏ").click()
    page.get_by_text("Chưa có tên nào.").wait_for()
    page.get_by_label("Tên (không ghi xã").first.fill("Chợ Kim Bài")
    page.keyboard.press("Enter")
    settle(page)
    page.get_by_role("button", name="Thêm cơ sở Hội", exact=True).click()
    settle(page)
    expect(page.get_by_label("Tên (không ghi xã").first).to_have_value("")
    now = state.replay(ledger.read(work_home))
    assert [change["name"] for change in now.changes] == ["Chợ Kim Bài"]
    rows = exported(work_home, "base_union_status", tmp_path, "--year", "2024", "--period", "H1", "--unit", "Thanh Oai")
    assert len(rows) == 21  # of a period before the new one's first day
    assert [entry["action"] for entry in ledger.read(work_home)] == [
        "refuse",
        "alias_add",
        "accept",
        "alias_remove",
        "base_union_add",
    ]
    assert verification.verify(work_home) == []


def test_two_people_with_the_same_report(work_site, work_home, visit):
    mai, lan = visit(f"{work_site}/nop"), visit(f"{work_site}/nop", beside=True)
    upload(mai, ("mai.xlsx", workbook(base=base_rows(models=2))))
    upload(lan, ("lan.xlsx", workbook()))
    mai.get_by_role("button", name="Tiếp nhận", exact=True).click()
    mai.get_by_text("Đã tiếp nhận: bản 1.").wait_for()
    lan.get_by_role("button", name="Tiếp nhận", exact=True).click()
    lan.get_by_text("cảnh báo của lan.xlsx đã khác. Chưa tiếp nhận").wait_for()
    lan.get_by_text("Báo cáo này thay bản 1").wait_for()
    settle(lan)  # while the page is drawn anew, its old card stands beside the new one
    expect(lan.get_by_role("button", name="Tiếp nhận", exact=True)).to_be_disabled()
    assert sorted(state.replay(ledger.read(work_home)).versions) == [1]


def test_the_same_file_twice_a_closed_page_and_the_back_button(work_site, work_home, visit):
    data = workbook(models=[city_model("Liên Châu")])
    page = visit(f"{work_site}/nop")
    upload(page, ("a.xlsx", data), ("b.xlsx", data))
    page.get_by_text("Giống hệt tệp này: b.xlsx").wait_for()
    page.get_by_role("button", name="Tiếp nhận", exact=True).dblclick()
    page.get_by_text("Đã tiếp nhận: bản 1.").wait_for()
    settle(page)
    open_menu(page)
    page.get_by_role("menuitem", name="Lịch sử").click()
    page.get_by_role("heading", name="1 bản, 1 đang có hiệu lực").wait_for()
    page.go_back()
    page.get_by_role("heading", name="Nộp báo cáo").wait_for()
    settle(page)
    page.get_by_text("Đã tiếp nhận: bản 1.").wait_for()  # the receipt is still there
    closing = visit(f"{work_site}/nop", beside=True)
    upload(closing, ("c.xlsx", workbook("Ba Vì", "271")))
    closing.get_by_role("button", name="Tiếp nhận", exact=True).click(no_wait_after=True)
    closing.close()
    later = visit(f"{work_site}/nop")
    upload(later, ("c.xlsx", workbook("Ba Vì", "271")))
    if not later.get_by_text("1 đã tiếp nhận").count():
        later.get_by_role("button", name="Tiếp nhận", exact=True).click()
        later.get_by_text("Đã tiếp nhận: bản 2.").wait_for()
    assert [(v.unit_code, v.version) for v in state.replay(ledger.read(work_home)).versions.values()] == [
        ("278", 1),
        ("271", 2),
    ]
    assert verification.verify(work_home) == []


TITLE, FROM = 2, 3  # the columns “Tên hoạt động” and “Kế hoạch từ ngày”


def planned(home, folder):
    rows = exported(home, "event_timeline", folder, "--year", "2024", "--period", "H1")
    return next((row["planned_from"], row["planned_to"]) for row in rows if row["activity_code"] == "III.1.1a")


def test_the_city_edits_its_activities(work_site, work_home, visit, tmp_path):
    page = visit(f"{work_site}/thanh-pho?period=H1")
    table = page.locator("[data-testid=stDataFrame]").first
    write_cell(page, table, 0, FROM, "tuần sau")
    page.get_by_text("“tuần sau” không phải là ngày").wait_for()
    assert page.get_by_role("button", name="Lưu thành bản mới").count() == 0
    write_cell(page, table, 0, FROM, "tháng 5/2024")
    page.get_by_role("button", name="Lưu thành bản mới").click()
    page.get_by_text("Bản 1 đang có hiệu lực").first.wait_for()
    page.get_by_text("Bảng chưa có gì khác").wait_for()
    assert planned(work_home, tmp_path)[0] == "2024-05-01"
    write_cell(page, table, 0, FROM, "15/05/2024")
    save = page.get_by_role("button", name="Lưu thành bản mới")
    page.get_by_text("Từng ô so với bản 1").wait_for()
    settle(page)
    expect(save).to_be_disabled()
    tick(page, "W09")
    give_reason(page, "Lý do thay báo cáo", "Đổi lịch")
    save.click()
    page.get_by_text("Bản 2 · đang có hiệu lực").wait_for()
    assert planned(work_home, tmp_path) == ("2024-05-15", "2024-05-31")
    assert state.replay(ledger.read(work_home)).versions[2].reason == "Đổi lịch"
    assert verification.verify(work_home) == []


def test_the_city_adds_a_row_and_deletes_one(work_site, work_home, visit, tmp_path):
    def titles():
        rows = exported(work_home, "event_timeline", tmp_path, "--year", "2024", "--period", "H1")
        return [row["title"] for row in rows if row["unit_code"] == "HN"]

    page = visit(f"{work_site}/thanh-pho?period=H1")
    table = page.locator("[data-testid=stDataFrame]").first
    table.locator("[role=grid]").wait_for(state="attached")
    last = int(table.locator("[role=grid]").get_attribute("aria-rowcount")) - 2  # heading and the line for a new row
    table.hover()
    page.get_by_role("button", name="Add row").click()
    write_cell(page, table, last, TITLE, "Gặp mặt cán bộ Hội")
    page.get_by_role("button", name="Lưu thành bản mới").click()
    page.get_by_text("Bản 1 đang có hiệu lực").first.wait_for()
    assert "Gặp mặt cán bộ Hội" in titles()
    before = titles()
    settle(page)
    mark_row(page, table)
    page.keyboard.press("Delete")
    settle(page)
    page.get_by_text("Từng ô so với bản 1").wait_for()
    tick(page, "W09")
    give_reason(page, "Lý do thay báo cáo", "Bỏ một hoạt động")
    page.get_by_role("button", name="Lưu thành bản mới").click()
    page.get_by_text("Bản 2 · đang có hiệu lực").wait_for()
    assert len(titles()) == len(before) - 1
    assert "Gặp mặt cán bộ Hội" in titles()


def test_a_column_called_otherwise(work_site, work_home, visit):
    book = openpyxl.load_workbook(io.BytesIO(workbook()))
    heading = next(cell for row in book["BM1"].iter_rows() for cell in row if cell.value == "Tổng số hội viên")
    heading.value = "Sĩ số toàn xã"
    file = io.BytesIO()
    book.save(file)
    page = visit(f"{work_site}/nop")
    upload(page, ("a.xlsx", file.getvalue()))
    answer_and_accept(page, "cột “Sĩ số toàn xã” là", "Tổng số hội viên")
    page = visit(f"{work_site}/danh-muc?district=278")
    page.get_by_text("“Sĩ số toàn xã” → ").wait_for()
    page.get_by_role("button", name="Gỡ bỏ").click()
    page.get_by_text("Chưa có cột nào.").wait_for()
    page = visit(f"{work_site}/nop")
    upload(page, ("a.xlsx", file.getvalue()))
    page.get_by_text("đã tiếp nhận trước đây, không thay đổi").first.wait_for()  # it was accepted with that name
    assert [entry["action"] for entry in ledger.read(work_home)] == [
        "refuse",
        "column_alias_add",
        "accept",
        "column_alias_remove",
    ]
    assert verification.verify(work_home) == []
