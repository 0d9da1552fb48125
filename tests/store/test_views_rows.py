"""The views over rows put in by hand: the rules of docs/rules/figures.md that no faultless workbook reaches, and what
holds for any reports.
"""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl import catalogue, data
from etl.store.database import insertion
from tests.reference import keep_years
from tests.reports import BA_VI, DONG_ANH, THANH_OAI
from tests.stores import blank_database

DISTRICTS = [BA_VI, DONG_ANH, THANH_OAI, "275"]
CODES = {code: [unit.code for unit in catalogue.of_district(code, date(2024, 6, 30))] for code in DISTRICTS}
RECEIVED = {"H1": "2024-06-10", "FY": "2024-10-20"}
VIEWS = data.read_toml("dictionary.toml")["views"]


class Rows:
    """A database in memory whose rows a test puts in; every test begins with none."""

    def __init__(self):
        self.connection = blank_database()
        keep_years(self.connection, 2024)

    def put(self, table, *rows):
        insertion.insert(self.connection, {table: list(rows)})

    def report(self, version, unit=THANH_OAI, period="H1", received=None, base=(), models=(), events=(), **more):
        self.put(
            "version",
            {
                "version": version,
                "plan_year": 2024,
                "period": period,
                "unit_code": unit,
                "received_on": received or RECEIVED[period],
                **more,
            },
        )
        for table, rows in (("base_union_report", base), ("model_report", models), ("event_report", events)):
            self.put(table, *({"version": version, "source_row": at, **row} for at, row in enumerate(rows, 5)))

    def withdraw(self, version, on, is_withdrawn=True):
        change = {"version": version, "seq": int(on.replace("-", "")), "changed_on": on, "is_withdrawn": is_withdrawn}
        self.put("version_change", change)

    def ask(self, sql, as_of="2024-12-31"):
        self.connection.execute(f"SET VARIABLE as_of = DATE '{as_of}'")
        return self.connection.execute(sql).fetchall()

    def target(self, code, district="", period="H1", view="target_completion", as_of="2024-12-31"):
        sql = (
            f"SELECT numerator, denominator, completion, status FROM {view} WHERE plan_year = 2024 AND period ="
            f" '{period}' AND target_code = '{code}' AND district_code = '{district}'"
        )
        (found,) = self.ask(sql, as_of)
        return found


@pytest.fixture(scope="module")
def made():
    return Rows()


@pytest.fixture
def store(made):
    made.connection.execute("BEGIN")
    yield made
    made.connection.execute("ROLLBACK")


def base(district=THANH_OAI, **figures):
    """The same figures for every base union."""
    return [{"base_union_code": code, **figures} for code in CODES[district]]


def model(commune, kind="waste", **more):
    return {
        "model_type": kind,
        "commune_code": commune,
        "supported_by": "city",
        "trained_on": "2024-03-01",
        "launched_on": "2024-04-01",
        "households": 9,
        "state": "active",
    } | more


def test_a_figure_blank_throughout_is_not_a_zero(store):
    store.report(1, base=base(members=10))
    assert store.target("CT1", THANH_OAI) == (None, None, None, "not_reported")
    assert store.target("CT1") == (None, None, None, "not_reported")
    store.report(2, BA_VI, base=base(BA_VI, landscape_models=0))
    assert store.target("CT1", BA_VI) == (0, 31, 0.0, "behind")
    assert store.target("CT1") == (0, 413, 0.0, "incomplete")


def test_a_denominator_of_zero_leaves_nothing_to_achieve(store):
    store.report(1, base=base(reached=0, rural_members=0))
    assert store.target("CT2", THANH_OAI) == (0, 0, None, "not_applicable")
    store.report(2, BA_VI, base=base(BA_VI, reached=9, rural_members=10))
    assert store.target("CT2") == (279, 310, 0.9, "incomplete")


def test_both_figures_or_neither(store):
    rows = base(reached=8, rural_members=10)
    rows[0]["rural_members"], rows[1]["reached"] = None, None
    store.report(1, base=rows)
    assert store.target("CT2", THANH_OAI) == (152, 190, 0.8, "behind")


def test_more_than_the_goal_is_shown_as_it_is(store):
    store.report(1, DONG_ANH, models=[model(code, "straw") for code in CODES[DONG_ANH][:19]])
    assert store.target("CT3B", DONG_ANH) == (19, None, None, "no_goal")
    assert store.target("CT3B") == (19, 18, 19 / 18, "incomplete")


@pytest.mark.parametrize(("figure", "status"), [(55, "achieved"), (54, "near"), (28, "near"), (27, "behind")])
def test_a_completion_just_at_the_threshold_reaches_it(store, figure, status):
    """0.55 * 100 is more than 55 to a computer."""
    store.ask("UPDATE plan SET achieved = 0.55, near = 0.28")
    store.report(1, base=base(reached=figure, rural_members=100)[:1])
    assert store.target("CT2", THANH_OAI)[3] == status


def test_figures_follow_the_fields_that_the_plan_names(store):
    store.ask("UPDATE target SET numerator = 'reached_waste', at_least = 3 WHERE target_code = 'CT1'")
    store.ask("UPDATE target SET numerator = 'reached_straw', denominator = 'members' WHERE target_code = 'CT2'")
    rows = base(reached_waste=3, reached_straw=5, members=10, reached=1, rural_members=1)
    rows[0]["reached_waste"] = 2
    store.report(1, base=rows)
    assert store.target("CT1", THANH_OAI)[:2] == (20, 21)
    assert store.target("CT2", THANH_OAI)[:3] == (105, 210, 0.5)
    found = (
        "SELECT ct1_status, ct2_completion, count(*) FROM base_union_status WHERE version = 1 AND district_code ="
        f" '{THANH_OAI}' GROUP BY ALL ORDER BY ALL"
    )
    assert store.ask(found) == [("achieved", 0.5, 20), ("not_achieved", 0.5, 1)]


def test_a_fourth_target_may_count_the_same_models_and_have_no_goal(store):
    fourth = {"plan_year": 2024, "position": 9, "target_code": "CT4", "kind": "communes_with", "model_type": "waste"}
    store.put("target", fourth)
    store.put("target_scope", {"plan_year": 2024, "target_code": "CT4", "district_code": THANH_OAI})
    first, second = CODES[THANH_OAI][:2]
    store.report(1, models=[model(second, launched_on="2024-04-01"), model(first, launched_on="2024-05-01")])
    assert store.target("CT3A", THANH_OAI) == (1, 1, 1.0, "achieved")
    assert store.target("CT4", THANH_OAI) == store.target("CT4") == (2, None, None, "no_goal")
    counted = store.ask("SELECT commune_code, counts_for, program_target FROM model_progress ORDER BY commune_code")
    assert counted == [(first, "CT4", "CT3A"), (second, "CT3A, CT4", "CT3A")]


STAGES = [
    ("H1", {}, "launched"),
    ("H1", {"launched_on": "2023-11-01"}, "sustained"),
    ("FY", {"launched_on": "2024-06-30"}, "sustained"),
    ("FY", {"launched_on": "2024-07-01"}, "launched"),
    ("FY", {"households": None}, "launched"),
    ("FY", {"households": 0}, "sustained"),  # a reported zero is reported
    ("FY", {"state": "paused"}, "launched"),
    ("FY", {"state": None}, "launched"),
    ("FY", {"state": "stopped"}, "stopped"),
    ("FY", {"launched_on": None}, "trained"),
    ("FY", {"launched_on": None, "trained_on": None}, "selected"),
]


@pytest.mark.parametrize(("period", "change", "stage"), STAGES)
def test_the_stage_of_a_model(store, period, change, stage):
    store.report(1, period=period, models=[model(CODES[THANH_OAI][0], **change)])
    assert store.ask("SELECT stage FROM model_progress") == [(stage,)]


def test_one_model_a_district_counts_the_first_launched_that_runs(store):
    a, b, c, d = CODES[THANH_OAI][:4]
    late, stopped = {"launched_on": "2024-05-01"}, {"state": "stopped", "launched_on": "2024-01-05"}
    store.report(1, models=[model(a, **stopped), model(b, **late), model(c, **late), model(d, launched_on=None)])
    found = store.ask("SELECT commune_code, counts_for, place_number, is_surplus FROM model_progress ORDER BY 1")
    assert found == [(a, None, 4, True), (b, "CT3A", 1, False), (c, None, 2, True), (d, None, 3, True)]


def test_replication_is_no_part_of_a_programme(store):
    a, b = CODES[DONG_ANH][:2]
    store.report(1, DONG_ANH, models=[model(a, supported_by="district"), model(b, "straw", supported_by="commune")])
    assert store.ask("SELECT DISTINCT counts_for, program_target, is_surplus FROM model_progress") == [
        (None, None, False)
    ]
    assert (store.target("CT3A", DONG_ANH)[0], store.target("CT3B", DONG_ANH)[0]) == (0, 0)


def test_a_base_union_retired_within_the_period_leaves_both_sides_of_the_fraction(store):
    store.report(1, base=base(landscape_models=1, reached=8, rural_members=10))
    store.report(2, period="FY", base=base(landscape_models=1, reached=8, rural_members=10))
    gone = CODES[THANH_OAI][0]
    store.ask(f"UPDATE base_union SET valid_to = DATE '2024-09-01' WHERE base_union_code = '{gone}'")
    assert [store.target("CT1", THANH_OAI, period)[:2] for period in ("H1", "FY")] == [(21, 21), (20, 20)]
    assert [store.target("CT2", THANH_OAI, period)[:2] for period in ("H1", "FY")] == [(168, 210), (160, 200)]
    assert store.target("CT1", THANH_OAI, "latest", "target_completion_any")[:2] == (20, 20)
    store.withdraw(2, "2024-11-01")
    assert store.target("CT1", THANH_OAI, "latest", "target_completion_any")[:2] == (21, 21)


def test_withdrawing_everything_is_as_if_nothing_came(store):
    store.report(1, base=base(landscape_models=1))
    store.withdraw(1, "2024-07-01")
    sql = (
        "SELECT status, received_on, versions, accepted_file FROM reporting_status WHERE period = 'H1' AND unit_code ="
        f" '{THANH_OAI}'"
    )
    assert store.ask(sql, "2024-06-30") == [("on_time", date(2024, 6, 10), 1, None)]
    assert store.ask(sql, "2024-07-01") == [("missing", None, 1, None)]
    assert store.target("CT1", THANH_OAI) == (None, None, None, "no_report")


def test_the_first_report_that_stands_decides_on_time_or_late(store):
    store.report(1, received="2024-06-12", file_name="a.xlsx", finding_count=2)
    store.report(2, received="2024-06-20", file_name="b.xlsx", finding_count=0)
    store.withdraw(1, "2024-07-01")
    store.withdraw(1, "2024-08-01", is_withdrawn=False)
    sql = (
        "SELECT status, days_after_deadline, versions, accepted_file, findings, last_received_on FROM reporting_status"
        f" WHERE period = 'H1' AND unit_code = '{THANH_OAI}'"
    )
    assert store.ask(sql, "2024-06-12") == [("on_time", 0, 1, "a.xlsx", 2, date(2024, 6, 12))]
    assert store.ask(sql, "2024-06-20") == [("on_time", 0, 2, "b.xlsx", 0, date(2024, 6, 20))]
    assert store.ask(sql, "2024-07-01") == [("late", 8, 2, "b.xlsx", 0, date(2024, 6, 20))]
    assert store.ask(sql, "2024-08-01") == [("on_time", 0, 2, "b.xlsx", 0, date(2024, 6, 20))]


@pytest.mark.parametrize(("is_on_time", "status", "of_others"), [(True, "on_time", "due"), (False, "late", "missing")])
def test_whether_the_deadline_day_is_on_time_is_the_plans_to_say(store, is_on_time, status, of_others):
    store.ask(f"UPDATE period SET deadline_day_on_time = {is_on_time}")
    store.report(1, received="2024-06-13")
    found = store.ask(
        f"SELECT unit_code = '{THANH_OAI}', status FROM reporting_status WHERE period = 'H1' GROUP BY ALL ORDER BY 1"
        " DESC",
        "2024-06-13",
    )
    assert found == [(True, status), (False, of_others)]


EVENTS = [
    ({"actual_from": "2024-06-01"}, "done"),
    ({"actual_to": "2024-06-01"}, "done"),
    ({"actual_from": "2024-06-02", "planned_from": "2024-05-01"}, "overdue"),  # held, but after the day asked for
    ({"planned_to": "2024-06-30"}, "upcoming"),  # one day alone is the planned day
    ({"planned_from": "2024-05-01", "planned_to": "2024-05-31"}, "overdue"),
    ({"planned_from": "2024-05-01", "planned_to": "2024-06-01"}, "open"),
    ({"planned_from": "2024-06-02"}, "upcoming"),
    ({}, "open"),
]


@pytest.mark.parametrize(("days", "status"), EVENTS)
def test_the_status_of_an_event_as_of_a_day(store, days, status):
    store.report(1, received="2024-05-01", events=[{"title": "a", **days}])
    assert store.ask("SELECT status, quantity, is_quantity_reported FROM event_timeline", "2024-06-01") == [
        (status, 1, False)
    ]


def activity(store, code, unit="", as_of="2024-12-31"):
    sql = (
        "SELECT status, quantity_done, quantity, events FROM activity_status WHERE period = 'H1' AND activity_code ="
        f" '{code}' AND unit_code = '{unit}'"
    )
    return store.ask(sql, as_of)[0]


def test_an_activity_without_a_quantity_is_done_by_an_event(store):
    held = {"activity_code": "III.1.4", "title": "a", "actual_from": "2024-04-01"}
    store.report(1, events=[held | {"quantity": 0}])
    store.report(2, BA_VI, events=[held | {"actual_from": None}])
    assert activity(store, "III.1.4") == ("done", 0, None, 1)
    assert activity(store, "III.1.4", THANH_OAI) == ("done", 0, None, 1)
    assert activity(store, "III.1.4", BA_VI) == ("open", 0, None, 0)


def test_reports_and_approvals_are_counted_from_what_they_are(store):
    store.report(1, received="2024-06-20", plan_approved=True)
    store.report(2, BA_VI, plan_approved=False)
    assert activity(store, "IV.3") == ("partly", 1, 18, 0)
    assert activity(store, "IV.3", THANH_OAI) == ("done", 1, 1, 0)
    assert activity(store, "IV.3", BA_VI) == ("open", 0, 1, 0)
    assert activity(store, "IV.4a", as_of="2024-06-12") == ("partly", 1, 18, 0)
    assert activity(store, "IV.4a", as_of="2024-06-20") == ("overdue", 2, 18, 0)
    assert activity(store, "IV.4a", THANH_OAI, "2024-06-13") == ("overdue", 0, 1, 0)
    assert activity(store, "IV.4a", THANH_OAI, "2024-06-20") == ("done", 1, 1, 0)


def test_without_a_day_it_is_today(store):
    today = date.today()
    store.report(1, received=today.isoformat())
    store.report(2, BA_VI, received=(today + timedelta(days=2)).isoformat())
    store.connection.execute("RESET VARIABLE as_of")
    assert store.connection.execute("SELECT version FROM version_in_force").fetchall() == [(1,)]


DAYS = st.dates(date(2024, 5, 1), date(2024, 12, 31))
FIGURE = st.none() | st.integers(0, 3)
REPORTS = st.fixed_dictionaries(
    {
        "unit": st.sampled_from(DISTRICTS),
        "period": st.sampled_from(["H1", "FY"]),
        "received": DAYS,
        "withdrawn": st.none() | DAYS,
        "base": st.lists(st.tuples(FIGURE, FIGURE, st.none() | st.integers(0, 4)), max_size=6),
        "models": st.lists(
            st.tuples(
                st.sampled_from(["waste", "straw"]),
                st.sampled_from(["city", "district"]),
                st.none() | DAYS,
                st.sampled_from([None, "active", "paused", "stopped"]),
            ),
            max_size=4,
        ),
    }
)


@settings(max_examples=25, deadline=None)
@given(st.lists(REPORTS, max_size=7), DAYS)
def test_the_figures_of_any_reports_agree_with_one_another(made, found, day):
    made.connection.execute("BEGIN")
    try:
        for version, report in enumerate(found, 1):
            codes = CODES[report["unit"]]
            made.report(
                version,
                report["unit"],
                report["period"],
                report["received"].isoformat(),
                base=[
                    {"base_union_code": code, "landscape_models": n, "reached": r, "rural_members": m}
                    for code, (n, r, m) in zip(codes, report["base"], strict=False)
                ],
                models=[
                    model(code, kind, supported_by=by, launched_on=on and on.isoformat(), state=state)
                    for code, (kind, by, on, state) in zip(codes, report["models"], strict=False)
                ],
            )
            if report["withdrawn"]:
                made.withdraw(version, report["withdrawn"].isoformat())
        assert_agreement(made, day.isoformat())
    finally:
        made.connection.execute("ROLLBACK")


def assert_agreement(store, day):
    """Each question gives the rows that disagree."""
    for view in VIEWS:
        source = view if view == "reporting_status" else f"{view}_any"
        store.ask(f"CREATE TEMP TABLE kept_{view} AS SELECT * FROM {source} WHERE plan_year = 2024", day)
    summed = (
        "(SELECT period, target_code, sum(numerator) AS n, sum(denominator) AS d, sum(units_reported) AS units FROM"
        " kept_target_completion WHERE level = 'district' GROUP BY ALL)"
    )
    achieved = (
        "(SELECT period, district_code, count(*) FILTER (WHERE ct1_status = 'achieved') AS n FROM"
        " kept_base_union_status GROUP BY ALL)"
    )
    counted = (
        "(SELECT period, district_code, counts_for AS target_code, count(*) AS n FROM kept_model_progress GROUP BY ALL)"
    )
    reported = (
        "(SELECT period, count(*) FILTER (WHERE status IN ('on_time', 'late')) AS n, count(*) AS units FROM"
        " kept_reporting_status GROUP BY ALL)"
    )
    figures = "SELECT * FROM kept_target_completion f"
    none = {
        "the city is the sum of its districts": (
            f"{figures} JOIN {summed} s USING (period, target_code) WHERE level = 'city' AND (numerator IS DISTINCT"
            " FROM n OR units_reported <> units OR (target_code = 'CT2' AND denominator IS DISTINCT FROM d))"
        ),
        "its denominator of base unions is the catalogue": (
            f"{figures} WHERE level = 'city' AND target_code = 'CT1' AND denominator <> base_unions_expected"
        ),
        "no number without a report": (
            f"{figures} WHERE status IN ('no_report', 'not_reported') AND (numerator IS NOT NULL OR denominator IS NOT"
            " NULL OR completion IS NOT NULL)"
        ),
        "no report is said of those without, and only of them": (
            f"{figures} WHERE (status = 'no_report') <> (units_reported = 0)"
        ),
        "CT1 is what its base unions say": (
            f"{figures} JOIN {achieved} b USING (period, district_code) WHERE target_code = 'CT1' AND numerator <> n"
        ),
        "a numerator of models is the rows that count": (
            f"{figures} LEFT JOIN {counted} m USING (period, district_code, target_code) WHERE level = 'district' AND"
            " target_code LIKE 'CT3%' AND numerator <> coalesce(n, 0)"
        ),
        "who has reported is one question": (
            f"{figures} JOIN {reported} r USING (period) WHERE level = 'city' AND target_code = 'CT1' AND"
            " (units_reported <> n OR units_expected <> units)"
        ),
        "nobody is missing before the deadline nor due after": (
            "SELECT * FROM kept_reporting_status, as_of WHERE (status = 'missing' AND as_of < deadline) OR (status ="
            " 'due' AND as_of >= deadline)"
        ),
    }
    for what, sql in none.items():
        assert store.ask(sql, day) == [], what
    for view, words in VIEWS.items():
        key = ", ".join(words["key"])
        assert store.ask(f"SELECT {key} FROM kept_{view} GROUP BY {key} HAVING count(*) > 1", day) == [], view
