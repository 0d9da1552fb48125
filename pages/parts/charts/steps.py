"""Reports received by day, as steps, against the deadline and the number expected."""

from collections.abc import Sequence
from datetime import date, timedelta

from pages.parts.charts.pictures import INK, Spec, Trace, drawn, text, tint, upright
from pages.parts.formatting import day
from pages.parts.statuses import ACCENT, PALE


def received(days: Sequence[date], expected: int, deadline: date, as_of: date, height: int) -> Spec:
    """days: when each report came, in any order."""
    came = sorted(days)
    first = min([*came, deadline]) - timedelta(days=4)
    last = max([*came, min(as_of, deadline + timedelta(days=21))]) + timedelta(days=4)
    x = [first, *came, max(last, first)]
    y = [0, *range(1, len(came) + 1), len(came)]
    return drawn(
        [
            {
                "type": "scatter",
                "x": x,
                "y": y,
                "mode": "lines",
                "line": {"color": ACCENT, "width": 2.5, "shape": "hv"},
                "fill": "tozeroy",
                "fillcolor": tint(ACCENT, 0.1),
                "hoverinfo": "text",
                "hovertext": [f"{day(when)}: {count}" for when, count in zip(x, y, strict=True)],
            }
        ],
        height,
        xaxis={
            "type": "date",
            "range": [first, last],
            "tickformat": "%d/%m",
            "nticks": 5,
            "gridcolor": PALE,
            "fixedrange": True,
            "tickfont": {"size": 11},
        },
        yaxis=_counted(expected),
        shapes=[
            upright(deadline, color="#A84300", dash="dot"),
            _most(expected),
        ],
        annotations=[
            {
                "x": deadline,
                "y": 0,
                "yanchor": "bottom",
                "xanchor": "left",
                "text": f" {day(deadline)[:5]}",
                "showarrow": False,
                "font": {"size": 11, "color": "#A84300"},
            }
        ],
        font={"family": "Be Vietnam Pro, sans-serif", "color": INK, "size": 12},
        margin={"l": 4, "r": 4, "t": 6, "b": 22},
    )


def stages(series: Sequence[tuple[str, str, Sequence[date]]], goal: int, year: int, height: int) -> Spec:
    """How many places have reached each stage, by day, against the goal. series: name, colour, days."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    traces: list[Trace] = []
    for name, color, days in series:
        came = sorted(day for day in days)
        first, last = min([first, *came]), max([last, *came])
        traces.append(
            {
                "type": "scatter",
                "x": [first, *came, last],
                "y": [0, *range(1, len(came) + 1), len(came)],
                "mode": "lines",
                "name": f"{text(name)}: {len(came)}",
                "line": {"color": color, "width": 2.5, "shape": "hv"},
                "hoverinfo": "name+x",
            }
        )
    return drawn(
        traces,
        height,
        xaxis={"type": "date", "tickformat": "%m/%y", "nticks": 6, "gridcolor": PALE, "fixedrange": True},
        yaxis=_counted(goal),
        shapes=[_most(goal)],
        showlegend=True,
        legend={"orientation": "h", "y": 1, "yanchor": "bottom", "x": 0, "itemclick": False, "itemdoubleclick": False},
        font={"family": "Be Vietnam Pro, sans-serif", "color": INK, "size": 12},
        margin={"l": 4, "r": 4, "t": 26, "b": 22},
    )


def _counted(most: int) -> dict[str, object]:
    """The axis of a count up to what is wanted."""
    return {
        "range": [0, most * 1.1],
        "dtick": max(1, round(most / 3)),
        "gridcolor": PALE,
        "fixedrange": True,
        "automargin": True,
        "tickfont": {"size": 11},
    }


def _most(count: int) -> dict[str, object]:
    """A line across at what is wanted."""
    line = {"color": INK, "dash": "dot", "width": 1.5}
    return {"type": "line", "xref": "x domain", "x0": 0, "x1": 1, "y0": count, "y1": count, "line": line}
