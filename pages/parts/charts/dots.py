"""Units ranked as dots on one line each, with where they stood in the period before, and the goal."""

from collections.abc import Mapping, Sequence

from etl.store.queries import rows as of_question
from pages.parts.charts.pictures import INK, Spec, Trace, drawn, text, upright
from pages.parts.formatting import has, number, percent
from pages.parts.statuses import GREY, PALE, style_of, word

Ranked = of_question.TargetCompletion | of_question.Comparison


def ranked(
    rows: Sequence[Ranked],
    before: Mapping[str, float | None],
    height: int,
    chosen: str = "",
    is_sorted: bool = False,
) -> Spec:
    """Best on top. rows: of target_completion; before: district code → fraction of the period before.

    chosen: the district whose name is set in bold. is_sorted: the rows come in their order, the first on top.
    """
    order = list(rows) if is_sorted else sorted(rows, key=lambda row: row.completion or -1.0, reverse=True)
    at = {row.district_code: line for line, row in enumerate(order)}
    have = [row for row in order if has(row.completion)]
    moved = [row for row in have if has(before.get(row.district_code))]
    traces: list[Trace] = [
        {
            "type": "scatter",
            "x": [end for row in moved for end in (before[row.district_code], row.completion, None)],
            "y": [end for row in moved for end in (at[row.district_code], at[row.district_code], None)],
            "mode": "lines",
            "line": {"color": GREY, "width": 3},
            "hoverinfo": "skip",
        },
        {
            "type": "scatter",
            "x": [before[row.district_code] for row in moved],
            "y": [at[row.district_code] for row in moved],
            "mode": "markers",
            # A ring around the dot where nothing moved: not to be taken for a period without a figure.
            "marker": {
                "size": [17 if before[row.district_code] == row.completion else 8 for row in moved],
                "color": "white",
                "line": {"width": 1.5, "color": "#6B7680"},
            },
            "customdata": [row.district_code for row in moved],
            "hoverinfo": "text",
            "hovertext": [f"{text(row.district)}: {percent(before[row.district_code])}" for row in moved],
        },
        {
            "type": "scatter",
            "x": [row.completion for row in have],
            "y": [at[row.district_code] for row in have],
            "mode": "markers",
            "marker": {"size": 11, "color": [style_of(row.status).ink for row in have]},
            "selected": {"marker": {"opacity": 1}},
            "unselected": {"marker": {"opacity": 1}},
            "customdata": [row.district_code for row in have],
            "hoverinfo": "text",
            "hovertext": [
                f"{text(row.district)}: {word(row.status)}, {number(row.numerator)}/{number(row.denominator)}"
                for row in have
            ],
        },
    ]
    shown = [*(row.completion for row in have), *(before[row.district_code] for row in moved)]
    low = min([value for value in shown if value is not None], default=0.0)
    start = max(0.0, int(low * 20 - 0.5) / 20)
    most = max([1.0, *(row.completion for row in have)])
    names = [text(row.district) for row in order]
    traces.append(
        {
            "type": "scatter",
            "x": [most + (most - start) * 0.03] * len(order),
            "y": list(range(len(order))),
            "mode": "text",
            "text": [_said(row) for row in order],
            "textposition": "middle right",
            "textfont": {"size": 12, "color": INK},
            "hoverinfo": "skip",
        }
    )
    return drawn(
        traces,
        height,
        xaxis={
            "tickvals": _ticks(start, most),
            "range": [start - (most - start) * 0.025, most + (most - start) * 0.3],  # a dot at the start is whole
            "tickformat": ".0%",
            "gridcolor": PALE,
            "zeroline": False,
            "fixedrange": True,
            "tickfont": {"size": 11},
            "side": "top",
        },
        yaxis={
            "tickvals": list(range(len(order))),
            "ticktext": [
                f"<b>{name}</b>" if row.district_code == chosen else name
                for name, row in zip(names, order, strict=True)
            ],
            "range": [len(order) - 0.5, -0.5],
            "showgrid": False,
            "zeroline": False,
            "automargin": True,
            "fixedrange": True,
            "tickfont": {"size": 12},
        },
        shapes=[upright(1, color=INK, dash="dot")],
        margin={"l": 4, "r": 4, "t": 24, "b": 4},  # as of the heat table: beside it, a unit stands on one line
    )


def _said(row: Ranked) -> str:
    return f"{style_of(row.status).sign} {percent(row.completion) if has(row.completion) else ''}".strip()


def _ticks(start: float, most: float) -> list[float]:
    """Every tenth from the goal down, or every fourth where the picture is wide."""
    step = 2 if most - start < 0.6 else 5
    return [twentieth / 20 for twentieth in range(int(most * 20), int(start * 20) - 1, -step)]
