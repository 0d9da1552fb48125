"""Eighteen workbooks dropped on the page, from the drop to their verdicts on the screen, against what `load` needs for
them.
"""

import os
import platform
import statistics
import sys
import tempfile
import time

from playwright.sync_api import Browser, sync_playwright

from benchmarks.load import season, timed
from tests.browser.conftest import settle
from tests.server import FLAGS, browser_path, running

RUNS = 8


def dropped(browser: Browser, site: str, names: list[str]) -> float:
    """Seconds until a fresh page has checked the files and shows what became of them."""
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.goto(f"{site}/nop")
    page.wait_for_selector("[data-testid=stFileUploader]")
    settle(page)
    began = time.perf_counter()
    page.locator("input[type=file]").set_input_files(names)
    page.get_by_text(f"{len(names)} tệp: ").wait_for()
    page.locator("[data-testid=stExpander]").nth(len(names) - 1).wait_for()
    took = time.perf_counter() - began
    page.close()
    return took


def main() -> None:
    """Print the ratio, and what the machine was."""
    print(f"{platform.platform()}, {os.cpu_count()} processors, Python {platform.python_version()}")
    load = [sys.executable, "-m", "etl", "load", "--confirm-warnings"]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        names = season(folder, 18)
        browser = playwright.chromium.launch(executable_path=browser_path(), args=FLAGS)
        with running(os.path.join(folder, "store")) as site:
            pairs = [
                (dropped(browser, site, names), timed([*load, *names], os.path.join(folder, f"s{run}")))
                for run in range(RUNS)
            ][1:]
        browser.close()
    ratios = sorted(mine / base for mine, base in pairs)
    mine, base = (statistics.median(part) * 1000 for part in zip(*pairs, strict=True))
    print(
        f"18 workbooks dropped, checked and shown in {mine:.0f} ms, loaded in {base:.0f} ms: ratio"
        f" {statistics.median(ratios):.1f} (min {ratios[0]:.1f}, max {ratios[-1]:.1f}; aim 3)"
    )


if __name__ == "__main__":
    main()
