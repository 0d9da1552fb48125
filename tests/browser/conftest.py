"""One browser and two servers for all journeys: of the sample store, and of one for real work that is emptied."""

import os
import re
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.server import FLAGS, browser_path, running
from tests.stores import sample_store

SCREEN = {"width": 1366, "height": 768}
PHONE = {  # as a telephone presents itself
    "user_agent": "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0"
    " Mobile Safari/537.36",
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory):
    home = str(tmp_path_factory.mktemp("sample") / "store")
    sample_store(home)
    return home


@pytest.fixture(scope="session")
def sample_site(sample_home):
    with running(sample_home) as address:
        yield address


@pytest.fixture(scope="session")
def work_server(tmp_path_factory):
    """Home and address of the server for real work."""
    home = str(tmp_path_factory.mktemp("work") / "store")
    with running(home) as address:
        yield home, address


@pytest.fixture
def work_home(work_server, tmp_path):
    """An empty place, the store of work_site: what a test before left goes away at one stroke."""
    home, _ = work_server
    if os.path.exists(home):
        os.rename(home, tmp_path / "before")
    return home


@pytest.fixture
def work_site(work_server, work_home):
    return work_server[1]


def new_window(chromium):
    """Of another person's browser, that has never been anywhere."""
    window = chromium.new_context(viewport=SCREEN, accept_downloads=True, locale="vi-VN", reduced_motion="reduce")
    window.set_default_timeout(60_000)
    return window


def new_tab(window):
    """`outside` of it: what was fetched from elsewhere than its `site`, and what dialogs said."""
    tab = window.new_page()
    tab.site, tab.outside = "", []
    tab.on("request", lambda request: _note(request.url, tab))
    tab.on("dialog", lambda dialog: (tab.outside.append(dialog.message), dialog.dismiss()))
    return tab


def _note(url, tab):
    if not url.startswith((tab.site, "data:", "blob:")):
        tab.outside.append(url)


@pytest.fixture(scope="session")
def tab(chromium):
    """The one tab that nearly all tests look into: in a new browser Streamlit's own script needs five seconds of a
    processor, in another tab or on another address of this one two, and one where the tab is led there.
    """
    window = new_window(chromium)
    yield new_tab(window)
    window.close()


@pytest.fixture
def visit(tab, chromium):
    """Opens an address, in the one tab. beside: in another one of the same browser; elsewhere: in another browser."""
    opened = []

    def open_page(address, beside=False, elsewhere=False):
        page = tab
        if elsewhere:
            opened.append(new_window(chromium))
            page = new_tab(opened[-1])
        elif beside:
            opened.append(new_tab(tab.context))
            page = opened[-1]
        _go(page, address)
        return page

    yield open_page
    for one in opened:
        one.close()
    _leave(tab)


def _go(page, address):
    """Load an address; what its page fetches is noted from its first moment on, not what the page before still asks."""
    page.goto(address, wait_until="commit")
    page.site, page.outside = re.match("[a-z]+://[^/]+", address)[0], []
    page.wait_for_selector("h1")
    settle(page)


def _leave(tab):
    """Nothing of a test is left in the tab but the page, whose script the next page uses again."""
    if tab.site and tab.url.startswith(tab.site):
        tab.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    tab.context.clear_cookies()
    tab.set_viewport_size(SCREEN)


@contextmanager
def led(tab, site):
    """The tab led from page to page of a site, as its readers are: the frame stays, the address changes.

    A function from an address, and the width of the window, to the page.
    """

    def lead(address, width=SCREEN["width"]):
        if not tab.url.startswith(site):
            _go(tab, f"{site}/quan-tri?period=H1")
        tab.mouse.move(0, 0)  # where the last click was, something else may stand now
        tab.set_viewport_size({"width": width, "height": SCREEN["height"]})
        before = tab.locator("h1").inner_text()
        script = "to => { history.pushState({}, '', to); dispatchEvent(new PopStateEvent('popstate')); }"
        tab.evaluate(script, f"{site}/{address}")
        expect(tab.locator("h1")).not_to_have_text(before, timeout=60_000)  # no two pages have the same answer
        drawn(tab)
        assert tab.outside == []
        return tab

    yield lead
    _leave(tab)


IDLE = "[data-testid=stApp][data-test-connection-state=CONNECTED][data-test-script-state=notRunning]"


def settle(page):
    """Wait until nothing runs any more, as the frame itself tells it."""
    for _ in range(2):  # what has just been clicked or drawn may start another run
        page.wait_for_timeout(300)
        page.wait_for_selector(IDLE)  # no function: the page's policy lets no text become code


MOVING = """() => ({
    fading: document.getAnimations().filter(
        each => each.playState === 'running' && each.effect.getComputedTiming().iterations !== Infinity).length,
    boxes: [...document.querySelectorAll('[data-testid=stMainBlockContainer], .main-svg, [data-testid=stDataFrame]')]
        .map(part => part.getBoundingClientRect()).map(box => [box.x, box.y, box.width, box.height].map(Math.round)),
})"""


def drawn(page):
    """Wait until every picture stands, and nothing grows or fades any more."""
    settle(page)
    for picture in page.locator("[data-testid=stPlotlyChart]").all():
        picture.locator(".main-svg").first.wait_for(state="attached")
    still(page)


def still(page):
    """Wait until no part of the page moves or fades."""
    before, now = None, page.evaluate(MOVING)
    while now != before or now["fading"]:
        page.wait_for_timeout(150)
        before, now = now, page.evaluate(MOVING)


def open_menu(page):
    """The staff's pages stand in a menu of the line on top."""
    page.locator("[data-testid=stTopNav], header").get_by_text("Nghiệp vụ").first.click()
    page.get_by_role("menuitem").first.wait_for()


def open_filters(page):
    """Year, day, district, language and account stand behind one button."""
    page.get_by_role("button", name=re.compile(r"\d{4} · (đến|to)")).click()
    page.locator("[data-testid=stPopoverBody]").first.wait_for()


def upload(page, *files):
    """Drop files on the page."""
    page.locator("input[type=file]").set_input_files(
        [{"name": name, "mimeType": "application/octet-stream", "buffer": data} for name, data in files]
    )
    settle(page)
