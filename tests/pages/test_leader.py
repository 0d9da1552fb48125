"""What leadership reads: pace, next steps, the box that finds, the guide, the meeting room, the table to hand on."""

import io
from datetime import date
from types import SimpleNamespace

import openpyxl
import pytest

from etl import data
from etl.outputs.presentation import Presented, write_presentation
from etl.outputs.tables import Cover
from etl.store import state
from etl.store.files import ledger
from etl.store.queries import questions, rows
from pages.parts import filters, search
from pages.parts.figures import completion
from pages.parts.figures.pace import outlook_line, pace_line
from pages.parts.filters import Filters
from pages.parts.formatting import alphabetical
from pages.parts.navigation import PAGES
from pages.parts.tables import calendar
from tests.pages.opening import opened, texts
from tests.plans.quarters import accept
from tests.reference import copy_of_data
from tests.reports import base_rows, workbook


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (None, ""),
        (SimpleNamespace(missing=0, days=10, deadline=date(2024, 10, 30), per_week=0), ""),
        (
            SimpleNamespace(missing=64, days=28, deadline=date(2024, 10, 30), per_week=16),
            "còn 64 cơ sở Hội trước 30/10, 16 mỗi tuần",
        ),
        (
            SimpleNamespace(missing=1064, days=0, deadline=date(2024, 10, 30), per_week=1064),
            "hết hạn 30/10: thiếu 1.064 cơ sở Hội",
        ),
    ],
)
def test_pace_says_what_is_left_and_after_the_deadline_what_was_missed(row, said):
    assert pace_line(row, "cơ sở Hội") == said


def test_past_years_give_a_range_and_never_a_point(home, tmp_path, monkeypatch):
    """Thanh Oai grew from 50 % to 75 % in 2022, from 50 % to 100 % in 2023, and stands at 37.5 % in June 2024."""
    folder = copy_of_data(tmp_path / "data")
    text = (folder / "plans" / "2023.toml").read_text(encoding="utf-8")
    text = text.replace("2023-", "2022-").replace("plan_year = 2023", "plan_year = 2022")
    (folder / "plans" / "2022.toml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("MONITOR_DATA", str(folder))
    ask = lambda day: questions.ask(home, rows.Outlook, day, plan_year=2024, period="latest")  # noqa: E731
    for year, year_end in ((2022, 60), (2023, 80)):
        for period, reached, day in (("6 tháng", 40, date(year, 6, 8)), ("Năm", year_end, date(year, 10, 20))):
            assert ask(date(2024, 7, 1)) == []
            base = base_rows(day=date(2024, 6, 30), reached=reached)
            accept(home, workbook(base=base, period=period, plan_year=year, report_date=day), day)
    accept(home, workbook(base=base_rows(reached=30)), date(2024, 6, 10))
    found = {row.target_code: row for row in ask(date(2024, 7, 1))}
    assert (found["CT2"].low, found["CT2"].high, found["CT2"].years) == (0.625, 0.875, 2)
    assert outlook_line(found["CT2"]) == "theo 2 năm trước: 62,5%–87,5% vào 30/10"
    assert ask(date(2024, 10, 30)) == []  # the deadline: nothing is ahead
    accept(home, workbook(base=base_rows(reached=70), period="Năm", report_date=date(2024, 10, 20)), date(2024, 10, 21))
    assert ask(date(2024, 10, 22)) == []  # the year's own figure has come


def test_pace_is_counted_from_the_views(stores):
    asked = {"plan_year": 2024, "period": "latest"}
    (row,) = [
        row
        for row in questions.ask(stores["sample"], rows.Pace, date(2024, 10, 2), **asked)
        if (row.target_code, row.district_code) == ("CT1", "")
    ]
    (city,) = [
        row
        for row in questions.ask(stores["sample"], rows.TargetCompletion, date(2024, 10, 2), plan_year=2024)
        if (row.period, row.target_code, row.level) == ("latest", "CT1", "city")
    ]
    assert (row.missing, row.deadline, row.days) == (city.denominator - city.numerator, date(2024, 10, 30), 28)
    assert row.per_week == -(-row.missing // 4)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_its_guide_in_both_languages(name):
    texts_of = data.read_toml("guide.toml")["pages"][name]
    assert set(texts_of) == {"answers", "read", "next"}
    assert all(len(text) > 10 for text in texts_of.values())  # their English: tests/test_words.py


FILTERS = Filters(2024, "latest", date(2024, 12, 31), "", "CT1")
DISTRICT = SimpleNamespace(district_code="282", district="Mỹ Đức")
ANSWERS = {
    "districts": [DISTRICT, SimpleNamespace(district_code="273", district="Đan Phượng")],
    "communes": [SimpleNamespace(base_union="Đốc Tín", district_code="282", base_union_code="1")],
    "activities": [SimpleNamespace(activity_code="III.2.1", title="Ra mắt mô hình", title_en="", period="latest")],
}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("my duc", [("Mỹ Đức", "district", "282")]),
        ("ĐAN PH", [("Đan Phượng", "district", "273")]),
        ("doc tin", [("Đốc Tín (Mỹ Đức)", "district", "282")]),
        ("iii.2.1", [("III.2.1 Ra mắt mô hình", "activities", "")]),
        ("tinh hinh bao", [("Tình hình báo cáo", "reporting", "")]),
        ("bc-mai", [("BC-mai.xlsx · 3", "history", "")]),
        ("zzz", []),
    ],
)
def test_one_box_finds_without_accents(text, found, monkeypatch):
    monkeypatch.setattr(search, "each", lambda row, *_args, **_params: ANSWERS[questions.name_of(row)])
    monkeypatch.setattr(search, "may", lambda _action: True)
    versions = {3: SimpleNamespace(file_name="BC-mai.xlsx", version=3)}
    monkeypatch.setattr(search, "now", lambda: SimpleNamespace(versions=versions))
    hits = search.find(text, FILTERS)
    assert [(hit.label, hit.page, hit.query.get("district", "")) for hit in hits] == found


def test_who_may_not_read_the_history_finds_no_file(monkeypatch):
    monkeypatch.setattr(search, "each", lambda row, *_args, **_params: ANSWERS[questions.name_of(row)])
    monkeypatch.setattr(search, "may", lambda action: action == "read_pages")
    monkeypatch.setattr(search, "now", lambda: pytest.fail("the history was read"))
    assert search.find("bc-mai", FILTERS) == []
    assert search.find("quan tri", FILTERS) == []


def test_a_calendar_has_a_dot_for_an_event_and_a_bar_for_a_window():
    line = calendar.Line(
        "III.1",
        "x",
        "overdue",
        "1/2",
        "",
        [(date(2023, 12, 5), date(2024, 2, 1))],
        [date(2024, 6, 1), date(2024, 6, 9)],
    )
    assert calendar._cells(line, 2024) == ["░░░░", "░░░░", "", "", "", "● 2", "", "", "", "", "", ""]
    assert (calendar._title(calendar.Line("", "Tuyên truyền")), calendar._title(line)) == ("TUYÊN TRUYỀN", "x")
    assert calendar._month(6, 2024, date(2024, 6, 30)) == "▸T6"
    assert calendar._month(6, 2024, date(2025, 6, 30)) == "T6"
    assert calendar._fit("một hai ba", 6) == "một h…"


def test_the_table_to_hand_on_has_words_and_percentages():
    cover = Cover("Kết quả chỉ tiêu", [("Kỳ", "6 tháng"), ("Trống", "")], "SỐ LIỆU MẪU – không có thật")
    columns = [
        Presented("Huyện", "text", ["Ba Vì", "=1+1\ud800"]),
        Presented("Tỷ lệ", "percent", [0.8450363196125908, None]),
        Presented("Ngày nhận", "day", [date(2024, 6, 8), None]),
        Presented("Hội viên", "whole", [12345, 0]),
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(write_presentation(cover, columns))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == "Kết quả chỉ tiêu"
    assert [row[0] for row in rows[1:3]] == ["SỐ LIỆU MẪU – không có thật", "Kỳ: 6 tháng"]
    assert rows[4] == ["Huyện", "Tỷ lệ", "Ngày nhận", "Hội viên"]
    assert rows[5][0] == "Ba Vì"
    assert (rows[6][0], sheet["A7"].data_type) == ("=1+1\ufffd", "s")
    assert (sheet["B6"].number_format, sheet["D6"].number_format, rows[6][1]) == ("0.0%", "#,##0", "–")
    assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$5:$5")


@pytest.mark.parametrize("screen", ["city", "CT2", "models", "activities", "reporting", "attention", "district"])
def test_every_screen_of_the_meeting_room_opens_by_its_address(screen, stores, monkeypatch):
    at = opened("present", monkeypatch, stores["sample"], screen=screen, district="271", period="FY")
    assert at.session_state["screen"] == screen
    assert any(item.value.startswith("###### ") for item in at.markdown)


def test_the_screens_turn_by_buttons(stores, monkeypatch):
    at = opened("present", monkeypatch, stores["sample"])
    assert "1/9" in at.title[0].value
    next(button for button in at.button if button.label == "Sau").click().run()
    assert "2/9" in at.title[0].value
    assert at.query_params["screen"] == "CT1"


def test_a_district_is_told_what_to_do_next(stores, monkeypatch):
    at = opened("district", monkeypatch, stores["one"], district="271", as_of="2024-07-01")
    assert "Gửi báo cáo 6 tháng\\: đã quá hạn 13/06" in texts(at)
    at = opened("district", monkeypatch, stores["sample"], district="282", period="FY")
    assert "CT1\\: 6 cơ sở Hội nữa là đạt" in texts(at)


def test_next_and_before_turn_the_districts(stores, monkeypatch):
    at = opened("district", monkeypatch, stores["sample"], district="271")
    at.button(key="sau").click().run()
    assert at.session_state["district"] != "271"
    at.button(key="truoc").click().run()
    assert at.session_state["district"] == "271"


def test_a_chosen_district_is_seen_and_can_be_left(stores, monkeypatch):
    at = opened("targets", monkeypatch, stores["sample"], district="271")
    assert at.button(key="_chip").label == "Ba Vì"
    at.button(key="_chip").click().run()
    assert at.session_state["district"] == ""


def test_a_year_that_has_a_plan_is_chosen_without_a_word(stores, monkeypatch):
    """Choosing another year changes the session before the address: no reason for a warning."""
    monkeypatch.setattr(filters, "plan_years", lambda: [2023, 2024])
    monkeypatch.setitem(filters.st.query_params, "year", "2023")
    told = []
    monkeypatch.setattr(filters.st, "warning", lambda text, **_options: told.append(text))
    monkeypatch.setitem(filters.st.session_state, "year", 2024)
    filters._tell_unknown_year()
    assert told == []
    monkeypatch.setitem(filters.st.query_params, "year", "2022")
    filters._tell_unknown_year()
    assert len(told) == 1


def test_a_year_without_a_plan_is_told(stores, monkeypatch):
    at = opened("overview", monkeypatch, stores["sample"], year="1999")
    assert any("Không có kế hoạch năm 1999" in item.value for item in at.warning)
    assert opened("overview", monkeypatch, stores["sample"], year="2024").warning == []


def test_names_are_sorted_as_vietnamese_does():
    names = ["Thanh Trì", "Đan Phượng", "Ba Vì", "Đông Anh", "Dương Xá", "Mỹ Đức", "Mê Linh"]
    assert sorted(names, key=alphabetical) == [
        "Ba Vì",
        "Dương Xá",
        "Đan Phượng",
        "Đông Anh",
        "Mê Linh",
        "Mỹ Đức",
        "Thanh Trì",
    ]


def test_many_findings_of_one_sentence_are_one_line_with_their_cells(monkeypatch, tmp_path):
    rows = base_rows()
    for row in rows[:6]:
        row[5] = None
    at = opened("submit", monkeypatch, str(tmp_path / "own"))
    at.file_uploader[0].upload("a.xlsx", workbook(base=rows), "application/octet-stream").run()
    (grouped,) = [block for block in at.expander if block.label.startswith("chưa ghi số liệu (W10)")]
    assert "6 ô · BM1!" in grouped.label
    assert grouped.markdown[0].value.count("\n") == 5  # each is there for who asks


def test_reports_made_long_before_the_day_entered_are_asked_about(monkeypatch, tmp_path):
    home = str(tmp_path / "own")
    at = opened("submit", monkeypatch, home)
    at.file_uploader[0].upload("a.xlsx", workbook(), "application/octet-stream").run()
    at.button(key="own-days").click().run()
    assert not [button for button in at.button if button.key == "own-days"]
    next(button for button in at.button if button.label == "Tiếp nhận").click().run()
    (version,) = state.replay(ledger.read(home)).versions.values()
    assert version.received_on == "2024-06-08"


def test_what_was_typed_or_sent_is_never_markup_in_the_box(stores, monkeypatch):
    at = opened("overview", monkeypatch, stores["sample"])
    at.text_input(key="find").set_value("<b>**x**</b> [l](javascript:1)").run()
    (told,) = [item.value for item in at.caption if item.value.startswith("Không tìm thấy")]
    assert "\\*\\*x\\*\\*" in told
    assert "\\<b\\>" in told
    assert "\\[l\\]" in told


def test_a_report_is_not_compared_with_itself(stores, monkeypatch):
    """Sơn Tây sent none for the year: its newest report is that of six months, and no change of it is known."""
    ask = lambda row, as_of=None, **params: questions.ask(stores["sample"], row, as_of, **params)  # noqa: E731
    monkeypatch.setattr(completion, "each", ask)
    before = completion.earlier(FILTERS, "CT1")
    assert "269" not in before
    assert before["271"] is not None
    assert completion.earlier(FILTERS._replace(period="H1"), "CT1") == {}
