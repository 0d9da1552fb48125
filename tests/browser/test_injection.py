"""The same three hundred texts on every page, in the address, in the inputs: no script runs, no element of theirs
appears.
"""

import urllib.parse

import pytest

from etl.store import acceptance
from etl.store.acceptance import Acceptance, Item
from pages.parts.navigation import PAGES
from tests.browser.conftest import led, settle
from tests.outputs.payloads import PAYLOADS, TEXTS, report
from tests.pages.server.tab import Tab, elements, words
from tests.server import running

KEYS = ("lang", "year", "period", "as_of", "district", "target")
ALIVE = """() => [window.hacked, document.title.includes('hacked'), document.querySelectorAll(
    'img[src=x], svg[onload], iframe, object, marquee, details[ontoggle], input[onfocus], a[href^="javascript:"],' +
    'video').length]"""


@pytest.fixture(scope="module")
def nasty_home(tmp_path_factory):
    home = str(tmp_path_factory.mktemp("nasty") / "store")
    next(acceptance.load(home, [Item(TEXTS[5], report())], Acceptance(TEXTS[6], TEXTS[7], confirm_warnings=True)))
    return home


@pytest.fixture(scope="module")
def nasty_site(nasty_home):
    with running(nasty_home) as address:
        yield address


@pytest.fixture(scope="module")
def lead(nasty_site, tab):
    with led(tab, nasty_site) as to_page:
        yield to_page


@pytest.mark.parametrize("name", sorted(PAGES))
def test_on_every_page(name, lead):
    """Also in what is folded away. The tables' own button would save texts that come alive as formulas; only our
    downloads, which mend them, are there.
    """
    page = lead(f"{PAGES[name].slug}?district=278&period=H1")
    for folded in page.locator("[data-testid=stExpander] details:not([open]) > summary").all()[::-1]:
        folded.click()
    settle(page)
    for table in page.locator("[data-testid=stDataFrame]:visible").all():
        table.scroll_into_view_if_needed()
        table.hover()
        page.wait_for_timeout(200)
        buttons = page.locator("[data-testid=stElementToolbarButton] button").all()
        said = [button.get_attribute("aria-label") or button.inner_text() for button in buttons]
        assert not [text for text in said if "ownload" in text or "CSV" in text], said
    page.wait_for_timeout(1500)  # for whatever would come alive by itself
    assert (page.evaluate(ALIVE), page.outside) == ([None, False, 0], [])


def test_in_the_inputs(nasty_site, visit):
    page = visit(f"{nasty_site}/tra-cuu?period=H1&district=278")
    box = page.get_by_label("Tìm trong bảng")
    for text in TEXTS[::25]:
        box.fill(text)
        box.press("Enter")
        settle(page)
    assert (page.evaluate(ALIVE), page.outside) == ([None, False, 0], [])
    assert page.locator("[data-testid=stException]").count() == 0


def test_in_the_address(nasty_site):
    tab = Tab(nasty_site)
    for number, text in enumerate(PAYLOADS):
        value = urllib.parse.quote(text.encode("utf-8", "replace"))
        keys = KEYS if number % 2 else KEYS[number % 6 :][:1]  # all at once, or one alone
        said = tab.run(page="bieu-mau", query="&".join(f"{key}={value}" for key in keys))
        assert "exception" not in elements(said)
        assert "ngoài dự kiến" not in words(said)
