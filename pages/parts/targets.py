"""Values that pages on targets share."""

from typing import NamedTuple


class Pair(NamedTuple):
    """One unit or target in two periods; fractions, NaN where there is none."""

    district: str
    before: float
    after: float
