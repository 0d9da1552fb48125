"""The timeline: a lane for each activity or unit, its name above it, so that it can be read on a phone too."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from pages.parts.charts.pictures import INK, Spec, Trace, drawn, text, tint, upright
from pages.parts.formatting import day
from pages.parts.i18n import _
from pages.parts.statuses import ACCENT, GREY, PALE, look

_LANE = 40  # px
_DAY = "#A84300"  # the line of the day looked at
_DONE = 0.68  # how deep in its lane, of 1, windows and marks stand; the label is above


class Lane(NamedTuple):
    """One lane.

    label: its name, or a heading where there is no status; spans: (from, to, status, told); marks: (day, told).
    """

    label: str
    status: str | None
    spans: Sequence[tuple[date, date, str, str]] = ()
    marks: Sequence[tuple[date, str]] = ()


def gantt(lanes: Sequence[Lane], year: int, as_of: date) -> Spec:
    """Windows of the plan as pale spans, what was done as marks, the as-of line.

    What has no window is a dotted line through the year.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    spans = [(at, *span) for at, lane in enumerate(lanes) for span in lane.spans]
    marks = [(at, *mark) for at, lane in enumerate(lanes) for mark in lane.marks]
    days = [first, last, *(span[1] for span in spans), *(span[2] for span in spans), *(mark[1] for mark in marks)]
    left, right = min(days), max(days)
    margin = timedelta(days=6)
    ticks = [date(when, month, 1) for when in range(left.year, right.year + 1) for month in (1, 3, 5, 7, 9, 11)]
    across = {
        "type": "date",
        "fixedrange": True,
        "gridcolor": PALE,
        "tickformat": "%m/%y",
        "tickvals": ticks,
        "tickangle": 0,
        "side": "top",
        "range": [left - margin, right + margin],
    }
    seen = min(max(as_of, left), right)
    return drawn(
        [
            _undated([at for at, lane in enumerate(lanes) if lane.status and not lane.spans], first, last),
            *(
                _bands([span for span in spans if span[3] == status], status)
                for status in dict.fromkeys(span[3] for span in spans)
            ),
            _done(marks),
            _labels(lanes, left),
        ],
        _LANE * len(lanes) + 90,
        xaxis=across,
        yaxis={"visible": False, "fixedrange": True, "range": [len(lanes), 0]},
        margin={"l": 0, "r": 0, "t": 62, "b": 24},
        shapes=[upright(seen, color=_DAY)],
        annotations=[_day_told(seen, as_of)],
    )


def _labels(lanes: Sequence[Lane], left: date) -> Trace:
    told = [
        f"{look(lane.status).sign} {text(lane.label)}" if lane.status else f"<b>{text(lane.label)}</b>"
        for lane in lanes
    ]
    heights = [at + (0.26 if lane.status else 0.62) for at, lane in enumerate(lanes)]
    return {
        "type": "scatter",
        "x": [left] * len(lanes),
        "y": heights,
        "mode": "text",
        "text": told,
        "textposition": "middle right",
        "textfont": {"size": 13, "color": INK},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _done(marks: Sequence[tuple[int, date, str]]) -> Trace:
    """What took place: (lane, day, told)."""
    return {
        "type": "scatter",
        "x": [mark[1] for mark in marks],
        "y": [mark[0] + _DONE for mark in marks],
        "mode": "markers",
        "hovertext": [mark[2] for mark in marks],
        "hoverinfo": "text",
        "marker": {"symbol": "diamond", "size": 10, "color": ACCENT, "line": {"color": "white", "width": 1}},
    }


def _undated(lanes: Sequence[int], first: date, last: date) -> Trace:
    """A dotted line through the year for each lane without a window."""
    x = [end for _lane in lanes for end in (first, last, None)]
    y = [height for lane in lanes for height in (lane + _DONE, lane + _DONE, None)]
    return {
        "type": "scatter",
        "x": x,
        "y": y,
        "mode": "lines",
        "line": {"color": GREY, "width": 2, "dash": "dot"},
        "hoverinfo": "skip",
    }


def _bands(spans: Sequence[tuple[int, date, date, str, str]], status: str) -> Trace:
    """Windows of one status: (lane, from, to, status, told)."""
    x = [end for span in spans for end in (span[1], span[2], None)]
    y = [height for span in spans for height in (span[0] + _DONE, span[0] + _DONE, None)]
    told = [words for span in spans for words in (span[4], span[4], None)]
    return {
        "type": "scatter",
        "x": x,
        "y": y,
        "mode": "lines",
        "line": {"color": tint(look(status).area, 0.6), "width": 13},
        "hovertext": told,
        "hoverinfo": "text",
    }


def _day_told(at: date, as_of: date) -> dict[str, object]:
    """The day looked at, in words, at its line; where it lies outside the picture, at the edge."""
    words = _("tính đến {day}").format(day=day(as_of))
    anchor = "right" if at.month > 6 else "left"
    return {
        "x": at,
        "y": 0,
        "yref": "paper",
        "yanchor": "top",
        "xanchor": anchor,
        "text": words,
        "showarrow": False,
        "font": {"size": 12, "color": _DAY},
    }
