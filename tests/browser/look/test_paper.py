"""A district on one A4."""

import re

import pytest

from tests.browser.grid import standing


@pytest.mark.parametrize(("district", "lang"), [("271", "vi"), ("277", "en")])
def test_a_district_prints_on_one_page(district, lang, sample_site, visit):
    page = visit(f"{sample_site}/ho-so?district={district}&period=FY&lang={lang}")
    page.locator(".main-svg").first.wait_for()
    for landscape in (False, True):
        page.wait_for_timeout(1500)
        standing(page, page.locator("[data-testid=stMainBlockContainer]"))
        paper = page.pdf(format="A4", landscape=landscape, print_background=True)
        assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
