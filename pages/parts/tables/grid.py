"""Tables that readers see: columns of words and of numbers as the reader's language writes them, right-aligned, whole
when they are short.
"""

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

import pyarrow
import streamlit as st

from pages.parts.formatting import NOTHING, day, has, number, plain, share

_WHOLE = 45  # rows; a longer table scrolls in itself
_SCROLLED = 520  # px
_HEAD = 35  # px, the heading, and a row where nothing else is said
# Of st.dataframe: one row is chosen.
PICKED: dict[str, Any] = {"on_select": "rerun", "selection_mode": ["single-row", "single-cell"]}


class Column(NamedTuple):
    """One column: its heading, a text for each row, where the texts stand, how wide it is."""

    label: str
    texts: list[str]
    alignment: Literal["left", "right"] = "left"
    width: int | None = None  # px; where nothing is said, as wide as its texts


def words(label: str, values: Sequence[object], width: int | None = None) -> Column:
    """Texts; a dash where there is none."""
    return Column(label, [str(value) if has(value) and value != "" else NOTHING for value in values], "left", width)


def numbers(label: str, values: Sequence[Any], decimals: int = 0) -> Column:
    """1.234,5; a text among the values stays as it is: why there is no number."""
    return right(label, [value if isinstance(value, str) else number(value, decimals) for value in values])


def shares(label: str, values: Sequence[Any]) -> Column:
    """Fractions as 95,3%."""
    return right(label, [share(value) for value in values])


def days(label: str, values: Sequence[Any]) -> Column:
    """24/10/2024."""
    return Column(label, [day(value) for value in values])


def right(label: str, texts: Sequence[str]) -> Column:
    """Texts of figures, all of one length: so they also sort by their size when a heading is clicked."""
    longest = max(map(len, texts), default=0)
    return Column(label, [text.rjust(longest) for text in texts], "right")


def grid(key: str, columns: Sequence[Column], most: int = 0, **options: Any) -> Any:
    """The table, as high as its rows; at most so many px where that is said. options: those of st.dataframe."""
    table = pyarrow.table({column.label: column.texts for column in columns})  # a third of a DataFrame's cost a click
    config = {
        column.label: st.column_config.TextColumn(width=column.width, alignment=column.alignment) for column in columns
    }
    rows = (most - _HEAD) // options.get("row_height", _HEAD) if most else _WHOLE  # that stand whole
    options.setdefault("height", "content" if table.num_rows <= rows else most or _SCROLLED)
    return st.dataframe(table, hide_index=True, key=key, width="stretch", column_config=config, lazy=False, **options)


def pick(key: str, columns: Sequence[Column], **options: Any) -> int | None:
    """The table, and which of its rows is chosen: by the box at its head, by a click on any cell, by the arrow keys.

    What a choice shows stands on the same page: who walks through the rows by keys must not be carried away.
    """
    return chosen_row(grid(key, columns, **PICKED, **options))


def chosen_row(picked: Any) -> int | None:
    """Which row of a table with PICKED is chosen. picked: what st.dataframe gave back."""
    rows = picked.selection.rows or [row for row, _column in picked.selection.cells]
    return int(rows[0]) if rows else None


def read(columns: Sequence[Column]) -> None:
    """The table to be read, not worked with: plain text, which prints and is read aloud as it stands."""
    lines = [
        [column.label for column in columns],
        ["--:" if column.alignment == "right" else "---" for column in columns],
    ]
    rows = [
        [plain(" ".join(text.splitlines()).strip(" ")) for text in row]
        for row in zip(*(column.texts for column in columns), strict=True)
    ]
    st.markdown("\n".join(f"| {' | '.join(row)} |" for row in lines + rows))
