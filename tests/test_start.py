"""A server's first page: what it must not load, and whose answers are there before anybody asks."""

import json
import os
import subprocess
import sys
import types

import pytest
from streamlit.commands import page_config
from streamlit.testing.v1 import AppTest

from etl import sample
from etl.store import questions
from etl.store.state import today
from pages.parts import icon
from pages.parts.ahead import prepare_first_page
from pages.parts.door import prepare

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FIRST = """
import logging, sys
logging.disable()
from pages.parts import ahead, charts, doorkeeper, filters, grid, page, pages, paper, tiles
from pages.parts.attention import attention
from pages.parts.icon import show_icon
ahead.prepare_first_page()
show_icon()
grid.read([grid.words("Huyện", ["Ba Vì"]), grid.shares("Tỷ lệ", [0.5])])
charts.show({"data": [{"type": "bar", "x": [1]}], "layout": {}}, "key", "")
print(sorted({"numpy", "pandas", "pyarrow", "PIL.Image", "streamlit.emojis"} & set(sys.modules)))
"""


def test_the_first_page_loads_none_of_the_heavy_libraries(tmp_path):
    home = str(tmp_path / "store")
    sample.fill(home, "t", "test")
    done = subprocess.run(
        [sys.executable, "-c", FIRST], cwd=ROOT, env=os.environ | {"MONITOR_HOME": home}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_first_page_finds_its_heavy_answers_ready(tmp_path, monkeypatch):
    home = str(tmp_path / "store")
    sample.fill(home, "t", "test")
    monkeypatch.setenv("MONITOR_HOME", home)
    asked = []
    for name in ("target_completion", "activities", "reporting"):
        real = getattr(questions, name)
        monkeypatch.setattr(
            questions, name, lambda *args, _real=real, _name=name, **kw: asked.append(_name) or _real(*args, **kw)
        )
    prepare_first_page()
    assert asked == ["target_completion", "activities", "reporting"]
    at = AppTest.from_file(os.path.join(ROOT, "pages", "main.py"), default_timeout=60)
    at.query_params["period"] = "FY"
    at.run()
    assert not at.exception
    assert len(at.metric) == 4
    assert len(asked) == 3


def test_a_broken_store_does_not_keep_a_server_from_starting(tmp_path, monkeypatch):
    home = tmp_path / "store"
    home.mkdir()
    (home / "ledger.jsonl").write_text("not json\n")
    monkeypatch.setenv("MONITOR_HOME", str(home))
    with pytest.raises(json.JSONDecodeError):
        prepare("reporting", today(), plan_year=2024)
    prepare_first_page()


def test_the_sign_in_the_tab_is_what_streamlit_would_say(monkeypatch):
    told = []
    context = types.SimpleNamespace(enqueue=told.append)
    monkeypatch.setattr(icon, "get_script_run_ctx", lambda: context)
    monkeypatch.setattr(page_config, "get_script_run_ctx", lambda: context)
    icon.show_icon()
    page_config.set_page_config(page_icon="/app/static/icon.png")
    ours, theirs = told
    assert ours.page_config_changed.favicon == "/app/static/icon.png"
    assert ours == theirs
