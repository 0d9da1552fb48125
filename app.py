"""The server of the dashboard: starts the frame in pages/main.py. No data here."""

import sys

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from pages.parts.server.failures import show_failure
from pages.parts.server.hosts import KnownHosts
from pages.parts.server.request_guard import RequestGuard
from pages.parts.server.security_headers import SecurityHeaders, refusal

sentence = refusal()
if sentence:
    print(sentence, file=sys.stderr)
    sys.exit(2)

app = st.App(
    "pages/main.py",
    middleware=[
        Middleware(SecurityHeaders),
        Middleware(KnownHosts),
        Middleware(RequestGuard),
        Middleware(GZipMiddleware, minimum_size=500),
    ],
    on_script_error=show_failure,
)
