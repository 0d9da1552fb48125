"""Starts child processes in which untrusted bytes are opened; one may be started ahead, while its parent still wakes up."""

import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
_WORKER = os.path.join(ROOT, "etl", "intake", "worker.py")
_ready: list["subprocess.Popen[bytes]"] = []


def spawn() -> "subprocess.Popen[bytes]":
    """A child that waits for requests: the one started ahead, or a new one."""
    try:
        return _ready.pop()
    except IndexError:
        pass  # none, or another thread took it
    paths = [ROOT, *(path for path in sys.path if path.endswith("-packages"))]
    command = [sys.executable, "-I", "-S", _WORKER, *paths]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def start_ahead(count: int) -> None:
    """Have so many children ready. They end by themselves when this process does."""
    _ready.extend([spawn() for _ in range(count)])
