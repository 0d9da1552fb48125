"""Raw HTTP and raw messages against the running server: strangers get the sign-in and nothing else, nobody gets
another's.
"""

import gzip
import re
import socket
import sys
import time
from contextlib import closing
from http.client import HTTPConnection

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from etl.store import corrections
from etl.store.files import ledger
from pages.parts.navigation import PAGES
from pages.parts.server import request_guard
from pages.parts.server.security_headers import HEADERS
from tests.pages.server.tab import SECRET, Tab, cookie, elements, http, secrets, words
from tests.paths import ROOT
from tests.server import free_port, running
from tests.stores import sample_store

CITY, VIEWER, DISTRICT = "mai@example.org", "lan@example.org", "ba.vi@example.org"


def give(home, email, role, unit=None, blocked=False):
    corrections.record(home, corrections.user_event(email, role, unit, blocked), "t", "test")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    path = str(tmp_path_factory.mktemp("doors") / "store")
    sample_store(path)
    for email, role, unit in ((CITY, "city", None), (VIEWER, "viewer", None), (DISTRICT, "district", "271")):
        give(path, email, role, unit)
    return path


@pytest.fixture(scope="module")
def configured(tmp_path_factory):
    port = free_port()
    file = tmp_path_factory.mktemp("secrets") / "secrets.toml"
    file.write_text(secrets(port))
    return port, ("--secrets.files", str(file))


@pytest.fixture(scope="module")
def site(home, configured):
    with running(home, *configured[1], port=configured[0]) as address:
        yield address


def is_sign_in(said):
    """Whether the page is the sign-in and nothing besides."""
    drawn = elements(said)
    buttons = [
        m.delta.new_element.button.label
        for m in said
        if m.WhichOneof("type") == "delta" and m.delta.new_element.WhichOneof("type") == "button"
    ]
    return set(drawn) <= {"heading", "markdown", "button", "empty"} and buttons == ["Đăng nhập"]


def tells_nothing(said, asked=""):
    """No figure, no unit, no page, no path of the server, no version; what the visitor asked for themselves may come
    back.
    """
    told = words(said)
    return [
        word
        for word in (
            "Ba Vì",
            "Hoài Đức",
            "danh-muc",
            "CT1",
            "Số liệu mẫu",
            "Tổng quan",
            "main.py",
            ROOT,
            "1.67",
            "python_version",
        )
        if word in told and word != asked
    ] == []


@pytest.mark.parametrize("slug", ["", "tra-cuu", "quan-tri", "overview", "pages/tables"])
def test_the_first_request_of_a_stranger_after_a_start_gets_the_sign_in_only(slug, home, configured):
    with running(home, *configured[1], port=configured[0] + 0) as site:
        said = Tab(site).run(page=slug, query="period=FY&district=271")
        assert is_sign_in(said) and tells_nothing(said)


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_stranger_gets_the_sign_in_on_every_page(name, site):
    said = Tab(site).run(page=PAGES[name].slug, query="period=FY&district=271&lang=vi")
    assert is_sign_in(said) and tells_nothing(said, PAGES[name].slug)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/media/0123456789abcdef.csv", 403),
        ("/media/../media/x", 403),
        ("/%6dedia/x", 403),
        ("/_stcore/upload_file/x/y", 403),
        ("/_stcore/metrics", 404),
        ("/_stcore/script-health-check", 404),
        ("/_stcore/agent/openapi.json", 404),
        ("/_stcore/agent/mcp", 404),
        ("/component/x/index.html", 404),
        ("/_stcore/bidi-components/x/y", 404),
        ("/data/plans/2024.toml", 404),
        ("/app/static/../main.py", 400),
        ("//media/x", 404),
        ("/etc/passwd", 404),
        ("/chi-tieu/_stcore/metrics", 404),
    ],
)
def test_a_stranger_gets_no_file_no_upload_no_metric(path, status, site):
    answer = http(site + path)
    assert answer.status == status
    assert len(answer.body) < 100


@pytest.mark.parametrize("method", ["PUT", "DELETE", "POST"])
def test_a_stranger_uploads_nothing(method, site):
    tab = Tab(site)
    tab.run()
    answer = http(f"{site}/_stcore/upload_file/{tab.session_id}/1", tab.cookies, method, b"x" * 100)
    assert answer.status == 403


def test_every_answer_carries_the_headers_and_no_version(site):
    for path in ("/", "/media/x", "/nonsense", "/_stcore/health"):
        got = {name.lower(): value for name, value in http(site + path).headers.items()}
        assert {name.lower(): value for name, value in HEADERS.items()}.items() <= got.items()
        assert not any(char.isdigit() for char in got.get("server", ""))
        assert "x-powered-by" not in got


@pytest.mark.parametrize(
    "cookies",
    [
        lambda site: cookie(CITY, site, secret="another secret, just as long as ours"),
        lambda site: {"_streamlit_user": "e30.x.y"},
        lambda site: cookie(CITY, site, age=13 * 3600),
        lambda site: cookie(CITY, site, age=40 * 86400),
        lambda site: cookie(CITY, "http://elsewhere.example"),
        lambda site: cookie(CITY, site, is_logged_in=False),
    ],
    ids=["forged", "garbage", "after a working day", "expired", "another origin", "not signed in"],
)
def test_a_cookie_that_is_not_good_is_no_sign_in(cookies, site):
    assert is_sign_in(Tab(site, cookies(site)).run(page="tra-cuu"))


@pytest.mark.parametrize(
    ("email", "claims"),
    [
        ("nobody@example.org", {}),
        (CITY, {"email_verified": False}),
        (CITY, {"email_verified": None}),
        (CITY, {"email_verified": "true"}),
        ("", {}),
    ],
)
def test_who_is_unknown_or_unverified_gets_one_sentence(email, claims, site, home):
    said = Tab(site, cookie(email, site, **claims)).run(page="tra-cuu", query="period=FY")
    assert "chưa được cấp quyền" in words(said) and tells_nothing(said)
    assert {"dataframe", "arrow_data_frame", "file_uploader"}.isdisjoint(elements(said))


def test_a_user_gets_the_pages_and_a_stranger_in_between_changes_nothing(site):
    mine = Tab(site, cookie(CITY, site))
    assert "Tổng quan" in words(mine.run())
    assert is_sign_in(Tab(site).run())
    assert "Tra cứu" in words(mine.run(page="tra-cuu"))


def test_a_page_not_for_the_user_says_so_and_is_written_down(site, home):
    said = Tab(site, cookie(VIEWER, site)).run(page="quan-tri")
    assert "không được dùng trang này" in words(said)
    assert {"form", "file_uploader", "arrow_data_frame"}.isdisjoint(elements(said))
    last = [entry for entry in ledger.read(home) if entry["action"] == "deny" and entry["actor"] == VIEWER]
    assert [(entry["wanted"], entry["origin"].split()[0]) for entry in last] == [("users", "page")]


def test_a_widget_value_that_was_forged_does_nothing(site, home):
    tab = Tab(site, cookie(VIEWER, site))
    tab.run()
    before = len([e for e in ledger.read(home) if e["action"] != "deny"])
    for name in (
        "start",
        "verify",
        "city_save",
        "thu-hoi-1",
        "backup",
        "FormSubmitter:user-Lưu",
        "FormSubmitter:add-Thêm",
    ):
        for page in ("nop", "thanh-pho", "quan-tri", "lich-su", "danh-muc"):
            tab.run(page=page, widgets=[WidgetState(id=f"$$ID-x-{name}", trigger_value=True)])
    assert len([e for e in ledger.read(home) if e["action"] != "deny"]) == before


def test_a_file_made_for_one_user_is_not_another_s(site, home):
    mine, other = Tab(site, cookie(CITY, site)), Tab(site, cookie(VIEWER, site))
    url = mine.url_of_download(mine.run(page="tra-cuu", query="period=FY"))
    assert url.startswith("/media/")
    other.run(page="tra-cuu", query="period=FY")
    assert http(site + url).status == 403
    assert http(site + url, other.cookies).status == 404
    assert http(site + url, mine.cookies).status == 200
    assert http(site + url, cookie(DISTRICT, site)).status == 404
    assert http(site + url, cookie(CITY, site, age=13 * 3600)).status == 403


def test_a_role_that_ended_ends_downloads_of_a_page_that_is_open(site, home):
    give(home, "dung@example.org", "viewer")
    tab = Tab(site, cookie("dung@example.org", site))
    said = tab.run(page="tra-cuu")
    url = tab.url_of_download(said)
    assert http(site + url, tab.cookies).status == 200
    give(home, "dung@example.org", "viewer", blocked=True)
    assert http(site + url, tab.cookies).status == 403
    assert tab.url_of_download(said) == ""
    assert "đã bị khóa" in words(tab.run(page="tra-cuu"))


def test_a_session_is_not_taken_over_by_its_id(site):
    mine = Tab(site, cookie(CITY, site))
    mine.run(page="nop")
    thief = Tab(site, cookie(VIEWER, site), claims=mine.session_id)
    assert "Tổng quan" in words(thief.run())
    assert thief.session_id != mine.session_id
    assert is_sign_in((stranger := Tab(site, claims=mine.session_id)).run())
    assert stranger.session_id != mine.session_id
    mine.run(page="nop")


def test_an_upload_goes_to_the_user_s_own_tab_only(site):
    mine, other = Tab(site, cookie(CITY, site)), Tab(site, cookie(DISTRICT, site))
    mine.run(page="nop")
    other.run()
    form = b'--b\r\nContent-Disposition: form-data; name="a"; filename="../../a.xlsx"\r\n\r\nx\r\n--b--\r\n'
    headers = {"Content-Type": "multipart/form-data; boundary=b", "X-Xsrftoken": mine.cookies["_streamlit_xsrf"]}
    put = f"{site}/_stcore/upload_file/{mine.session_id}/1"
    assert http(put, mine.cookies, "PUT", form, **headers).status == 204
    theirs = headers | {"X-Xsrftoken": other.cookies["_streamlit_xsrf"]}
    assert http(put, other.cookies, "PUT", form, **theirs).status == 404
    assert http(put, other.cookies, "DELETE", None, **theirs).status == 404
    viewer = Tab(site, cookie(VIEWER, site))
    viewer.run()
    own = f"{site}/_stcore/upload_file/{viewer.session_id}/1"
    assert http(own, viewer.cookies, "PUT", form, **headers).status == 403


def test_uploads_cannot_fill_the_memory(site):
    mine = Tab(site, cookie(CITY, site))
    mine.run(page="nop")
    body = b"x" * (19 << 20)
    form = b'--b\r\nContent-Disposition: form-data; name="a"; filename="a.xlsx"\r\n\r\n' + body + b"\r\n--b--\r\n"
    headers = {"Content-Type": "multipart/form-data; boundary=b", "X-Xsrftoken": mine.cookies["_streamlit_xsrf"]}
    put = f"{site}/_stcore/upload_file/{mine.session_id}/"
    got = [http(f"{put}{n}", mine.cookies, "PUT", form, **headers).status for n in range(7)]
    assert got == [204] * 5 + [413] * 2
    mine.close()
    time.sleep(0.5)
    assert http(f"{put}9", mine.cookies, "PUT", b"x", **headers).status == 404


def test_signing_out_ends_every_copy_of_the_cookie(site, home):
    give(home, "hoa@example.org", "viewer")
    stolen = cookie("hoa@example.org", site)
    tab = Tab(site, stolen)
    assert "Tổng quan" in words(tab.run())
    assert http(f"{site}/auth/logout", stolen).status == 302
    assert is_sign_in(tab.run())
    assert is_sign_in(Tab(site, stolen).run())
    assert [e["actor"] for e in ledger.read(home) if e["action"] == "sign_out"] == ["hoa@example.org"]
    time.sleep(1.1)
    assert "Tổng quan" in words(Tab(site, cookie("hoa@example.org", site)).run())


def test_messages_pass_by_a_list_of_those_that_a_tab_sends_and_broken_ones_harm_nobody(site):
    tab = Tab(site)
    tab.run()
    kinds = {field.name: field for field in BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields}
    assert (
        set(kinds)
        - {
            "clear_cache",
            "set_run_on_save",
            "load_git_info",
            "debug_disconnect_websocket",
            "debug_shutdown_runtime",
        }
        == request_guard.HEARD
    )
    for name in set(kinds) - request_guard.HEARD:
        message = BackMsg()
        if kinds[name].message_type:
            getattr(message, name).SetInParent()
        else:
            setattr(message, name, True)
        tab.send(message)
    tab.send(BackMsg())
    assert is_sign_in(tab.run())
    tab._socket.send(b"\xff\xff\xff")
    assert "Tổng quan" in words(Tab(site, cookie(CITY, site)).run())


UPGRADE = {
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Protocol": "streamlit",
}
ADDRESSES = (
    "",
    "/tra-cuu",
    "/_stcore/health",
    "/_stcore/host-config",
    "/static/x.js",
    "/app/static/x",
    "/media/x.csv",
    "/_stcore/upload_file/a/b",
    "/auth/login",
    "/oauth2callback",
    "/nowhere",
    "/favicon.png",
)


@pytest.mark.parametrize("host", ["evil.example.org", "localhost.evil.org", "8.8.8.8", "127.0.0.1.nip.io", "", "a b"])
def test_a_strange_host_is_refused_on_every_address(host, site):
    for address in ADDRESSES:
        found = http(site + address, Host=host)
        assert found.status in (400, 421), address
        assert b"<html" not in found.body.lower()


def test_a_strange_host_is_refused_by_the_socket_and_at_the_first_request(home, configured):
    port = free_port()
    with running(home, *configured[1], port=port, wait=False) as site:
        for _ in range(300):
            try:
                first = http(site, Host="evil.example.org")
                break
            except OSError:
                time.sleep(0.05)
        assert first.status == 421
        with closing(HTTPConnection("127.0.0.1", port, timeout=20)) as line:
            line.request("GET", "/_stcore/stream", headers=UPGRADE | {"Host": "evil.example.org"})
            answer = line.getresponse()
            assert (answer.status, b"docs/dang-nhap.md" in answer.read()) == (421, True)


def test_the_server_s_own_names_are_heard(site):
    port = site.rsplit(":", 1)[1]
    for host in ("localhost", "127.0.0.1", "[::1]", "LOCALHOST.", socket.gethostname()):
        assert http(f"{site}/_stcore/health", Host=f"{host}:{port}").status == 200, host


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere only 127.0.0.1 is this computer's without set-up")
def test_another_address_of_this_computer_is_heard_by_pages_and_socket(site):
    port = int(site.rsplit(":", 1)[1])
    own = f"127.0.0.2:{port}"
    assert http(site, Host=own).status == 200
    with closing(HTTPConnection("127.0.0.1", port, timeout=20)) as line:
        line.request("GET", "/_stcore/stream", headers=UPGRADE | {"Host": own, "Origin": f"http://{own}"})
        assert line.getresponse().status == 101


def test_answers_go_out_packed(site):
    shell = http(site).body
    script = re.search(rb'src="\.?/?(static/js/[^"]+)"', shell)[1].decode()
    packed = http(f"{site}/{script}", **{"Accept-Encoding": "gzip"})
    plain = http(f"{site}/{script}")
    assert {name.lower(): value for name, value in packed.headers.items()}["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert len(packed.body) < len(plain.body) / 2


def test_another_host_name_and_another_origin_are_refused(site):
    import websockets.exceptions

    with pytest.raises((websockets.exceptions.InvalidStatus, websockets.exceptions.ConnectionClosed)):
        from websockets.sync.client import connect

        connect(
            site.replace("http", "ws") + "/_stcore/stream", origin="http://evil.example", subprotocols=["streamlit"]
        ).recv()  # type: ignore[arg-type,list-item]


def test_a_short_cookie_secret_is_refused(home, tmp_path):
    import os
    import subprocess
    import sys

    file = tmp_path / "s.toml"
    file.write_text(secrets(1).replace(SECRET, "short"))
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", "0", "--secrets.files", str(file)]
    done = subprocess.run(command, env=os.environ | {"MONITOR_HOME": home}, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert "cookie_secret" in done.stderr and "Traceback" not in done.stderr
