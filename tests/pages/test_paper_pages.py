"""Kế hoạch, Đơn vị chủ trì, Báo cáo tổng hợp: what they answer, and a report issued on the page."""

import shutil
from datetime import date

import pytest

from etl.store import acceptance, issues, state
from etl.store.acceptance import Acceptance, Item
from etl.store.files import ledger
from tests.outputs.papers import read_back
from tests.pages.opening import opened, texts
from tests.reports import base_rows, workbook


def answer(at):
    """The heading, without the marks that keep its signs from becoming markup."""
    return at.title[0].value.replace("\\", "")


SAMPLE = {"period": "FY", "as_of": "2024-12-31"}


def test_the_plan_answers_how_many_promises_are_kept(stores, monkeypatch):
    at = opened("plan", monkeypatch, stores["sample"], **SAMPLE)
    assert answer(at) == "13/29 cam kết của kế hoạch đã đạt, đã thực hiện · 6 chậm, quá hạn"
    said = texts(at)
    assert "100% hội viên phụ nữ khu vực nông thôn được tuyên truyền" in said
    assert "Văn bản ghi “kế hoạch công tác năm 2023”" in said  # the plan's second slip of the year
    assert "**CHỈ TIÊU CỤ THỂ**" in said and "*Nơi nhận*" in said


def test_the_plan_in_one_state_only(stores, monkeypatch):
    at = opened("plan", monkeypatch, stores["sample"], **SAMPLE, states="overdue")
    said = texts(at)
    assert "Tổ chức 2 đoàn tham quan" in said
    assert "100% hội viên phụ nữ khu vực nông thôn" not in said and "CHỈ TIÊU CỤ THỂ" not in said


def test_a_department_sees_what_it_leads_and_helps_with(stores, monkeypatch):
    at = opened("leads", monkeypatch, stores["sample"], **SAMPLE, lead="ban-tuyen-giao")
    assert answer(at) == "Ban Tuyên giáo: chủ trì 2 hoạt động, phối hợp 3 · 0 quá hạn"
    assert "15/18 kế hoạch đã được phê duyệt · 3.823,2 triệu đồng theo báo cáo của 15 đơn vị" in texts(at)
    roles = {row["Mã"]: row["Vai trò"] for row in at.dataframe[0].value.to_dict("records")}
    assert roles == {
        **dict.fromkeys(("III.2.1a", "III.2.1c"), "Chủ trì"),
        **dict.fromkeys(("III.1.1a", "III.1.2", "III.1.5"), "Phối hợp"),
    }


@pytest.mark.parametrize("name", ["plan", "leads", "synthesis"])
def test_an_empty_store_has_its_pages(stores, monkeypatch, name):
    at = opened(name, monkeypatch, stores["empty"], lang="en")
    assert at.title[0].value
    assert not [item.value for item in at.error]


@pytest.fixture
def own(stores, tmp_path):
    """A copy of the store with one district."""
    return shutil.copytree(stores["one"], tmp_path / "store")


def test_a_report_is_issued_on_the_page_and_what_changes_is_told(own, monkeypatch):
    home = str(own)
    at = opened("synthesis", monkeypatch, home, period="H1", as_of="2024-06-20")
    assert answer(at) == "Báo cáo 6 tháng 2024: chưa phát hành"
    assert "1/18 Hội LHPN huyện, thị xã đã gửi báo cáo 6 tháng" in texts(at)
    at.text_input(key="so-van-ban").set_value("45")
    at.date_input(key="ngay-ky").set_value(date(2024, 6, 21))
    at.checkbox(key="da-soat").check().run()
    at.button(key="phat-hanh").click().run()
    assert not at.exception
    assert answer(at) == "Báo cáo 6 tháng 2024: đã phát hành số 45, 0 số liệu đã thay đổi từ đó"
    one = state.replay(ledger.read(home)).issues[1]
    assert (one.number, one.signed_on, one.as_of) == ("45", "2024-06-21", "2024-06-20")
    said = [text for _style, text in read_back(issues.issued_file(home, one))[0]]
    assert any(text.startswith("Toàn Thành phố: 1.260/1.680 hội viên (75%)") for text in said)
    item = Item("b.xlsx", workbook(base=base_rows(reached=80)))
    acceptance_of = Acceptance("t", "test", date(2024, 6, 15), True, reason="sửa")
    assert [result.outcome for result in acceptance.load(home, [item], acceptance_of)] == ["accepted"]
    at = opened("synthesis", monkeypatch, home, period="H1", as_of="2024-06-20")
    assert "đã phát hành số 45" in answer(at) and "0 số liệu" not in answer(at)
    (text,) = [code.value for code in at.code if "ĐÍNH CHÍNH" in code.value]
    assert "- CT2, Thanh Oai: đã nêu 1.260/1.680 (chậm), nay là 1.680/1.680 (đạt) (theo bản 2" in text
    at.text_input(key="ly-do-thu-hoi-1").set_value("in nhầm").run()
    at.button(key="thu-hoi-1").click().run()
    assert answer(at) == "Báo cáo 6 tháng 2024: chưa phát hành"
    assert state.replay(ledger.read(home)).issues[1].reason == "in nhầm"


def test_what_is_switched_off_leaves_the_preview(own, monkeypatch):
    at = opened("synthesis", monkeypatch, str(own), period="H1")
    assert "KẾT QUẢ THỰC HIỆN MÔ HÌNH" in texts(at)
    at.toggle(key="phan-mo-hinh").set_value(False).run()
    assert "KẾT QUẢ THỰC HIỆN MÔ HÌNH" not in texts(at)


def test_a_report_of_latest_is_of_the_newest_reported_period_and_says_so(own, monkeypatch):
    at = opened("synthesis", monkeypatch, str(own))
    assert answer(at) == "Báo cáo 6 tháng 2024: chưa phát hành"
    assert "Báo cáo viết cho một kỳ" in texts(at)
