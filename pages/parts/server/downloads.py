"""A file for the user: made when it is asked for, by one who still may, in the language of the page, for
nobody else.
"""

import mimetypes
from collections.abc import Callable
from typing import Any

import streamlit as st

from etl.store import permission
from etl.store.files.home import home
from pages.parts.i18n import in_language, lang
from pages.parts.server import access, identity, sessions


def download(
    label: str,
    make: Callable[[], bytes],
    file_name: str,
    key: str,
    action: str = "download_tables",
    unit_code: str | None = None,
    **options: Any,
) -> None:
    """A button. `make` runs outside the page, when it is clicked: whether the user may is asked again then."""
    user, language, mime = access.actor(), lang(), mimetypes.guess_type(file_name)[0] or "application/octet-stream"
    who = identity.of_cookies(st.context.cookies) if identity.is_configured() else None

    def content() -> bytes:
        now = identity.actor_of(who, user.origin if user else "page") if who else user
        permission.demand(home(), now, action, unit_code)
        with in_language(language):
            content = make()
        sessions.remember(now.name if now and who else "", content, mime, file_name)
        return content

    st.download_button(label, content, file_name=file_name, mime=mime, key=key, on_click="ignore", **options)
