"""Makes docs/pictures from the real pages on the sample reports, then every page on every store: `make pictures`."""

import os
import tempfile

from playwright.sync_api import sync_playwright

from etl.sample import seasons
from tests.browser.conftest import settle
from tests.browser.pictures import asking, every_page, first_day
from tests.paths import ROOT
from tests.server import FLAGS, browser_path, running

SHOTS = {
    "overview": ("/?period=FY", 1366, 768),
    "overview-en": ("/?period=FY&lang=en", 1366, 768),
    "overview-phone": ("/?period=FY", 390, 844),
    "targets": ("/chi-tieu?period=FY&target=CT2", 1366, 768),
    "models": ("/mo-hinh?period=FY", 1366, 768),
    "activities": ("/hoat-dong?period=FY", 1366, 768),
    "reporting": ("/tinh-hinh", 1366, 768),
    "district": ("/ho-so?district=271&period=FY", 1366, 768),
    "tables": ("/tra-cuu?period=FY", 1366, 768),
    "compare": ("/so-sanh?target=CT2", 1366, 768),
    "compare-years": ("/so-sanh?view=years", 1366, 768),
    "compare-en": ("/so-sanh?target=CT2&lang=en", 1366, 768),
    "plan-en": ("/ke-hoach?period=FY&lang=en", 1366, 768),
    "synthesis-en": ("/bao-cao?period=FY&lang=en", 1366, 768),
    "plan": ("/ke-hoach?period=FY", 1366, 768),
    "leads": ("/chu-tri?period=FY", 1366, 768),
    "synthesis": ("/bao-cao?period=FY", 1366, 768),
    "present": ("/trinh-chieu?period=FY&screen=CT1", 1366, 768),
    "targets-en": ("/chi-tieu?period=FY&lang=en", 1366, 768),
    "models-en": ("/mo-hinh?period=FY&lang=en", 1366, 768),
    "activities-en": ("/hoat-dong?period=FY&lang=en", 1366, 768),
    "reporting-en": ("/tinh-hinh?lang=en", 1366, 768),
    "district-en": ("/ho-so?district=271&period=FY&lang=en", 1366, 768),
}


def main() -> None:
    """The documents' pictures: one a page. Then all that there is to look at, into build/pictures."""
    target = os.path.join(ROOT, "docs", "pictures")
    os.makedirs(target, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = os.path.join(folder, "store")
        seasons.fill(home, "mau", "cli")
        with running(home) as site:
            browser = playwright.chromium.launch(executable_path=browser_path(), args=FLAGS)
            for name, (address, width, height) in SHOTS.items():
                page = browser.new_page(viewport={"width": width, "height": height})
                page.goto(site + address)
                page.wait_for_selector("h1")
                settle(page)
                page.wait_for_selector("[data-testid=stSkeleton]", state="hidden")
                page.wait_for_timeout(2500)
                page.screenshot(path=os.path.join(target, f"{name}.png"))
                page.close()
            first_day.pictures(browser, folder, target)
            asking.pictures(browser, folder, target)
            every_page.pictures(browser, folder, os.path.join(ROOT, "build", "pictures"))
            browser.close()


if __name__ == "__main__":
    main()
