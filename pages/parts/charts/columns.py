"""How many units fall into which class: columns with their number on top."""

from collections.abc import Sequence

from pages.parts.charts.pictures import INK, Spec, drawn, text
from pages.parts.formatting import number
from pages.parts.statuses import style_of


def columns(labels: Sequence[str], counts: Sequence[int], states: Sequence[str], height: int) -> Spec:
    """states: of each class, for its colour."""
    most = max([1, *counts])
    return drawn(
        [
            {
                "type": "bar",
                "x": [text(label) for label in labels],
                "y": list(counts),
                "text": [number(count) for count in counts],
                "textposition": "outside",
                "textfont": {"size": 12, "color": INK},
                "cliponaxis": False,
                "hoverinfo": "skip",
                "marker": {"color": [style_of(state).area for state in states]},
            }
        ],
        height,
        xaxis={"type": "category", "fixedrange": True, "tickfont": {"size": 12}},
        yaxis={"visible": False, "fixedrange": True, "range": [0, most * 1.15]},
        bargap=0.12,
        margin={"l": 12, "r": 12, "t": 8, "b": 24},
    )
