"""Who may do what: the whole table, role by role; strangers get nothing; the server refuses to listen to them."""

import os
import subprocess
import sys

import pytest
from streamlit.testing.v1 import AppTest

from etl import access
from etl.access import PERMISSIONS, ROLES, Actor, Denied, may, of_email
from etl.outputs.views import VIEWS
from etl.store import beginning, corrections, permission, state, verification
from etl.store.corrections import InvalidAction
from etl.store.files import ledger
from tests.paths import ROOT
from tests.store.permissions import TABLE

# in the order of the table's digits
ACTORS = [
    Actor("v", "viewer"),
    Actor("d", "district", "271"),
    Actor("e", "district", "017"),
    Actor("c", "city"),
    Actor("a", "admin"),
]


def test_every_action_has_its_row():
    assert TABLE.keys() == PERMISSIONS.keys()
    assert all(set(row) <= set(ROLES) for row in PERMISSIONS.values())


@pytest.mark.parametrize("action", TABLE)
def test_every_cell(action):
    got = "".join(str(int(may(actor, action, "271"))) for actor in ACTORS)
    assert got == TABLE[action] or (PERMISSIONS[action].get("district") == "all" and got == "11111")


@pytest.mark.parametrize("action", [*TABLE, "unheard of"])
def test_nobody_blocked_and_unknown_may_nothing(action, home, monkeypatch):
    monkeypatch.setattr(permission, "note", lambda *_: None)
    for actor in (None, Actor("a", "admin", is_blocked=True), Actor("x", "boss")):
        assert not may(actor, action, "271")
        with pytest.raises(Denied):
            permission.demand(home, actor, action, "271")


def test_users_by_verified_address_and_a_change_counts_at_once(home):
    corrections.record(home, corrections.user_event(" Mai@Example.org ", "district", "271", False), "a", "test")
    assert of_email(state.replay(ledger.read(home)).users, "mai@example.ORG") == Actor(
        "mai@example.org", "district", "271", False
    )
    corrections.record(home, corrections.user_event("mai@example.org", "city", None, True), "a", "test")
    assert of_email(state.replay(ledger.read(home)).users, "mai@example.org") == Actor(
        "mai@example.org", "city", None, True
    )
    assert of_email({}, "x@y.z") is None
    assert verification.verify(home) == []


def test_whoever_begins_the_real_store_is_not_locked_out_of_it(home):
    beginning.begin(home, "sample", "t", "test")
    corrections.record(home, corrections.user_event("ban@example.org", "admin", None, False), "t", "test")
    corrections.record(home, corrections.user_event("cu@example.org", "viewer", None, True), "t", "test")
    beginning.start_real(home, "ban@example.org", "test")
    now = state.replay(ledger.read(home))
    assert now.kind == "real"
    assert of_email(now.users, "ban@example.org") == Actor("ban@example.org", "admin", None, False)
    assert of_email(now.users, "cu@example.org") == Actor("cu@example.org", "viewer", None, True)


@pytest.mark.parametrize(
    ("email", "role", "unit"),
    [
        ("mai", "city", None),
        ("a@b@c", "city", None),
        ("a b@c.d", "city", None),
        ("", "city", None),
        ("a@b.c", "boss", None),
        ("a@b.c", "district", None),
        ("a@b.c", "district", "999"),
    ],
)
def test_users_that_make_no_sense(email, role, unit):
    with pytest.raises(InvalidAction):
        corrections.user_event(email, role, unit, False)


def test_personal_fields_leave_in_no_view(home):
    from etl.store.queries import snapshot

    for view in VIEWS:
        columns, _ = snapshot.rows(home, f"SELECT * FROM {view} LIMIT 0")
        assert not {"prepared_by", "phone"} & set(columns)


@pytest.mark.parametrize("address", ["0.0.0.0", "::"])
def test_it_listens_to_nobody_else_without_sign_in(address, tmp_path):
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", "0", "--server.address", address]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"MONITOR_HOME": str(tmp_path)}, capture_output=True, text=True, timeout=60
    )
    assert "without sign-in" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode == 2


def test_a_stranger_sees_the_sign_in_and_nothing_else(home, monkeypatch):
    monkeypatch.chdir(ROOT)
    at = AppTest.from_file(os.path.join(ROOT, "pages", "main.py"), default_timeout=30)
    at.secrets["auth"] = {
        "redirect_uri": "http://localhost/oauth2callback",
        "cookie_secret": "x" * 32,
        "client_id": "x",
        "client_secret": "x",
        "server_metadata_url": "http://localhost/x",
    }
    at.run()
    assert [button.label for button in at.button] == ["Đăng nhập"]
    assert (len(at.metric), len(at.dataframe), len(at.selectbox)) == (0, 0, 0)
    assert access.local_actor().role == "admin"
