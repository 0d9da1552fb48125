"""The documented nginx configuration before a running dashboard: TLS, sockets, uploads, headers, addresses that are not
believed.
"""

import os
import shutil
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta

import pytest

from etl.store import corrections
from etl.store.files import ledger
from tests.pages.server.tab import cookie, secrets
from tests.paths import ROOT
from tests.server import free_port, running
from tests.stores import sample_store

NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
TRUSTING = ssl._create_unverified_context()


def certificate(folder):
    """A certificate for localhost, signed by itself."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")]),
    )
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    (folder / "c.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "c.key").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


def configuration(folder, inside, outside, plain):
    """docs/nginx.conf with the names, ports and certificate of this test, in the frame that a system's nginx has."""
    with open(os.path.join(ROOT, "docs", "nginx.conf"), encoding="utf-8") as file:
        text = file.read()
    for old, new in (
        ("theo-doi.example.org", "localhost"),
        ("tai-khoan.example.org", "accounts.localhost"),
        ("listen 443", f"listen 127.0.0.1:{outside}"),
        ("listen 80", f"listen 127.0.0.1:{plain}"),
        ("127.0.0.1:8501", f"127.0.0.1:{inside}"),
        ("/etc/ssl/theo-doi.pem", f"{folder}/c.pem"),
        ("/etc/ssl/theo-doi.key", f"{folder}/c.key"),
    ):
        assert old in text
        text = text.replace(old, new)
    paths = "".join(
        f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if os.geteuid() == 0 else ""  # its workers must reach the folder of this test
    (folder / "nginx.conf").write_text(
        f"{user}pid {folder}/pid;\nerror_log {folder}/error.log;\nevents {{}}\nhttp {{\naccess_log"
        f" off;\n{paths}{text}\n}}\n"
    )


@pytest.fixture
def proxied(work_home, tmp_path):
    """The address outside, and the plain one."""
    sample_store(work_home)
    corrections.record(work_home, corrections.user_event("mai@example.org", "city", None, False), "t", "test")
    inside, outside, plain = free_port(), free_port(), free_port()
    certificate(tmp_path)
    configuration(tmp_path, inside, outside, plain)
    file = tmp_path / "secrets.toml"
    file.write_text(secrets(outside).replace("http://localhost:", "https://localhost:"))
    process = subprocess.Popen([NGINX, "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf"), "-g", "daemon off;"])
    try:
        with running(work_home, "--secrets.files", str(file), port=inside):
            yield f"https://localhost:{outside}", f"http://localhost:{plain}"
    finally:
        process.terminate()
        process.wait(10)


def asked(url, method="GET", data=None, **headers):
    request = urllib.request.Request(url, data, headers, method=method)
    for _ in range(50):
        try:
            with urllib.request.urlopen(request, timeout=20, context=TRUSTING) as answer:
                return answer.status, dict(answer.headers.items())
        except urllib.error.HTTPError as error:
            return error.code, dict(error.headers.items())
        except urllib.error.URLError:
            time.sleep(0.1)
    raise AssertionError("nginx does not answer")


def test_the_dashboard_behind_nginx(proxied, chromium, work_home):
    site, plain = proxied
    status, headers = asked(site)
    assert status == 200
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    assert headers["Server"] == "nginx"
    context = chromium.new_context(ignore_https_errors=True)
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(site)
    page.get_by_role("button", name="Đăng nhập").wait_for()
    context.add_cookies(
        [{"name": name, "value": value, "url": site} for name, value in cookie("mai@example.org", site).items()]
    )
    page.goto(f"{site}/nop")
    page.locator("input[type=file]").set_input_files(
        [{"name": "a.xlsx", "mimeType": "application/octet-stream", "buffer": b"x" * (15 << 20)}]
    )
    page.get_by_text("1 phải sửa").wait_for()
    assert all(item["secure"] for item in context.cookies() if item["name"] == "_streamlit_xsrf")


def test_what_is_refused_behind_nginx_too(proxied, work_home):
    site, plain = proxied
    assert asked(f"{site}/_stcore/metrics")[0] == 404
    assert asked(f"{site}/media/x.csv", **{"X-Forwarded-For": "6.6.6.6"})[0] == 403
    assert asked(f"{site}/_stcore/upload_file/x/y", "PUT", b"x" * (97 << 20))[0] == 413
    told = [entry["origin"] for entry in ledger.read(work_home) if entry["action"] == "deny"]
    assert told == ["page 127.0.0.1"]
    with pytest.raises(urllib.error.HTTPError) as moved:
        urllib.request.build_opener(_Stays).open(f"{plain}/tra-cuu?period=FY", timeout=5)
    assert (moved.value.code, moved.value.headers["Location"]) == (301, "https://localhost/tra-cuu?period=FY")


def test_what_comes_through_nginx_is_packed_and_asked_by_its_own_name(proxied):
    site, _ = proxied
    headers = {name.lower(): value for name, value in asked(site, **{"Accept-Encoding": "gzip"})[1].items()}
    assert headers["content-encoding"] == "gzip"
    assert asked(f"{site}/_stcore/upload_file/x/y", "PUT", b"x" * (30 << 20))[0] in (400, 403)  # heard by the dashboard
    assert asked(site, Host="evil.example.org")[0] == 421


class _Stays(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer."""

    def redirect_request(self, *_):
        return None
