"""What calamine does not tell of a workbook: formulas without a value, errors such as #REF!, legacy fonts, what is
hidden.
"""

from typing import NamedTuple

from etl.intake.a1 import Place


class CellMetadata(NamedTuple):
    """Of one sheet, by (row, column), 0-based."""

    empty_formulas: set[Place]
    errors: dict[Place, str]  # as shown: #REF!
    fonts: dict[Place, str]  # tcvn3 | tcvn3_caps | vni
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    looks: dict[Place, str] = {}  # what a number format does to the figure, where it does
    shape_texts: dict[Place, str] = {}  # the cell's own text, where a text box is anchored to it
    plain_texts: dict[Place, str] = {}  # texts without their superscript and struck-through runs, where they have such
    struck: set[Place] = set()  # cells that are struck through as a whole

    @classmethod
    def nothing(cls) -> "CellMetadata":
        """A sheet that calamine tells everything of."""
        return cls(set(), {}, {}, frozenset(), frozenset(), {}, {}, {}, set())
