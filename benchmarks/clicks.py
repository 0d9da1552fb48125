"""What a reader waits for in the browser: a change of filter until the new answer stands, a change of page until its
picture does; beside an app whose pages are empty.
"""

import os
import statistics
import tempfile

from playwright.sync_api import Browser, Page, sync_playwright

from etl.sample import seasons
from tests.browser.conftest import settle
from tests.paths import ROOT
from tests.server import FLAGS, browser_path, running

TIMES, FILTER, PAGE = 15, 150, 400  # clicks; milliseconds: aims of the medians
EMPTY = """
import streamlit as st
def one():
    st.title(st.segmented_control("x", ["6 tháng", "Năm"], default="Năm"), anchor=False)
def two():
    st.title("two", anchor=False)
st.navigation([st.Page(one, title="Tổng quan"), st.Page(two, title="Chỉ tiêu")], position="top").run()
"""
CLICK = """async ([kind, label, wanted]) => {
    const found = [...document.querySelectorAll(kind)].find(e => e.innerText.trim().endsWith(label));
    const before = document.querySelector('h1').innerText, start = performance.now();
    const stands = () => wanted ? document.querySelector(wanted) : document.querySelector('h1')?.innerText !== before;
    found.click();
    while (!stands() && performance.now() - start < 10000) await new Promise(done => requestAnimationFrame(done));
    return performance.now() - start;
}"""


def clicks(page: Page, kind: str, pairs: list[tuple[str, str]]) -> float:
    """Median milliseconds of clicks that take turns. pairs: label and what has to stand then, "" for the answer."""
    taken = []
    for number in range(TIMES * 2):
        label, wanted = pairs[number % 2]
        taken.append(page.evaluate(CLICK, [kind, label, wanted]))
        settle(page)
    return statistics.median(taken[2:])  # the first of each finds nothing kept


def measured(browser: Browser, address: str, first: str, second: str) -> tuple[float, float]:
    """Median of a change of filter and of a change of page."""
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.goto(address)
    page.wait_for_selector("h1")
    settle(page)
    of_filter = clicks(
        page, "[data-testid=stButtonGroup] label, [data-testid=stButtonGroup] button", [("6 tháng", ""), ("Năm", "")]
    )
    of_page = clicks(page, "[data-testid=stTopNavLink]", [("Chỉ tiêu", second), ("Tổng quan", first)])
    page.close()
    return of_filter, of_page


def main() -> None:
    """Measure on this machine."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        home, script = os.path.join(folder, "store"), os.path.join(folder, "empty.py")
        seasons.fill(home, "t", "bench")
        with open(script, "w", encoding="utf-8") as file:
            file.write(EMPTY)
        browser = playwright.chromium.launch(executable_path=browser_path(), args=FLAGS)
        with running(home, cwd=ROOT) as address:
            ours = measured(
                browser, f"{address}/?period=FY", ".st-key-ban-do .main-svg", ".st-key-bang-nhiet .main-svg"
            )
        with running(home, script=script, cwd=folder) as address:
            empty = measured(browser, address, "", "")
        browser.close()
    print(f"change of filter: {ours[0]:.0f} ms (aim {FILTER}), of an empty page {empty[0]:.0f} ms")
    print(f"change of page: {ours[1]:.0f} ms (aim {PAGE}), of an empty page {empty[1]:.0f} ms")


if __name__ == "__main__":
    main()
