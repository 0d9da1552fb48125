"""Whose browser tab is which, and what lies in the server's memory for it."""

from collections import OrderedDict
from collections.abc import Mapping

from pages.parts.server import streamlit_internals

_MOST = 10_000  # downloads remembered; older ones are made again at the next click
_made: OrderedDict[tuple[str, str], None] = OrderedDict()  # e-mail and file id


def owner(session_id: str) -> str | None:
    """E-mail of the person whose tab has this id, "" of a tab without sign-in; None where no tab has it."""
    user = streamlit_internals.user_of(session_id)
    return None if user is None else _email(user)


def remember(email: str, content: bytes, mime: str, file_name: str) -> None:
    """A download was made for this person."""
    _made[email, streamlit_internals.file_id(content, mime, file_name)] = None
    while len(_made) > _MOST:
        _made.popitem(last=False)


def has_made(email: str, file_id: str) -> bool:
    """Whether the file was made for this person, as a download or to be seen in an open tab."""
    return (email, file_id) in _made or any(file_id in streamlit_internals.files_shown(tab) for tab in _tabs(email))


def uploaded(email: str | None) -> int:
    """Bytes of uploads kept for the open tabs of this person, or of everybody."""
    sizes = streamlit_internals.upload_sizes()
    return sum(sizes.get(tab, 0) for tab in (sizes if email is None else _tabs(email)))


def _tabs(email: str) -> list[str]:
    return [tab for tab, user in streamlit_internals.open_tabs() if _email(user) == email]


def _email(user_info: Mapping[str, object]) -> str:
    return str(user_info.get("email") or "").strip().lower()
