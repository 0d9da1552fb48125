"""Pictures: bars with a goal line, heat table, tile map, Gantt, boards. Every text that comes from data is escaped."""

import threading
from collections.abc import Sequence
from html import escape
from typing import Any

import streamlit as st

from pages.parts.figures import has, number, percent
from pages.parts.states import ACCENT, GREY, PALE, look, word
from pages.parts.words import _, lang

INK = "#1B2733"
drawing = threading.Lock()  # one picture at a time, and none while pandas or Arrow is loaded (frames.py, arrow.py)
Trace = dict[str, Any]
Spec = dict[str, Any]  # a figure as Plotly writes it in JSON: {"data": [traces], "layout": {…}}


def show(spec: Spec, key: str, alt: str, **options: Any) -> Any:
    """Draw the picture; it can be saved from its bar. alt: what it shows, for those who do not see it."""
    config = {
        "displaylogo": False,
        "displayModeBar": True,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": "png", "scale": 2, "filename": key},
    }
    with drawing:
        return st.plotly_chart(_figure(repr(spec), spec), key=key, config=config, theme=None, alt=alt, **options)


@st.cache_resource(max_entries=100, show_spinner=False)
def _figure(content: str, _spec: Spec) -> Any:
    """The figure, checked by Plotly once for the same content: that takes longer than all the rest of a page."""
    import plotly.graph_objects as go

    return go.Figure(_spec)


def text(value: object) -> str:
    """A text of the data for a picture: no markup comes alive."""
    return escape(str(value), quote=False)


def drawn(traces: list[Trace], height: int, **layout: Any) -> Spec:
    """The figure of the traces; what is said of the layout wins over what all figures share."""
    font = {"family": "Be Vietnam Pro, sans-serif", "color": INK}
    shared = {
        "height": height, "separators": ",." if lang() == "vi" else ".,", "font": font | {"size": 14},
        "paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)", "margin": {"l": 8, "r": 8, "t": 36, "b": 52}, "showlegend": False,
        "modebar": {"bgcolor": "rgba(0,0,0,0)", "color": "#4A5560", "activecolor": ACCENT}, "hoverlabel": {"bgcolor": "#FFFFFF", "font": font},
    }  # fmt: skip
    return {"data": traces, "layout": shared | layout}


def upright(at: Any, **line: Any) -> dict[str, Any]:
    """A line from the bottom to the top of the picture."""
    return {"type": "line", "x0": at, "x1": at, "y0": 0, "y1": 1, "yref": "y domain", "line": {"width": 2} | line}


def bars(rows: Sequence[Any], title: str) -> Spec:
    """Completion of each unit, longest first, with the goal line. rows: district, completion, status, numerator, denominator."""
    ranked = sorted(rows, key=lambda row: (has(row.completion), row.completion))
    values = [row.completion * 100 if has(row.completion) else 0 for row in ranked]
    labels = [f"{look(row.status).sign} {percent(row.completion) if has(row.completion) else ''} {word(row.status).lower()}" for row in ranked]  # fmt: skip
    bar = {
        "type": "bar", "x": values, "y": [text(row.district) for row in ranked], "orientation": "h", "text": labels, "textposition": ["inside" if value > 45 else "outside" for value in values],
        "insidetextanchor": "start", "textfont": {"color": INK, "size": 14}, "cliponaxis": False, "constraintext": "none", "textangle": 0, "hoverinfo": "text",
        "hovertext": [f"{text(row.district)}: {number(row.numerator)}/{number(row.denominator)}" for row in ranked],
        "marker": {"color": [tint(look(row.status).area, 0.55) for row in ranked], "line": {"width": 1, "color": [look(row.status).area for row in ranked]}},
    }  # fmt: skip
    goal = {"x": 100, "y": 1, "yref": "paper", "yanchor": "bottom", "xanchor": "right", "text": _("mục tiêu 100%"), "showarrow": False}  # fmt: skip
    across = {"title": {"text": title}, "range": [0, max([100.0, *values]) * 1.08], "showgrid": True, "gridcolor": PALE, "ticksuffix": "%", "fixedrange": True}  # fmt: skip
    down = {"automargin": True, "fixedrange": True}
    shapes = [upright(100, color=INK, dash="dot")]
    return drawn([bar], 96 + 31 * len(ranked), xaxis=across, yaxis=down, bargap=0.14, shapes=shapes, annotations=[goal])


def paired(rows: Sequence[Any], first: str, second: str, title: str) -> Spec:
    """Two periods of each unit as a pair of dots. rows: district, before, after (fractions or nothing)."""
    ranked = sorted(rows, key=lambda row: row.after if has(row.after) else -1)
    both = [row for row in ranked if has(row.before) and has(row.after)]
    x = [end for row in both for end in (row.before * 100, row.after * 100, None)]
    y = [end for row in both for end in (text(row.district), text(row.district), None)]
    traces: list[Trace] = [{"type": "scatter", "x": x, "y": y, "mode": "lines", "line": {"color": GREY, "width": 3}, "hoverinfo": "skip", "showlegend": False}]  # fmt: skip
    for name, field, symbol, color in (
        (first, "before", "circle-open", "#7A5200"),
        (second, "after", "circle", ACCENT),
    ):
        have = [row for row in ranked if has(getattr(row, field))]
        told = [f"{text(row.district)} · {name}: {percent(getattr(row, field))}" for row in have]
        traces.append({
            "type": "scatter", "x": [getattr(row, field) * 100 for row in have], "y": [text(row.district) for row in have], "mode": "markers", "name": name,
            "marker": {"size": 11, "symbol": symbol, "color": color, "line": {"width": 2}}, "hovertext": told, "hoverinfo": "text",
        })  # fmt: skip
    legend = {"orientation": "h", "yref": "container", "y": 1, "yanchor": "top", "x": 0, "xref": "container", "itemclick": False, "itemdoubleclick": False}  # fmt: skip
    return drawn(
        traces,
        130 + 26 * len(ranked),
        xaxis={"title": {"text": title}, "ticksuffix": "%", "gridcolor": PALE, "fixedrange": True},
        yaxis={"automargin": True, "fixedrange": True, "categoryorder": "array", "categoryarray": [text(row.district) for row in ranked]},
        shapes=[upright(100, color=INK, dash="dot")], showlegend=True, margin={"l": 8, "r": 8, "t": 60, "b": 52}, legend=legend,
    )  # fmt: skip


def heat(districts: Sequence[str], targets: Sequence[str], cells: dict[tuple[str, str], Any]) -> Spec:
    """Districts × targets: a tile each with its colour, sign and figure. cells: (district, target) → row of target_completion."""
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
    traces.append({
        "type": "scatter", "x": [column for column, _line, _row in found], "y": [line for _column, line, _row in found], "mode": "text", "text": [_said(row) for _column, _line, row in found],
        "textfont": {"size": 13, "color": INK}, "hoverinfo": "text", "hovertext": [f"{text(row.district)}: {word(row.status)}, {number(row.numerator)}/{number(row.denominator)}" for _column, _line, row in found],
    })  # fmt: skip
    plain = {"showgrid": False, "zeroline": False, "fixedrange": True}
    across = {"tickvals": list(range(len(targets))), "ticktext": [text(target) for target in targets], "side": "top", "range": [-0.5, len(targets) - 0.5]}  # fmt: skip
    down = {"tickvals": list(range(len(districts))), "ticktext": [text(name) for name in districts], "range": [len(districts) - 0.5, -0.5], "automargin": True}  # fmt: skip
    return drawn(traces, 44 + 31 * len(districts), xaxis=across | plain, yaxis=down | plain, margin={"l": 8, "r": 8, "t": 40, "b": 4})  # fmt: skip


def _said(row: Any) -> str:
    """Sign and figure of a tile."""
    shown = percent(row.completion) if has(row.completion) else number(row.numerator) if row.status == "no_goal" else ""
    return f"{look(row.status).sign} {shown}"


def areas(places: Sequence[tuple[float, float]], half_width: float, half_height: float, fill: str, edge: str, **line: Any) -> Trace:  # fmt: skip
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
    return {"type": "scatter", "x": x, "y": y, "mode": "lines", "fill": "toself", "fillcolor": fill, "line": {"color": edge, "width": 2} | line, "hoverinfo": "skip", "showlegend": False}  # fmt: skip


def tint(color: str, share: float = 0.38) -> str:
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{share})"
