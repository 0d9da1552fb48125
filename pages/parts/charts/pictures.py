"""Pictures: what all of them share, and drawing one. Every text that comes from data is escaped."""

from collections.abc import Sequence
from html import escape
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from pages.parts.device import is_phone
from pages.parts.i18n import _, lang
from pages.parts.statuses import ACCENT

INK = "#1B2733"
Trace = dict[str, Any]
Spec = dict[str, Any]  # a figure as Plotly writes it in JSON: {"data": [traces], "layout": {…}}


def show(spec: Spec, key: str, alt: str, is_small: bool = False, **options: Any) -> Any:
    """Draw the picture; it can be saved from its bar, a small one not. alt: what it shows, for those who do not see it.

    options: those of st.plotly_chart. A mark that leads on says so: on a phone the first tap only shows its words.
    """
    if "on_select" in options:
        spec = spec | {"data": [_leading(trace) for trace in spec["data"]]}
    config = {
        "displaylogo": False,
        "displayModeBar": False if is_small or is_phone() else "hover",  # a finger cannot hover: it would lie on words
        "staticPlot": is_small,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": "png", "scale": 2, "filename": key},
    }
    return st.plotly_chart(_figure(repr(spec), spec), key=key, config=config, theme=None, alt=alt, **options)


def _leading(trace: Trace) -> Trace:
    """The trace whose words also say that a click on a mark opens it. A mark without a code opens nothing."""
    words, codes = trace.get("hovertext"), trace.get("customdata")
    if not words or not codes:
        return trace
    invitation = f"<br><i>{_('Bấm để mở')}</i>"
    told = [f"{word}{invitation}" if code else word for word, code in zip(words, codes, strict=True)]
    return trace | {"hovertext": told}


class _Checked(go.Figure):
    """A figure that is shown and never changed: it need not be copied deeply at each of fifty viewers' clicks."""

    def to_dict(self) -> Spec:
        """The traces and the layout themselves."""
        return {"data": self._data, "layout": self._layout}


@st.cache_resource(max_entries=300, show_spinner=False)
def _figure(content: str, _spec: Spec) -> Any:
    """The figure, checked by Plotly once for the same content: that takes longer than all the rest of a page."""
    return _Checked(_spec)


def text(value: object) -> str:
    """A text of the data for a picture: no markup comes alive."""
    return escape(str(value), quote=False)


def drawn(traces: list[Trace], height: int, **layout: object) -> Spec:
    """The figure of the traces; what is said of the layout wins over what all figures share."""
    font = {"family": "Be Vietnam Pro, sans-serif", "color": INK}
    shared = {
        "height": height,
        "separators": ",." if lang() == "vi" else ".,",
        "font": font | {"size": 14},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 8, "r": 8, "t": 36, "b": 52},
        "showlegend": False,
        "modebar": {"bgcolor": "rgba(0,0,0,0)", "color": "#4A5560", "activecolor": ACCENT},
        "hoverlabel": {"bgcolor": "#FFFFFF", "font": font},
    }
    return {"data": traces, "layout": shared | layout}


def upright(at: object, **line: object) -> dict[str, object]:
    """A line from the bottom to the top of the picture."""
    return {"type": "line", "x0": at, "x1": at, "y0": 0, "y1": 1, "yref": "y domain", "line": {"width": 2} | line}


def areas(
    places: Sequence[tuple[float, float]], half_width: float, half_height: float, fill: str, edge: str, **line: object
) -> Trace:
    """Rectangles around places as one trace: Plotly checks each shape of a layout for milliseconds, a trace once."""
    x: list[float | None] = []
    y: list[float | None] = []
    for column, row in places:
        x += [
            column - half_width,
            column + half_width,
            column + half_width,
            column - half_width,
            column - half_width,
            None,
        ]
        y += [row - half_height, row - half_height, row + half_height, row + half_height, row - half_height, None]
    return {
        "type": "scatter",
        "x": x,
        "y": y,
        "mode": "lines",
        "fill": "toself",
        "fillcolor": fill,
        "line": {"color": edge, "width": 2} | line,
        "hoverinfo": "skip",
        "showlegend": False,
    }


def tint(color: str, share: float = 0.38) -> str:
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{share})"


def clicked(picked: Any) -> str:
    """What a click on a picture gives back: the code of its mark, "" where nothing was clicked."""
    points = picked.selection.points if picked else []
    return str(points[0].get("customdata") or "") if points else ""
