"""Each page in both languages, on an office screen and from a phone up, and what holds of all pages: its answer and
main picture stand whole, nothing is cut or wider than the page, no accessibility fault of ours, no words of machines,
its guide, and how it prints. One tab is led from page to page, as readers go.
"""

import json
import os
import re

import pytest
from playwright.sync_api import expect

from pages.parts.navigation import PAGES
from tests.browser.conftest import led, still
from tests.browser.look.screen import CUT, MAIN, PICTURES, outside_window

AXE = os.path.join(os.path.dirname(__file__), "axe.min.js")
FORMS_OF_FILES = {"tables", "history", "admin"}  # name kinds of files and codes, small and behind the words
MACHINE = re.compile(r"\b[EW]\d\d\b|SHA-?256|parquet|root/|(?-i:\bNone\b|\bnan\b)|plan_year|target_code", re.IGNORECASE)
GUIDE = {
    "vi": ("Trả lời.", "Cách đọc.", "Việc tiếp theo."),
    "en": ("It answers.", "How to read it.", "What to do next."),
}


@pytest.fixture(scope="module")
def lead(sample_site, tab):
    with led(tab, sample_site) as to_page:
        yield to_page


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("name", sorted(PAGES))
def test_on_an_office_screen(name, lang, lead):
    district = "&district=271" if name == "district" else ""
    page = lead(f"{PAGES[name].slug}?lang={lang}{district}")
    found = {
        "outside the window": outside_window(page, MAIN.get(name, [])),
        "cut": page.evaluate(CUT),
        "cut in a picture": page.evaluate(PICTURES),
        "accessibility": accessibility(page),
        "words of machines": [] if name in FORMS_OF_FILES else MACHINE.findall(text_of(page)),
        "without guide": [] if name == "present" else guide(page, lang),
    }
    assert {kind: faults for kind, faults in found.items() if faults} == {}


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("name", sorted(PAGES))
def test_at_every_width_and_on_paper(name, lang, lead):
    """With a district chosen. From a phone up; the meeting room's paper is the PowerPoint file."""
    page = lead(f"{PAGES[name].slug}?district=271&period=FY&target=CT2&lang={lang}", width=390)
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator("[data-testid=stMain]").evaluate("part => part.scrollWidth") <= 390
    assert page.locator("[data-testid=stException]").count() == 0
    assert accessibility(page) == []
    assert [width for width in (768, 1920, 1366) if is_wider(page, width)] == []
    assert accessibility(page) == []
    if lang == "vi" and name != "present":
        assert paper(page) == []


def accessibility(page):
    """Serious and critical faults that axe finds in what is ours."""
    if not page.evaluate("'axe' in window"):
        with open(AXE, encoding="utf-8") as file:
            page.evaluate(file.read())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations'], preload: false})")  # no films to wait for
    return [
        (fault["id"], node["html"][:150])
        for fault in found["violations"]
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
        if not _of_streamlit(page, fault["id"], node["target"][0])
    ]


def _of_streamlit(page, rule, target):
    """The frame's own page list: its groups are <div>s between <ul> and <li>. Nothing else is excused."""
    inside = (
        f"!!document.querySelector({json.dumps(target)}).closest('[data-testid=stTopNav], [data-testid=stSidebarNav]')"
    )
    return rule in ("list", "listitem") and page.evaluate(inside)


def text_of(page):
    return page.locator("[data-testid=stMain]").inner_text()


def guide(page, lang):
    """What the guide beside the title lacks."""
    page.locator("[data-testid=stPopover]").last.get_by_role("button").click()
    words = page.locator("[data-testid=stPopoverBody]")
    words.wait_for()
    text = words.inner_text()
    page.keyboard.press("Escape")
    words.wait_for(state="hidden")
    return [word for word in GUIDE[lang] if word not in text]


def is_wider(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.wait_for_timeout(300)  # pictures hear of it a moment later
    still(page)
    return page.locator("[data-testid=stMain]").evaluate("part => part.scrollWidth") > width


def paper(page):
    """What is wrong on paper."""
    page.emulate_media(media="print")
    expect(page.locator("[data-testid=stHeader]")).to_be_hidden()  # the sheet is a part that loads by itself
    wide = page.evaluate(
        "Math.max(0, ...[...document.querySelectorAll('[data-testid=stDataFrame],[data-testid=stPlotlyChart]')]"
        ".map(e => e.getBoundingClientRect().right))"
    )
    faults = [f"{wide} pixels"] if wide > 1366 else []
    if not page.get_by_text("Số liệu mẫu").first.is_visible():
        faults.append("does not say that its figures are invented")
    if not page.get_by_text(re.compile(r"đến \d\d/\d\d/\d{4}")).first.is_visible():
        faults.append("does not say as of which day")
    page.emulate_media(media="screen")
    if page.pdf(format="A4", landscape=True, print_background=True)[:5] != b"%PDF-":
        faults.append("no paper")
    return faults
