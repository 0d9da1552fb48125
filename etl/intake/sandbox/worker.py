"""The child process in which untrusted bytes are opened, under limits, one request after another.

Its job is a function of ours, named “module:function”, from bytes and arguments to bytes.
"""

import json
import os
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any, BinaryIO

from etl.intake.safety.limits import MAX_TEXT, Refused

try:
    import resource
except ImportError:  # Windows has no such limits: the parent watches
    resource = None  # type: ignore[assignment]

MEMORY = 896 << 20  # with its parent it stays within 1 GiB
SECONDS = 15  # with the start of both a verdict is out within 20; three million cells take 6
SWOLLEN = 300 << 20
RESULT, REFUSAL, UNFORESEEN = b"+", b"-", b"!"
MORE, LAST = b" ", b"."
Job = Callable[..., bytes]


def main(job: str) -> None:
    """Serve requests from standard input until it ends, or until this process has met what it was not made for."""
    source, answers = sys.stdin.buffer, _answers()
    module, name = job.split(":")
    function: Job = getattr(import_module(module), name)  # before the limits, under which nothing compiled can be kept
    _limit()
    while head := source.read(8):
        if len(head) < 8:
            return
        size, length = int.from_bytes(head[:4], "big"), int.from_bytes(head[4:], "big")
        request = json.loads(source.read(size))
        data = source.read(length)
        if len(data) < length:
            return
        _limit_cpu()
        status, payload = _served(function, data, request)
        is_last = status == UNFORESEEN or _is_swollen()
        answers.write(status + (LAST if is_last else MORE) + len(payload).to_bytes(8, "big") + payload)
        answers.flush()
        if is_last:
            return


def _answers() -> BinaryIO:
    """The pipe to the parent, out of the reach of whatever prints."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _served(function: Job, data: bytes, arguments: dict[str, Any]) -> tuple[bytes, bytes]:
    """The result, or why not. Every exception ends here: a panic of the reader is none of Exception."""
    try:
        result = function(data, **arguments)
        if len(result) > 2 * MAX_TEXT:
            raise Refused("too_much_text")
        return RESULT, result
    except Refused as refused:
        return REFUSAL, json.dumps(refused.refusal).encode()
    except (KeyboardInterrupt, SystemExit):
        raise
    except MemoryError:
        return UNFORESEEN, json.dumps(["too_much_memory", {"limit": MEMORY >> 20}]).encode()
    except BaseException as error:
        reason = "has_password" if "assword" in str(error) else "not_readable"
        return REFUSAL if isinstance(error, Exception) else UNFORESEEN, json.dumps([reason, {}]).encode()


def _is_swollen() -> bool:
    """Whether a file has left so much memory in use that the next might be wronged.

    The peak that getrusage tells is of no use here: it begins with that of the parent.
    """
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") > SWOLLEN
    except (OSError, ValueError):
        return False  # a system that does not tell


def _limit() -> None:
    """Memory, no files, no core."""
    if resource is None:
        return
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0)):
        hard = resource.getrlimit(what)[1]
        limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(what, (limit, limit))
        except (ValueError, OSError):
            pass  # a system that knows the limit and does not keep it


def _limit_cpu() -> None:
    """SECONDS of processor time from now on."""
    if resource is None:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + SECONDS + 1, hard))
