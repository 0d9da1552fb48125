"""What a browser that comes for the first time moves: bytes on the wire and requests of the first page, with the sample
reports.
"""

import os
import tempfile
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from etl.sample import seasons
from tests.browser.conftest import IDLE
from tests.server import FLAGS, browser_path, running

AIM = 2.9  # MB (10⁶ bytes)


def first_visit(browser: Browser, address: str) -> tuple[int, int]:
    """Bytes and requests of a browser with nothing kept, until the page rests; messages of the socket count."""
    context = browser.new_context(ignore_https_errors=True, locale="vi-VN")
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    moved: list[int] = []
    asked: list[str] = []

    def answered(event: dict[str, Any]) -> None:
        moved.append(int(event["encodedDataLength"]))

    def told(event: dict[str, Any]) -> None:
        moved.append(len(event["response"]["payloadData"]) * 3 // 4)  # binary, told in base64

    network.on("Network.requestWillBeSent", lambda event: asked.append(event["request"]["url"]))
    network.on("Network.loadingFinished", answered)
    network.on("Network.webSocketFrameReceived", told)
    page.goto(address)
    page.wait_for_selector("h1")
    page.wait_for_selector(IDLE)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(3000)  # what the page fetches once it rests
    context.close()
    return sum(moved), len([url for url in asked if url.startswith("http")])


def main() -> None:
    """Measure on this machine."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = os.path.join(folder, "store")
        seasons.fill(home, "t", "bench")
        browser = playwright.chromium.launch(executable_path=browser_path(), args=FLAGS)
        with running(home) as address:
            size, requests = first_visit(browser, address)
        browser.close()
    print(f"first visit: {size / 1e6:.2f} MB in {requests} requests (aim {AIM} MB)")


if __name__ == "__main__":
    main()
