"""The five views: docs/rules/figures.md, rule by rule, on a few literal reports."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl import data
from etl.outputs.views import VIEWS
from etl.store import acceptance, corrections, state
from etl.store.acceptance import Acceptance, Item
from etl.store.database import following
from tests.reference import copy_of_data, districts_go_on
from tests.reports import BA_VI, DONG_ANH, THANH_OAI, base_rows, city_model, sheets
from tests.stores import Store

NAMES = {THANH_OAI: "Thanh Oai", BA_VI: "Ba Vì", DONG_ANH: "Đông Anh"}


@pytest.fixture
def store():
    return Store()


def report(district=THANH_OAI, period="6 tháng", **more):
    return sheets(NAMES[district], district, period, **more)


def test_without_any_report_every_row_is_there_and_no_number(store):
    assert store.ask(
        "SELECT count(*), count(numerator), count(denominator), count(completion) FROM target_completion"
    ) == [(2 * 4 * 19, 0, 0, 0)]
    assert store.target("CT1", "") == (None, None, None, "no_report")
    assert store.target("CT3B", THANH_OAI) == (None, None, None, "not_applicable")
    assert store.target("CT3B", DONG_ANH) == (None, None, None, "no_report")
    assert store.ask(
        "SELECT count(*), count(members), count(DISTINCT ct1_status), min(ct1_status) FROM base_union_status"
    ) == [(826, 0, 1, "not_reported")]
    assert store.ask("SELECT count(*) FROM reporting_status") == [(36,)]


def test_ct1_counts_base_unions_of_the_catalogue_and_blank_is_not_zero(store):
    base = base_rows()
    base[0][3], base[1][3] = 0, None
    store.accept(report(base=base))
    assert store.target("CT1", THANH_OAI) == (19, 21, 19 / 21, "near")
    assert store.target("CT1", "") == (19, 413, 19 / 413, "incomplete")
    statuses = store.ask(
        f"SELECT ct1_status, count(*) FROM base_union_status WHERE period='H1' AND district_code='{THANH_OAI}' GROUP BY"
        " 1 ORDER BY 1"
    )
    assert statuses == [("achieved", 19), ("not_achieved", 1), ("not_reported", 1)]


def test_ct2_sums_only_where_both_figures_were_reported(store):
    base = base_rows()
    base[0][5] = None  # its 80 rural members leave the denominator
    store.accept(report(base=base))
    assert store.target("CT2", THANH_OAI) == (1200, 1600, 0.75, "behind")
    assert store.ask(
        "SELECT base_unions_reported, base_unions_expected FROM target_completion WHERE target_code='CT2' AND"
        f" period='H1' AND district_code='{THANH_OAI}'"
    ) == [(20, 21)]


def test_a_report_without_the_figures_is_not_reported_which_is_not_no_report(store):
    base = base_rows()
    for row in base:
        row[5] = None
    store.accept(report(base=base))
    assert store.target("CT2", THANH_OAI) == (None, None, None, "not_reported")
    assert store.target("CT2", BA_VI) == (None, None, None, "no_report")
    assert store.target("CT2", "") == (None, None, None, "not_reported")


def test_99_6_percent_is_not_achieved(store):
    base = base_rows()
    for row in base:
        row[1], row[2], row[5] = 1000, 1000, 996
    store.accept(report(base=base))
    assert store.target("CT2", THANH_OAI) == (20916, 21000, 0.996, "near")


def test_the_city_is_a_sum_never_a_mean(store):
    store.accept(report(base=base_rows(reached=80)))
    store.accept(report(BA_VI, base=base_rows(BA_VI, reached=12)))
    assert store.target("CT2", "") == (21 * 80 + 31 * 12, 52 * 80, (21 * 80 + 31 * 12) / (52 * 80), "incomplete")


def test_ct3a_is_one_where_a_city_model_is_launched(store):
    store.accept(report(models=[city_model("Liên Châu", level="Huyện")]))
    assert store.target("CT3A", THANH_OAI) == (0, 1, 0.0, "behind")
    store.accept(report(models=[city_model("Liên Châu"), city_model("Tam Hưng")]))
    assert store.target("CT3A", THANH_OAI) == (1, 1, 1.0, "achieved")
    assert store.target("CT3A", "") == (1, 18, 1 / 18, "incomplete")
    counted = store.ask(
        "SELECT commune, counts_for, is_surplus FROM model_progress WHERE period='H1' ORDER BY commune_code"
    )
    assert counted == [("Tam Hưng", "CT3A", False), ("Liên Châu", None, True)]


@pytest.mark.parametrize(
    ("change", "stage", "numerator"),
    [
        ({"state": "Dừng"}, "stopped", 0),
        ({"state": "Tạm dừng"}, "launched", 1),
        ({"launched": None, "households": None, "state": None}, "trained", 0),
        ({"trained": None, "launched": None, "state": None}, "selected", 0),
        ({}, "launched", 1),
    ],
)
def test_stages_and_what_no_longer_counts(store, change, stage, numerator):
    store.accept(report(models=[city_model("Liên Châu", **change)]))
    assert store.ask("SELECT stage FROM model_progress WHERE period='H1'") == [(stage,)]
    assert store.target("CT3A", THANH_OAI)[0] == numerator


def test_a_model_is_sustained_in_a_period_after_its_launch(store):
    store.accept(report(models=[city_model("Liên Châu")]))
    store.accept(
        report(
            period="Năm",
            report_date=date(2024, 10, 20),
            models=[
                city_model("Liên Châu"),
                city_model("Tam Hưng", level="Huyện", launched=date(2024, 8, 1)),
                city_model("Cự Khê", level="Huyện", households=None),
            ],
        )
    )
    assert store.ask("SELECT commune, stage FROM model_progress WHERE period='FY' ORDER BY commune") == [
        ("Cự Khê", "launched"),
        ("Liên Châu", "sustained"),
        ("Tam Hưng", "launched"),
    ]


def test_straw_has_a_goal_for_the_city_and_a_count_for_a_district(store):
    store.accept(
        report(
            DONG_ANH,
            models=[
                city_model("Kim Chung", "Xử lý rơm rạ"),
                city_model("Mai Lâm", "Xử lý rơm rạ"),
                city_model("Liên Hà", "Xử lý rơm rạ", launched=None),
            ],
        )
    )
    store.accept(report(models=[city_model("Liên Châu", "Xử lý rơm rạ")]))
    assert store.target("CT3B", DONG_ANH) == (2, None, None, "no_goal")
    assert store.target("CT3B", THANH_OAI) == (None, None, None, "not_applicable")
    assert store.target("CT3B", "") == (2, 18, 2 / 18, "incomplete")
    assert store.ask("SELECT counts_for FROM model_progress WHERE district='Thanh Oai' AND period='H1'") == [(None,)]


def test_every_numerator_is_the_count_of_the_rows_that_count(store):
    store.accept(
        report(DONG_ANH, models=[city_model("Kim Chung", "Xử lý rơm rạ"), city_model("Mai Lâm"), city_model("Liên Hà")])
    )
    store.accept(report(models=[city_model("Liên Châu")]))
    counted = dict(
        store.ask(
            "SELECT counts_for, count(*) FROM model_progress WHERE period='H1' AND counts_for IS NOT NULL GROUP BY 1"
        )
    )
    assert counted == {"CT3A": 2, "CT3B": 1} == {code: store.target(code, "")[0] for code in ("CT3A", "CT3B")}


def test_the_newest_version_counts_and_a_withdrawn_one_does_not(store):
    store.accept(report())
    second = store.accept(report(base=base_rows(models=0)), "2024-06-20")
    assert store.target("CT1", THANH_OAI)[0] == 0
    assert store.target("CT1", THANH_OAI, as_of="2024-06-19")[0] == 21
    store.change(second, "2024-07-01", True)
    assert store.target("CT1", THANH_OAI)[0] == 21
    assert store.target("CT1", THANH_OAI, as_of="2024-06-30")[0] == 0
    store.change(second, "2024-08-01", False)
    assert store.target("CT1", THANH_OAI)[0] == 0


def test_latest_takes_the_year_where_accepted_else_the_half_year(store):
    store.accept(report())
    store.accept(report(BA_VI))
    store.accept(report(BA_VI, "Năm", base=base_rows(BA_VI, models=0)), "2024-10-20")
    view = "target_completion_any"
    assert store.target("CT1", THANH_OAI, "latest", view=view)[0] == 21
    assert store.target("CT1", BA_VI, "latest", view=view)[0] == 0
    assert store.target("CT1", "", "latest", view=view)[:2] == (21, 413)


REPORTING = [
    ("2024-06-12", "2024-06-30", "on_time"),
    ("2024-06-13", "2024-06-30", "late"),  # the deadline day itself is late: “trước ngày 13/6”
    (None, "2024-06-12", "due"),
    (None, "2024-06-13", "missing"),
]


@pytest.mark.parametrize(("received", "as_of", "status"), REPORTING)
def test_on_time_late_missing_due(store, received, as_of, status):
    if received:
        store.accept(report(), received)
    assert store.ask(f"SELECT status FROM reporting_status WHERE period='H1' AND unit_code='{THANH_OAI}'", as_of) == [
        (status,)
    ]


def test_a_correction_does_not_make_a_report_late(store):
    store.accept(report(), "2024-06-10")
    store.accept(report(base=base_rows(models=2)), "2024-07-10")
    row = store.ask(
        "SELECT status, received_on, versions, accepted_file FROM reporting_status WHERE period='H1' AND"
        f" unit_code='{THANH_OAI}'"
    )
    assert row == [("on_time", date(2024, 6, 10), 2, "2.xlsx")]


@settings(max_examples=30, deadline=None)
@given(st.dates(date(2024, 1, 1), date(2025, 1, 31)))
def test_states_add_up_to_the_units_expected_on_any_day(day):
    found = _shared().ask("SELECT period, count(*) FROM reporting_status GROUP BY 1 ORDER BY 1", day.isoformat())
    assert found == [("FY", 18), ("H1", 18)]
    for code in ("CT1", "CT2"):
        districts = _shared().ask(
            f"SELECT sum(numerator) FROM target_completion WHERE target_code='{code}' AND level='district' AND"
            " period='H1'",
            day.isoformat(),
        )
        assert districts[0][0] == _shared().target(code, "", as_of=day.isoformat())[0]


def _shared(_kept=[]):  # noqa: B006
    if not _kept:
        store = Store()
        store.accept(report(), "2024-06-10")
        store.accept(report(BA_VI), "2024-06-20")
        store.accept(report(base=base_rows(models=0)), "2024-08-01")
        _kept.append(store)
    return _kept[0]


def test_events_and_activities(store):
    city = sheets(
        "Hội LHPN Hà Nội",
        events=[
            ["III.2.1a", "Lớp 1", None, None, date(2024, 4, 1), None, None, 10, *[None] * 4],
            ["III.1.3", "Tọa đàm", None, None, date(2024, 5, 1), *[None] * 7],
            ["III.2.1c", "Ngày hội", "tháng 9/2024", *[None] * 9],
        ],
    )
    store.accept(type(city)(city.info, {"BM3": city.tables["BM3"]}))
    store.accept(
        report(plan_approved="Có", events=[["III.1.4", "Tập huấn", None, None, date(2024, 4, 2), *[None] * 7]])
    )

    def status(code, unit="", as_of="2024-06-30"):
        return store.ask(
            f"SELECT status, quantity_done FROM activity_status WHERE activity_code='{code}' AND unit_code='{unit}' AND"
            " period='H1'",
            as_of,
        )[0]

    assert status("III.2.1a") == ("partly", 10)
    assert status("III.1.3") == ("done", 1)
    assert status("III.2.1c") == ("upcoming", 0)
    assert status("III.2.1c", as_of="2024-09-15") == ("open", 0)
    assert status("III.2.1c", as_of="2024-10-01") == ("overdue", 0)
    assert status("III.1.4") == ("done", 1)
    assert status("III.1.4", BA_VI) == ("open", 0)
    assert status("IV.3") == ("partly", 1)
    assert status("IV.4a") == ("overdue", 1)
    assert store.ask("SELECT title, status FROM event_timeline WHERE unit_code='HN' ORDER BY title", "2024-10-01") == [
        ("Lớp 1", "done"),
        ("Ngày hội", "overdue"),
        ("Tọa đàm", "done"),
    ]


def test_the_columns_are_the_contract(store):
    contract = {
        "target_completion": (
            "plan_year period target_code district_code district numerator denominator completion status units_reported"
            " units_expected"
        ),
        "base_union_status": (
            "plan_year period district_code base_union_code district base_union members rural_members landscape_models"
            " reached reached_environment reached_waste reached_straw reached_economy ct1_status ct2_completion"
        ),
        "model_progress": (
            "plan_year period model_type district_code commune_code supported_by district commune stage trained_on"
            " launched_on trainees households volume volume_unit area_ha state counts_for"
        ),
        "event_timeline": (
            "plan_year period unit_code source_row unit activity_code title planned_from planned_to actual_from"
            " actual_to place quantity participants cost_million_vnd status result"
        ),
        "reporting_status": (
            "plan_year period unit_code unit deadline received_on status versions accepted_file findings"
        ),
    }
    words = data.read_toml("dictionary.toml")
    for view, names in contract.items():
        columns = [column[0] for column in store.connection.execute(f"SELECT * FROM {view}").description]
        assert columns[: len(names.split())] == names.split()
        assert words["views"][view]["columns"] == columns
        assert all(words["columns"][name]["vi"] and words["columns"][name]["en"] for name in columns)
    assert set(VIEWS) >= set(contract)


PLAN_2025 = """
[[targets]]
code = "CT4"
kind = "share_of_sums"
numerator = "reached_waste"
denominator = "reached"
title = "Rác"
short = "Rác"
unit = "hội viên"
clause = "II.4"
source = "…"
goal_text = "100%"
title_en = "Waste"
short_en = "Waste"
unit_en = "members"
goal_text_en = "100%"
districts = ["271", "278"]
"""


def test_a_new_year_is_a_new_file(tmp_path, monkeypatch, store):
    store.accept(report())
    before = store.ask("SELECT * FROM target_completion WHERE plan_year = 2024 ORDER BY ALL")
    folder = tmp_path / "data"
    copy_of_data(folder)
    districts_go_on(folder)
    text = (folder / "plans" / "2024.toml").read_text(encoding="utf-8")
    text = (
        text.replace("2024-", "2025-")
        .replace("plan_year = 2024", "plan_year = 2025")
        .replace("achieved = 1.0", "achieved = 0.7")
        .replace("near = 0.85", "near = 0.5")
    )
    text = text.replace("deadline = 2025-06-13", "deadline = 2025-06-20").replace(
        "deadline_day_on_time = false", "deadline_day_on_time = true", 1
    )
    (folder / "plans" / "2025.toml").write_text(
        text.replace("[[leads]]", PLAN_2025 + "\n[[leads]]", 1), encoding="utf-8"
    )
    monkeypatch.setenv("MONITOR_DATA", str(folder))
    both = Store(2024, 2025)
    both.accept(report())
    units = base_rows(day=date(2025, 6, 30))
    assert len(units) == 20  # the catalogue of 2025, after the mergers
    both.accept(report(plan_year=2025, report_date=date(2025, 6, 8), base=units), "2025-06-20")
    assert both.ask("SELECT * FROM target_completion WHERE plan_year = 2024 ORDER BY ALL") == before
    found = both.ask(
        "SELECT target_code, numerator, denominator, status FROM target_completion WHERE plan_year=2025 AND"
        f" period='H1' AND district_code='{THANH_OAI}' ORDER BY 1",
        "2025-07-01",
    )
    assert found == [
        ("CT1", 20, 20, "achieved"),
        ("CT2", 1200, 1600, "achieved"),
        ("CT3A", 0, 1, "behind"),
        ("CT3B", None, None, "not_applicable"),
        ("CT4", 200, 1200, "behind"),
    ]
    assert both.ask(
        f"SELECT status FROM reporting_status WHERE plan_year=2025 AND period='H1' AND unit_code='{THANH_OAI}'",
        "2025-07-01",
    ) == [("on_time",)]


def test_a_base_union_added_or_retired_moves_no_earlier_period(home):
    items = [
        Item("a.xlsx", _file(report()), date(2024, 6, 10)),
        Item("b.xlsx", _file(report(period="Năm", report_date=date(2024, 10, 20))), date(2024, 10, 21)),
    ]
    assert [r.outcome for r in acceptance.load(home, items, Acceptance("a", "test", confirm_warnings=True))] == [
        "accepted",
        "accepted",
    ]
    code = corrections.add_base_union(home, THANH_OAI, "Chợ Bình Đà", "other", date(2024, 8, 1), "a", "test")
    corrections.retire_base_union(home, "10120", date(2024, 9, 1), "sáp nhập", "a", "test")
    connection = following.open_database(home)
    connection.execute("SET VARIABLE as_of = DATE '2024-12-31'")
    sql = (
        "SELECT period, numerator, denominator FROM target_completion WHERE plan_year=2024 AND target_code='CT1' AND"
        f" district_code='{THANH_OAI}' ORDER BY period DESC"
    )
    assert connection.execute(sql).fetchall() == [
        ("H1", 21, 21),
        ("FY", 20, 21),
    ]  # FY: one left, one came that has not reported
    connection.close()
    assert code == "278-001"
    assert state.today() >= date(2024, 1, 1)


def _file(found):
    from etl.outputs.filled import write_workbook

    return write_workbook(found)
