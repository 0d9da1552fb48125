"""Whose browser tab is which, and what lies in the server's memory for it: the one place that looks into Streamlit's
runtime.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping

from streamlit.runtime import Runtime
from streamlit.runtime.memory_media_file_storage import _calculate_file_id

_MOST = 10_000  # downloads remembered; older ones are made again at the next click
_made: OrderedDict[tuple[str, str], None] = OrderedDict()  # e-mail and file id


def owner(session_id: str) -> str | None:
    """E-mail of the person whose tab has this id, "" of a tab without sign-in; None where no tab has it."""
    found = Runtime.instance()._session_mgr.get_active_session_info(session_id)
    return None if found is None else _email(found.session._user_info)


def remember(email: str, content: bytes, mime: str, file_name: str) -> None:
    """A download was made for this person. Streamlit serves it under a hash of just these."""
    _made[email, _calculate_file_id(content, mime, file_name)] = None
    while len(_made) > _MOST:
        _made.popitem(last=False)


def has_made(email: str, file_id: str) -> bool:
    """Whether the file was made for this person, as a download or to be seen in an open tab."""
    files = Runtime.instance().media_file_mgr._files_by_session_and_coord
    seen = (file_id in list(files.get(session_id, {}).values()) for session_id in _of(email))
    return (email, file_id) in _made or any(seen)


def uploaded(email: str | None) -> int:
    """Bytes of uploads kept for the open tabs of this person, or of everybody."""
    kept = Runtime.instance().uploaded_file_mgr.file_storage  # type: ignore[attr-defined]
    ids = list(kept) if email is None else _of(email)
    return sum(len(file.data) for session_id in ids for file in list(kept.get(session_id, {}).values()))


def _of(email: str) -> Iterable[str]:
    found = Runtime.instance()._session_mgr.list_active_sessions()
    return [info.session.id for info in found if _email(info.session._user_info) == email]


def _email(user_info: Mapping[str, object]) -> str:
    return str(user_info.get("email") or "").strip().lower()
