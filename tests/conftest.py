"""A store of its own for every test that asks for one."""

import pytest


@pytest.fixture
def home(tmp_path, monkeypatch):
    """MONITOR_HOME: an empty folder."""
    path = str(tmp_path / "store")
    monkeypatch.setenv("MONITOR_HOME", path)
    return path
