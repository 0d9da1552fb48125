"""Facts of one workbook against each other; names that could be two; tables that are turned."""

from datetime import date

import pytest

from etl.intake.reader import read_report
from etl.intake.reading import Context
from etl.store.acceptance import Acceptance, Item, load
from tests.reports import GIA_LAM, base_rows, cells, city_model, codes, pages, read, sheets, workbook


def good(**more):
    return pages(sheets(**more))


def event(title, day=None):
    return [None, title, None, None, day, day, "Nhà văn hóa", 1, 40, None, None, None]


def reasons(tables):
    return [(f.code, f.reason, f.cell) for f in read_report(cells(tables), Context()).findings]


def test_a_running_model_that_was_never_launched():
    tables = good(models=[city_model("Liên Châu", level="Huyện", launched=None)])
    assert codes(read(tables)) == [("W14", "BM2!G2")]
    tables = good(models=[city_model("Liên Châu", level="Huyện", launched=None, state=None)])
    assert codes(read(tables)) == [("W14", "BM2!G2")]
    tables["BM2"] = [row[:6] + row[7:] for row in tables["BM2"]]  # without the column of launches
    assert codes(read(tables)) == [("W14", "BM2!G2")]
    tables = good(models=[city_model("Liên Châu", level="Huyện", launched=None, state="Tạm dừng")])
    assert codes(read(tables)) == []


def test_one_event_twice():
    day = date(2024, 5, 6)
    assert codes(read(good(events=[event("Hội thi", day), event("Hội thi", day)]))) == [("W14", "BM3!C3")]
    assert codes(read(good(events=[event("Hội thi", day), event("Hội thi", date(2024, 5, 7))]))) == []
    assert codes(read(good(events=[event("Họp"), event("Họp")]))) == []  # nothing says when


def test_not_approved_with_a_day_of_approval():
    tables = good(plan_approved="Chưa", plan_approved_on=date(2024, 2, 1))
    assert [(code, reason) for code, reason, _ in reasons(tables)] == [("W14", "approved_on_without_approval")]


def test_events_of_another_year_or_after_the_period():
    later = {"report_date": date(2024, 11, 20)}
    assert reasons(good(events=[event("Hội thi", date(2024, 10, 5))], **later)) == [("W14", "event_after_period", "F2")]
    over = event("Hội thi", date(2024, 6, 29))
    over[5] = date(2024, 10, 5)
    assert reasons(good(events=[over], **later)) == [("W14", "event_after_period", "G2")]
    assert reasons(good(events=[event("Hội thi", date(2023, 12, 5))])) == [("W14", "event_of_other_year", "F2")]


@pytest.mark.parametrize(
    ("day", "reason"), [(date(2024, 3, 1), "made_too_early"), (date(2025, 1, 3), "made_after_year")]
)
def test_a_report_date_that_does_not_fit_its_period(day, reason):
    assert reasons(good(report_date=day)) == [("W13", reason, "B4")]


@pytest.mark.parametrize("title", ["BÁO CÁO NĂM 2023", "Báo cáo cả năm", "Huyện Mỹ Đức", "Kết quả năm 2025"])
def test_a_title_that_names_another_year_period_or_unit(title):
    tables = good()
    assert reasons(tables | {"BM1": [[title], *tables["BM1"]]}) == [("W12", "title_differs", "A1")]


@pytest.mark.parametrize(
    "title",
    [
        "BÁO CÁO 6 THÁNG ĐẦU NĂM 2024",
        "Đề án đến năm 2025, năm 2024",
        "Quyết định ngày 02 tháng 6 năm 2022",
        "HUYỆN THANH OAI",
        "Đề án “… đô thị văn minh đến năm 2025”",
        "Kế hoạch số 13/KH-BTV ngày 24/01/2024",
    ],
)
def test_titles_that_say_nothing_else(title):
    tables = good()
    assert reasons(tables | {"BM1": [[title], *tables["BM1"]]}) == []


def test_a_name_that_two_units_share():
    rows = base_rows(GIA_LAM)
    tables = good(unit="Gia Lâm", district=GIA_LAM, base=rows)
    at = next(n for n, row in enumerate(tables["BM1"]) if row[1] == "Xã Yên Viên" or row[1] == "xã Yên Viên")
    tables["BM1"][at][1] = "Yên Viên"
    found = [f for f in read_report(cells(tables), Context()).findings if f.code == "E05"]
    assert [(f.reason, f.cell) for f in found] == [("unit_name_shared", f"B{at + 1}")]
    assert "Yên Viên" in found[0].params["names"] and "," in found[0].params["names"]


def test_a_total_in_words_nobody_knows_has_no_nearest_name():
    tables = good()
    count = len(tables["BM1"]) - 1
    sums = [sum(row[at] or 0 for row in tables["BM1"][1:]) for at in (2, 3, 4, 6)]
    tables["BM1"].append([None, "Cả đơn vị", *sums[:3], None, sums[3], *[10 * count] * 4, None])
    assert ("E05", "unit_like_total", f"B{count + 2}") in reasons(tables)


def test_a_turned_table_is_one_finding():
    tables = good()
    turned = [list(column) for column in zip(*tables["BM1"], strict=True)]
    assert [finding for finding in reasons(tables | {"BM1": turned}) if finding[0].startswith("E")] == [
        ("E04", "table_transposed", "A1")
    ]


def test_a_report_received_today_that_was_made_tomorrow(tmp_path, monkeypatch):
    monkeypatch.setattr("etl.store.state.today", lambda: date(2024, 6, 7))
    (result,) = load(str(tmp_path), [Item("a.xlsx", workbook())], Acceptance("a", "test"))
    assert [(f.code, f.reason) for f in result.findings] == [("W14", "received_before_made")]
