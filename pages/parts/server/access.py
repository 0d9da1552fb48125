"""Who is at the page: looked up anew at every rerun, never kept in the session."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import streamlit as st

from etl import access
from etl.access import Actor
from etl.store import permission
from etl.store.files.home import home
from pages.parts.formatting import plain
from pages.parts.i18n import _
from pages.parts.server import identity


def sign_in() -> Actor:
    """The user at the page.

    A stranger gets the sign-in and nothing else; who is not in our list, or blocked, one sentence.
    """
    if identity.is_configured() and not is_signed_in():
        st.title(_("Theo dõi Đề án – Hội LHPN Hà Nội"), anchor=False)
        st.markdown(_("Hệ thống này chỉ dành cho người được cấp quyền."))
        st.button(_("Đăng nhập"), on_click=st.login, type="primary")
        st.stop()
    user = actor()
    if user is None or user.is_blocked:
        email = str(st.user.get("email", ""))
        permission.note(home(), email.strip().lower(), "sign_in", None, origin())
        st.error(
            _(
                "Tài khoản {email} chưa được cấp quyền, đã bị khóa hoặc chưa xác minh e-mail. Hãy liên hệ quản trị"
                " viên."
            ).format(email=plain(email)),
            icon=":material/lock:",
        )
        st.button(_("Đăng xuất"), on_click=st.logout)
        st.stop()
    return user


def show_account(user: Actor) -> None:
    """Who is signed in, and the way out."""
    if identity.is_configured():
        st.caption(plain(user.name))
        st.button(_("Đăng xuất"), on_click=st.logout)
    else:
        st.caption(_("Một máy, một người dùng, toàn quyền."))


def is_signed_in() -> bool:
    """Whether Streamlit and the cookie name the same person, who has not signed out since."""
    who = identity.of_cookies(st.context.cookies)
    return (
        st.user.get("is_logged_in") is True
        and who is not None
        and who.email == st.user.get("email")
        and identity.is_signed_in(who)
    )


_here: ContextVar[Actor | None] = ContextVar("here", default=None)


@contextmanager
def at_the_page(user: Actor) -> Iterator[None]:
    """For this run of the page the user is known; a callback, a download, the next run look anew."""
    token = _here.set(user)
    try:
        yield
    finally:
        _here.reset(token)


def actor() -> Actor | None:
    """The signed-in user as our own list knows them, by verified e-mail; the local user where there is no sign-in."""
    known = _here.get()
    if known is not None:
        return known
    if not identity.is_configured():
        return access.local_actor(origin())
    return identity.actor_of(identity.of_cookies(st.context.cookies), origin()) if is_signed_in() else None


def origin() -> str:
    """From where the user comes, as the ledger tells it."""
    address = st.context.ip_address
    return f"page {address}" if address else "page"


def may(action: str, unit_code: str | None = None) -> bool:
    """Whether the user may do this to this unit: what the page offers; the data ask again."""
    return access.may(actor(), action, unit_code)


def demand(action: str, unit_code: str | None = None) -> Actor:
    """The user, who may; anybody else gets one sentence and nothing of the page."""
    user = actor()
    if user is None or not (access.may(user, action, unit_code) or access.may(user, action, user.unit_code)):
        refuse(action, user)
    assert user is not None
    return user


def refuse(action: str, user: Actor | None) -> None:
    """One sentence, a line in the ledger, and nothing else of the page."""
    permission.note(home(), user.name if user else "?", action, None, origin())
    st.error(_("Tài khoản của bạn không được dùng trang này."), icon=":material/lock:")
    st.stop()
