"""What the server asks of its set-up: sign-in where others can reach it, and headers that keep a browser careful."""

import base64
import ipaddress
import re
from hashlib import sha256

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.parts.server.identity import is_configured
from pages.parts.server.streamlit_internals import cookie_secret, shell

SECRET = 32  # letters of the cookie secret, at least


def _shell_scripts() -> str:
    """Hashes of the scripts that stand inside Streamlit's own page: the only ones inside a page that run."""
    scripts = re.findall(rb"<script>(.*?)</script>", shell(), flags=re.DOTALL)
    return " ".join(f"'sha256-{base64.b64encode(sha256(script).digest()).decode()}'" for script in scripts)


# Nothing is fetched from elsewhere, and no script but the server's own files runs, whatever a text may hold.
POLICY = {
    "default-src": "'self'",
    "script-src": f"'self' 'wasm-unsafe-eval' {_shell_scripts()}",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self' ws: wss:",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
}
HEADERS = {
    "Content-Security-Policy": "; ".join(f"{name} {sources}" for name, sources in POLICY.items()),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def refusal() -> str | None:
    """One sentence where the server would let strangers in, else nothing."""
    address = st.get_option("server.address")
    if is_configured() and len(cookie_secret()) < SECRET:
        return (
            f"cookie_secret trong secrets.toml phải có ít nhất {SECRET} ký tự ngẫu nhiên (docs/dang-nhap.md). / "
            f"cookie_secret in secrets.toml needs at least {SECRET} random letters (docs/dang-nhap.md)."
        )
    if is_configured() or _is_here(address):
        return None
    return (
        f"Máy chủ sẽ nghe ở địa chỉ {address or 'mọi địa chỉ'} mà chưa cấu hình đăng nhập; hãy cấu hình đăng nhập"
        f" (docs/dang-nhap.md) hoặc dùng 127.0.0.1. / The server would listen on {address or 'every address'} without"
        " sign-in; set up sign-in (docs/dang-nhap.md) or use 127.0.0.1."
    )


def _is_here(address: str | None) -> bool:
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address or "").is_loopback
    except ValueError:
        return False


class SecurityHeaders:
    """Adds the headers to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)
