"""A table of tiles: units down, targets or periods across; each tile with its colour, sign and text."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from etl.store.queries import rows as of_question
from pages.parts.charts.pictures import INK, Spec, Trace, areas, drawn, text, tint
from pages.parts.formatting import has, number, percent, ratio
from pages.parts.statuses import style_of, word


class Tile(NamedTuple):
    """One tile. code: what a click on it gives back."""

    status: str
    text: str
    hover: str
    code: str


def of_completion(row: of_question.TargetCompletion | of_question.Comparison, name: str, code: str) -> Tile:
    """A target's tile: sign and completion, a count where it has no goal of its own. name: of the unit."""
    shown = percent(row.completion) if has(row.completion) else ""
    shown = number(row.numerator) if row.status == "no_goal" else shown
    hover = f"{name}: {word(row.status)}, {ratio(row.numerator, row.denominator)}"
    return Tile(row.status, f"{style_of(row.status).sign} {shown}".strip(), hover, code)


def heat(
    lines: Sequence[str],
    columns: Sequence[str],
    tiles: Mapping[tuple[int, int], Tile],
    height: int,
    chosen: str = "",
) -> Spec:
    """tiles: (line, column) → tile; columns: our own words, “<br>” breaks a line.

    chosen: the code of the tile that has a frame.
    """
    traces: list[Trace] = []
    for status in dict.fromkeys(tile.status for tile in tiles.values()):
        places = [(column, line) for (line, column), tile in tiles.items() if tile.status == status]
        if status != "not_applicable":
            traces.append(areas(places, 0.48, 0.44, tint(style_of(status).area), tint(style_of(status).area)))
    framed = [(column, line) for (line, column), tile in tiles.items() if chosen and tile.code == chosen]
    if framed:
        traces.append(areas(framed, 0.48, 0.44, "rgba(0,0,0,0)", INK))
    traces.append(
        {
            "type": "scatter",
            "x": [column for _line, column in tiles],
            "y": [line for line, _column in tiles],
            "mode": "markers+text",
            "text": [tile.text for tile in tiles.values()],
            "textfont": {"size": 12, "color": INK},
            "marker": {"symbol": "square", "size": 24, "opacity": 0.01},
            "selected": {"marker": {"opacity": 0.01}, "textfont": {"color": INK}},
            "unselected": {"marker": {"opacity": 0.01}, "textfont": {"color": INK}},
            "customdata": [tile.code for tile in tiles.values()],
            "hoverinfo": "text",
            "hovertext": [text(tile.hover) for tile in tiles.values()],
        }
    )
    plain = {"showgrid": False, "zeroline": False, "fixedrange": True, "tickfont": {"size": 12}}
    return drawn(
        traces,
        height,
        xaxis={
            "tickvals": list(range(len(columns))),
            "ticktext": list(columns),
            "tickangle": 0,
            "side": "top",
            "range": [-0.5, len(columns) - 0.5],
        }
        | plain
        | {"tickfont": {"size": 11}},
        yaxis={
            "tickvals": list(range(len(lines))),
            "ticktext": [text(name) for name in lines],
            "range": [len(lines) - 0.5, -0.5],
            "automargin": True,
        }
        | plain,
        margin={"l": 4, "r": 4, "t": 44 if any("<br>" in name for name in columns) else 24, "b": 4},
    )
