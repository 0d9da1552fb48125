"""Starts child processes in which untrusted bytes are opened; one may be started ahead, while its parent still wakes
up.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # not from typing, which takes 5 ms: until this is imported no child can be started
if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from typing import IO

_HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(_HERE)))
_WORKER = os.path.join(_HERE, "worker.py")


class Spawned:
    """A child of a POSIX system, with as much of subprocess.Popen's interface as is used.

    Importing subprocess takes 15 ms, before which no child can be started: a tenth of what reading a season takes.
    """

    def __init__(self, start: Callable[[int, int], int]) -> None:
        """start: (descriptor to read from, descriptor to answer to) → process number."""
        given, answered = os.pipe(), os.pipe()  # none is inherited but as the child's 0 and 1
        try:
            self.pid = start(given[0], answered[1])
        finally:
            os.close(given[0])
            os.close(answered[1])
        self.stdin: IO[bytes] = open(given[1], "wb")  # noqa: SIM115  closed by whoever ends the child
        self.stdout: IO[bytes] = open(answered[0], "rb")  # noqa: SIM115
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """The status, or None while it runs: negative is the signal that ended it."""
        return self._waited(os.WNOHANG)

    def wait(self) -> int | None:
        """The status, once it has ended."""
        return self._waited(0)

    def kill(self) -> None:
        """End it now; nothing where it has ended and was waited for."""
        if self.returncode is None:
            os.kill(self.pid, 9)

    def _waited(self, options: int) -> int | None:
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, options)
            self.returncode = os.waitstatus_to_exitcode(status) if pid else None
        return self.returncode


_ready: list[Spawned | subprocess.Popen[bytes]] = []


def spawn() -> Spawned | subprocess.Popen[bytes]:
    """A child that waits for requests: the one started ahead, or a new one."""
    try:
        return _ready.pop()
    except IndexError:
        pass  # none, or another thread took it
    paths = [ROOT, *(path for path in sys.path if path.endswith("-packages"))]
    command = [sys.executable, "-I", "-S", _WORKER, *paths]
    if os.name == "posix":
        return Spawned(lambda given, answered: _spawned(command, given, answered))
    import subprocess

    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def start_ahead() -> None:
    """Have a child ready, while a command still wakes up. It ends by itself when this process does."""
    _ready.append(spawn())


def _spawned(command: list[str], given: int, answered: int) -> int:
    actions = [
        (os.POSIX_SPAWN_DUP2, given, 0),
        (os.POSIX_SPAWN_DUP2, answered, 1),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
    ]
    return os.posix_spawn(command[0], command, os.environ, file_actions=actions)
