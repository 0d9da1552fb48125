"""Sign-in for real: an OpenID Connect server made by others, a real browser, roles that change while a page is open."""

import urllib.error
import urllib.request

import pytest

from etl.store import taking_back
from tests.browser.conftest import settle
from tests.browser.server import free_port, running


@pytest.fixture
def site(iam_server, work_home, tmp_path):
    """The dashboard with sign-in configured; the identity provider knows mai@example.org."""
    port = free_port()
    client = iam_server.models.Client(
        client_id="dashboard", client_secret="secret", client_name="dashboard", client_uri=f"http://localhost:{port}", redirect_uris=[f"http://localhost:{port}/oauth2callback"],
        grant_types=["authorization_code"], response_types=["code"], token_endpoint_auth_method="client_secret_basic", scope=["openid", "email", "profile"],
    )  # fmt: skip
    iam_server.backend.save(client)
    user = iam_server.random_user(user_name="mai", emails=["mai@example.org"], password="correct horse battery staple")
    iam_server.consent(user)
    secrets = tmp_path / "secrets.toml"
    secrets.write_text(
        f'[auth]\nredirect_uri = "http://localhost:{port}/oauth2callback"\ncookie_secret = "{"x" * 40}"\nclient_id = "dashboard"\nclient_secret = "secret"\n'
        f'server_metadata_url = "{iam_server.url}.well-known/openid-configuration"\n[monitor]\nprovider_verifies_email = true\n'
    )
    with running(work_home, "--secrets.files", str(secrets), port=port) as address:
        yield address


def give(home, role, blocked=False, unit=None):
    taking_back.record(home, taking_back.user_event("mai@example.org", role, unit, blocked), "t", "test")


def signed_in(chromium, site):
    page = chromium.new_context().new_page()
    page.set_default_timeout(60_000)
    page.goto(site)
    page.get_by_role("button", name="Đăng nhập").click()
    page.get_by_label("Login").fill("mai")
    page.get_by_role("button", name="Continue").click()
    page.locator("input[type=password]").fill("correct horse battery staple")
    page.locator("button[type=submit]").last.click()
    page.wait_for_url(f"{site}/**", wait_until="commit")
    settle(page)
    return page


def test_a_stranger_gets_the_sign_in_and_nothing_else(site, chromium):
    page = chromium.new_context().new_page()
    page.goto(f"{site}/tra-cuu?period=FY")
    page.get_by_role("button", name="Đăng nhập").wait_for()
    assert page.locator("[data-testid=stSidebarNavLink]").count() == 0
    assert page.locator("[data-testid=stDataFrame], [data-testid=stMetric], [data-testid=stFileUploader]").count() == 0
    for path in ("/media/x.csv", "/_stcore/upload_file/x/y", "/component/x"):
        assert shell_or_error(site + path)


def shell_or_error(address):
    """Whether a stranger gets an error, or the empty shell that every address gives."""
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return b"<title>Streamlit</title>" in answer.read()
    except urllib.error.HTTPError as error:
        return error.code in (403, 404, 405)


def test_roles_count_at_the_next_click_also_in_an_open_page(site, work_home, chromium):
    page = signed_in(chromium, site)
    page.get_by_text("chưa được cấp quyền").wait_for()
    assert page.locator("[data-testid=stSidebarNavLink]").count() == 0
    give(work_home, "viewer")
    page.reload()
    page.get_by_role("heading", name="Tổng quan").wait_for()
    settle(page)
    assert page.get_by_role("link", name="Nộp báo cáo").count() == 0
    give(work_home, "city")
    page.get_by_role("link", name="Tình hình báo cáo").click()
    page.get_by_role("link", name="Nộp báo cáo").wait_for()
    assert page.get_by_role("link", name="Quản trị").count() == 0
    give(work_home, "city", blocked=True)
    page.get_by_role("link", name="Nộp báo cáo").click()
    page.get_by_text("đã bị khóa").wait_for()
    settle(page)
    assert page.locator("[data-testid=stFileUploader]").count() == 0
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url("**/end_session**", wait_until="commit")  # the provider asks whether to sign out there too
    page.goto(site)
    page.get_by_role("button", name="Đăng nhập").wait_for()
