"""The date reader: docs/rules/forms.md, Reading."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.intake.values.dates import Span, read_span

JUNE_10 = date(2024, 6, 10)
DAYS = [
    JUNE_10,
    datetime(2024, 6, 10, 0, 0),
    45453,
    45453.0,
    "45453",
    "10/6/2024",
    "10/06/2024",
    "10-6-2024",
    "10.6.2024",
    " 10 / 6 / 2024 ",
    "2024-06-10",
    "2024-06-10 00:00:00",
    "ngày 10 tháng 6 năm 2024",
    "Hà Nội, ngày 10 tháng 06 năm 2024",
    "10/6/24",
    "10/06/2024 16:45:12",
    "2024-06-10 16:45",
    "NGÀY 10 THÁNG 6 NĂM 2024",
    "Ngay 10 thang 6 nam 2024",
]
SPANS = [
    ("tháng 9/2024", date(2024, 9, 1), date(2024, 9, 30)),
    ("Tháng 02 năm 2024", date(2024, 2, 1), date(2024, 2, 29)),
    ("T9/2024", date(2024, 9, 1), date(2024, 9, 30)),
    ("9/2024", date(2024, 9, 1), date(2024, 9, 30)),
    ("Quý II/2024", date(2024, 4, 1), date(2024, 6, 30)),
    ("quý 4/2024", date(2024, 10, 1), date(2024, 12, 31)),
    ("Quý III năm 2024", date(2024, 7, 1), date(2024, 9, 30)),
    ("Q1/2024", date(2024, 1, 1), date(2024, 3, 31)),
]
NOT_DATES = [
    "",
    "31/02/2024",
    "06/15/2024",
    "10/6-2024",
    "10/6",
    "tháng 13/2024",
    "Quý V/2024",
    "tháng 9",
    "sắp tới",
    2024,
    12.5,
    45453.5,
    float("nan"),
    float("inf"),
    0,
    -1,
    True,
    "10/6/2024 và 12/6/2024",
    "99999",
]


@pytest.mark.parametrize("value", DAYS)
def test_days(value: object) -> None:
    assert read_span(value) == Span(JUNE_10, JUNE_10)


@pytest.mark.parametrize(("text", "first", "last"), SPANS)
def test_months_and_quarters_are_spans(text: str, first: date, last: date) -> None:
    assert read_span(text) == Span(first, last)
    assert first < last


@pytest.mark.parametrize("value", NOT_DATES)
def test_what_is_no_date_is_not_guessed(value: object) -> None:
    assert read_span(value) is None


def test_day_first_always() -> None:
    assert read_span("03/04/2024") == Span(date(2024, 4, 3), date(2024, 4, 3))


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_every_way_of_writing_a_day_is_the_day(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    for value in (
        day,
        serial,
        f"{day.day}/{day.month}/{day.year}",
        day.strftime("%d-%m-%Y"),
        day.strftime("%d.%m.%Y"),
        day.isoformat(),
        f"Ba Vì, ngày {day.day} tháng {day.month} năm {day.year}",
    ):
        assert read_span(value) == Span(day, day)


@given(st.text(max_size=40))
def test_no_text_breaks_the_reader(text: str) -> None:
    span = read_span(text)
    assert span is None or span.first <= span.last
