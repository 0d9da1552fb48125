"""A page as AppTest opens it, and what stands on it."""

import os

from streamlit.testing.v1 import AppTest

from pages.parts.navigation import PAGES
from tests.paths import ROOT


def opened(name, monkeypatch, home, **query):
    monkeypatch.setenv("MONITOR_HOME", home)
    monkeypatch.chdir(ROOT)
    at = AppTest.from_file(os.path.join(ROOT, "pages", "main.py"), default_timeout=60)
    for key, value in query.items():
        at.query_params[key] = value
    at.run()
    if name != "overview":
        at.switch_page(os.path.join(ROOT, "pages", PAGES[name].file)).run()
    assert not at.exception, at.exception
    return at


def texts(at):
    return "\n".join(
        str(item.value)
        for kind in (
            at.title,
            at.header,
            at.markdown,
            at.caption,
            at.info,
            at.warning,
            at.error,
            at.metric,
            at.subheader,
        )
        for item in kind
    )
