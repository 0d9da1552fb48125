"""Pictures: bars with a goal line, heat table, tile map, Gantt, boards. Every text that comes from data is escaped."""

from collections.abc import Sequence
from html import escape
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from pages.parts.figures import has, number, percent
from pages.parts.states import ACCENT, GREY, PALE, look, word
from pages.parts.words import _, lang

_INK = "#1B2733"


def show(figure: go.Figure, key: str, **options: Any) -> Any:
    """Draw the picture; it can be saved from its bar."""
    config = {
        "displaylogo": False,
        "displayModeBar": True,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": "png", "scale": 2, "filename": key},
    }
    return st.plotly_chart(figure, key=key, config=config, theme=None, **options)


def text(value: object) -> str:
    """A text of the data for a picture: no markup comes alive."""
    return escape(str(value), quote=False)


def _laid_out(figure: go.Figure, height: int, **layout: Any) -> go.Figure:
    figure.update_layout(
        height=height, separators=",." if lang() == "vi" else ".,", font={"family": "Be Vietnam Pro, sans-serif", "size": 14, "color": _INK},
        paper_bgcolor="rgba(0,0,0,0)", plot_bgcolor="rgba(0,0,0,0)", margin={"l": 8, "r": 8, "t": 28, "b": 52}, showlegend=False,
        hoverlabel={"font": {"family": "Be Vietnam Pro, sans-serif"}}, **layout,
    )  # fmt: skip
    return figure


def bars(rows: Sequence[Any], title: str, goal: float | None = 1.0) -> go.Figure:
    """Completion of each unit, longest first, with the goal line. rows: district, completion, status, numerator, denominator."""
    drawn = sorted(rows, key=lambda row: (has(row.completion), row.completion), reverse=False)
    names = [text(row.district) for row in drawn]
    values = [row.completion * 100 if has(row.completion) else 0 for row in drawn]
    labels = [
        f"{percent(row.completion)} · {word(row.status)}" if has(row.completion) else word(row.status) for row in drawn
    ]
    colors = [look(row.status).area for row in drawn]
    patterns = ["/" if row.status in ("no_report", "not_reported") else "" for row in drawn]
    hover = [f"{text(row.district)}: {number(row.numerator)}/{number(row.denominator)}" for row in drawn]
    figure = go.Figure(go.Bar(x=values, y=names, orientation="h", text=labels, textposition=["inside" if value > 40 else "outside" for value in values],
            insidetextanchor="start",
            textfont={"color": _INK, "size": 14}, cliponaxis=False, hovertext=hover, hoverinfo="text",
                              marker={"color": colors, "pattern": {"shape": patterns}}))  # fmt: skip
    if goal is not None:
        figure.add_vline(
            x=goal * 100,
            line={"color": _INK, "width": 2, "dash": "dot"},
            annotation_text=_("mục tiêu"),
            annotation_position="top left",
        )
    longest = max([100.0, *values])
    return _laid_out(figure, 60 + 34 * len(drawn), xaxis={"title": title, "range": [0, longest * 1.08], "showgrid": True, "gridcolor": PALE, "ticksuffix": "%"},
                     yaxis={"automargin": True}, bargap=0.14)  # fmt: skip


def paired(rows: Sequence[Any], first: str, second: str, title: str) -> go.Figure:
    """Two periods of each unit as a pair of dots. rows: district, before, after (fractions or nothing)."""
    drawn = sorted(rows, key=lambda row: row.after if has(row.after) else -1)
    figure = go.Figure()
    for row in drawn:
        if has(row.before) and has(row.after):
            figure.add_trace(
                go.Scatter(
                    x=[row.before * 100, row.after * 100],
                    y=[text(row.district)] * 2,
                    mode="lines",
                    line={"color": GREY, "width": 3},
                    hoverinfo="skip",
                )
            )
    for name, field, symbol, color in (
        (first, "before", "circle-open", "#7A5200"),
        (second, "after", "circle", ACCENT),
    ):
        have = [row for row in drawn if has(getattr(row, field))]
        figure.add_trace(go.Scatter(x=[getattr(row, field) * 100 for row in have], y=[text(row.district) for row in have], mode="markers", name=name,
                                    marker={"size": 11, "symbol": symbol, "color": color, "line": {"width": 2}},
                                    hovertext=[f"{text(row.district)} · {name}: {percent(getattr(row, field))}" for row in have], hoverinfo="text"))  # fmt: skip
    figure.add_vline(x=100, line={"color": _INK, "width": 2, "dash": "dot"})
    _laid_out(
        figure,
        70 + 26 * len(drawn),
        xaxis={"title": title, "ticksuffix": "%", "gridcolor": PALE},
        yaxis={"automargin": True, "categoryorder": "array", "categoryarray": [text(row.district) for row in drawn]},
    )
    for trace in figure.data:
        trace.showlegend = trace.mode == "markers"
    figure.update_layout(showlegend=True, legend={"orientation": "h", "y": 1.06, "x": 0})
    return figure


def heat(districts: Sequence[str], targets: Sequence[str], cells: dict[tuple[str, str], Any]) -> go.Figure:
    """Districts × targets: a tile each with its colour, sign and figure. cells: (district, target) → row of target_completion."""
    figure = go.Figure()
    for column, target in enumerate(targets):
        for line, district in enumerate(districts):
            row = cells.get((district, target))
            if row is None:
                continue
            _tile(figure, column, line, row)
    figure.update_xaxes(
        tickvals=list(range(len(targets))),
        ticktext=[text(target) for target in targets],
        side="top",
        range=[-0.5, len(targets) - 0.5],
        showgrid=False,
        zeroline=False,
    )
    figure.update_yaxes(
        tickvals=list(range(len(districts))),
        ticktext=[text(name) for name in districts],
        range=[len(districts) - 0.5, -0.5],
        showgrid=False,
        zeroline=False,
        automargin=True,
    )
    return _laid_out(figure, 60 + 30 * len(districts))


def _tile(figure: go.Figure, column: int, line: int, row: Any) -> None:
    seen = look(row.status)
    shown = percent(row.completion) if has(row.completion) else number(row.numerator) if row.status == "no_goal" else ""
    fill = "rgba(0,0,0,0)" if row.status == "not_applicable" else _tint(seen.area)
    figure.add_shape(
        type="rect",
        x0=column - 0.47,
        x1=column + 0.47,
        y0=line - 0.43,
        y1=line + 0.43,
        fillcolor=fill,
        line={"width": 0},
    )
    figure.add_annotation(
        x=column,
        y=line,
        text=f"{seen.sign} {shown}",
        showarrow=False,
        font={"color": _INK, "size": 13},
    )


def _tint(color: str) -> str:
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.38)"


def tile_map(tiles: Sequence[Any], rows: dict[str, Any]) -> go.Figure:
    """The districts of the plan on a grid, coloured by status; others of the city grey. rows: district code → row of target_completion."""
    figure = go.Figure()
    figure.add_trace(_tile_trace([tile for tile in tiles if tile.district_code not in rows], None))
    for status in dict.fromkeys(row.status for row in rows.values()):
        figure.add_trace(
            _tile_trace(
                [tile for tile in tiles if tile.district_code in rows and rows[tile.district_code].status == status],
                rows,
            )
        )
    figure.update_xaxes(visible=False, range=[-0.55, max(tile.tile_column for tile in tiles) + 0.55])
    figure.update_yaxes(visible=False, range=[max(tile.tile_row for tile in tiles) + 0.55, -0.55])
    _laid_out(figure, 640)
    figure.update_layout(
        showlegend=True,
        legend={"orientation": "h", "y": -0.02, "x": 0, "itemclick": False, "itemdoubleclick": False},
        margin={"l": 0, "r": 0, "t": 4, "b": 4},
    )
    return figure


def _tile_trace(tiles: Sequence[Any], rows: dict[str, Any] | None) -> go.Scatter:
    if rows is None or not tiles:
        return go.Scatter(x=[tile.tile_column for tile in tiles], y=[tile.tile_row for tile in tiles], mode="markers+text", text=[_wrapped(tile.district) for tile in tiles], name=_("Quận (ngoài kế hoạch)"),
                          textfont={"size": 10, "color": "#5A6672"}, marker={"symbol": "square", "size": 54, "color": PALE}, hoverinfo="skip", customdata=[""] * len(tiles))  # fmt: skip
    status = rows[tiles[0].district_code].status
    here = [rows[tile.district_code] for tile in tiles]
    shown = [
        percent(row.completion)
        if has(row.completion)
        else number(row.numerator)
        if status == "no_goal"
        else look(status).sign
        for row in here
    ]
    return go.Scatter(
        x=[tile.tile_column for tile in tiles], y=[tile.tile_row for tile in tiles], mode="markers+text", name=f"{look(status).sign} {word(status)}",
        text=[f"{_wrapped(tile.district)}<br><b>{value}</b>" for tile, value in zip(tiles, shown, strict=True)], textfont={"size": 10.5, "color": _INK},
        marker={"symbol": "square", "size": 54, "color": _tint(look(status).area), "line": {"color": look(status).area, "width": 2}},
        hovertext=[f"{text(row.district)}: {word(status)}, {number(row.numerator)}/{number(row.denominator)}" for row in here], hoverinfo="text",
        customdata=[tile.district_code for tile in tiles],
    )  # fmt: skip


def _wrapped(name: str) -> str:
    words = text(name).split()
    return "<br>".join([" ".join(words[:2]), " ".join(words[2:])]) if len(words) > 2 else " ".join(words)


def gantt(rows: Sequence[Any], as_of: Any) -> go.Figure:
    """Windows of the plan as pale spans, what was done as marks, the as-of line; undated rows lie in a lane of their own.

    rows: label, planned_from, planned_to, status; events: list of (from, to, hover).
    """
    figure = go.Figure()
    labels = [row["label"] for row in rows]
    for row in rows:
        seen = look(row["status"])
        if row["planned_from"] is not None:
            figure.add_trace(
                go.Scatter(
                    x=[row["planned_from"], row["planned_to"]],
                    y=[row["label"]] * 2,
                    mode="lines",
                    line={"color": _tint(seen.area), "width": 16},
                    hovertext=row["hover"],
                    hoverinfo="text",
                )
            )
        marks = row["events"]
        if marks:
            figure.add_trace(go.Scatter(x=[mark[0] for mark in marks], y=[row["label"]] * len(marks), mode="markers", marker={"symbol": "diamond", "size": 10, "color": ACCENT, "line": {"color": "white", "width": 1}},
                                        hovertext=[mark[1] for mark in marks], hoverinfo="text"))  # fmt: skip
        elif row["planned_from"] is None:
            figure.add_trace(go.Scatter(x=[row["lane"]], y=[row["label"]], mode="markers+text", text=[f" {_('không ấn định thời gian')}"], textposition="middle right", marker={"symbol": "line-ew-open", "size": 10, "color": seen.ink},
                                        textfont={"size": 12, "color": "#4A5560"}, hovertext=row["hover"], hoverinfo="text"))  # fmt: skip
    figure.add_vline(x=as_of, line={"color": "#A84300", "width": 2})
    figure.update_yaxes(
        autorange="reversed", automargin=True, categoryorder="array", categoryarray=labels, gridcolor=PALE
    )
    figure.update_xaxes(type="date", gridcolor=PALE, tickformat="%m/%Y", side="top")
    return _laid_out(figure, 70 + 30 * len(rows))


def board(places: Sequence[dict[str, str]], columns: int) -> go.Figure:
    """Places of a programme as tiles by stage. places: title, line, state."""
    figure = go.Figure()
    for at, place in enumerate(places):
        column, line = at % columns, at // columns
        seen = look(place["state"])
        dash = "dash" if place["state"] == "unnamed" else "solid"
        figure.add_shape(
            type="rect",
            x0=column + 0.03,
            x1=column + 0.97,
            y0=line + 0.06,
            y1=line + 0.94,
            fillcolor=_tint(seen.area),
            line={"color": seen.area if place["state"] != "unnamed" else GREY, "width": 1.5, "dash": dash},
        )
        figure.add_annotation(x=column + 0.5, y=line + 0.5, showarrow=False, font={"size": 12, "color": _INK}, hovertext=place.get("hover") or None,
                              text=f"<b>{text(place['title'])}</b><br>{text(place['line'])}<br>{seen.sign} {word(place['state'])}")  # fmt: skip
    lines = (len(places) + columns - 1) // columns
    figure.update_xaxes(visible=False, range=[0, columns])
    figure.update_yaxes(visible=False, range=[lines, 0])
    _laid_out(figure, 84 * lines + 12)
    figure.update_layout(margin={"l": 0, "r": 0, "t": 28, "b": 0})
    return figure
