"""By which names the server is asked.

A page elsewhere could point its own name at this computer (DNS rebinding): it is refused.
"""

import re
import socket
from ipaddress import ip_address
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from pages.parts.i18n import LANGUAGES, _, in_language
from pages.parts.server import identity
from pages.parts.server.streamlit_internals import ask_for_every_host

CONFIGURED = tuple(str(name) for name in st.get_option("server.allowedHosts"))
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:[0-9]{1,5})?", re.IGNORECASE)


def names() -> set[str]:
    """What the server goes by: this computer's name, the sign-in's way back, and server.allowedHosts (“*.” before what
    may vary).
    """
    computer = socket.gethostname().lower()
    back = urlsplit(identity.redirect_uri()).hostname or ""
    configured = {name.strip().lower().rstrip(".") for name in CONFIGURED}
    return ({"localhost", computer, f"{computer.split('.')[0]}.local", back} | configured) - {"", ".local"}


def is_known(host: str, known: set[str]) -> bool:
    """Whether a Host header, a port after it or not, is a name of the server or an address of this computer."""
    found = _HOST.fullmatch(host)
    if not found:
        return False
    name = found[1].strip("[]").lower().rstrip(".")
    is_below = any(name.endswith(other[1:]) for other in known if other.startswith("*."))
    return name in known or "*" in known or is_below or _is_own(name)


def _refusal() -> str:
    """Said in every language: nobody's session is known yet."""
    said = []
    for language in LANGUAGES:
        with in_language(language):
            said.append(_("Máy chủ này không mang tên bạn vừa hỏi; cách thêm tên: docs/dang-nhap.md."))
    return " / ".join(said)


def _is_own(name: str) -> bool:
    """Whether this computer has the address now: only then can a socket be bound to it.

    An address cannot be pointed elsewhere.
    """
    try:
        address = ip_address(name)
        if address.is_unspecified or address.is_multicast:
            return False
        with socket.socket(socket.AF_INET6 if address.version == 6 else socket.AF_INET) as tried:
            tried.bind((name, 0))
        return True
    except (ValueError, OSError):
        return False


class KnownHosts:
    """Lets pass what asks for this server by a name of its own, over HTTP and by socket."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._names = names()
        ask_for_every_host()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket"):
            hosts = Headers(scope=scope).getlist("host")
            if len(hosts) != 1 or not is_known(hosts[0], self._names):
                await PlainTextResponse(_refusal(), status_code=421)(scope, receive, send)
                return
        await self._app(scope, receive, send)
