"""Tables in the browser. They are painted: what is chosen in them is read from the table kept beside the paint."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import settle

# A table may be higher than the window; the line of pages lies over its upper edge.
TOP = "e => { e.scrollIntoView({block: 'start'}); e.closest('[data-testid=stMain]').scrollBy(0, -150); }"
HEADER, ROW, BOX = 35, 35, 18  # pixels: heights, and where the box at a row's head stands


def mark_row(page: Page, table: Locator, number: int = 0) -> None:
    """Tick the box at a row's head. What is drawn above a table still moves it: only a click that told counts."""
    row = table.locator(f"[role=row][aria-rowindex='{number + 2}']")
    row.wait_for(state="attached")
    for _ in range(20):
        table.evaluate(TOP)
        box = standing(page, table)
        page.mouse.click(box["x"] + BOX, box["y"] + HEADER + ROW * number + ROW / 2)
        settle(page)
        if row.get_attribute("aria-selected") == "true":
            return
    raise AssertionError(f"row {number} could not be marked")


def standing(page: Page, part: Locator) -> dict[str, float]:
    """The box of a part of the page once it moves and grows no more."""
    box, before = part.bounding_box(), None
    while box != before:
        page.wait_for_timeout(500)
        box, before = part.bounding_box(), box
    assert box is not None
    return dict(box)


def write_cell(page: Page, table: Locator, row: int, column: int, words: str) -> None:
    """Type into a cell, with the keys alone: from where the table's cursor is to the cell, checked at every step."""
    settle(page)
    go_to(page, table, row, column)
    page.keyboard.press("Enter")
    page.locator("#portal textarea, #portal input").fill(words)
    page.keyboard.press("Enter")
    expect(page.locator("#portal textarea, #portal input")).to_have_count(0)
    settle(page)


def go_to(page: Page, table: Locator, row: int, column: int) -> None:
    """Bring the table's cursor to a cell (columns count from 1, rows from 0)."""
    table.locator("canvas[data-testid=data-grid-canvas]").focus()
    chosen = table.locator("[role=gridcell][aria-selected=true]")
    chosen.first.wait_for(state="attached")
    _, _, at_column, at_row = str(chosen.first.get_attribute("id")).split("-")
    x, y = int(at_column), int(at_row)
    while (x, y) != (column, row):
        if y != row:
            key, y = ("ArrowDown", y + 1) if y < row else ("ArrowUp", y - 1)
        else:
            key, x = ("ArrowRight", x + 1) if x < column else ("ArrowLeft", x - 1)
        page.keyboard.press(key)
        table.locator(f"#glide-cell-{x}-{y}[aria-selected=true]").wait_for(state="attached")
