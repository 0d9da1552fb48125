"""How far a figure is from its goal: a bar with the goal as a tick."""

from pages.parts.charts.pictures import INK, Spec, drawn
from pages.parts.statuses import PALE, style_of

_HEIGHT = 22  # px


def goal_bar(completion: float | None, status: str) -> Spec:
    """completion: a fraction of the goal, None where there is none; over 1 the bar passes the tick."""
    value = completion or 0.0
    most = max(1.0, value) * 1.01
    shapes = [
        _area(0, most, PALE),
        _area(0, value, style_of(status).area),
        {"type": "line", "x0": 1, "x1": 1, "y0": -0.15, "y1": 1.15, "line": {"color": INK, "width": 2}},
    ]
    hidden = {"visible": False, "fixedrange": True}
    return drawn(
        [{"type": "scatter", "x": [0, most], "y": [0, 1], "mode": "markers", "marker": {"opacity": 0}}],
        _HEIGHT,
        xaxis=hidden | {"range": [0, most]},
        yaxis=hidden | {"range": [-0.2, 1.2]},
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        shapes=shapes,
        hovermode=False,
    )


def _area(start: float, end: float, color: str) -> dict[str, object]:
    return {
        "type": "rect",
        "x0": start,
        "x1": end,
        "y0": 0.12,
        "y1": 0.88,
        "fillcolor": color,
        "line": {"width": 0},
        "layer": "below",
    }
