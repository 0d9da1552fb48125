"""Every page as a picture: three stores, three widths, two languages; what to look at after a page was touched.

They go into build/pictures/<store>/<width>-<language>/<page>.png. Figures are invented.
"""

import os
from collections.abc import Iterator, Sequence

from playwright.sync_api import Browser, Page

from etl.__main__ import main as command
from etl.sample import seasons
from pages.parts.navigation import PAGES
from tests.browser.conftest import PHONE, settle
from tests.reports import THANH_OAI, workbook
from tests.server import running

SIZES = {390: 844, 1366: 768, 1920: 1080}
FILTERS = {"sample": "&period=FY&district=271", "one": f"&district={THANH_OAI}", "empty": ""}  # of a store's pages
_LONGEST = 4_000  # px


def stores(folder: str) -> Iterator[tuple[str, str]]:
    """Name and place of each store: the sample, one with a single district, one without a report."""
    for name in FILTERS:
        home = os.path.join(folder, name)
        if name == "sample":
            seasons.fill(home, "mau", "cli")
        elif name == "one":
            path = os.path.join(folder, "ThanhOai.xlsx")
            with open(path, "wb") as file:
                file.write(workbook())
            os.environ["MONITOR_HOME"] = home
            command(["load", path, "--received-on", "2024-06-10", "--confirm-warnings"])
        yield name, home


def pictures(
    browser: Browser,
    folder: str,
    target: str,
    names: Sequence[str] = tuple(PAGES),
    sizes: Sequence[int] = tuple(SIZES),
) -> None:
    """The pages whole, from their top to their end."""
    for store, home in stores(folder):
        with running(home) as site:
            for width in sizes:
                for lang in ("vi", "en"):
                    shelf = os.path.join(target, store, f"{width}-{lang}")
                    os.makedirs(shelf, exist_ok=True)
                    size = {"viewport": {"width": width, "height": SIZES[width]}, "device_scale_factor": 1}
                    page = browser.new_context(**((PHONE if width < 600 else {}) | size)).new_page()
                    for name in names:
                        page.goto(f"{site}/{PAGES[name].slug}?lang={lang}{FILTERS[store]}")
                        whole(page, width, os.path.join(shelf, f"{name}.png"))
                    page.context.close()


def whole(page: Page, width: int, path: str) -> None:
    """The page from its top to its end; the window grows, as pages scroll in themselves."""
    page.wait_for_selector("h1")
    settle(page)
    page.wait_for_timeout(700)
    height = page.locator("[data-testid=stMain]").evaluate("part => part.scrollHeight")
    page.set_viewport_size({"width": width, "height": min(max(height, SIZES[width]), _LONGEST)})
    page.wait_for_timeout(900)
    page.screenshot(path=path)
    page.set_viewport_size({"width": width, "height": SIZES[width]})
