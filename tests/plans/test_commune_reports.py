"""Who reports belongs to the plan file: a year whose half is reported by districts and whose whole by communes."""

import io
from datetime import date
from types import SimpleNamespace

import openpyxl
import pytest

from etl import catalogue
from etl.__main__ import main
from etl.catalogue import full_name
from etl.outputs.comparison import Side, comparison, note, points
from etl.outputs.template import write_template
from etl.plan import all_reporting_units, load_plan, reporting_units
from etl.plan_check import check_plan
from etl.store import acceptance, corrections, state
from etl.store.acceptance import Item
from etl.store.files import ledger
from etl.store.queries import questions, rows, snapshot
from pages.parts.figures import many
from pages.parts.navigation import PAGES
from tests.pages.opening import opened
from tests.plans.quarters import accept
from tests.reference import copy_of_data, districts_go_on
from tests.reports import base_rows, sheets, workbook

DAY = date(2025, 6, 20)
LATER = date(2025, 11, 20)


@pytest.fixture
def communes(tmp_path, monkeypatch):
    """Reference data of our own: a plan of 2025 whose annual report each commune makes for itself."""
    folder = copy_of_data(tmp_path / "data")
    districts_go_on(folder)
    path = folder / "plans" / "2025.toml"
    text = (folder / "plans" / "2024.toml").read_text(encoding="utf-8")
    text = text.replace("plan_year = 2024", "plan_year = 2025").replace("2024-", "2025-")
    text = text.replace('text = "13-KH-BTV-2025.txt"\n', "")
    text = text.replace('period = "FY"\nlabel', 'period = "FY"\nreporting_units = "communes"\nlabel')
    path.write_text(text, encoding="utf-8")
    monkeypatch.setenv("MONITOR_DATA", str(folder))
    assert [slip.message("en") for slip in check_plan(str(path))] == []
    return load_plan(2025)


def commune_report(code, models=1, reached=40, period="Năm", made=date(2025, 10, 20)):
    unit = next(unit for unit in catalogue.base_unions() if unit.code == code and unit.valid_to is None)
    row = [full_name(unit), 100, 80, models, None, reached, 10, 10, 10, 10, None]
    return workbook(full_name(unit), code, period=period, base=[row], plan_year=2025, report_date=made)


def district_report(code, reached=60):
    base = base_rows(code, date(2025, 6, 30), reached=reached)
    name = catalogue.districts()[code].name
    return workbook(name, code, base=base, plan_year=2025, report_date=date(2025, 6, 8))


def completion(home, period, code="CT2", day=LATER):
    found = questions.ask(home, rows.TargetCompletion, day, plan_year=2025)
    return {row.district_code: row for row in found if row.period == period and row.target_code == code}


def codes_of(district):
    return [unit.code for unit in catalogue.of_district(district, date(2025, 12, 31)) if unit.kind != "other"]


def test_each_period_has_its_own_reporting_units(communes):
    assert len(reporting_units(communes, "H1")) == 18
    codes = list(reporting_units(communes, "FY"))
    assert len(codes) == 373 and set(codes_of("278")) < set(codes)
    assert len(all_reporting_units(communes)) == 18 + 373
    assert len(reporting_units(load_plan(2024), "FY")) == 18


def test_names_that_several_communes_bear_are_told_apart(communes):
    names = [unit.name for unit in reporting_units(communes, "FY").values()]
    assert len(names) == len(set(names))


def test_districts_and_communes_are_each_asked_in_their_period(home, communes):
    accept(home, district_report("278"), date(2025, 6, 10))
    own = codes_of("278")
    accept(home, commune_report(own[0]), date(2025, 10, 24))
    half, year = completion(home, "H1"), completion(home, "FY")
    assert (len(half), len(year)) == (18 + 1, 373 + 1)
    assert (half["278"].numerator, half["278"].denominator) == (60 * len(own), 80 * len(own))
    assert (year[own[0]].numerator, year[own[0]].denominator, year[own[0]].status) == (40, 80, "behind")
    assert (year[""].numerator, year[""].units_reported, year[""].units_expected) == (40, 1, 373)
    assert year[""].status == "incomplete" and year[own[1]].status == "no_report"
    reporting = questions.ask(home, rows.Reporting, LATER, plan_year=2025)
    assert [sum(row.period == period for row in reporting) for period in ("H1", "FY")] == [18, 373]


def test_latest_is_of_those_who_reported_last(home, communes):
    accept(home, district_report("278"), date(2025, 6, 10))
    assert set(completion(home, "latest", day=DAY)) == {"", *communes.districts}
    accept(home, commune_report(codes_of("278")[0]), date(2025, 10, 24))
    assert len(completion(home, "latest")) == 374
    assert completion(home, "latest")[""].numerator == 40  # never a district and its communes together
    assert len(completion(home, "latest", day=DAY)) == 19


def test_the_communes_of_a_district_add_up_to_it(home, communes):
    own = codes_of("278")
    for number, code in enumerate(own):
        accept(home, commune_report(code, models=number % 2, reached=10 + number), date(2025, 10, 24))
    year = completion(home, "FY")
    assert year[""].numerator == sum(10 + number for number in range(len(own))) and year[""].denominator == 80 * len(
        own
    )
    counts = completion(home, "FY", "CT1")
    assert sum(counts[code].numerator for code in own) == counts[""].numerator == len(own) // 2
    assert (counts[own[0]].denominator, counts[""].denominator) == (1, 373)


def test_a_commune_s_template_filled_in_gives_what_was_typed(home, communes):
    code = codes_of("278")[3]
    book = openpyxl.load_workbook(io.BytesIO(write_template(code, 2025, "FY")))
    assert [book["TT"].cell(row, 2).value for row in (3, 4)] == [2025, "Năm"]
    book["TT"].cell(6, 2).value = date(2025, 10, 20)
    for column, value in ((3, 1234), (4, 1200), (5, 3), (7, 900)):
        book["BM1"].cell(6, column).value = value
    assert book["BM1"].cell(7, 2).value is None  # its own row, and no other
    buffer = io.BytesIO()
    book.save(buffer)
    result = accept(home, buffer.getvalue(), date(2025, 10, 24))
    assert result.unit_code == code
    asked = "SELECT base_union_code, members, rural_members, landscape_models, reached FROM base_union_status"
    found = snapshot.rows(home, f"{asked} WHERE plan_year = 2025 AND is_reported", LATER)[1]
    assert found == [(code, 1234, 1200, 3, 900)]
    with pytest.raises(KeyError):
        write_template("278", 2025, "FY")


def test_a_district_that_sends_the_communes_period_is_told_who_reports(home, communes):
    content = workbook("Thanh Oai", "278", period="Năm", plan_year=2025, report_date=date(2025, 10, 20))
    result = next(acceptance.check(home, [Item("a.xlsx", content)]))
    assert result.outcome == "refused" and "E02" in {finding.code for finding in result.findings}


def test_a_name_that_two_communes_share_is_asked_about(home, communes):
    twins = [unit for unit in catalogue.of_district("018", date(2025, 12, 31)) if unit.name == "Yên Viên"]
    if len(twins) < 2:
        pytest.skip("the names were merged")
    base = [["Yên Viên", 100, 80, 1, None, 40, 10, 10, 10, 10, None]]
    content = workbook("Yên Viên", "018", period="Năm", base=base, plan_year=2025, report_date=date(2025, 10, 20))
    result = next(acceptance.check(home, [Item("a.xlsx", content)]))
    assert result.outcome == "refused"


def test_a_commune_s_user_is_its_own(home, communes):
    code = codes_of("278")[0]
    event = corrections.user_event("xa@example.org", "district", code, False)
    corrections.record(home, event, "t", "test")
    assert state.replay(ledger.read(home)).users["xa@example.org"]["unit_code"] == code
    with pytest.raises(corrections.InvalidAction):
        corrections.user_event("xa@example.org", "district", "99999", False)


def test_the_command_line_finds_a_commune(home, communes, tmp_path, capsys):
    code = codes_of("278")[0]
    accept(home, commune_report(code), date(2025, 10, 24))
    name = reporting_units(communes, "FY")[code].name
    out = tmp_path / "a.csv"
    call = ["export", "target_completion", "--year", "2025", "--period", "FY", "--out", str(out)]
    assert main([*call, "--unit", code]) == 0
    assert out.read_text(encoding="utf-8-sig").count("\n") == 5
    assert (
        main(["template", "--unit", code, "--year", "2025", "--period", "FY", "--out", str(tmp_path / "t.xlsx")]) == 0
    )
    assert main(["report", "--year", "2025", "--period", "FY", "--out", str(tmp_path / "a.docx")]) == 0
    assert main(["versions", "--json"]) == 0
    assert f'"unit": "{name}"' in capsys.readouterr().out


@pytest.mark.parametrize("name", [name for name in PAGES if name not in ("submit", "admin")])
def test_every_page_shows_a_commune(home, communes, monkeypatch, name):
    accept(home, district_report("278"), date(2025, 6, 10))
    own = codes_of("278")
    accept(home, commune_report(own[0]), date(2025, 10, 24))
    at = opened(name, monkeypatch, home, year="2025", period="FY", as_of="2025-11-20", district=own[0])
    assert at.title[0].value
    assert not [item.value for item in at.error]


def by_district(home, period="FY", code="CT2", year=2025):
    found = questions.ask(home, rows.DistrictCompletion, LATER, plan_year=year, period=period)
    return {row.district_code: row for row in found if row.target_code == code}


def test_the_map_shows_the_sums_of_each_old_district(home, communes):
    own = codes_of("278")
    for code in own:
        accept(home, commune_report(code, reached=72), date(2025, 10, 24))
    accept(home, commune_report(codes_of("271")[0]), date(2025, 10, 24))
    found = by_district(home)
    assert len(found) == 18
    whole = found["278"]
    assert (whole.district, whole.numerator, whole.denominator) == ("Thanh Oai", 72 * len(own), 80 * len(own))
    assert (whole.status, whole.units_reported, whole.units_expected) == ("near", len(own), len(own))
    assert (found["271"].status, found["271"].units_reported) == ("incomplete", 1)
    assert (found["017"].status, found["017"].numerator) == ("no_report", None)
    straw = by_district(home, code="CT3B")
    assert (straw["278"].status, straw["017"].status) == ("not_applicable", "no_report")


def test_where_districts_report_the_map_is_the_view_itself(home, communes):
    accept(home, district_report("278"), date(2025, 6, 10))
    view = completion(home, "H1")
    for code, row in by_district(home, "H1").items():
        assert (row.numerator, row.denominator, row.completion, row.status) == (
            *(view[code].numerator, view[code].denominator),
            *(view[code].completion, view[code].status),
        )


def test_a_picture_shows_the_most_urgent_of_many_units():
    def row(code, status, share):
        return SimpleNamespace(district_code=code, status=status, completion=share)

    few = [row("a", "achieved", 1.0), row("b", "behind", 0.2)]
    assert many.in_need(few) == few
    crowd = [row(f"g{n}", "achieved", 1.0) for n in range(100)]
    crowd += [row("late", "behind", 0.5), row("later", "behind", 0.1), row("silent", "no_report", None)]
    shown = many.in_need(crowd)
    assert [one.district_code for one in shown[:4]] == ["later", "late", "silent", "g0"]
    assert len(shown) == many.MOST


def test_a_district_and_its_communes_are_compared_commune_by_commune(home, communes):
    accept(home, district_report("278"), date(2025, 6, 10))
    own = codes_of("278")[0]
    accept(home, commune_report(own), date(2025, 10, 24))
    found = {
        (row.level, row.target_code, row.district_code): row
        for row in comparison(home, Side(2025, "H1"), Side(2025, "FY"), LATER)
    }
    row = found["unit", "CT2", own]
    assert (row.before_numerator, row.before_denominator, row.numerator, row.denominator) == (60, 80, 40, 80)
    assert (row.reason, points(row)) == (None, -25.0)
    assert found["unit", "CT2", codes_of("278")[1]].reason == "no_report"
    assert found["all", "CT2", ""].units_compared == 1
    district = found["old_district", "CT2", "278"]
    assert (district.units_compared, district.units) == (1, 20)
    assert note(district).startswith("1/20 cơ sở Hội cũ so được")
    turned = comparison(home, Side(2025, "FY"), Side(2025, "H1"), LATER)
    back = next(row for row in turned if (row.level, row.target_code, row.district_code) == ("unit", "CT2", own))
    assert (back.before_numerator, back.numerator) == (40, 60)


def test_2024_is_as_it_was_beside_it(home, communes):
    accept(home, workbook(), date(2024, 6, 10))
    found = questions.ask(home, rows.TargetCompletion, date(2024, 6, 20), plan_year=2024)
    assert len(found) == 3 * 4 * 19
    assert sheets().info["unit"] == "Thanh Oai"
