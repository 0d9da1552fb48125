"""One browser and two stores for all journeys: the sample store, and one for real work."""

import re

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.server import FLAGS, browser_path, running
from tests.stores import sample_store

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


@pytest.fixture
def work_home(tmp_path):
    return str(tmp_path / "store")


@pytest.fixture
def work_site(work_home):
    with running(work_home) as address:
        yield address


@pytest.fixture
def visit(chromium):
    """Opens an address in a fresh browser; anything fetched from elsewhere or a script error fails the test."""
    contexts = []

    def opened(address, width=1366, height=768):
        context = chromium.new_context(
            viewport={"width": width, "height": height}, accept_downloads=True, locale="vi-VN"
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        outside = []
        page.on(
            "request",
            lambda request: (
                outside.append(request.url)
                if not request.url.startswith(
                    (address.split("/", 3)[0] + "//" + address.split("/", 3)[2], "data:", "blob:")
                )
                else None
            ),
        )
        page.outside = outside
        page.goto(address)
        page.wait_for_selector("h1")
        settle(page)
        return page

    yield opened
    for context in contexts:
        context.close()


IDLE = "[data-testid=stApp][data-test-connection-state=CONNECTED][data-test-script-state=notRunning]"


def settle(page):
    """Wait until nothing runs any more, as the frame itself tells it."""
    for _ in range(2):  # what has just been clicked or drawn may start another run
        page.wait_for_timeout(300)
        page.wait_for_selector(IDLE)  # no function: the page's policy lets no text become code


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
