"""The screen answers: at an office screen the answer and the main picture stand whole in the window; nothing is wider
than its page; no text is cut.
"""

import pytest

from pages.parts.navigation import PAGES
from tests.browser.conftest import settle

MAIN = {  # page → what answers it
    "overview": ["ban-do", "hang-cham", "muc-tieu-CT1", "muc-tieu-CT3B"],
    "targets": ["bang-nhiet", "hang-cham"],
    "models": ["bang-CT3A", "bang-CT3B", "chang-duong-CT3B"],
    "activities": ["lich-section"],
    "reporting": ["bang-bao-cao", "da-nhan-H1", "da-nhan-FY"],
    "district": ["khoang-CT1", "bang-bao-cao-huyen"],
    "present": ["vach-CT1-"],
    "plan": ["cam-ket"],
    "leads": ["chu-tri"],
    "compare": ["hai-ky", "moi-ky"],
    "synthesis": ["xem-truoc"],
}
CUT = """() => [...document.querySelectorAll(
    '[data-testid=stMetricValue], [data-testid=stCaptionContainer], [data-testid=stBadge], button p, h1')]
    .filter(e => e.clientWidth && e.scrollWidth > e.clientWidth + 1).map(e => e.innerText.slice(0, 40))"""
PICTURES = """() => [...document.querySelectorAll('.js-plotly-plot')].flatMap(picture => {
    const box = picture.getBoundingClientRect();
    return [...picture.querySelectorAll('text')].filter(text => {
        const inner = text.getBoundingClientRect();
        return inner.width && (inner.left < box.left - 2 || inner.right > box.right + 2);
    }).map(text => text.textContent.slice(0, 40));
})"""


def drawn(page):
    """Wait until every picture stands."""
    settle(page)
    page.wait_for_timeout(500)
    for picture in page.locator("[data-testid=stPlotlyChart]").all():
        picture.locator(".main-svg").first.wait_for(state="attached")
    page.wait_for_timeout(700)


OF_COMMUNES = {  # where they differ in a year whose communes report
    "models": ["bang-CT3A", "bang-CT3B"],
    "reporting": ["bang-bao-cao", "da-nhan-FY"],
}


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("name", MAIN)
def test_one_office_screen_answers(name, lang, sample_site, visit):
    district = "&district=271" if name == "district" else ""
    stands_whole(visit(f"{sample_site}/{PAGES[name].slug}?lang={lang}{district}"), MAIN[name])


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("name", ["overview", "targets", "models", "activities", "reporting", "district"])
def test_one_office_screen_answers_for_communes(name, lang, sample_site, visit):
    district = "&district=09817" if name == "district" else ""
    page = visit(f"{sample_site}/{PAGES[name].slug}?year=2025&lang={lang}{district}")
    stands_whole(page, OF_COMMUNES.get(name, MAIN[name]))


def stands_whole(page, parts):
    """Heading and main pictures inside the window; no text cut."""
    drawn(page)
    outside = []
    for part in ["h1", *(f".st-key-{key}" for key in parts)]:
        box = page.locator(part).first.bounding_box()
        if box["y"] < 0 or box["y"] + box["height"] > 768 or box["x"] < 0 or box["x"] + box["width"] > 1366:
            outside.append((part, box))
    assert outside == []
    assert page.evaluate(CUT) == []
    assert page.evaluate(PICTURES) == []


@pytest.mark.parametrize("width", [768, 1366, 1920])
@pytest.mark.parametrize("name", sorted(PAGES))
def test_nothing_is_wider_than_its_page(name, width, sample_site, visit):
    page = visit(f"{sample_site}/{PAGES[name].slug}?district=271", width=width, height=900)
    assert page.locator("[data-testid=stMain]").evaluate("part => part.scrollWidth") <= width


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
