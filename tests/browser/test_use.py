"""Journeys of people who use it: what users stumbled over, each once, and everything without a mouse or on a phone."""

import re

import openpyxl
import pytest
from playwright.sync_api import expect

from pages.parts.navigation import PAGES
from tests.browser.conftest import PHONE, drawn, open_filters, settle, upload
from tests.browser.grid import standing
from tests.reports import workbook
from tests.server import running

BESIDE = {"hang-cham"}  # pictures whose words stand to the right of their marks


def middle(page, key, words):
    """The middle of a mark of a picture that has these words."""
    drawn(page)
    part = page.locator(f".st-key-{key}")
    part.scroll_into_view_if_needed()
    standing(page, part)
    box = part.locator("text", has_text=words).first.bounding_box()
    return box["x"] + (-9 if key in BESIDE else box["width"] / 2), box["y"] + box["height"] / 2


def click_mark(page, key, words):
    """Click a mark of a picture; the mouse comes from somewhere, as it does in life."""
    x, y = middle(page, key, words)
    page.mouse.move(x - 3, y - 3)
    page.wait_for_timeout(200)
    page.mouse.move(x, y)
    page.wait_for_timeout(300)
    page.mouse.click(x, y)
    settle(page)


def test_what_a_click_chose_is_seen_on_every_page_and_can_be_left(sample_site, visit):
    page = visit(f"{sample_site}/?period=FY&target=CT2")
    click_mark(page, "ban-do", "Mỹ Đức")
    page.get_by_role("heading", name="Huyện Mỹ Đức").wait_for()
    for name in ("Chỉ tiêu", "Mô hình", "Hoạt động", "Báo cáo", "Tải bảng"):
        page.get_by_role("link", name=name, exact=True).click()
        page.get_by_role("button", name="Mỹ Đức", exact=True).wait_for()
        settle(page)
    page.get_by_role("button", name="Mỹ Đức", exact=True).click()
    settle(page)
    expect(page.get_by_role("button", name="Mỹ Đức", exact=True)).to_have_count(0)
    assert "district=" not in page.url


def test_back_is_the_view_one_came_from(sample_site, visit):
    page = visit(f"{sample_site}/?period=H1&target=CT2")
    before = page.locator("h1").inner_text()
    click_mark(page, "ban-do", "Mỹ Đức")
    page.get_by_role("heading", name="Huyện Mỹ Đức").wait_for()
    page.go_back()
    page.get_by_role("heading", level=1, name=before).wait_for()
    settle(page)
    assert page.get_by_role("radio", name="CT2").is_checked()
    assert page.get_by_role("radio", name="6 tháng").is_checked()


LEADING = [  # page, picture, words of a mark of it → heading, what the address then says
    ("targets", "bang-nhiet", "○ 75,8%", "CT2", "district=250"),
    ("targets", "hang-cham", "● 100%", "Huyện Đan Phượng", "district=273"),
    ("overview", "hang-cham", "● 100%", "Huyện Đan Phượng", "district=273"),
    ("models", "bang-CT3B", "Quốc Oai", "Huyện Quốc Oai", "district=275"),
    ("reporting", "bang-bao-cao", "● 08/06", "Huyện", "district="),
]


@pytest.mark.parametrize(("name", "key", "words", "heading", "address"), LEADING)
def test_every_picture_leads_on(name, key, words, heading, address, sample_site, visit):
    page = visit(f"{sample_site}/{PAGES[name].slug}?period=FY")
    click_mark(page, key, words)
    page.get_by_role("heading", level=1, name=re.compile(heading)).wait_for()
    assert address in page.url


def test_a_row_opens_wherever_it_is_clicked_and_its_source_is_on_the_screen(sample_site, visit):
    page = visit(f"{sample_site}/mo-hinh?period=FY")
    table = page.locator(".st-key-bang-mo-hinh [data-testid=stDataFrame]")
    table.scroll_into_view_if_needed()
    box = standing(page, table)
    page.mouse.click(box["x"] + 300, box["y"] + 35 + 17)
    settle(page)
    source = page.locator(".st-key-nguon-BM2 [data-testid=stDataFrame]")
    source.wait_for()
    assert source.bounding_box()["y"] < page.locator(".st-key-bang-mo-hinh").bounding_box()["y"]


def test_what_was_accepted_is_called_by_its_district(work_site, visit):
    page = visit(f"{work_site}/nop")
    upload(page, ("ThanhOai.xlsx", workbook()))
    page.get_by_role("button", name="Tiếp nhận", exact=True).click()
    page.get_by_text("Đã tiếp nhận: bản").first.wait_for()
    assert page.get_by_text(re.compile("Đã tiếp nhận: .*Thanh Oai")).first.is_visible()


def test_the_box_for_files_and_the_words_below_it_say_the_same(sample_site, visit):
    page = visit(f"{sample_site}/nop")
    box = page.locator("[data-testid=stFileUploaderDropzone]")
    assert "20MB" in box.inner_text() and "95MB" not in box.inner_text()
    page.get_by_text("Mỗi tệp tối đa 20 MB").wait_for()


def test_what_needs_attention_names_the_communes_still_to_launch(sample_site, visit):
    page = visit(f"{sample_site}/?period=FY")
    page.get_by_role("link", name="CT3B: còn 3 xã chưa ra mắt").click()
    page.get_by_role("heading", level=1, name="Xử lý rơm rạ: 15/18 xã đã ra mắt").wait_for()


def test_a_count_without_a_goal_is_a_count(sample_site, visit):
    page = visit(f"{sample_site}/?period=FY&target=CT3B")
    table = page.locator("table").first.inner_text()
    assert "Quốc Oai" in table and "3/–" not in table and "/–" not in table


def test_the_table_to_hand_on_has_words_for_columns(sample_site, visit, tmp_path):
    page = visit(f"{sample_site}/tra-cuu?period=FY")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Bảng trình bày").click()
    path = str(tmp_path / "table.xlsx")
    waiting.value.save_as(path)
    cells = [str(cell) for row in openpyxl.load_workbook(path).active.values for cell in row if cell is not None]
    assert "Tỷ lệ hoàn thành" in cells and not any("plan_year" in cell for cell in cells)


def test_an_empty_store_leads_to_the_first_steps(tmp_path, visit):
    with running(str(tmp_path / "empty")) as site:
        page = visit(site)
        page.get_by_role("link", name="3. Xem ai chưa nộp, gửi lời nhắc").click()
        page.get_by_role("heading", level=1, name="báo cáo đã nhận").wait_for()
        page.locator(".st-key-bang-bao-cao .ytick").first.wait_for(state="attached")  # the first picture of a browser
        expect(page.locator(".st-key-bang-bao-cao .ytick")).to_have_count(18)
        assert "Kính gửi Hội LHPN" in page.locator("[data-testid=stCode]").inner_text()


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_link_of_the_page_keeps_language_and_filters_in_a_new_tab(lang, sample_site, visit):
    page = visit(f"{sample_site}/?period=H1&target=CT2&lang={lang}")
    links = page.locator("[data-testid=stMain] [data-testid=stPageLink] a")
    links.first.wait_for()
    for link in links.all():
        address = link.get_attribute("href")
        assert ("lang=en" in address) == (lang == "en")
        assert "period=H1" in address or "period=FY" in address  # a line about a period's reports leads to that period


def test_a_year_without_a_plan_is_told_and_which_year_is_shown(sample_site, visit):
    page = visit(f"{sample_site}/?year=2031")
    page.get_by_text("Không có kế hoạch năm 2031; đang xem năm 2024.").wait_for()


@pytest.fixture
def phone(chromium):
    """A page on a telephone, with fingers."""
    context = chromium.new_context(**PHONE, locale="vi-VN")
    page = context.new_page()
    page.set_default_timeout(60_000)
    yield page
    context.close()


def opened(page, address):
    page.goto(address)
    page.wait_for_selector("h1")
    settle(page)


def test_on_a_phone_the_list_of_pages_closes_after_a_choice(sample_site, phone):
    opened(phone, f"{sample_site}/?period=FY")
    phone.locator("[data-testid=stExpandSidebarButton]").tap()
    expect(phone.locator("[data-testid=stSidebar]")).to_have_attribute("data-collapsed", "false")
    phone.locator("[data-testid=stSidebarNavLink]", has_text="Chỉ tiêu").tap()
    phone.get_by_role("heading", level=1, name="CT1").wait_for()
    expect(phone.locator("[data-testid=stSidebar]")).to_have_attribute("data-collapsed", "true")
    assert "period=FY" in phone.url


def test_on_a_phone_the_first_tap_tells_and_the_second_opens(sample_site, phone):
    opened(phone, f"{sample_site}/?period=FY")
    x, y = middle(phone, "ban-do", "Mỹ Đức")
    phone.touchscreen.tap(x, y)
    label = phone.locator(".st-key-ban-do .hoverlayer")
    expect(label).to_contain_text("Bấm để mở")
    phone.wait_for_timeout(600)  # two taps at once are a double click, which chooses nothing
    phone.touchscreen.tap(x, y)
    phone.get_by_role("heading", name="Huyện Mỹ Đức").wait_for()


def test_on_a_phone_the_overview_is_shorter_than_it_was(sample_site, phone):
    opened(phone, f"{sample_site}/?period=FY")
    drawn(phone)
    assert phone.locator("[data-testid=stMain]").evaluate("part => part.scrollHeight") < 3_600  # it was 4,500


def press_until(page, key, wanted, most=60):
    """Press a key until the wanted part has the focus."""
    for _ in range(most):
        page.keyboard.press(key)
        if page.evaluate("wanted => !!document.activeElement.closest(wanted)", wanted):
            return
    raise AssertionError(f"{wanted} is not reached by {key}")


def test_by_keys_from_the_overview_to_the_cell(sample_site, visit):
    """Search box → district → a base union's row → its source."""
    page = visit(f"{sample_site}/?period=FY")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(
            "document.activeElement.matches('button') && document.activeElement.innerText.includes('search')"
        ):
            break
    page.keyboard.press("Enter")
    page.get_by_label("Tìm huyện, xã").wait_for()
    press_until(page, "Tab", "input[type=text]")
    page.keyboard.type("my duc")
    page.keyboard.press("Enter")
    settle(page)
    press_until(page, "Tab", "[data-testid=stPageLink]")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Huyện Mỹ Đức").wait_for()
    settle(page)
    press_until(page, "Tab", ".st-key-bang-co-so canvas", most=120)
    page.keyboard.press("ArrowDown")
    settle(page)
    page.get_by_text(re.compile("Tệp “.*”, bản")).first.wait_for()


@pytest.mark.parametrize(
    ("name", "table"),
    [("targets", "bang-chi-tieu"), ("models", "bang-mo-hinh"), ("activities", "bang-su-kien")],
)
def test_by_keys_the_table_of_each_picture(name, table, sample_site, visit):
    page = visit(f"{sample_site}/{PAGES[name].slug}?period=FY")
    drawn(page)
    press_until(page, "Tab", f".st-key-{table} canvas", most=150)
    for _ in range(3):
        page.keyboard.press("ArrowDown")
        settle(page)
    chosen = page.locator(f".st-key-{table} [role=gridcell][aria-selected=true]").first
    assert chosen.get_attribute("id").endswith("-3") or chosen.get_attribute("id").endswith("-2")


def test_the_language_changes_by_keys(sample_site, visit):
    page = visit(sample_site)
    open_filters(page)
    press_until(page, "Tab", "[role=radiogroup] input")
    page.keyboard.press("ArrowRight")
    settle(page)
    assert "lang=en" in page.url
