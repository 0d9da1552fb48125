"""The staff's pages by AppTest: many files at once, warnings seen, receipts that stay, days, names, the history in
words.
"""

from datetime import date

import pytest

from etl import catalogue
from etl.finding import Finding
from etl.store import acceptance, beginning, corrections, state, verification
from etl.store.acceptance import Acceptance, Item
from etl.store.files import ledger
from pages.parts import naming
from pages.parts.submission.findings import line
from tests.pages.opening import opened
from tests.pages.opening import texts as marked_texts
from tests.reports import base_rows, thousandfold, thousandfold_rows, workbook, workbook_with_a_copy

HOW = Acceptance("mai", "page", date(2024, 6, 10), True)
KIND = "application/octet-stream"


@pytest.fixture
def home(tmp_path):
    return str(tmp_path / "own")


def texts(at):
    """What stands on the page, as it is read."""
    return marked_texts(at).replace("\\", "")


def button(at, label):
    return next(found for found in at.button if found.label == label)


def box(at, start):
    return next(found for found in at.checkbox if found.label.startswith(start))


def dropped(monkeypatch, home, *files):
    at = opened("submit", monkeypatch, home)
    at.file_uploader[0].set_value([(name, data, KIND) for name, data in files])
    at.run()
    assert not at.exception
    return at


def versions(home):
    return state.replay(ledger.read(home)).versions


def districts(count):
    names = list(catalogue.districts().values())[:count]
    return [(f"{unit.code}.xlsx", workbook(unit.name, unit.code)) for unit in names]


def test_all_that_are_ready_are_accepted_by_one_click_and_their_receipts_stay(home, monkeypatch):
    at = dropped(monkeypatch, home, *districts(4))
    button(at, "Tiếp nhận 4 tệp").click().run()
    assert len(versions(home)) == 4
    for _ in range(2):
        assert "4 tệp: 4 đã tiếp nhận." in texts(at)
        (told,) = [item.value for item in at.success]
        assert told.startswith("Đã tiếp nhận: bản 1, 2, 3, 4. Sóc Sơn 6 tháng, Đông Anh")
        assert sum("BIÊN NHẬN BÁO CÁO" in code.value for code in at.code) == 4
        at.run()


def test_warnings_are_confirmed_one_kind_at_a_time_over_all_files(home, monkeypatch):
    (name, clean), *_ = districts(1)
    blank = base_rows()
    blank[0][5] = None
    at = dropped(monkeypatch, home, (name, clean), ("w10.xlsx", workbook(base=blank)))
    assert button(at, "Tiếp nhận 1 tệp")
    box(at, "Đã xem và xác nhận chưa ghi số liệu (W10)").check().run()
    button(at, "Tiếp nhận 2 tệp").click().run()
    found = [version.findings[0]["code"] if version.findings else "" for version in versions(home).values()]
    assert sorted(found) == ["", "W10"]


def test_two_files_of_one_report_are_left_to_choose(home, monkeypatch):
    files = [("a.xlsx", workbook()), ("b.xlsx", workbook(base=base_rows(models=2))), *districts(1)]
    at = dropped(monkeypatch, home, *files)
    assert button(at, "Tiếp nhận 1 tệp")
    assert "Có hơn một tệp cho cùng một báo cáo của Thanh Oai" in texts(at)


def test_a_replacement_asks_for_a_reason_and_keeps_it(home, monkeypatch):
    list(acceptance.load(home, [Item("cu.xlsx", workbook())], HOW))
    at = dropped(monkeypatch, home, ("moi.xlsx", workbook(base=base_rows(models=2))))
    box(at, "Đã xem và xác nhận thay báo cáo").check().run()
    assert button(at, "Tiếp nhận").disabled
    reason = next(item for item in at.text_input if item.label.startswith("Lý do thay báo cáo"))
    reason.set_value("Huyện gửi bản sửa").run()
    button(at, "Tiếp nhận").click().run()
    assert versions(home)[2].reason == "Huyện gửi bản sửa"
    assert "Lý do thay bản cũ: Huyện gửi bản sửa" in at.code[0].value


def test_what_arose_since_is_shown_before_it_is_accepted(home, monkeypatch):
    at = dropped(monkeypatch, home, ("toi.xlsx", workbook()))
    assert not button(at, "Tiếp nhận").disabled
    list(acceptance.load(home, [Item("nguoi-khac.xlsx", workbook(base=base_rows(models=2)))], HOW))
    button(at, "Tiếp nhận").click().run()
    assert sorted(versions(home)) == [1]
    assert "cảnh báo của toi.xlsx đã khác" in texts(at)
    assert button(at, "Tiếp nhận").disabled


def test_a_file_that_came_on_another_day_has_a_day_of_its_own(home, monkeypatch):
    at = dropped(monkeypatch, home, ("a.xlsx", workbook()))
    at.date_input(key="received_on").set_value(date(2024, 6, 20)).run()
    box(at, "Tệp này nhận ngày khác").check().run()
    next(item for item in at.date_input if item.label == "Ngày nhận của tệp này").set_value(date(2024, 6, 11)).run()
    button(at, "Tiếp nhận").click().run()
    assert versions(home)[1].received_on == "2024-06-11"


def test_a_refused_file_is_noted_once_whatever_runs_again(home, monkeypatch):
    at = dropped(monkeypatch, home, ("bad.xlsx", workbook(base=[["Nơi Lạ", *[1] * 9, None]])))
    for _ in range(3):
        at.run()
    assert [(entry["action"], entry["file_name"]) for entry in ledger.read(home)] == [("refuse", "bad.xlsx")]
    assert any("1. BM1!B2 · “Nơi Lạ” không có trong danh mục" in code.value for code in at.code)


def test_the_sample_store_takes_no_note_of_a_refusal(home, monkeypatch):

    beginning.begin(home, "sample", "mai", "test")
    dropped(monkeypatch, home, ("x.xlsx", b""))
    assert [entry["action"] for entry in ledger.read(home)] == ["start"]


def test_a_finding_reads_place_name_what_how():
    finding = Finding("W10", "BM1", "G3", None, "not_reported", {"label": "Tổng số hội viên"})
    names = {("BM1", 3): "xã Cự Khê"}
    assert (
        line(finding, names)
        == "BM1!G3 · xã Cự Khê · Chưa ghi “Tổng số hội viên”: tính là chưa báo cáo, không phải 0 · Ghi số liệu; nếu"
        " không có thì ghi 0."
    )
    part = {"name": "Cự Khê", "part": 1240, "whole": 884, "part_label": "p", "whole_label": "w", "whole_cell": "D14"}
    assert naming.name_at(Finding("E09", "BM1", "G3", "1240", "part_exceeds_whole", part), names) == ""


def test_a_row_is_called_as_on_the_report_s_own_day(home, monkeypatch):
    blank = base_rows()
    at_name = next(n for n, row in enumerate(blank) if row[0] == "xã Cao Dương")
    blank[at_name][5] = None
    at = dropped(monkeypatch, home, ("a.xlsx", workbook(base=blank)))
    assert f"BM1!G{at_name + 2} · xã Cao Dương · Chưa ghi" in texts(at).replace("**", "")


def test_the_history_speaks_in_words_and_hanoi_time(home, monkeypatch):
    list(acceptance.load(home, [Item("a.xlsx", workbook()), Item("b.xlsx", b"")], HOW))
    given = {"unit_code": "278", "name": "lang cu", "text": "Làng Cự", "code": "10120"}
    corrections.record(home, {"action": "alias_add", **given}, "mai", "page")
    corrections.record(
        home,
        {"action": "column_alias_add", "form": "BM1", "label": "hv", "text": "HV", "field": "members"},
        "mai",
        "page",
    )
    corrections.add_base_union(home, "278", "Chợ Kim Bài", "other", date(2024, 7, 1), "mai", "cli")
    at = opened("history", monkeypatch, home)
    rows = at.dataframe[-1].value.to_dict("records")
    assert [(row["Việc"], row["Chi tiết"]) for row in rows] == [
        ("Thêm cơ sở Hội", "Chợ Kim Bài (Khác), từ 01/07/2024"),
        ("Xác nhận tiêu đề cột", "BM1 – Chỉ tiêu theo cơ sở Hội: “HV” → Tổng số hội viên"),
        ("Xác nhận tên gọi khác", "“Làng Cự” → xã Cự Khê"),
        ("Từ chối (phải sửa)", "tệp không đọc được (E01)"),
        ("Tiếp nhận", rows[-1]["Chi tiết"]),
    ]
    at_utc = ledger.read(home)[0]["at"]
    hour = (int(at_utc[11:13]) + 7) % 24
    assert rows[-1]["Lúc (giờ Hà Nội)"].endswith(f" {hour:02d}:{at_utc[14:16]}")
    at.text_input(key="history_search").set_value("cho kim bai").run()
    assert [row["Việc"] for row in at.dataframe[-1].value.to_dict("records")] == ["Thêm cơ sở Hội"]


def test_the_history_of_a_past_day(home, monkeypatch):
    list(acceptance.load(home, [Item("a.xlsx", workbook())], HOW))
    at = opened("history", monkeypatch, home, as_of="2024-06-09")
    assert "1 bản, 0 đang có hiệu lực" in texts(at)
    assert list(at.dataframe[0].value["Tình trạng"]) == ["chưa nhận vào ngày này"]


def test_confirmed_names_are_listed_with_who_and_taken_back(home, monkeypatch):
    given = {"unit_code": "278", "name": "lang cu", "text": "Làng Cự", "code": "10120"}
    corrections.record(home, {"action": "alias_add", **given}, "mai", "page")
    at = opened("catalogue", monkeypatch, home, district="278")
    assert "“Làng Cự” → xã Cự Khê" in texts(at)
    assert any(item.value.startswith("mai xác nhận lúc") for item in at.caption)
    button(at, "Gỡ bỏ").click().run()
    assert state.replay(ledger.read(home)).aliases["278"] == {}


def test_a_name_in_a_communes_report_is_offered_the_commune(home, monkeypatch):
    row = ["Ô Điền Mới", 100, 80, 1, None, 40, 10, 10, 10, 10, None]
    day = date(2025, 10, 20)
    content = workbook("xã Ô Diên", "09817", period="Năm", base=[row], plan_year=2025, report_date=day)
    at = dropped(monkeypatch, home, ("a.xlsx", content))
    (box,) = [box for box in at.selectbox if box.label.startswith("“Ô Điền Mới”")]
    assert box.options == ["xã Ô Diên"]


def test_a_base_union_says_which_periods_it_changes(home, monkeypatch):
    at = opened("catalogue", monkeypatch, home, district="278")
    at.date_input(key="add_from").set_value(date(2024, 7, 1)).run()
    assert "Các kỳ tính theo danh mục mới: Năm 2024, 6 tháng 2025, Năm 2025. Các kỳ trước không thay đổi." in texts(at)
    at.text_input(key="add_name-0").set_value("Chợ Kim Bài").run()
    button(at, "Thêm cơ sở Hội").click().run()
    (change,) = state.replay(ledger.read(home)).changes
    assert (change["name"], change["valid_from"]) == ("Chợ Kim Bài", "2024-07-01")


def test_staff_rename_and_merge_on_the_page(home, monkeypatch):
    at = opened("catalogue", monkeypatch, home, district="278")
    at.date_input(key="rename_from").set_value(date(2024, 9, 1)).run()
    at.selectbox(key="rename_code-0").set_value("10120").run()
    at.text_input(key="rename-10120_name-0").set_value("Cự Khê Mới").run()
    at.text_input(key="rename_reason-0").set_value("Nghị quyết 9").run()
    at.button(key="rename").click().run()
    at.date_input(key="merge_from").set_value(date(2024, 10, 1)).run()
    at.multiselect(key="merge_codes-1").set_value(["10126", "10129"]).run()
    at.text_input(key="merge_name-1").set_value("Bích Cao").run()
    at.text_input(key="merge_reason-1").set_value("Nghị quyết 10").run()
    at.button(key="merge").click().run()
    assert not at.exception
    changes = state.replay(ledger.read(home)).changes
    told = [(change["action"], change["name"], change["valid_from"]) for change in changes]
    assert told == [
        ("base_union_rename", "Cự Khê Mới", "2024-09-01"),
        ("base_union_merge", "Bích Cao", "2024-10-01"),
    ]
    assert "Thanh Oai có 20 đơn vị trực thuộc" in at.title[0].value
    rows = at.dataframe[0].value.to_dict("records")
    assert next(row for row in rows if row["Cơ sở Hội"] == "Cự Khê Mới")["Từ đơn vị"] == "xã Cự Khê"
    at = opened("catalogue", monkeypatch, home, district="278", on="2024-08-31")
    assert "Thanh Oai có 21 đơn vị trực thuộc" in at.title[0].value
    at = opened("history", monkeypatch, home)
    assert "Cự Khê → Cự Khê Mới (Xã), từ 01/09/2024" in str([table.value.to_dict("records") for table in at.dataframe])


def test_a_change_that_makes_no_sense_is_told_under_its_button(home, monkeypatch):
    at = opened("catalogue", monkeypatch, home, district="278")
    at.selectbox(key="rename_code-0").set_value("10120").run()
    at.text_input(key="rename-10120_name-0").set_value("Bích Hòa").run()
    at.text_input(key="rename_reason-0").set_value("x").run()
    at.button(key="rename").click().run()
    assert [error.value for error in at.error] == ["“Bích Hòa” đã có trong danh mục của huyện."]


def test_the_city_saves_its_activities_as_a_version(home, monkeypatch):
    at = opened("city", monkeypatch, home, period="H1")
    assert "Chưa có bản nào của kỳ này" in texts(at)
    button(at, "Lưu thành bản mới").click().run()
    assert not at.exception
    assert (versions(home)[1].unit_code, versions(home)[1].period) == ("HN", "H1")
    assert any("Bảng chưa có gì khác" in item.value for item in at.info)
    assert "Bản 1 · đang có hiệu lực" in texts(at)
    at.run()
    assert sorted(versions(home)) == [1]


def test_the_citys_own_workbook_comes_through_the_same_door(home, monkeypatch):
    from etl.outputs.filled import Sheets, write_workbook
    from tests.reports import info

    events = [["III.1.2", "Hội thi", "tháng 5/2024", "Quý II/2024", None, None, None, None, None, None, None, None]]
    data = write_workbook(Sheets(info("Hội LHPN Hà Nội"), {"BM3": events}))
    at = dropped(monkeypatch, home, ("thanh-pho.xlsx", data))
    button(at, "Tiếp nhận").click().run()
    at = opened("city", monkeypatch, home, period="H1")
    assert "Bản 1 đang có hiệu lực" in texts(at)
    from etl.store.queries import snapshot

    days = snapshot.rows(home, "SELECT planned_from, planned_to FROM event_timeline WHERE period = 'H1'")[1]
    assert days == [(date(2024, 5, 1), date(2024, 6, 30))]


def test_city_staff_choose_between_two_sheets_and_the_choice_stands_in_the_ledger(home, monkeypatch):
    data = workbook_with_a_copy()
    at = dropped(monkeypatch, home, ("hai-trang.xlsx", data))
    radio = next(found for found in at.radio if found.label == "Đâu là biểu BM1?")
    assert [option.split(" ")[0] for option in radio.options] == ["BM1", "BM1"]
    radio.set_value("BM1 (2)").run()
    button(at, "Đọc theo lựa chọn này").click().run()
    assert not at.exception
    (entry,) = [entry for entry in ledger.read(home) if entry["action"] == "choose"]
    assert (entry["question"], entry["option"]) == ("sheet:BM1", "BM1 (2)")
    box(at, "Đã xem và xác nhận bị ẩn").check().run()
    button(at, "Tiếp nhận").click().run()
    assert versions(home)[1].unit_code == "278"
    from etl.store.queries import snapshot

    assert snapshot.rows(
        home,
        "SELECT DISTINCT members FROM base_union_status WHERE plan_year = 2024 AND period = 'H1'"
        " AND district_code = '278'",
    )[1] == [(99,)]
    verification.rebuild_database(home)
    assert verification.verify(home) == []
    at = opened("history", monkeypatch, home)
    assert "Chọn cách đọc" in str([frame.value.to_dict() for frame in at.dataframe])


def test_a_sheet_is_seen_by_the_roles_of_its_cells(home, monkeypatch):
    at = dropped(monkeypatch, home, ("a.xlsx", workbook(mess="total")))
    next(found for found in at.toggle if found.label == "Xem trang theo vai trò của từng ô").set_value(True).run()
    next(control for control in at.button_group if control.label == "Trang").set_value("BM1").run()
    legend = next(found.value for found in at.caption if "dòng tổng (chỉ kiểm tra)" in found.value)
    assert legend.startswith("tiêu đề cột, nhãn: 12 · đã đọc: ")
    frame = next(found.value for found in at.dataframe if "A" in found.value.columns)
    assert frame.iloc[0]["B"] == "Cơ sở Hội"


def test_an_implausible_figure_is_confirmed_by_itself_and_found_listed(home, monkeypatch):
    at = dropped(monkeypatch, home, ("a.xlsx", thousandfold()))
    single = [found for found in at.checkbox if found.label.replace("\\", "").startswith("Đã xem và xác nhận: BM1")]
    assert len(single) == 3
    for found in single[:2]:
        found.check().run()
    assert button(at, "Tiếp nhận").disabled
    for found in [found for found in at.checkbox if found.label.startswith("Đã xem và xác nhận")]:
        found.check()
    at.run()
    button(at, "Tiếp nhận").click().run()
    assert len(versions(home)) == 1
    at = opened("oddities", monkeypatch, home)
    assert "3 số liệu khó tin đã được xác nhận, ở 1 đơn vị" in texts(at)
    frame = at.dataframe[0].value
    assert list(frame["Trang, ô"]) == ["BM1!C5", "BM1!D5", "BM1!G5"]
    from etl.store.queries import snapshot

    cells = snapshot.rows(
        home, "SELECT confirmed_oddities FROM base_union_status WHERE confirmed_oddities IS NOT NULL"
    )[1]
    assert cells == [("C5, D5, G5",)]


def test_a_confirmed_oddity_is_not_asked_again_while_it_stays(home):
    list(acceptance.load(home, [Item("a.xlsx", thousandfold())], HOW))
    again = workbook(base=[[*row[:3], 2, *row[4:]] for row in thousandfold_rows()])
    (result,) = acceptance.check(home, [Item("b.xlsx", again)])
    assert [finding.code for finding in result.findings] == ["W09"]
