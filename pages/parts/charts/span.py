"""One figure among those of the others: their range, where it stood before, where it is, and the goal."""

from pages.parts.charts.pictures import INK, Spec, Trace, drawn
from pages.parts.statuses import GREY, PALE, style_of

_HEIGHT = 24  # px


def span(least: float, most: float, before: float | None, now: float, status: str) -> Spec:
    """Fractions of the goal. least, most: of all units with a figure; before: in the period before."""
    start, end = min([least, now if before is None else before, 0.9]) - 0.03, max(1.0, most) + 0.03
    traces: list[Trace] = [_line([start, end], PALE, 2), _line([least, most], GREY, 7)]
    if before is not None:
        traces += [_line([before, now], INK, 1.5), _dot(before, "white", "#6B7680", 9)]
    traces.append(_dot(now, style_of(status).ink, style_of(status).ink, 12))
    hidden = {"visible": False, "fixedrange": True}
    return drawn(
        traces,
        _HEIGHT,
        xaxis=hidden | {"range": [start, end]},
        yaxis=hidden | {"range": [-1, 1]},
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        shapes=[{"type": "line", "x0": 1, "x1": 1, "y0": -0.9, "y1": 0.9, "line": {"color": INK, "width": 2}}],
        hovermode=False,
    )


def _line(x: list[float], color: str, width: float) -> Trace:
    return {"type": "scatter", "x": x, "y": [0, 0], "mode": "lines", "line": {"color": color, "width": width}}


def _dot(x: float, fill: str, edge: str, size: int) -> Trace:
    line = {"color": edge, "width": 1.5}
    return {
        "type": "scatter",
        "x": [x],
        "y": [0],
        "mode": "markers",
        "marker": {"size": size, "color": fill, "line": line},
    }
