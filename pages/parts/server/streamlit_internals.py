"""The one module that touches what Streamlit does not promise to keep: each symbol is named in
tests/pages/server/test_streamlit_internals.py, with what breaks without it.
"""

import os
from collections.abc import Callable, Iterable

from google.protobuf.message import DecodeError
from streamlit import config, file_util
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.navigation.page import StreamlitPage as StreamlitPage  # given on
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime
from streamlit.runtime.memory_media_file_storage import _calculate_file_id
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME


def cookie_secret() -> str:
    """What the sign-in's cookie is signed with."""
    return str(get_cookie_secret())


def user_cookie(read: Callable[[str], bytes | None]) -> bytes | None:
    """The claims of the sign-in's cookie, put together from its parts. read: name of a part → its signed content."""
    return get_cookie_with_chunks(read, USER_COOKIE_NAME)


def shell() -> bytes:
    """Streamlit's own page, in which every page of ours is shown."""
    with open(os.path.join(file_util.get_static_dir(), "index.html"), "rb") as file:
        return file.read()


def ask_for_every_host() -> None:
    """Streamlit looks at the hosts of sockets only, and by a list alone: KnownHosts does it for everything."""
    config.set_option("server.allowedHosts", ["*"])


def kind_of_message(content: bytes | None) -> str | None:
    """What a message of a tab asks for; None for what no tab says."""
    back = BackMsg()
    try:
        back.ParseFromString(content or b"")
    except DecodeError:
        return None
    return back.WhichOneof("type")


def without_environment(content: bytes) -> bytes:
    """A message to a tab, without where on this computer the pages lie and which versions serve them."""
    forward = ForwardMsg()
    forward.ParseFromString(content)
    if forward.WhichOneof("type") != "new_session":
        return content
    forward.new_session.main_script_path = ""
    forward.new_session.initialize.environment_info.Clear()
    return forward.SerializeToString()


def user_of(session_id: str) -> dict[str, object] | None:
    """What the sign-in said of the person whose tab has this id; None where no tab has it."""
    found = Runtime.instance()._session_mgr.get_active_session_info(session_id)
    return None if found is None else dict(found.session._user_info)


def open_tabs() -> Iterable[tuple[str, dict[str, object]]]:
    """Id of each open tab and what the sign-in said of its person."""
    found = Runtime.instance()._session_mgr.list_active_sessions()
    return [(info.session.id, dict(info.session._user_info)) for info in found]


def file_id(content: bytes, mime: str, file_name: str) -> str:
    """Under what a download is served: a hash of just these."""
    return str(_calculate_file_id(content, mime, file_name))


def files_shown(session_id: str) -> list[str]:
    """Ids of the files that an open tab shows."""
    files = Runtime.instance().media_file_mgr._files_by_session_and_coord
    return list(files.get(session_id, {}).values())


def upload_sizes() -> dict[str, int]:
    """Id of a tab → bytes of the files kept for it."""
    kept = Runtime.instance().uploaded_file_mgr.file_storage  # type: ignore[attr-defined]
    return {tab: sum(len(file.data) for file in list(files.values())) for tab, files in list(kept.items())}
