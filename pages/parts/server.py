"""What the server asks of its set-up: sign-in where others can reach it, and headers that keep a browser careful."""

import ipaddress
from typing import Any

import streamlit as st
from starlette.datastructures import MutableHeaders
from streamlit import config

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def is_configured() -> bool:
    """Whether sign-in is set up, in .streamlit/secrets.toml."""
    try:
        return "auth" in st.secrets
    except FileNotFoundError:
        return False


def refusal() -> str | None:
    """One sentence where the server would let strangers in, else nothing."""
    address = config.get_option("server.address")
    if is_configured() or _is_here(address):
        return None
    return (
        f"Máy chủ sẽ nghe ở địa chỉ {address or 'mọi địa chỉ'} mà chưa cấu hình đăng nhập; hãy cấu hình đăng nhập (docs/dang-nhap.md) hoặc dùng 127.0.0.1. / "
        f"The server would listen on {address or 'every address'} without sign-in; set up sign-in (docs/dang-nhap.md) or use 127.0.0.1."
    )


def _is_here(address: str | None) -> bool:
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address or "").is_loopback
    except ValueError:
        return False


class Careful:
    """Adds the headers to every answer."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        async def careful(message: Any) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        await self.app(scope, receive, careful if scope["type"] == "http" else send)
