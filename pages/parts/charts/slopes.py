"""One target over the years: the city's figure a dot, comparable units as lines from year to year, a gap at a break."""

from collections.abc import Sequence

from etl.store.queries import rows as of_question
from pages.parts.charts.pictures import INK, Spec, Trace, drawn, text
from pages.parts.formatting import has, number, percent
from pages.parts.statuses import ACCENT, GREY, PALE, style_of, word


def slopes(
    years: Sequence[str],
    marks: Sequence[tuple[int, of_question.TargetCompletion | None]],
    lines: Sequence[tuple[int, float, float]],
    breaks: Sequence[int],
    height: int,
) -> Spec:
    """marks: (place of the year, the city's row); lines: (place, fraction then, fraction a year later) of units.

    breaks: places after which the city's line is not drawn on.
    """
    known = [(at, row) for at, row in marks if row is not None and has(row.completion)]
    at_year = dict(known)
    joined = [(at, at + 1) for at in at_year if at + 1 in at_year and at not in breaks]
    traces: list[Trace] = [
        _lines([(at, at + 1, then, now) for at, then, now in lines], GREY, 1),
        _lines([(a, b, at_year[a].completion, at_year[b].completion) for a, b in joined], ACCENT, 3),
        {
            "type": "scatter",
            "x": [at for at, _row in known],
            "y": [row.completion for _at, row in known],
            "mode": "markers+text",
            "text": [f"<b>{percent(row.completion)}</b>" for _at, row in known],
            "textposition": "top center",
            "textfont": {"size": 13, "color": INK},
            "cliponaxis": False,
            "marker": {"size": 12, "color": [style_of(row.status).ink for _at, row in known]},
            "hoverinfo": "text",
            "hovertext": [
                f"{text(years[at])}: {word(row.status)}, {number(row.numerator)}/{number(row.denominator)}"
                for at, row in known
            ],
        },
    ]
    values = [value for _at, then, now in lines for value in (then, now)] + [row.completion for _at, row in known]
    low, high = min([*values, 1.0]), max([*values, 1.0])
    return drawn(
        traces,
        height,
        xaxis={
            "tickvals": list(range(len(years))),
            "ticktext": [text(year) for year in years],
            "range": [-0.45, len(years) - 0.55],
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
        yaxis={
            "range": [max(0.0, low - 0.05), high + 0.08],
            "tickformat": ".0%",
            "gridcolor": PALE,
            "zeroline": False,
            "fixedrange": True,
            "automargin": True,
            "tickfont": {"size": 11},
        },
        shapes=[
            {
                "type": "line",
                "xref": "x domain",
                "x0": 0,
                "x1": 1,
                "y0": 1,
                "y1": 1,
                "line": {"color": INK, "dash": "dot"},
            }
        ],
        annotations=[
            {
                "x": at + 0.5,
                "y": 1,
                "yref": "y domain",
                "yanchor": "top",
                "text": "≠",
                "showarrow": False,
                "font": {"size": 18},
            }
            for at in breaks
        ],
        margin={"l": 4, "r": 8, "t": 8, "b": 24},
    )


def _lines(ends: Sequence[tuple[int, int, float, float]], color: str, width: int) -> Trace:
    """Lines between two years as one trace."""
    return {
        "type": "scatter",
        "x": [place for a, b, _then, _now in ends for place in (a, b, None)],
        "y": [value for _a, _b, then, now in ends for value in (then, now, None)],
        "mode": "lines",
        "line": {"color": color, "width": width},
        "hoverinfo": "skip",
    }
