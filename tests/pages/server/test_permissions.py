"""Role × action × own or another district × way in: every cell of docs/permissions.md is tried, each by its own way."""

import io
import json
import os
from datetime import date

import openpyxl
import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState

from etl.access import PERMISSIONS, WAYS, Actor, Denied
from etl.outputs import permissions
from etl.store import acceptance, actions, corrections, state
from etl.store.acceptance import Acceptance, Item
from etl.store.files import ledger
from etl.store.issues import Paper
from tests.pages.server.tab import Tab, cookie, elements, http, secrets, words
from tests.reports import base_rows, workbook
from tests.server import free_port, running
from tests.store.permissions import TABLE

UNIT = "271"  # Ba Vì; the district's user is of it, the other's of Đông Anh
WHO = {
    "viewer": Actor("v@example.org", "viewer"),
    "district": Actor("d@example.org", "district", "271"),
    "other": Actor("e@example.org", "district", "017"),
    "city": Actor("c@example.org", "city"),
    "admin": Actor("a@example.org", "admin"),
}


def report(number, unit="Ba Vì", code="271"):
    rows = base_rows(code)
    rows[0][1] = 1000 + number
    return Item(
        f"bavi-{number}.xlsx", workbook(unit, code, base=rows, prepared_by="Hoàng Thị Xuân", phone="0912345678")
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    path = str(tmp_path_factory.mktemp("cells") / "store")
    for item in (report(1), report(2, "Đông Anh", "017")):
        assert next(acceptance.load(path, [item], Acceptance("t", "test", confirm_warnings=True))).outcome == "accepted"
    for actor in WHO.values():
        corrections.record(path, corrections.user_event(actor.name, actor.role, actor.unit_code, False), "t", "test")
    return path


@pytest.fixture(scope="module")
def site(home, tmp_path_factory):
    port, file = free_port(), tmp_path_factory.mktemp("secrets") / "s.toml"
    file.write_text(secrets(port))
    with running(home, "--secrets.files", str(file), port=port) as address:
        yield address


class Try:
    """One actor at the store and at the site."""

    def __init__(self, home, site, actor):
        self.home, self.site, self.actor = home, site, actor
        self.tab = Tab(site, cookie(actor.name, site))

    def page(self, slug, query=""):
        """What the page says; "" where it is refused."""
        self.said = self.tab.run(page=slug, query=f"period=H1&{query}")
        text = words(self.said)
        return "" if "không được dùng trang này" in text else text

    def file(self, label):
        """The bytes behind a download button of the page that was opened; nothing where there is none."""
        buttons = [
            m.delta.new_element.download_button.label
            for m in self.said
            if m.WhichOneof("type") == "delta" and m.delta.new_element.WhichOneof("type") == "download_button"
        ]
        if label not in buttons:
            return b""
        url = self.tab.url_of_download(self.said, buttons.index(label))
        answer = http(self.site + url, self.tab.cookies) if url else None
        return answer.body if answer and answer.status == 200 else b""

    def may(self, step):
        try:
            step()
            return True
        except Denied:
            return False

    def is_mine(self, item):
        """Whether the unit's workbook may be looked at by this actor."""
        found = next(acceptance.check(self.home, [item], lambda unit: actions.access.may(self.actor, "check", unit)))
        return "E11" not in {finding.code for finding in found.findings}

    def result(self, item):
        return next(acceptance.check(self.home, [item]))


def upload(it):
    it.page("nop")
    form = b'--b\r\nContent-Disposition: form-data; name="a"; filename="a.xlsx"\r\n\r\nx\r\n--b--\r\n'
    headers = {"Content-Type": "multipart/form-data; boundary=b", "X-Xsrftoken": it.tab.cookies["_streamlit_xsrf"]}
    put = f"{it.site}/_stcore/upload_file/{it.tab.session_id}/1"
    return http(put, it.tab.cookies, "PUT", form, **headers).status == 204 and it.is_mine(report(3))


def submit(it):
    item = report(4)
    return it.may(lambda: actions.submit(it.home, it.actor, item, it.result(item)))


def accept(it):
    item = report(5)
    result = it.result(item)
    shown = {result.sha256: acceptance.seen(result.findings)}
    before = len(state.replay(ledger.read(it.home)).versions)
    allowed = it.may(lambda: actions.accept(it.home, it.actor, [(item, result)], shown))
    now = state.replay(ledger.read(it.home)).versions
    if len(now) > before:
        corrections.withdraw(it.home, len(now), "thử", "t", "test")
    return allowed


def version(it):
    """What the History page says of version 1; nothing where its row is not there to be picked."""
    it.page("lich-su")
    tables = [
        m.delta.new_element.dataframe.id
        for m in it.said
        if m.WhichOneof("type") == "delta" and m.delta.new_element.WhichOneof("type") == "dataframe"
    ]
    at = (
        sorted(
            number
            for number, found in state.replay(ledger.read(it.home)).versions.items()
            if found.unit_code == UNIT or it.actor.role != "district"
        )[::-1].index(1)
        if "bavi-1.xlsx" in words(it.said)
        else 0
    )
    picked = json.dumps({"selection": {"rows": [at], "columns": [], "cells": []}})
    if tables:
        it.said = it.tab.run(
            page="lich-su", query="period=H1", widgets=[WidgetState(id=tables[0], string_value=picked)]
        )
    text = words(it.said)
    return text if report(1).name in text and "Bản 1" in text else ""


def withdraw(it):
    allowed = it.may(lambda: actions.withdraw(it.home, it.actor, 1, "thử"))
    if allowed:
        actions.restore_version(it.home, it.actor, 1, "thử")
    return allowed


def template(it):
    it.page("bieu-mau", f"district={UNIT}")
    found = it.file("Tải biểu mẫu của đơn vị")
    if not found:
        return False
    cells = {str(cell.value) for row in openpyxl.load_workbook(io.BytesIO(found))["TT"].iter_rows() for cell in row}
    return "Ba Vì" in cells


def original(it):
    version(it)
    return it.file("Tải tệp gốc") == report(1).data


def unit_offered(it):
    it.page("bieu-mau", f"district={UNIT}")
    boxes = [
        m.delta.new_element.selectbox
        for m in it.said
        if m.WhichOneof("type") == "delta" and m.delta.new_element.WhichOneof("type") == "selectbox"
    ]
    return any("Ba Vì" in box.options for box in boxes if box.label == "Đơn vị")


def issue(it):
    """A report frozen and withdrawn; the button is on the page of those who may."""
    offered = "Phát hành: giữ nguyên" in it.page("bao-cao")
    allowed = it.may(lambda: actions.issue(it.home, it.actor, Paper(b"x", "a.docx", 2024, "H1", date(2024, 6, 10))))
    assert offered is allowed
    if allowed:
        actions.withdraw_issue(it.home, it.actor, len(state.replay(ledger.read(it.home)).issues), "thử")
    return allowed


TRIES = {
    ("read_pages", "page"): lambda it: "Tổng quan" in it.page("") and "plotly_chart" in elements(it.said),
    ("download_tables", "page"): lambda it: "dataframe" in (it.page("tra-cuu") and elements(it.said)),
    ("download_tables", "download"): lambda it: (
        bool(it.page("tra-cuu")) and b"base_unions_reported" in it.file("Tải .csv")
    ),
    ("check", "page"): lambda it: "file_uploader" in (it.page("nop") and elements(it.said)) and it.is_mine(report(3)),
    ("check", "upload"): upload,
    ("submit", "widget"): submit,
    ("accept", "widget"): accept,
    ("read_history", "page"): lambda it: "bavi-1.xlsx" in it.page("lich-su"),
    ("read_original", "download"): original,
    ("read_personal", "page"): lambda it: "0912345678" in version(it),
    ("withdraw", "widget"): withdraw,
    ("templates", "page"): unit_offered,
    ("templates", "download"): template,
    ("catalogue", "page"): lambda it: "Tên gọi khác đã xác nhận" in it.page("danh-muc"),
    ("catalogue", "widget"): lambda it: it.may(
        lambda: actions.confirm_name(it.home, it.actor, UNIT, "Tên khác", "09619")
    ),
    ("city_activities", "page"): lambda it: "dataframe" in (it.page("thanh-pho") and elements(it.said)),
    ("city_activities", "widget"): lambda it: (
        it.may(lambda: actions.demand(it.home, it.actor, "city_activities"))
        and actions.may_accept(it.actor, "01", 2024)
    ),
    ("issue", "widget"): issue,
    ("users", "page"): lambda it: "Kho dữ liệu" in it.page("quan-tri"),
    ("users", "widget"): lambda it: it.may(
        lambda: actions.set_user(it.home, it.actor, "x@example.org", "viewer", None, False)
    ),
    ("upkeep", "widget"): lambda it: it.may(lambda: actions.verify(it.home, it.actor)),
    ("upkeep", "download"): lambda it: bool(it.page("quan-tri")) and it.file("Tải bản sao lưu")[:2] == b"PK",
}


def test_every_action_has_its_ways_and_each_way_its_try():
    assert WAYS.keys() == PERMISSIONS.keys() == TABLE.keys()
    tried = {(action, way) for action, ways in WAYS.items() for way in ways if way != "command"}
    assert tried == TRIES.keys()


def test_the_page_is_what_the_code_says():
    with open(permissions.TARGET, encoding="utf-8") as file:
        assert file.read() == permissions.table()
    assert os.path.basename(permissions.TARGET) == "permissions.md"


@pytest.mark.parametrize("role", WHO)
@pytest.mark.parametrize(("action", "way"), TRIES)
def test_every_cell(action, way, role, home, site):
    expected = dict(zip(WHO, TABLE[action], strict=True))[role] == "1"
    assert TRIES[action, way](Try(home, site, WHO[role])) is expected


def test_what_was_refused_stands_in_the_ledger(home):
    with pytest.raises(Denied):
        actions.rebuild(home, Actor("nobody@example.org", "viewer", origin="page 10.0.0.9"))
    last = ledger.read(home)[-1]
    told = {name: last[name] for name in ("action", "actor", "origin", "wanted", "unit_code")}
    assert told == {
        "action": "deny",
        "actor": "nobody@example.org",
        "origin": "page 10.0.0.9",
        "wanted": "upkeep",
        "unit_code": None,
    }
