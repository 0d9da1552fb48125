"""A store of its own for every test that asks for one; no test fails because the machine is slow."""

import pytest
from hypothesis import settings

settings.register_profile("project", deadline=None)
settings.load_profile("project")


@pytest.fixture
def home(tmp_path, monkeypatch):
    """MONITOR_HOME: an empty folder."""
    path = str(tmp_path / "store")
    monkeypatch.setenv("MONITOR_HOME", path)
    return path
