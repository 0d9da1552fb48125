"""How pages look to machines and on paper: no accessibility fault of ours, nothing cut in print, a district
on one A4.
"""

import json
import os
import re

import pytest
from playwright.sync_api import expect

from pages.parts.navigation import PAGES
from tests.browser.grid import standing

AXE = os.path.join(os.path.dirname(__file__), "axe.min.js")
SLUGS = {name: entry.slug for name, entry in PAGES.items()}


@pytest.mark.parametrize(("width", "lang"), [(1366, "vi"), (1366, "en"), (390, "vi")])
@pytest.mark.parametrize("name", sorted(SLUGS))
def test_no_serious_accessibility_fault_of_ours(name, width, lang, sample_site, visit):
    page = visit(f"{sample_site}/{SLUGS[name]}?district=271&period=FY&lang={lang}", width=width)
    page.wait_for_timeout(1500)
    with open(AXE, encoding="utf-8") as file:
        page.evaluate(file.read())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    ours = [
        (fault["id"], node["html"][:150])
        for fault in found["violations"]
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
        if not _of_streamlit(page, fault["id"], node["target"][0])
    ]
    assert ours == []


def _of_streamlit(page, rule, target):
    """The frame's own page list: its groups are <div>s between <ul> and <li>. Nothing else is excused."""
    inside = (
        f"!!document.querySelector({json.dumps(target)}).closest('[data-testid=stTopNav], [data-testid=stSidebarNav]')"
    )
    return rule in ("list", "listitem") and page.evaluate(inside)


PAPER = [name for name in PAGES if name != "present"]  # of the meeting room: its paper is the PowerPoint file


@pytest.mark.parametrize("name", PAPER)
def test_the_pages_print_on_paper(name, sample_site, visit):
    page = visit(f"{sample_site}/{SLUGS[name]}?district=271&period=FY")
    page.wait_for_timeout(1500)
    page.emulate_media(media="print")
    expect(
        page.locator("[data-testid=stHeader]")
    ).to_be_hidden()  # the sheet is a part of the page that loads by itself
    assert page.get_by_text("Số liệu mẫu").is_visible()
    assert page.get_by_text(re.compile("đến \\d\\d/\\d\\d/\\d{4}")).first.is_visible()
    wide = page.evaluate(
        "Math.max(...[...document.querySelectorAll('[data-testid=stDataFrame],[data-testid=stPlotlyChart]')].map(e =>"
        " e.getBoundingClientRect().right))"
    )
    assert wide <= 1366
    page.emulate_media(media="screen")
    assert page.pdf(format="A4", landscape=True, print_background=True)[:5] == b"%PDF-"


@pytest.mark.parametrize(("district", "lang"), [("271", "vi"), ("277", "en")])
def test_a_district_prints_on_one_page(district, lang, sample_site, visit):
    page = visit(f"{sample_site}/ho-so?district={district}&period=FY&lang={lang}")
    page.locator(".main-svg").first.wait_for()
    for landscape in (False, True):
        page.wait_for_timeout(1500)
        standing(page, page.locator("[data-testid=stMainBlockContainer]"))
        paper = page.pdf(format="A4", landscape=landscape, print_background=True)
        assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
