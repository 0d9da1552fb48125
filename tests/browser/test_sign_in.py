"""Sign-in for real: an OpenID Connect server made by others, a real browser, roles that change while a page is open."""

import socketserver
import threading
import wsgiref.simple_server
from contextlib import contextmanager

import pytest
import pytest_iam
from canaille import create_app
from canaille.backends import Backend

from etl.store import corrections
from tests.browser.conftest import open_filters, open_menu, settle
from tests.pages.server.tab import secrets
from tests.server import free_port, running

PASSWORD = "correct horse battery staple"


class Threaded(socketserver.ThreadingMixIn, wsgiref.simple_server.WSGIServer):
    """A browser opens connections ahead and leaves them open: one thread alone would wait at them for ever."""

    daemon_threads = True


@pytest.fixture(scope="session")
def provider(iam_configuration, iam_server_port):
    """Canaille, as pytest-iam sets it up, serving every connection in a thread of its own."""
    app = create_app(config=iam_configuration, env_file=".pytest-iam.env", env_prefix="PYTEST_IAM_")
    server = pytest_iam.Server(app, iam_server_port, Backend.instance)
    server.httpd.server_close()
    server.httpd = wsgiref.simple_server.make_server(
        "localhost", iam_server_port, app, Threaded, server._make_request_handler()
    )
    threading.Thread(target=server.httpd.serve_forever, daemon=True).start()
    with app.app_context():
        yield server
    server.httpd.shutdown()


@contextmanager
def dashboard(provider, home, folder, more="[monitor]\nprovider_verifies_email = true\n", audience=None):
    """The dashboard's address, with sign-in configured; the provider knows mai and lan."""
    port = free_port()
    back, backend = f"http://localhost:{port}/oauth2callback", provider.backend
    client = provider.models.Client(
        client_id="dashboard",
        client_secret="secret",
        client_name="dashboard",
        client_uri=f"http://localhost:{port}",
        redirect_uris=[back],
        post_logout_redirect_uris=[back],
        grant_types=["authorization_code"],
        response_types=["code"],
        token_endpoint_auth_method="client_secret_basic",
        scope=["openid", "email", "profile"],
    )
    backend.save(client)
    others = [client]
    if audience:
        others = [
            provider.models.Client(
                client_id=audience,
                client_name=audience,
                client_uri="http://localhost:1",
                redirect_uris=["http://localhost:1/x"],
            )
        ]
        backend.save(others[0])
    client.audience = others
    backend.save(client)
    people = [
        provider.random_user(user_name=name, emails=[f"{name}@example.org"], password=PASSWORD)
        for name in ("mai", "lan")
    ]
    for user in people:
        provider.consent(user, client)
    file = folder / "secrets.toml"
    file.write_text(secrets(port, f"{provider.url}.well-known/openid-configuration", more=more))
    try:
        with running(home, "--secrets.files", str(file), port=port) as address:
            yield address
    finally:
        for item in [
            *backend.query(provider.models.Consent),
            *people,
            *{one.client_id: one for one in [client, *others]}.values(),
        ]:
            backend.delete(item)


@pytest.fixture
def site(provider, work_home, tmp_path):
    with dashboard(provider, work_home, tmp_path) as address:
        yield address


def give(home, role, blocked=False, unit=None, name="mai"):
    corrections.record(home, corrections.user_event(f"{name}@example.org", role, unit, blocked), "t", "test")


def signed_in(chromium, site, name="mai"):
    page = chromium.new_context().new_page()
    page.set_default_timeout(60_000)
    page.goto(site)
    page.get_by_role("button", name="Đăng nhập").click()
    page.get_by_label("Login").fill(name)
    page.get_by_role("button", name="Continue").click()
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("button[type=submit]").last.click()
    page.wait_for_url(f"{site}/**", wait_until="commit")
    settle(page)
    return page


def test_a_stranger_gets_the_sign_in_and_nothing_else(site, chromium):
    page = chromium.new_context().new_page()
    page.goto(f"{site}/tra-cuu?period=FY")
    page.get_by_role("button", name="Đăng nhập").wait_for()
    assert page.locator("[data-testid=stTopNavLink]").count() == 0
    assert page.locator("[data-testid=stDataFrame], [data-testid=stMetric], [data-testid=stFileUploader]").count() == 0


def test_roles_count_at_the_next_click_also_in_an_open_page(site, work_home, chromium):
    page = signed_in(chromium, site)
    page.get_by_text("chưa được cấp quyền").wait_for()
    assert page.locator("[data-testid=stTopNavLink]").count() == 0
    give(work_home, "viewer")
    page.reload()
    page.get_by_role("heading", name="Tổng quan").wait_for()
    settle(page)
    assert page.get_by_text("Nghiệp vụ").count() == 0
    give(work_home, "city")
    page.get_by_role("link", name="Báo cáo", exact=True).click()
    settle(page)
    open_menu(page)
    assert page.get_by_role("menuitem", name="Quản trị").count() == 0
    give(work_home, "city", blocked=True)
    page.get_by_role("menuitem", name="Nộp báo cáo").click()
    page.get_by_text("đã bị khóa").wait_for()
    settle(page)
    assert page.locator("[data-testid=stFileUploader]").count() == 0
    page.get_by_role("button", name="Đăng xuất").click()
    page.get_by_role("button", name="Đăng nhập").wait_for()


def test_two_people_at_once_each_with_their_own_rights(site, work_home, chromium):
    give(work_home, "district", unit="271")
    give(work_home, "admin", name="lan")
    mine, other = signed_in(chromium, site), signed_in(chromium, site, "lan")
    for page, last, email in ((mine, "Nộp báo cáo", "mai@example.org"), (other, "Quản trị", "lan@example.org")):
        open_menu(page)
        page.get_by_role("menuitem", name=last).wait_for()
        page.keyboard.press("Escape")
        open_filters(page)
        assert page.get_by_text(email).count() == 1
    mine.goto(f"{site}/quan-tri")
    mine.get_by_text("không được dùng trang này").wait_for()
    other.goto(f"{site}/quan-tri")
    other.get_by_role("heading", name="Kho dữ liệu").wait_for()


def test_a_token_for_another_is_no_sign_in(provider, work_home, tmp_path, chromium):
    give(work_home, "admin")
    with dashboard(provider, work_home, tmp_path, audience="another") as site:
        page = signed_in(chromium, site)
        page.get_by_role("button", name="Đăng nhập").wait_for()
        assert page.locator("[data-testid=stTopNavLink]").count() == 0
        assert [c["name"] for c in page.context.cookies() if c["name"].startswith("_streamlit_user")] == []


def test_an_address_nobody_verified_is_no_user(provider, work_home, tmp_path, chromium):
    give(work_home, "admin")
    with dashboard(provider, work_home, tmp_path, more="") as site:
        page = signed_in(chromium, site)
        page.get_by_text("chưa xác minh e-mail").wait_for()
        assert page.locator("[data-testid=stTopNavLink]").count() == 0


def test_a_copied_cookie_is_worth_nothing_after_signing_out(site, work_home, chromium):
    give(work_home, "viewer")
    page = signed_in(chromium, site)
    page.get_by_role("heading", name="Tổng quan").wait_for()
    thief = chromium.new_context()
    thief.add_cookies([cookie for cookie in page.context.cookies() if cookie["name"].startswith("_streamlit_user")])
    copied = thief.new_page()
    copied.goto(site)
    copied.get_by_role("heading", name="Tổng quan").wait_for()
    open_filters(page)
    page.get_by_role("button", name="Đăng xuất").click()
    page.get_by_role("button", name="Đăng nhập").wait_for()
    copied.get_by_role("link", name="Báo cáo", exact=True).click()
    copied.get_by_role("button", name="Đăng nhập").wait_for()
    copied.goto(f"{site}/tinh-hinh")
    copied.get_by_role("button", name="Đăng nhập").wait_for()
