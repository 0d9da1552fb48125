"""The office's own accounts: one command, then a sign-in with the password it printed."""

import os
import re
import subprocess
import sys
import time
import urllib.request

import pytest

from etl.store import state
from etl.store.files import ledger
from tests.browser.conftest import open_menu, settle
from tests.paths import ROOT
from tests.server import free_port, running


def started(folder, home, *arguments):
    environment = os.environ | {"MONITOR_ACCOUNTS": str(folder), "MONITOR_HOME": home}
    environment.pop("AUTHLIB_INSECURE_TRANSPORT", None)
    return subprocess.Popen(
        [sys.executable, "-m", "accounts", *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def done(folder, home, *arguments):
    process = started(folder, home, *arguments)
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


@pytest.fixture
def accounts(tmp_path, work_home):
    """The dashboard's address, the password of ban@example.org, the folder of the accounts."""
    port, dashboard = free_port(), free_port()
    folder, file = tmp_path / "accounts", tmp_path / "secrets.toml"
    process = started(
        folder,
        work_home,
        "--admin",
        "Ban@example.org",
        "--address",
        f"http://localhost:{port}",
        "--dashboard",
        f"http://localhost:{dashboard}",
        "--secrets",
        str(file),
    )
    password = re.search(r"password (\S+)", process.stdout.readline())[1]
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://localhost:{port}/.well-known/openid-configuration", timeout=1).read()
            break
        except OSError:
            time.sleep(0.1)
    with running(work_home, "--secrets.files", str(file), port=dashboard) as site:
        yield site, password, folder
    process.terminate()
    process.wait(10)


def enter(page, site, name, password):
    page.set_default_timeout(60_000)
    page.goto(site)
    page.get_by_role("button", name="Đăng nhập").click()
    page.get_by_label("Login").fill(name)
    page.get_by_role("button", name="Continue").click()
    page.locator("input[type=password]").fill(password)
    page.locator("button[type=submit]").last.click()


def test_the_first_administrator_signs_in_and_a_wrong_password_does_not(accounts, work_home, chromium):
    site, password, folder = accounts
    page = chromium.new_context().new_page()
    enter(page, site, "ban@example.org", "not the password")
    page.get_by_text("failed").first.wait_for()
    page.wait_for_timeout(5000)  # who guesses waits longer each time
    page.locator("input[type=password]").fill(password)
    page.locator("button[type=submit]").last.click()
    settle(page)
    open_menu(page)
    page.get_by_role("menuitem", name="Quản trị").wait_for()
    settle(page)
    assert state.replay(ledger.read(work_home)).users["ban@example.org"]["role"] == "admin"
    for name in ("settings.json", "accounts.sqlite"):
        assert os.stat(folder / name).st_mode & 0o077 == 0
    code, out, err = done(folder, work_home, "add", "lan@example.org")
    assert (code, err) == (0, "") and re.search(r"lan@example.org: .* password \S{16}", out)
    second = re.search(r"password (\S+)", out)[1]
    other = chromium.new_context().new_page()
    enter(other, site, "lan@example.org", second)
    other.get_by_text("chưa được cấp quyền").wait_for()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run"], "--admin"),
        (["add", "bad"], "no e-mail address"),
        (["password", "nobody@example.org"], "There is no account"),
        (["run", "--admin", "a@b.c", "--address", "http://192.168.1.5:8502"], "must be https://"),
    ],
)
def test_wrong_usage_gets_a_sentence(arguments, words, tmp_path, work_home):
    code, _, err = done(
        tmp_path / "accounts",
        work_home,
        *arguments,
        *(["--secrets", str(tmp_path / "s.toml")] if arguments[0] == "run" else []),
    )
    assert code == 2 and words in err and "Traceback" not in err


def test_another_sign_in_is_not_overwritten(tmp_path, work_home):
    file = tmp_path / "s.toml"
    file.write_text('[auth]\nclient_id = "google"\n')
    code, _, err = done(tmp_path / "accounts", work_home, "--admin", "a@b.c", "--secrets", str(file))
    assert code == 2 and "configured already" in err
    assert file.read_text() == '[auth]\nclient_id = "google"\n'
