"""Stores for every test that asks for one; no test fails because the machine is slow."""

import os
from datetime import date

import pytest
from hypothesis import settings

from etl.plan_check import check_plan
from etl.store import acceptance
from etl.store.acceptance import Acceptance, Item
from tests import stores as shared_stores
from tests.plans.quarters import data_with_quarters
from tests.reports import city_model, workbook
from tests.stores import sample_store

settings.register_profile("project", deadline=None)
settings.load_profile("project")


@pytest.fixture(scope="session", autouse=True)
def _shared(tmp_path_factory):
    """The folder that all workers of a run see; pytest itself clears those of earlier runs away."""
    base = tmp_path_factory.getbasetemp()
    shared_stores.shared = str(base.parent if "PYTEST_XDIST_WORKER" in os.environ else base)


@pytest.fixture(scope="session", autouse=True)
def _components():
    """AppTest would look for components in every installed package at each run, as a server does once at its start."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("streamlit.components.v2.manifest_scanner.scan_component_manifests", list)
        yield


@pytest.fixture
def home(tmp_path, monkeypatch):
    """MONITOR_HOME: an empty folder."""
    path = str(tmp_path / "store")
    monkeypatch.setenv("MONITOR_HOME", path)
    return path


@pytest.fixture(scope="module")
def stores(tmp_path_factory):
    """Three stores: sample, one district, empty."""
    folder = tmp_path_factory.mktemp("stores")
    made = {name: str(folder / name) for name in ("sample", "one", "empty")}
    sample_store(made["sample"])
    data = workbook(
        models=[city_model("Liên Châu")], events=[["III.1.4", "Tập huấn", None, None, date(2024, 4, 2), *[None] * 7]]
    )
    list(acceptance.load(made["one"], [Item("a.xlsx", data)], Acceptance("t", "test", date(2024, 6, 10), True)))
    return made


@pytest.fixture
def quarters(tmp_path, monkeypatch):
    """The project's data, and a plan year of four quarters, as MONITOR_DATA."""
    folder = data_with_quarters(tmp_path / "data")
    monkeypatch.setenv("MONITOR_DATA", str(folder))
    assert [slip.message("en") for slip in check_plan(str(folder / "plans" / "2026.toml"))] == []
    return folder
