"""Who asks, by the cookie that this server signed: the same answer for a page, an upload and a download."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import streamlit as st
from itsdangerous import BadData, URLSafeTimedSerializer

from etl.access import Actor, of_email
from etl.store.files.home import home
from etl.store.queries import snapshot
from pages.parts.server.streamlit_internals import cookie_secret, user_cookie

HOURS = 12  # a working day; [monitor] session_hours in secrets.toml says otherwise


class Identity(NamedTuple):
    """What the sign-in provider said of a person, and when this server wrote it into the cookie (UTC)."""

    email: str
    is_verified: bool
    signed_at: datetime


def is_configured() -> bool:
    """Whether sign-in is set up, in .streamlit/secrets.toml."""
    try:
        return "auth" in st.secrets
    except FileNotFoundError:
        return False


def redirect_uri() -> str:
    """The address to which the provider sends people back; "" where sign-in is not set up."""
    return str(st.secrets["auth"].get("redirect_uri", "")) if is_configured() else ""


def setting(name: str, default: Any = None) -> Any:
    """One of our own settings, [monitor] in secrets.toml."""
    try:
        return st.secrets.get("monitor", {}).get(name, default)
    except FileNotFoundError:
        return default


def of_cookies(cookies: Mapping[str, str]) -> Identity | None:
    """The person a cookie names; None where it is missing, forged, or older than a working day."""
    times: list[datetime] = []
    limit = int(timedelta(hours=float(setting("session_hours", HOURS))).total_seconds())

    def one(name: str) -> bytes | None:
        try:
            value, signed_at = URLSafeTimedSerializer(cookie_secret(), salt=name).loads(
                cookies.get(name, ""), max_age=limit, return_timestamp=True
            )
        except BadData:
            return None
        times.append(signed_at)
        return str(value).encode()

    found = user_cookie(one)
    try:
        claims = json.loads(found) if found else {}
    except ValueError:
        return None
    if not isinstance(claims, dict) or claims.get("is_logged_in") is not True:
        return None
    return Identity(str(claims.get("email", "")), is_verified(claims.get("email_verified")), min(times).astimezone(UTC))


def is_verified(claim: object) -> bool:
    """Whether the e-mail is the person's own.

    A provider that makes no such claim counts only where the set-up says that it verifies.
    """
    return setting("provider_verifies_email") is True if claim is None else claim is True


def is_signed_in(identity: Identity | None) -> bool:
    """Whether the sign-in still holds: signing out ends every sign-in of that person, also one whose cookie
    was copied.
    """
    if identity is None:
        return False
    ended = snapshot.now(home()).signed_out.get(identity.email.strip().lower())
    return ended is None or identity.signed_at > datetime.fromisoformat(ended).replace(microsecond=0)


def actor_of(identity: Identity | None, origin: str) -> Actor | None:
    """The person as our own list has them now, blocked or not; None for everybody else."""
    if identity is None or not identity.is_verified or not is_signed_in(identity):
        return None
    found = of_email(snapshot.now(home()).users, identity.email)
    return found and found._replace(origin=origin)
