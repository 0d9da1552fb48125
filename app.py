"""The server of the dashboard: starts the frame in pages/main.py. No data here."""

import gc
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st
from starlette.middleware import Middleware

from pages.parts.ahead import prepare_first_page
from pages.parts.doorkeeper import Doorkeeper
from pages.parts.failures import show_failure
from pages.parts.server import Careful, refusal

sentence = refusal()
if sentence:
    print(sentence, file=sys.stderr)
    sys.exit(2)


threading.Thread(target=prepare_first_page, daemon=True).start()
_REST = 3.0  # seconds after which the first page is out


@asynccontextmanager
async def settled(app: st.App) -> AsyncIterator[dict[str, Any]]:
    """What is loaded stays: the collection after each rerun need not walk through it (69 → 11 ms a rerun). Once the first page is out, the rest."""
    gc.freeze()
    rest = threading.Timer(_REST, _load_rest)
    rest.daemon = True
    rest.start()
    yield {}
    rest.cancel()


def _load_rest() -> None:
    """What only some pages need: the first page comes without it, and later no one waits for it."""
    import plotly.graph_objects  # noqa: F401

    import pages.parts.frames  # noqa: F401

    gc.collect()
    gc.freeze()


app = st.App(
    "pages/main.py",
    lifespan=settled,
    middleware=[Middleware(Careful), Middleware(Doorkeeper)],
    on_script_error=show_failure,
)
