"""The screen answers: a year of communes, the meeting room, the box that finds, what a click chooses."""

import pytest

from pages.parts.navigation import PAGES
from tests.browser.conftest import drawn, led, settle
from tests.browser.look.screen import CUT, MAIN, PICTURES, outside_window

OF_COMMUNES = {  # where they differ in a year whose communes report
    "models": ["bang-CT3A", "bang-CT3B"],
    "reporting": ["bang-bao-cao", "da-nhan-FY"],
}


@pytest.fixture(scope="module")
def lead(sample_site, tab):
    with led(tab, sample_site) as to_page:
        yield to_page


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("name", ["overview", "targets", "models", "activities", "reporting", "district"])
def test_one_office_screen_answers_for_communes(name, lang, lead):
    district = "&district=09817" if name == "district" else ""
    page = lead(f"{PAGES[name].slug}?year=2025&lang={lang}{district}")
    assert outside_window(page, OF_COMMUNES.get(name, MAIN[name])) == []
    assert page.evaluate(CUT) == []
    assert page.evaluate(PICTURES) == []


def test_the_meeting_room_turns_by_keys_and_shows_no_frame(sample_site, visit):
    page = visit(f"{sample_site}/trinh-chieu")
    assert page.locator("[data-testid=stTopNav]").count() == 0
    page.keyboard.press("ArrowRight")
    page.get_by_role("heading", name="2/9").wait_for()
    settle(page)
    assert "screen=CT1" in page.url
    page.keyboard.press("ArrowLeft")
    page.get_by_role("heading", name="1/9").wait_for()
    page.get_by_role("link", name="Thoát").click()
    page.get_by_role("heading", name="chỉ tiêu đạt").wait_for()


def test_a_few_letters_lead_to_a_district(sample_site, visit):
    page = visit(f"{sample_site}/?lang=vi")
    page.locator("[data-testid=stPopover]").nth(1).get_by_role("button").click()
    page.get_by_label("Tìm huyện, xã").fill("my duc")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Mỹ Đức", exact=True).first.click()
    page.get_by_role("heading", name="Huyện Mỹ Đức").wait_for()


def test_a_click_on_a_card_chooses_its_target_everywhere(sample_site, visit):
    page = visit(sample_site)
    page.get_by_role("button", name="CT2 · Hội viên tuyên truyền").click()
    settle(page)
    assert "target=CT2" in page.url
    page.get_by_role("link", name="Chỉ tiêu", exact=True).click()
    page.get_by_role("heading", level=1, name="CT2 · Hội viên tuyên truyền").wait_for()


def test_a_click_on_a_line_of_the_calendar_opens_its_events(sample_site, visit):
    page = visit(f"{sample_site}/hoat-dong?period=FY")
    drawn(page)
    table = page.locator(".st-key-lich-section [data-testid=stDataFrame]").first
    box = table.bounding_box()
    page.mouse.click(box["x"] + 200, box["y"] + 35 + 19 * 2 + 9)  # the third line: the first under its heading is one
    page.get_by_role("dialog").wait_for()
    assert "III.1.1b" in page.get_by_role("dialog").inner_text()
