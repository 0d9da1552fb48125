"""Who is at the page: looked up anew at every rerun, never kept in the session."""

import streamlit as st

from etl import access
from etl.access import Actor, of_email
from pages.parts.door import now
from pages.parts.page import plain
from pages.parts.server import is_configured
from pages.parts.words import _


def sign_in() -> Actor:
    """The user at the page. A stranger gets the sign-in and nothing else; who is not in our list, or blocked, one sentence."""
    if needs_sign_in() and st.user.get("is_logged_in") is not True:
        st.title(_("Theo dõi Đề án – Hội LHPN Hà Nội"), anchor=False)
        st.markdown(_("Hệ thống này chỉ dành cho người được cấp quyền."))
        st.button(_("Đăng nhập"), on_click=st.login, type="primary")
        st.stop()
    user = actor()
    if user is None or user.is_blocked:
        email = plain(str(st.user.get("email", "")))
        st.error(
            _(
                "Tài khoản {email} chưa được cấp quyền, đã bị khóa hoặc chưa xác minh e-mail. Hãy liên hệ quản trị viên."
            ).format(email=email),
            icon=":material/lock:",
        )
        st.button(_("Đăng xuất"), on_click=st.logout)
        st.stop()
    with st.sidebar:
        if needs_sign_in():
            st.caption(plain(user.name))
            st.button(_("Đăng xuất"), on_click=st.logout)
        else:
            st.caption(_("Một máy, một người dùng, toàn quyền."))
    return user


def needs_sign_in() -> bool:
    """Whether sign-in is configured; without it the server listens on this computer only and has one user."""
    return is_configured()


def actor() -> Actor | None:
    """The signed-in user as our own list knows them, by verified e-mail; the local user where there is no sign-in."""
    if not needs_sign_in():
        return access.local_actor()
    if st.user.get("is_logged_in") is not True or not is_verified(st.user.get("email_verified")):
        return None
    return of_email(now().users, str(st.user.get("email", "")))


def is_verified(claim: object) -> bool:
    """Whether the e-mail is the user's own. A provider that makes no such claim counts only where the set-up says that it verifies."""
    if claim is None:
        return bool(st.secrets.get("monitor", {}).get("provider_verifies_email") is True)
    return claim is True


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
