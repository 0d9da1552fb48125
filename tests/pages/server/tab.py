"""One browser tab as the server sees it, without a browser: cookies, messages, widgets forged at will."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from typing import Any, NamedTuple

import itsdangerous
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value, generate_xsrf_token_string
from websockets.sync.client import connect

SECRET = "a cookie secret of tests, long enough"


def secrets(port: int, metadata: str = "http://localhost:1/none", client_secret: str = "secret", more: str = "") -> str:
    """The text of a secrets.toml with sign-in configured."""
    return (
        f'[auth]\nredirect_uri = "http://localhost:{port}/oauth2callback"\ncookie_secret = "{SECRET}"\nclient_id ='
        f' "dashboard"\nclient_secret = "{client_secret}"\nserver_metadata_url = "{metadata}"\n{more}'
    )


def cookie(email: str, origin: str, secret: str = SECRET, age: float = 0, **claims: Any) -> dict[str, str]:
    """The cookie this server would sign for a person, so many seconds ago."""
    value = {"email": email, "email_verified": True, "is_logged_in": True, "origin": origin, "provider": "default"}
    text = json.dumps(value | claims)
    if not age:
        return {"_streamlit_user": create_signed_value(secret, "_streamlit_user", text).decode()}

    class Old(itsdangerous.TimestampSigner):
        def get_timestamp(self) -> int:
            return int(time.time() - age)

    old = itsdangerous.URLSafeTimedSerializer(secret, salt="_streamlit_user", signer=Old)
    return {"_streamlit_user": str(old.dumps(text))}


class Answer(NamedTuple):
    """What the server said over HTTP."""

    status: int
    headers: dict[str, str]
    body: bytes


def http(
    url: str, cookies: dict[str, str] | None = None, method: str = "GET", data: bytes | None = None, **headers: str
) -> Answer:
    """One request; errors are answers too."""
    request = urllib.request.Request(url, data, {"Cookie": _header(cookies or {}), **headers}, method=method)
    try:
        with urllib.request.build_opener(_Stays).open(request, timeout=20) as answer:
            return Answer(answer.status, dict(answer.headers.items()), answer.read())
    except urllib.error.HTTPError as error:
        return Answer(error.code, dict(error.headers.items()), error.read())


class _Stays(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer."""

    def redirect_request(self, *_: object) -> None:
        return None


def _header(cookies: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


class Tab:
    """A tab on the server; `session_id` of another tab may be claimed."""

    def __init__(self, site: str, cookies: dict[str, str] | None = None, claims: str = "", page: str = "") -> None:
        token = generate_xsrf_token_string()
        self.site, self.page, self.hash, self.session_id = site, page, "", ""
        self.cookies = {"_streamlit_xsrf": token, **(cookies or {})}
        # what is sent must not be refused by the client library: the browser sends it just so
        protocols = ["streamlit", token, *([claims] if claims else [])]
        self._socket = connect(
            site.replace("http", "ws") + "/_stcore/stream",
            origin=site,  # type: ignore[arg-type]
            additional_headers={"Cookie": _header(self.cookies)},
            subprotocols=protocols,  # type: ignore[arg-type]
            max_size=None,
        )

    def run(self, page: str | None = None, query: str = "", widgets: Sequence[Any] = ()) -> list[ForwardMsg]:
        """Everything the server says to one rerun."""
        message = BackMsg()
        message.rerun_script.query_string = query
        message.rerun_script.page_name = self.page if page is None else page
        message.rerun_script.page_script_hash = self.hash if page is None else ""
        for widget in widgets:
            message.rerun_script.widget_states.widgets.append(widget)
        self.send(message)
        said = []
        while True:
            answer = self.next()
            said.append(answer)
            kind = answer.WhichOneof("type")
            if kind == "new_session":
                self.hash, self.session_id = (
                    answer.new_session.page_script_hash,
                    answer.new_session.initialize.session_id,
                )
            if kind == "script_finished" and answer.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return said

    def send(self, message: BackMsg) -> None:
        """Any message at all."""
        self._socket.send(message.SerializeToString())

    def next(self) -> ForwardMsg:
        """The next thing the server says."""
        answer = ForwardMsg()
        answer.ParseFromString(self._socket.recv(timeout=60))  # type: ignore[arg-type]
        return answer

    def url_of_download(self, said: list[ForwardMsg], number: int = 0) -> str:
        """Click a download button that was on the page; the address of the file that was made, or nothing."""
        buttons = [
            m.delta.new_element.download_button
            for m in said
            if m.WhichOneof("type") == "delta" and m.delta.new_element.WhichOneof("type") == "download_button"
        ]
        message = BackMsg()
        message.backend_operation_request.request_id = "1"
        message.backend_operation_request.session_id = self.session_id
        message.backend_operation_request.deferred_file.file_id = buttons[number].deferred_file_id
        self.send(message)
        while True:
            answer = self.next()
            if answer.WhichOneof("type") == "backend_operation_response":
                return str(answer.backend_operation_response.deferred_file.url)

    def close(self) -> None:
        """The tab is shut."""
        self._socket.close()


def words(said: list[ForwardMsg]) -> str:
    """All that was said, as one text to search in."""
    return "\n".join(str(message) for message in said)


def elements(said: list[ForwardMsg]) -> list[str]:
    """Kinds of the elements that were drawn."""
    return [
        str(m.delta.new_element.WhichOneof("type"))
        for m in said
        if m.WhichOneof("type") == "delta" and m.delta.WhichOneof("type") == "new_element"
    ]
