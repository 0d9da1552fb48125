"""The timeline: a lane for each activity or unit, its name above it, so that it can be read on a phone too."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

import plotly.graph_objects as go

from pages.parts.charts import INK, laid_out, text, tint
from pages.parts.figures import day
from pages.parts.states import ACCENT, GREY, PALE, look
from pages.parts.words import _

_LANE = 40  # px


class Lane(NamedTuple):
    """One lane. label: its name, or a heading where there is no status; spans: (from, to, status, told); marks: (day, told)."""

    label: str
    status: str | None
    spans: Sequence[tuple[date, date, str, str]] = ()
    marks: Sequence[tuple[date, str]] = ()


def gantt(lanes: Sequence[Lane], year: int, as_of: date) -> go.Figure:
    """Windows of the plan as pale spans, what was done as marks, the as-of line. What has no window is a dotted line through the year."""
    figure, first, last = go.Figure(), date(year, 1, 1), date(year, 12, 31)
    marks: list[tuple[date, float, str]] = []
    for at, lane in enumerate(lanes):
        _label(figure, lane, at, first)
        if lane.status is None:
            continue
        for begun, ended, status, told in lane.spans:
            figure.add_trace(_span(begun, ended, at, status, told))
        if not lane.spans:
            figure.add_shape(type="line", layer="below", x0=first, x1=last, y0=at + 0.68, y1=at + 0.68, line={"color": GREY, "width": 2, "dash": "dot"})  # fmt: skip
        marks += [(when, at + 0.68, told) for when, told in lane.marks]
    figure.add_trace(go.Scatter(x=[mark[0] for mark in marks], y=[mark[1] for mark in marks], mode="markers", hovertext=[mark[2] for mark in marks], hoverinfo="text",
                                marker={"symbol": "diamond", "size": 10, "color": ACCENT, "line": {"color": "white", "width": 1}}))  # fmt: skip
    ends = [span[1] for lane in lanes for span in lane.spans] + [mark[0] for mark in marks]
    begins = [span[0] for lane in lanes for span in lane.spans] + [mark[0] for mark in marks]
    left, right = min([first, *begins]), max([last, *ends])
    _day_line(figure, min(max(as_of, left), right), as_of)
    margin = timedelta(days=6)
    figure.update_xaxes(type="date", fixedrange=True, gridcolor=PALE, tickformat="%m/%y", tickvals=[date(when, month, 1) for when in range(left.year, right.year + 1) for month in (1, 3, 5, 7, 9, 11)], tickangle=0, side="top", range=[left - margin, right + margin])  # fmt: skip
    figure.update_yaxes(visible=False, fixedrange=True, range=[len(lanes), 0])
    laid_out(figure, _LANE * len(lanes) + 90)
    figure.update_layout(margin={"l": 0, "r": 0, "t": 62, "b": 24})
    return figure


def _label(figure: go.Figure, lane: Lane, at: int, first: date) -> None:
    told = f"{look(lane.status).sign} {text(lane.label)}" if lane.status else f"<b>{text(lane.label)}</b>"
    figure.add_annotation(x=first, y=at + (0.26 if lane.status else 0.62), text=told, showarrow=False, xanchor="left", align="left", font={"size": 13, "color": INK})  # fmt: skip


def _span(begun: date, ended: date, at: int, status: str, told: str) -> go.Scatter:
    return go.Scatter(x=[begun, ended], y=[at + 0.68] * 2, mode="lines", line={"color": tint(look(status).area, 0.6), "width": 13}, hovertext=told, hoverinfo="text")  # fmt: skip


def _day_line(figure: go.Figure, at: date, as_of: date) -> None:
    """The line of the day looked at; where it lies outside the picture, at its edge, with the day in words."""
    figure.add_vline(x=at, line={"color": "#A84300", "width": 2})
    words = _("tính đến {day}").format(day=day(as_of))
    is_late = at.month > 6
    figure.add_annotation(x=at, y=0, yref="paper", yanchor="top", xanchor="right" if is_late else "left", text=words, showarrow=False, font={"size": 12, "color": "#A84300"})  # fmt: skip
