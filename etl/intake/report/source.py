"""One sheet as its reader sees it: values by place, texts in Unicode whatever the file's encoding was."""

from etl.intake.formats.cells import Sheet, Value
from etl.intake.values.legacy_encodings import convert, speaks_unicode
from etl.intake.values.text import clean


class Source:
    """A sheet with the legacy encoding of its workbook, if any. Rows and columns are 0-based."""

    def __init__(self, sheet: Sheet, family: str | None) -> None:
        self.name = sheet.name
        self.height = len(sheet.rows)
        self.covered: list[
            tuple[int, int, Value]
        ] = []  # values that a merge hides: nobody sees them, so they are not read
        self._rows = self._seen(sheet)
        self._fonts = sheet.fonts
        self._family = family
        self._empty_formulas = sheet.empty_formulas
        self._merged = sheet.merged
        self.hidden_rows = sheet.hidden_rows
        self.hidden_columns = sheet.hidden_columns
        self.marked = sheet.marked
        self.struck = sheet.struck
        self.looks = sheet.looks
        self._families: dict[int, str | None] = {}
        self._texts: dict[int, list[tuple[int, str]]] = {}

    def _seen(self, sheet: Sheet) -> list[list[Value]]:
        """The rows without what merged cells cover."""
        if not sheet.merged:
            return sheet.rows
        rows = [list(row) for row in sheet.rows]
        for top, left, bottom, right in sheet.merged:
            for at in range(top, min(bottom, len(rows) - 1) + 1):
                row = rows[at]
                for column in range(left, min(right, len(row) - 1) + 1):
                    if (at, column) != (top, left) and row[column] is not None:
                        self.covered.append((at, column, row[column]))
                        row[column] = None
        return rows

    @property
    def merged(self) -> list[tuple[int, int, int, int]]:
        """Merged areas: first row, first column, last row, last column."""
        return self._merged

    def is_equal(self, other: "Source") -> bool:
        """Whether both sheets hold the same in every cell."""
        return [_trimmed(row) for row in self._rows] == [_trimmed(row) for row in other._rows]

    def value(self, row: int, column: int) -> Value:
        """The value as it stands in the file."""
        if row >= self.height or column >= len(self._rows[row]):
            return None
        return self._rows[row][column]

    def values(self, row: int) -> list[Value]:
        """All values of a row."""
        return self._rows[row] if row < self.height else []

    def text(self, row: int, column: int) -> str:
        """The text of a cell in clean Unicode; nothing for numbers and dates."""
        value = self.value(row, column)
        if not isinstance(value, str):
            return ""
        return clean(value) if value.isascii() and not self._fonts else clean(self.unicode(row, column, value))

    def unicode(self, row: int, column: int, text: str) -> str:
        """The text out of its legacy encoding, otherwise as it is."""
        if text.isascii() and not self._fonts:
            return text
        return convert(text, self._fonts.get((row, column)) or self._family_of_row(row))

    def family(self, row: int, column: int) -> str:
        """TCVN3 or VNI: what a converted cell was written in."""
        return "VNI" if (self._fonts.get((row, column)) or self._family_of_row(row)) == "vni" else "TCVN3"

    def _family_of_row(self, row: int) -> str | None:
        """The workbook's encoding, unless the row speaks for Unicode: headings of the template stay what they are."""
        if self._family is None:
            return None
        if row not in self._families:
            texts = [value for value in self.values(row) if isinstance(value, str)]
            self._families[row] = None if speaks_unicode(texts) else self._family
        return self._families[row]

    def texts(self, row: int) -> list[tuple[int, str]]:
        """Column and text of the row's filled text cells."""
        if row not in self._texts:
            pairs = ((column, self.text(row, column)) for column in range(len(self.values(row))))
            self._texts[row] = [(column, text) for column, text in pairs if text]
        return self._texts[row]

    def filled(self, row: int) -> int:
        """How many cells of the row hold anything."""
        return sum(1 for value in self.values(row) if not is_blank(value))

    def width(self, first: int, last: int) -> int:
        """The widest of the rows."""
        return max((len(self.values(row)) for row in range(first, last + 1)), default=0)

    def top(self, row: int, column: int) -> int:
        """The row that says what a blank cell is: the first of the cells merged with it, else its own."""
        if not self._merged or not is_blank(self.value(row, column)):
            return row
        areas = (area for area in self._merged if area[1] == column == area[3] and area[0] <= row <= area[2])
        return next((area[0] for area in areas), row)

    def is_empty_formula(self, row: int, column: int) -> bool:
        """A formula without a stored value."""
        return (row, column) in self._empty_formulas


def _trimmed(row: list[Value]) -> list[Value]:
    values = [None if is_blank(value) else value for value in row]
    while values and values[-1] is None:
        values.pop()
    return values


def is_blank(value: Value) -> bool:
    """Nothing, or nothing but spaces."""
    return value is None or (isinstance(value, str) and not clean(value))
