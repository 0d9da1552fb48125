"""Who is at the page: looked up anew at every rerun, never kept in the session."""

import streamlit as st

from etl import access
from etl.access import Actor
from pages.parts.door import now
from pages.parts.words import _


def needs_sign_in() -> bool:
    """Whether sign-in is configured; without it the server listens on this computer only and has one user."""
    return "auth" in st.secrets if _has_secrets() else False


def actor() -> Actor | None:
    """The signed-in user as our own list knows them, by verified e-mail; the local user where there is no sign-in."""
    if not needs_sign_in():
        return access.local_actor()
    if not st.user.is_logged_in or st.user.get("email_verified") is not True:
        return None
    email = str(st.user.get("email", "")).strip().lower()
    known = now().users.get(email)
    return Actor(email, known["role"], known.get("unit_code"), bool(known.get("is_blocked"))) if known else None


def may(action: str, unit_code: str | None = None) -> bool:
    """Whether the user may do this to this unit."""
    return access.may(actor(), action, unit_code)


def gate(action: str, unit_code: str | None = None) -> Actor:
    """The user, who may; anybody else gets one sentence and nothing of the page."""
    user = actor()
    if user is None or not (access.may(user, action, unit_code) or access.may(user, action, user.unit_code)):
        st.error(_("Tài khoản của bạn không được dùng trang này."), icon=":material/lock:")
        st.stop()
    return user


def _has_secrets() -> bool:
    try:
        return bool(st.secrets.to_dict())
    except FileNotFoundError:
        return False
