"""What a page costs against an empty page served with the same settings: processor a rerun, fifty viewers, memory,
start.
"""

import asyncio
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from etl.sample import seasons
from tests.paths import ROOT
from tests.server import free_port

PAGES = {
    "overview": "",
    "targets": "chi-tieu",
    "models": "mo-hinh",
    "activities": "hoat-dong",
    "reporting": "tinh-hinh",
    "district": "ho-so",
    "tables": "tra-cuu",
}
QUERY = "period=FY&district=271"


class Server:
    """A Streamlit server in a process of its own, and what it uses."""

    def __init__(self, script: str, cwd: str, home: str) -> None:
        self.port = free_port()
        command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(self.port)]
        self.began = time.perf_counter()
        self.process = subprocess.Popen(
            command,
            cwd=cwd,
            env=os.environ | {"MONITOR_HOME": home},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.address = f"ws://localhost:{self.port}/_stcore/stream"

    def cpu(self) -> float:
        """Seconds of processor time so far."""
        with open(f"/proc/{self.process.pid}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """Resident MiB."""
        with open(f"/proc/{self.process.pid}/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(10)


class Viewer:
    """One browser tab, as far as the server can tell."""

    def __init__(self, server: Server, page: str) -> None:
        self.server, self.page = server, page
        self.hash = ""

    async def open(self) -> None:
        """Connect, also to a server that is still waking up."""
        for _ in range(600):
            try:
                self.socket = await websockets.connect(
                    self.server.address, subprotocols=["streamlit"], max_size=None, open_timeout=5
                )  # type: ignore[list-item]
                return
            except (OSError, websockets.WebSocketException):
                await asyncio.sleep(0.02)

    async def rerun(self) -> float:
        """Seconds of one rerun."""
        message = BackMsg()
        message.rerun_script.query_string = QUERY
        message.rerun_script.page_name = self.page
        message.rerun_script.page_script_hash = self.hash
        began = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        while True:
            answer = ForwardMsg()
            answer.ParseFromString(await self.socket.recv())  # type: ignore[arg-type]
            kind = answer.WhichOneof("type")
            if kind == "navigation":  # new_session names the frame only, which would be the first page again
                self.hash = answer.navigation.page_script_hash
            if kind == "script_finished":
                return time.perf_counter() - began


async def per_rerun(server: Server, page: str, count: int = 30) -> float:
    """Milliseconds of processor a rerun, warm."""
    viewer = Viewer(server, page)
    await viewer.open()
    for _ in range(4):
        await viewer.rerun()
    began = server.cpu()
    for _ in range(count):
        await viewer.rerun()
    used = (server.cpu() - began) / count * 1000
    await viewer.socket.close()
    return used


async def crowd(
    server: Server, page: str, viewers: int, clicks: int = 5, think: float = 5.0
) -> tuple[list[float], float]:
    """Seconds of every rerun of so many viewers who think between clicks, and MiB a viewer."""
    before = server.memory()

    async def one(number: int) -> list[float]:
        viewer = Viewer(server, page)
        await viewer.open()
        await asyncio.sleep(number * think / viewers)
        times = []
        for _ in range(clicks):
            times.append(await viewer.rerun())
            await asyncio.sleep(think)
        people.append(viewer)
        return times

    people: list[Viewer] = []
    found = await asyncio.gather(*(one(number) for number in range(viewers)))
    memory = (server.memory() - before) / viewers
    for viewer in people:
        await viewer.socket.close()
    return [value for times in found for value in times[1:]], memory


async def first_page(script: str, cwd: str, home: str) -> float:
    """Seconds from the start of a server to its first page."""
    server = Server(script, cwd, home)
    viewer = Viewer(server, "")
    await viewer.open()
    await viewer.rerun()
    took = time.perf_counter() - server.began
    await viewer.socket.close()
    server.end()
    return took


async def measure(folder: str) -> None:
    """Print the ratios."""
    home = os.path.join(folder, "store")
    seasons.fill(home, "t", "bench")
    with open(os.path.join(folder, "empty.py"), "w") as file:
        file.write("import streamlit as st\nst.title('x')\n")
    os.symlink(os.path.join(ROOT, ".streamlit"), os.path.join(folder, ".streamlit"))
    mine, empty = Server("app.py", ROOT, home), Server("empty.py", folder, home)
    try:
        floor = await per_rerun(empty, "")
        costs = {name: await per_rerun(mine, slug) for name, slug in PAGES.items()}
        heaviest = max(costs, key=lambda name: costs[name])
        print(
            f"empty page {floor:.1f} ms of processor a rerun; "
            + ", ".join(f"{name} {cost:.1f}" for name, cost in costs.items())
        )
        print(f"heaviest page {heaviest}: {costs[heaviest] / floor:.1f} times the empty page's (aim 2.5)")
        alone, _ = await crowd(mine, PAGES[heaviest], 1, clicks=12, think=0.2)
        many, memory = await crowd(mine, PAGES[heaviest], 50)
        p95 = sorted(many)[int(len(many) * 0.95)]
        print(
            f"one viewer's median {statistics.median(alone) * 1000:.0f} ms; 50 viewers: p95 {p95 * 1000:.0f} ms,"
            f" {p95 / statistics.median(alone):.1f} times (aim 3)"
        )
        print(f"memory {memory:.2f} MiB a viewer (aim 0.2)")
    finally:
        mine.end()
        empty.end()
    ratios = []
    for _ in range(4):
        mine_took, empty_took = await first_page("app.py", ROOT, home), await first_page("empty.py", folder, home)
        ratios.append(mine_took / empty_took)
    print(f"start to first page: {statistics.median(ratios[1:]):.2f} times an empty app's (aim 2.5)")


def main() -> None:
    """Measure on this machine."""
    print(f"{platform.platform()}, {os.cpu_count()} processors, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(folder))


if __name__ == "__main__":
    main()
