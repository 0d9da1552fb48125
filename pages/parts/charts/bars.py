"""Completion of units as bars with a goal line, and of two periods as pairs of dots."""

from collections.abc import Sequence
from typing import Any

from pages.parts.charts.pictures import INK, Spec, Trace, drawn, text, tint, upright
from pages.parts.formatting import has, number, percent
from pages.parts.i18n import _
from pages.parts.statuses import ACCENT, GREY, PALE, look, word


def bars(rows: Sequence[Any], title: str) -> Spec:
    """Completion of each unit, longest first, with the goal line.

    rows: district, completion, status, numerator, denominator.
    """
    ranked = sorted(rows, key=lambda row: (has(row.completion), row.completion))
    values = [row.completion * 100 if has(row.completion) else 0 for row in ranked]
    labels = [
        f"{look(row.status).sign} {percent(row.completion) if has(row.completion) else ''} {word(row.status).lower()}"
        for row in ranked
    ]
    bar = {
        "type": "bar",
        "x": values,
        "y": [text(row.district) for row in ranked],
        "orientation": "h",
        "text": labels,
        "textposition": ["inside" if value > 45 else "outside" for value in values],
        "insidetextanchor": "start",
        "textfont": {"color": INK, "size": 14},
        "cliponaxis": False,
        "constraintext": "none",
        "textangle": 0,
        "hoverinfo": "text",
        "hovertext": [f"{text(row.district)}: {number(row.numerator)}/{number(row.denominator)}" for row in ranked],
        "marker": {
            "color": [tint(look(row.status).area, 0.55) for row in ranked],
            "line": {"width": 1, "color": [look(row.status).area for row in ranked]},
        },
    }
    goal = {
        "x": 100,
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "xanchor": "right",
        "text": _("mục tiêu 100%"),
        "showarrow": False,
    }
    across = {
        "title": {"text": title},
        "range": [0, max([100.0, *values]) * 1.08],
        "showgrid": True,
        "gridcolor": PALE,
        "ticksuffix": "%",
        "fixedrange": True,
    }
    down = {"automargin": True, "fixedrange": True}
    shapes = [upright(100, color=INK, dash="dot")]
    return drawn([bar], 96 + 31 * len(ranked), xaxis=across, yaxis=down, bargap=0.14, shapes=shapes, annotations=[goal])


def paired(rows: Sequence[Any], first: str, second: str, title: str) -> Spec:
    """Two periods of each unit as a pair of dots. rows: district, before, after (fractions or nothing)."""
    ranked = sorted(rows, key=lambda row: row.after if has(row.after) else -1)
    both = [row for row in ranked if has(row.before) and has(row.after)]
    x = [end for row in both for end in (row.before * 100, row.after * 100, None)]
    y = [end for row in both for end in (text(row.district), text(row.district), None)]
    traces: list[Trace] = [
        {
            "type": "scatter",
            "x": x,
            "y": y,
            "mode": "lines",
            "line": {"color": GREY, "width": 3},
            "hoverinfo": "skip",
            "showlegend": False,
        }
    ]
    for name, field, symbol, color in (
        (first, "before", "circle-open", "#7A5200"),
        (second, "after", "circle", ACCENT),
    ):
        have = [row for row in ranked if has(getattr(row, field))]
        told = [f"{text(row.district)} · {name}: {percent(getattr(row, field))}" for row in have]
        traces.append(
            {
                "type": "scatter",
                "x": [getattr(row, field) * 100 for row in have],
                "y": [text(row.district) for row in have],
                "mode": "markers",
                "name": name,
                "marker": {"size": 11, "symbol": symbol, "color": color, "line": {"width": 2}},
                "hovertext": told,
                "hoverinfo": "text",
            }
        )
    legend = {
        "orientation": "h",
        "yref": "container",
        "y": 1,
        "yanchor": "top",
        "x": 0,
        "xref": "container",
        "itemclick": False,
        "itemdoubleclick": False,
    }
    return drawn(
        traces,
        130 + 26 * len(ranked),
        xaxis={"title": {"text": title}, "ticksuffix": "%", "gridcolor": PALE, "fixedrange": True},
        yaxis={
            "automargin": True,
            "fixedrange": True,
            "categoryorder": "array",
            "categoryarray": [text(row.district) for row in ranked],
        },
        shapes=[upright(100, color=INK, dash="dot")],
        showlegend=True,
        margin={"l": 8, "r": 8, "t": 60, "b": 52},
        legend=legend,
    )
