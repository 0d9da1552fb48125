"""Addresses of cells as spreadsheets write them: “B4” is row 3 and column 1, both counted from 0."""

import re

Place = tuple[int, int]  # row, column, 0-based

_ADDRESS = re.compile(r"([A-Z]{1,3})(\d{1,7})")


def address(row: int, column: int) -> str:
    """(3, 1) → “B4”."""
    return f"{letters(column)}{row + 1}"


def letters(column: int) -> str:
    """0 → “A”, 27 → “AB”."""
    found, rest = "", column + 1
    while rest:
        rest, place = divmod(rest - 1, 26)
        found = chr(65 + place) + found
    return found


def column_of(letters: str) -> int:
    """“A” → 0, “AB” → 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def place(address: str) -> Place | None:
    """“B4” → (3, 1); None of a text that is no address."""
    match = _ADDRESS.fullmatch(address.upper())
    return (int(match[2]) - 1, column_of(match[1])) if match else None
