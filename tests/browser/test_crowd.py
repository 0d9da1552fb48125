"""Five people accept at once beside twenty viewers who click on: none lost, none doubled, no error shown, each seen at
the next click.
"""

import asyncio
import threading

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from etl.store import state, verification
from etl.store.files import ledger
from tests.browser.conftest import upload
from tests.reports import workbook

VIEWERS = 20
UNITS = {"271": "Ba Vì", "277": "Chương Mỹ", "273": "Đan Phượng", "017": "Đông Anh", "018": "Gia Lâm"}


async def click(socket):
    """One rerun of the overview: the texts it shows, and whether anything went wrong."""
    message = BackMsg()
    message.rerun_script.query_string = "period=H1"
    await socket.send(message.SerializeToString())
    texts, wrong = [], []
    while True:
        answer = ForwardMsg()
        answer.ParseFromString(await socket.recv())
        kind = answer.WhichOneof("type")
        if kind == "delta" and answer.delta.WhichOneof("type") == "new_element":
            element = answer.delta.new_element
            texts.append(element.heading.body)
            wrong += [element.alert.body] if element.alert.format == element.alert.ERROR else []
            wrong += [element.exception.message] if element.exception.message else []
        if kind == "script_finished":
            return "\n".join(texts), wrong


async def watch(site, stop, faults, last):
    """Viewers who click until told to stop, and once more."""

    async def one():
        address = site.replace("http", "ws") + "/_stcore/stream"
        async with websockets.connect(address, subprotocols=["streamlit"], max_size=None) as socket:
            while not stop.is_set():
                faults.extend((await click(socket))[1])
                await asyncio.sleep(0.3)
            text, wrong = await click(socket)
            faults.extend(wrong)
            last.append(text)

    await asyncio.gather(*(one() for _ in range(VIEWERS)))


def test_five_accept_at_once_beside_twenty_viewers(work_site, work_home, visit):
    pages = []
    for code, name in UNITS.items():
        page = visit(f"{work_site}/nop", beside=True)
        upload(page, (f"{code}.xlsx", workbook(name, code)))
        page.get_by_role("button", name="Tiếp nhận", exact=True).wait_for()
        pages.append(page)
    stop, faults, last = threading.Event(), [], []
    viewers = threading.Thread(target=lambda: asyncio.run(watch(work_site, stop, faults, last)))
    viewers.start()
    for page in pages:
        page.get_by_role("button", name="Tiếp nhận", exact=True).click(no_wait_after=True)
    for page in pages:
        page.get_by_text("Đã tiếp nhận: bản").first.wait_for()
        assert page.locator("[data-testid=stException], [data-testid=stAlertContentError]").count() == 0
    stop.set()
    viewers.join()
    assert faults == []
    assert len(last) == VIEWERS
    assert all("5/18 đã báo cáo" in text for text in last)
    versions = state.replay(ledger.read(work_home)).versions
    assert sorted(versions) == [1, 2, 3, 4, 5]
    assert {version.unit_code for version in versions.values()} == set(UNITS)
    assert verification.verify(work_home) == []
