"""Who may do what: one question, asked wherever data are read or written. May this actor do this to this unit?"""

import os
from typing import Any, NamedTuple

ROLES = ("viewer", "district", "city", "admin")

# action → role → own (a district's own unit), all, or nothing.
PERMISSIONS: dict[str, dict[str, str]] = {
    "read_pages": {"viewer": "all", "district": "all", "city": "all", "admin": "all"},
    "download_tables": {"viewer": "all", "district": "all", "city": "all", "admin": "all"},
    "check": {"district": "own", "city": "all", "admin": "all"},
    "submit": {"district": "own", "city": "all", "admin": "all"},
    "accept": {"city": "all", "admin": "all"},
    "read_history": {"district": "own", "city": "all", "admin": "all"},
    "read_original": {"district": "own", "city": "all", "admin": "all"},
    "read_personal": {"city": "all", "admin": "all"},
    "withdraw": {"city": "all", "admin": "all"},
    "templates": {"district": "own", "city": "all", "admin": "all"},
    "catalogue": {"city": "all", "admin": "all"},
    "city_activities": {"city": "all", "admin": "all"},
    "issue": {"city": "all", "admin": "all"},
    "users": {"admin": "all"},
    "upkeep": {"admin": "all"},
}

# action → the ways in which it comes: the address of a page, a message of a page's widget, an upload, a download, a
# command.
WAYS: dict[str, tuple[str, ...]] = {
    "read_pages": ("page",),
    "download_tables": ("page", "download", "command"),
    "check": ("page", "upload", "command"),
    "submit": ("widget",),
    "accept": ("widget", "command"),
    "read_history": ("page", "command"),
    "read_original": ("download",),
    "read_personal": ("page",),
    "withdraw": ("widget", "command"),
    "templates": ("page", "download", "command"),
    "catalogue": ("page", "widget"),
    "city_activities": ("page", "widget"),
    "issue": ("widget", "command"),
    "users": ("page", "widget", "command"),
    "upkeep": ("widget", "download", "command"),
}


class Actor(NamedTuple):
    """Somebody at work. unit_code: the district of a district's user. origin: from where, as the ledger tells it."""

    name: str
    role: str
    unit_code: str | None = None
    is_blocked: bool = False
    origin: str = "cli"


class Denied(Exception):
    """The actor may not do this."""


def may(actor: Actor | None, action: str, unit_code: str | None = None) -> bool:
    """Whether the actor may do this, to this unit where it concerns one.

    Unknown actions, actors and roles may nothing.
    """
    if actor is None or actor.is_blocked:
        return False
    reach = PERMISSIONS.get(action, {}).get(actor.role, "")
    return reach == "all" or (reach == "own" and unit_code is not None and unit_code == actor.unit_code)


def of_email(users: dict[str, dict[str, Any]], email: str) -> Actor | None:
    """The user of an e-mail address, as the ledger's list has it."""
    email = email.strip().lower()
    known = users.get(email)
    return Actor(email, known["role"], known.get("unit_code"), bool(known.get("is_blocked"))) if known else None


def local_actor(origin: str = "cli") -> Actor:
    """The one user of an office computer, with all rights; also whoever runs a command on it."""
    return Actor(os.environ.get("USERNAME") or os.environ.get("USER") or "local", "admin", origin=origin)
