"""What calamine does not tell of a workbook: formulas without a stored value, errors such as #REF!, legacy fonts."""

from typing import NamedTuple

from etl.intake.package import Package

Place = tuple[int, int]


class Untold(NamedTuple):
    """Of one sheet, by (row, column), 0-based."""

    empty_formulas: set[Place]
    errors: dict[Place, str]  # as shown: #REF!
    fonts: dict[Place, str]  # tcvn3 | tcvn3_caps | vni

    @classmethod
    def nothing(cls) -> "Untold":
        """A sheet that calamine tells everything of."""
        return cls(set(), {}, {})


def untold(kind: str, data: bytes, parts: dict[str, bytes]) -> dict[str, Untold]:
    """Sheet name → what is not told of it. parts: those of the package that were unpacked already."""
    if kind == "xls":
        from etl.intake.untold_xls import read_xls

        return read_xls(data)
    package = Package(data, parts)
    if kind == "ods":
        from etl.intake.untold_ods import read_ods

        return read_ods(package)
    from etl.intake.untold_xlsx import read_xlsx

    return read_xlsx(package)
