"""The number reader: docs/rules/forms.md, Reading."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl import forms
from etl.intake.values.numbers import BLANK, Number, read_number

UNITS = frozenset({"nguoi", "mo hinh", "ho"})
MILLIONS = forms.units("cost_million_vnd")

COUNTS = [
    (None, BLANK),
    ("", BLANK),
    ("  \u00a0 ", BLANK),
    ("-", Number(0)),
    ("–", Number(0)),
    ("Không", Number(0)),
    ("không  có", Number(0)),
    ("KHONG CO", Number(0)),
    ("'1210", Number(1210)),
    ("\u202a1210\u202c", Number(1210)),
    ("\u20661.210\u2069", Number(1210)),
    ("1\u202f234", Number(1234)),
    (2162.0, Number(2162)),
    (0.1 * 3 * 10, Number(3)),
    (2.9999999999999996, Number(3)),
    (0, Number(0)),
    ("0", Number(0)),
    ("1.234", Number(1234)),
    ("1 234", Number(1234)),
    ("1\u00a0234", Number(1234)),
    ("1.234.567", Number(1234567)),
    ("1,234", Number(1234, is_ambiguous=True)),
    ("1,234,567", Number(1234567)),
    ("02 mô hình", Number(2)),
    ("02", Number(2)),
    ("12 người", Number(12)),
    ("-12", Number(-12)),
    (-12.0, Number(-12)),
    ("95%", Number(0.95, is_percent=True)),
    ("12,5", Number(12.5)),
    (2.5, Number(2.5)),
    ("12,0", Number(12)),
    ("0.5", Number(0.5, is_ambiguous=True)),
]
AMOUNTS = [
    ("1.234,5", Number(1234.5)),
    ("186,5", Number(186.5)),
    ("8.578,0", Number(8578)),
    ("1.234", Number(1234, is_ambiguous=True)),
    ("1,234", Number(1.234, is_ambiguous=True)),
    ("47.5", Number(47.5, is_ambiguous=True)),
    ("1,234.5", Number(1234.5, is_ambiguous=True)),
    ("5 triệu", Number(5)),
    ("95%", Number(0.95, is_percent=True)),
]
NOT_NUMBERS = [
    "nhiều",
    "khoảng 50",
    "3-4",
    "2/3",
    "1.2.3",
    "12.34.567",
    "1 23",
    "(12)",
    "2 xã, 1 mới",
    "#REF!",
    "1e3",
    "5 tỷ",
    "5 nghìn",
    "1O",
    "15O",
    "22 rưỡi",
    "1½",
    "100 phần trăm",
    "62 sào",
    "3 dự kiến",
    "80\n120",
    "80\t120",
    "1  234",
    "1 234\u00a0567",
    "12 người cũ",
    True,
    date(2024, 1, 1),
    float("nan"),
    float("inf"),
]


@pytest.mark.parametrize(("value", "expected"), COUNTS)
def test_counts(value: object, expected: Number) -> None:
    assert read_number(value, True, UNITS) == expected


@pytest.mark.parametrize(("value", "expected"), AMOUNTS)
def test_amounts(value: object, expected: Number) -> None:
    assert read_number(value, False, MILLIONS) == expected


@pytest.mark.parametrize("value", NOT_NUMBERS)
def test_what_is_no_number_is_not_guessed(value: object) -> None:
    assert read_number(value, True, UNITS) is None


def test_a_scale_word_changes_the_number_and_is_refused() -> None:
    assert read_number("5 triệu", is_count=True) is None


@given(st.integers(0, 10**9))
def test_every_way_of_writing_a_count_is_the_count(number: int) -> None:
    dotted = f"{number:,}".replace(",", ".")
    for text in (
        str(number),
        dotted,
        dotted.replace(".", " "),
        dotted.replace(".", "\u00a0"),
        f"{number:02d} hộ",
        float(number),
    ):
        assert read_number(text, True, UNITS) == Number(number)


@given(st.integers(0, 10**8), st.integers(1, 99))
def test_every_way_of_writing_an_amount_is_the_amount(whole: int, hundredths: int) -> None:
    amount = float(f"{whole}.{hundredths:02d}")
    dotted = f"{whole:,}".replace(",", ".")
    for text in (f"{whole},{hundredths:02d}", f"{dotted},{hundredths:02d}", amount):
        read = read_number(text, is_count=False)
        assert read is not None and read.value == amount and not read.is_ambiguous


@given(st.text(max_size=30))
def test_no_text_breaks_the_reader(text: str) -> None:
    number = read_number(text, is_count=True)
    assert number is None or number == BLANK or isinstance(number.value, int | float)
