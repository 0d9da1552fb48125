"""Has untrusted bytes opened in a child process under limits: whatever is inside, there is a verdict and nothing else
happens.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

from etl.intake.safety.limits import MAX_BYTES, Refusal
from etl.intake.sandbox.worker import LAST, MEMORY, RESULT, SECONDS

_OUT_OF_TIME = -24  # SIGXCPU
_OUT_OF_MEMORY = (-6, -9)  # SIGABRT: an allocation failed beyond Python; SIGKILL, not from us: the system had none left
Request = tuple[bytes, dict[str, Any]]  # the file, arguments of the job
MANY = 12  # files from which a second child pays its own start
_POLL = 0.2  # seconds between looks at a child's memory, where the system sets no limit


_ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), *[os.pardir] * 3))
_START = "import sys; sys.path[:0] = sys.argv[2:]; from etl.intake.sandbox.worker import main; main(sys.argv[1])"


def spawn(job: str) -> subprocess.Popen[bytes]:
    """A child that waits for requests: neither Python’s environment nor the user’s packages reach it."""
    paths = [_ROOT, *(path for path in sys.path if path.endswith("-packages"))]
    command = [sys.executable, "-I", "-S", "-c", _START, job, *paths]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


class _Child:
    """One child process, serving a row of requests that a thread feeds to it."""

    def __init__(self, job: str, requests: list[Request]) -> None:
        self._process = spawn(job)
        self._is_late = False
        self.is_spent = False  # it has answered and takes no more files
        self._feeder = threading.Thread(target=self._feed, args=(requests,), daemon=True)
        self._feeder.start()
        if os.name == "nt":
            threading.Thread(target=self._watch, daemon=True).start()

    def answer(self) -> bytes | Refusal | None:
        """The next answer; None where the child died, whose last request it was."""
        timer = threading.Timer(SECONDS, self._kill_late)
        timer.start()
        try:
            stdout = self._process.stdout
            assert stdout is not None
            head = stdout.read(10)
            length = int.from_bytes(head[2:], "big") if len(head) == 10 else 0
            payload = stdout.read(length)
        finally:
            timer.cancel()
        if len(head) < 10 or len(payload) < length:
            return None
        self.is_spent = head[1:2] == LAST
        return payload if head[:1] == RESULT else Refusal(*json.loads(payload))

    def verdict(self) -> Refusal:
        """Why the child died."""
        self.end()
        status = self._process.returncode
        if self._is_late or status == _OUT_OF_TIME:
            return Refusal("too_slow", {"seconds": SECONDS})
        if status in _OUT_OF_MEMORY:
            return Refusal("too_much_memory", {"limit": MEMORY >> 20})
        return Refusal("not_readable", {})

    def end(self) -> None:
        """No process, no thread and no pipe is left."""
        self._process.kill()
        self._process.wait()
        self._feeder.join()
        for pipe in (self._process.stdin, self._process.stdout):
            try:
                if pipe is not None:
                    pipe.close()
            except OSError:
                pass  # what could not be written to a dead child

    def _feed(self, requests: list[Request]) -> None:
        stdin = self._process.stdin
        assert stdin is not None
        try:
            for data, arguments in requests:
                request = json.dumps(arguments).encode()
                stdin.write(len(request).to_bytes(4, "big") + len(data).to_bytes(4, "big") + request)
                stdin.write(data)
                stdin.flush()
            stdin.close()
        except (OSError, ValueError):
            pass  # the child died; its verdict is asked for where answers are read

    def _kill_late(self) -> None:
        self._is_late = True
        self._process.kill()

    def _watch(self) -> None:
        import psutil  # installed on Windows alone

        try:
            child = psutil.Process(self._process.pid)
            while self._process.poll() is None:
                if child.memory_info().rss > MEMORY:
                    self._process.kill()
                threading.Event().wait(_POLL)
        except psutil.Error:
            pass  # it has ended


def run_job(job: str, data: bytes, arguments: dict[str, Any]) -> bytes | Refusal:
    """The result of one job, “module:function”, on untrusted bytes, or why there is none."""
    return next(run_jobs(job, [(data, arguments)]))


def run_jobs(job: str, requests: list[Request]) -> Iterator[bytes | Refusal]:
    """Answers in order; a new child goes on where one died.

    The children are at work when this returns; many files are dealt out to two: reading is what a load waits for.
    """
    lines: list[_Line] = []
    try:
        count = 2 if len(requests) >= MANY else 1
        lines.extend(_Line(job, requests[first::count]) for first in range(count))
    except BaseException:
        _end(lines)
        raise
    return _in_turn(lines, len(requests))


def _in_turn(lines: list["_Line"], count: int) -> Iterator[bytes | Refusal]:
    try:
        for number in range(count):
            yield lines[number % len(lines)].answer()
    finally:
        _end(lines)


def _end(lines: list["_Line"]) -> None:
    for line in lines:
        line.end()


class _Line:
    """Requests that one child serves in order; where it dies, a new one goes on.

    Files over the size limit never reach a child.
    """

    def __init__(self, job: str, requests: list[Request]) -> None:
        self._job = job
        self._sizes = [len(data) for data, _ in requests]
        self._small = [(data if len(data) <= MAX_BYTES else b"", arguments) for data, arguments in requests]
        self._at = 0
        self._child: _Child | None = _Child(job, self._small) if requests else None

    def answer(self) -> bytes | Refusal:
        """The next request's answer."""
        self._child = self._child or _Child(self._job, self._small[self._at :])
        answer = self._child.answer()
        if answer is None:
            answer, self._child = self._child.verdict(), None
        elif self._child.is_spent:
            self.end()
            self._child = None
        size = self._sizes[self._at]
        self._at += 1
        if size > MAX_BYTES:
            return Refusal("too_large", {"size": round(size / 2**20, 1), "limit": MAX_BYTES // 2**20})
        return answer

    def end(self) -> None:
        """No child is left."""
        if self._child is not None:
            self._child.end()
