"""One figure among those of the others: their range, where it stood before, where it is, and the goal."""

from collections.abc import Sequence

from pages.parts.charts.pictures import INK, Spec, Trace, drawn
from pages.parts.statuses import GREY, PALE, look

_HEIGHT = 24  # px


def span(others: Sequence[float], before: float | None, now: float | None, status: str) -> Spec:
    """Fractions of the goal. others: of all units with a figure."""
    low, high = (min(others), max(others)) if others else (0.0, 1.0)
    start, most = min([low, before or low, 0.9]) - 0.03, max(1.0, high) + 0.03
    traces: list[Trace] = [_line([start, most], PALE, 2), _line([low, high], GREY, 7)]
    if before is not None and now is not None:
        traces.append(_line([before, now], INK, 1.5))
    if before is not None:
        traces.append(_dot(before, "white", "#6B7680", 9))
    if now is not None:
        traces.append(_dot(now, look(status).ink, look(status).ink, 12))
    hidden = {"visible": False, "fixedrange": True}
    return drawn(
        traces,
        _HEIGHT,
        xaxis=hidden | {"range": [start, most]},
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
