"""Stands before every request: strangers get the sign-in page and nothing else; nobody gets what was made
for another.
"""

import os
from collections.abc import Mapping

import streamlit as st
from anyio import to_thread
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from etl import access
from etl.store import actions, permission
from etl.store.files.home import home
from pages.parts.navigation import PAGES
from pages.parts.server import identity, sessions
from pages.parts.server.streamlit_internals import kind_of_message, without_environment

MEDIA, UPLOAD = "/media/", "/_stcore/upload_file/"
# What a stranger needs to see the sign-in page: the shell, its files, the way to the provider and back.
OPEN = {
    "/",
    "/_stcore/health",
    "/_stcore/host-config",
    "/_stcore/stream",
    "/auth/login",
    "/auth/logout",
    "/oauth2callback",
    "/favicon.ico",
    "/favicon.png",
}
OPEN |= {f"/{entry.slug}" for entry in PAGES.values()}
OPEN_BELOW = ("/static/", "/app/static/")
# What a tab says in its work: run the page, stop it, I am still here, where do files go, make the file I clicked.
HEARD = {"rerun_script", "stop_script", "app_heartbeat", "file_urls_request", "backend_operation_request"}
MAIN = os.path.join("pages", "main.py").encode()
ONE, ALL = 100 << 20, 400 << 20  # bytes of uploads kept in memory, of one person and of everybody


class RequestGuard:
    """Passes on what may pass; every refusal is one sentence, and a line in the ledger."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._coming = 0  # bytes of uploads that are under way

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            return await self._app(scope, lambda: _heard(receive), lambda message: send(_without_environment(message)))
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        path = _path(scope)
        refusal = await to_thread.run_sync(_refusal, path, scope)
        if refusal is not None:
            return await refusal(scope, receive, send)
        if scope["method"] == "PUT" and path.startswith(UPLOAD):
            return await self._uploaded(path, Headers(scope=scope), scope, receive, send)
        return await self._app(scope, receive, send)

    async def _uploaded(self, path: str, headers: Headers, scope: Scope, receive: Receive, send: Send) -> None:
        """An upload, while there is room for it; what is under way counts."""
        size = headers.get("content-length", "")
        if not size.isdecimal():
            return await _said(411, "Thiếu độ dài tệp. / The length of the file is missing.")(scope, receive, send)
        email = sessions.owner(_session_of(path)) or ""
        coming = int(size) + self._coming
        if sessions.uploaded(email) + coming > ONE or sessions.uploaded(None) + coming > ALL:
            while (await receive()).get("more_body"):
                pass  # a browser hears no answer before it has sent everything
            return await _said(413, "Quá nhiều tệp cùng lúc. / Too many files at once.")(scope, receive, send)
        self._coming += int(size)
        try:
            return await self._app(scope, receive, send)
        finally:
            self._coming -= int(size)


async def _heard(receive: Receive) -> Message:
    """The next message of a tab that is on the list.

    Any other is passed over: one tab must not empty the cache of all.
    """
    while True:
        message = await receive()
        if message["type"] != "websocket.receive" or kind_of_message(message.get("bytes")) in HEARD:
            return message


def _without_environment(message: Message) -> Message:
    """What a tab is told, without what is none of its business."""
    content = message.get("bytes")
    return {**message, "bytes": without_environment(content)} if content and MAIN in content else message


def _refusal(path: str, scope: Scope) -> PlainTextResponse | None:
    """The answer to a request that may not pass, or nothing."""
    if path in OPEN or path.startswith(OPEN_BELOW):
        if path == "/auth/logout":
            _sign_out(HTTPConnection(scope).cookies, _origin(scope))
        return None
    if not path.startswith((MEDIA, UPLOAD)):
        return _said(404, "Không có trang này. / There is no such page.")
    if not identity.is_configured():
        return None
    return _refusal_of_stranger(path, scope)


def _refusal_of_stranger(path: str, scope: Scope) -> PlainTextResponse | None:
    """Files go to and from the person's own open tabs only."""
    who = identity.of_cookies(HTTPConnection(scope).cookies)
    actor = identity.actor_of(who, _origin(scope))
    action = "download_file" if path.startswith(MEDIA) else "upload_file"
    if actor is None or actor.is_blocked:
        name = who.email if who else "?"
        permission.note(home(), name, action, None, _origin(scope))
        return _said(403, "Cần đăng nhập. / Sign in first.")
    if path.startswith(UPLOAD) and not access.may(actor, "check", actor.unit_code):
        permission.note(home(), actor.name, action, None, actor.origin)
        return _said(403, "Tài khoản của bạn không được gửi tệp. / Your account may not send files.")
    own = (
        sessions.has_made(actor.name, path[len(MEDIA) :].split(".")[0])
        if path.startswith(MEDIA)
        else sessions.owner(_session_of(path)) == actor.name
    )
    if not own:
        permission.note(home(), actor.name, action, None, actor.origin)
        return _said(404, "Không có tệp này. / There is no such file.")
    return None


def _sign_out(cookies: Mapping[str, str], origin: str) -> None:
    """The person leaves: copies of the cookie end too."""
    who = identity.of_cookies(cookies)
    if who is not None and identity.is_signed_in(who):
        actions.sign_out(home(), who.email.strip().lower(), origin)


def _path(scope: Scope) -> str:
    """The path without the server's own beginning (server.baseUrlPath) and without a slash at its end."""
    base = f"/{(st.get_option('server.baseUrlPath') or '').strip('/')}"
    path = str(scope["path"]).rstrip("/") or "/"
    return "/" + path[len(base) :].lstrip("/") if base != "/" and path.startswith(f"{base}/") else path


def _session_of(path: str) -> str:
    return path[len(UPLOAD) :].split("/")[0]


def _origin(scope: Scope) -> str:
    client = scope.get("client")
    return f"page {client[0]}" if client else "page"


def _said(status: int, sentence: str) -> PlainTextResponse:
    return PlainTextResponse(sentence, status_code=status)
