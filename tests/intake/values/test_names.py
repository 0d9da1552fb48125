"""Names in every spelling docs/rules/forms.md lists; never a near miss."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl import catalogue
from etl.catalogue import BaseUnion, full_name
from etl.intake.values.names import Match, Names, find_unit
from etl.intake.values.text import fold

DAY = date(2024, 6, 30)
CODES = sorted(catalogue.districts())


def names_of(code: str) -> Names:
    return Names(catalogue.districts()[code], catalogue.of_district(code, DAY))


THANH_OAI, GIA_LAM, PHU_XUYEN = names_of("278"), names_of("018"), names_of("280")


@pytest.mark.parametrize(
    "text",
    [
        "Cự Khê",
        "xã Cự Khê",
        "Xã CỰ KHÊ",
        "X. Cự Khê",
        "x.Cự Khê",
        "Hội LHPN xã Cự Khê",
        "Hội PN xã Cự Khê",
        "Cu Khe",
        "  Cự  Khê ",
        "Cự Khê, huyện Thanh Oai",
        "Cự Khê (huyện Thanh Oai)",
        "xã Cự Khê - H. Thanh Oai",
        "C\u01b0\u0323 Kh\u00ea",
        "Hội Liên hiệp Phụ nữ xã Cự Khê",
    ],
)
def test_spellings_of_one_commune(text: str) -> None:
    assert THANH_OAI.find(text) == Match("10120")


def test_tone_placement_does_not_matter() -> None:
    names = Names(catalogue.districts()["279"], catalogue.of_district("279", DAY))
    assert names.find("Hoà Bình") == names.find("Hòa Bình") == names.find("Hoa Binh") == Match("10198")


def test_a_name_that_begins_like_a_prefix_is_whole() -> None:
    assert THANH_OAI.find("xã Phương Trung").code == THANH_OAI.find("Phuong Trung").code is not None
    assert PHU_XUYEN.find("Phượng Dực").code is not None


def test_the_prefix_decides_where_the_bare_name_does_not() -> None:
    assert GIA_LAM.find("TT. Yên Viên").code == GIA_LAM.find("thị trấn Yên Viên").code == "00526"
    assert GIA_LAM.find("xã Yên Viên").code == GIA_LAM.find("X. Yen Vien").code == "00532"
    assert GIA_LAM.find("Yên Viên") == Match(None, ("thị trấn Yên Viên", "xã Yên Viên"), is_shared=True)


def test_a_near_miss_is_proposed_not_taken() -> None:
    match = THANH_OAI.find("Cự Khế Hạ")
    assert match.code is None
    assert "xã Cự Khê" in match.nearest and len(match.nearest) <= 3


def test_a_confirmed_alias_counts_and_a_catalogue_name_goes_before_it() -> None:
    units = catalogue.of_district("278", DAY)
    names = Names(catalogue.districts()["278"], units, {fold("Làng Cự"): "10120", fold("Tam Hưng"): "10120"})
    assert names.find("làng cự").code == "10120"
    assert names.find("Tam Hưng").code == "10138"


def test_names_that_differ_by_accents_only_are_told_apart_by_them() -> None:
    units = [
        BaseUnion(code, name, "commune", "278", DAY, None, "") for code, name in (("1", "Vân Hà"), ("2", "Văn Hạ"))
    ]
    names = Names(catalogue.districts()["278"], units)
    assert (names.find("xã Văn Hạ").code, names.find("Vân Hà").code, names.find("Van Ha").code) == ("2", "1", None)


@given(st.sampled_from(CODES), st.data())
def test_every_base_union_is_found_by_its_own_name(code: str, data: st.DataObject) -> None:
    names = names_of(code)
    unit = data.draw(st.sampled_from(names.units))
    assert names.find(full_name(unit)).code == unit.code
    assert names.find(fold(full_name(unit)).upper()).code == unit.code


@given(st.text(max_size=30))
def test_no_text_breaks_the_look_up(text: str) -> None:
    match = THANH_OAI.find(text)
    assert match.code is None or match.code in {unit.code for unit in THANH_OAI.units}


UNITS = {code: district.name for code, district in catalogue.districts().items()} | {"HN": "Hội LHPN Hà Nội"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("H. Phúc Thọ", "272"),
        ("huyện Phúc Thọ", "272"),
        ("PHÚC THỌ", "272"),
        ("Hội LHPN huyện Phúc Thọ", "272"),
        ("TX. Sơn Tây", "269"),
        ("thị xã Sơn Tây", "269"),
        ("Sơn Tây", "269"),
        ("Hội LHPN Hà Nội", "HN"),
        ("Hội LHPN Thành phố Hà Nội", "HN"),
        ("Hội LHPN TP. Hà Nội", "HN"),
        ("Ứng Hoà", "281"),
        ("Huyện Ba Vì, TP. Hà Nội", "271"),
        ("Ba Vì - Hà Nội", "271"),
        ("Sóc Son", "016"),
    ],
)
def test_reporting_units(text: str, code: str) -> None:
    assert find_unit(text, UNITS, "HN").code == code


@pytest.mark.parametrize("text", ["Sơn Tay Tây", "Hà Đông", "Phúc", ""])
def test_a_unit_that_is_none(text: str) -> None:
    assert find_unit(text, UNITS, "HN").code is None
