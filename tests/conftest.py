"""A store of its own for every test that asks for one; no test fails because the machine is slow."""

import os

import pytest
from hypothesis import settings

from tests import stores

settings.register_profile("project", deadline=None)
settings.load_profile("project")


@pytest.fixture(scope="session", autouse=True)
def _shared(tmp_path_factory):
    """The folder that all workers of a run see; pytest itself clears those of earlier runs away."""
    base = tmp_path_factory.getbasetemp()
    stores.shared = str(base.parent if "PYTEST_XDIST_WORKER" in os.environ else base)


@pytest.fixture
def home(tmp_path, monkeypatch):
    """MONITOR_HOME: an empty folder."""
    path = str(tmp_path / "store")
    monkeypatch.setenv("MONITOR_HOME", path)
    return path
