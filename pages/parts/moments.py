"""Moments of the ledger as the clock in Hanoi shows them; what is kept stays in UTC."""

from datetime import UTC, datetime
from typing import Any

from etl.store.state import HANOI
from pages.parts.figures import NOTHING, has


def moment(at: Any) -> str:
    """“24/10/2024 15:04” of an ISO text or a time stamp; one without a zone is in UTC."""
    if not has(at):
        return NOTHING
    found = datetime.fromisoformat(at) if isinstance(at, str) else at
    return f"{(found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(HANOI):%d/%m/%Y %H:%M}"
