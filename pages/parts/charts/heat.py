"""Districts × targets as tiles with sign and figure."""

from collections.abc import Sequence
from typing import Any

from pages.parts.charts.pictures import INK, Spec, Trace, areas, drawn, text, tint
from pages.parts.formatting import has, number, percent
from pages.parts.statuses import look, word


def heat(districts: Sequence[str], targets: Sequence[str], cells: dict[tuple[str, str], Any]) -> Spec:
    """Districts × targets: a tile each with its colour, sign and figure.

    cells: (district, target) → row of target_completion.
    """
    traces: list[Trace] = []
    found = [
        (column, line, cells[district, target])
        for line, district in enumerate(districts)
        for column, target in enumerate(targets)
        if (district, target) in cells
    ]
    for status in dict.fromkeys(row.status for _column, _line, row in found):
        places = [(column, line) for column, line, row in found if row.status == status]
        if status != "not_applicable":
            traces.append(areas(places, 0.47, 0.43, tint(look(status).area), tint(look(status).area)))
    traces.append(
        {
            "type": "scatter",
            "x": [column for column, _line, _row in found],
            "y": [line for _column, line, _row in found],
            "mode": "text",
            "text": [_said(row) for _column, _line, row in found],
            "textfont": {"size": 13, "color": INK},
            "hoverinfo": "text",
            "hovertext": [
                f"{text(row.district)}: {word(row.status)}, {number(row.numerator)}/{number(row.denominator)}"
                for _column, _line, row in found
            ],
        }
    )
    plain = {"showgrid": False, "zeroline": False, "fixedrange": True}
    across = {
        "tickvals": list(range(len(targets))),
        "ticktext": [text(target) for target in targets],
        "side": "top",
        "range": [-0.5, len(targets) - 0.5],
    }
    down = {
        "tickvals": list(range(len(districts))),
        "ticktext": [text(name) for name in districts],
        "range": [len(districts) - 0.5, -0.5],
        "automargin": True,
    }
    return drawn(
        traces,
        44 + 31 * len(districts),
        xaxis=across | plain,
        yaxis=down | plain,
        margin={"l": 8, "r": 8, "t": 40, "b": 4},
    )


def _said(row: Any) -> str:
    """Sign and figure of a tile."""
    shown = percent(row.completion) if has(row.completion) else number(row.numerator) if row.status == "no_goal" else ""
    return f"{look(row.status).sign} {shown}"
