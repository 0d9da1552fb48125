"""Addresses of cells: “B4” and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.intake import a1


@pytest.mark.parametrize(
    ("text", "place"),
    [("A1", (0, 0)), ("B4", (3, 1)), ("Z10", (9, 25)), ("AA1", (0, 26)), ("XFD1048576", (1_048_575, 16_383))],
)
def test_an_address_is_a_place_counted_from_0(text, place):
    assert a1.place(text) == place
    assert a1.address(*place) == text


@pytest.mark.parametrize("text", ["", "A", "4", "4B", "$B$4", "B4:C5", "ABCD1", "B4 "])
def test_what_is_no_address_has_no_place(text):
    assert a1.place(text) is None


def test_small_letters_are_read():
    assert a1.place("ab2") == (1, 27)


@given(st.integers(0, 16_383))
def test_letters_there_and_back(column):
    assert a1.column_of(a1.letters(column)) == column
