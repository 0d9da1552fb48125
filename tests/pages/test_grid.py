"""Tables to be read: texts of the data as they are written."""

from pages.parts.tables import grid


def test_a_table_to_be_read_shows_texts_as_they_are(monkeypatch):
    told = []
    monkeypatch.setattr(grid.st, "markdown", told.append)
    grid.read([grid.words("Huyện", ["A|B", "*C*\nD"]), grid.numbers("Số", [1234, None])])
    assert told == ["| Huyện | Số |\n| --- | --: |\n| A\\|B | 1.234 |\n| \\*C\\* D | – |"]
