"""Pictures made of tiles: the districts on a grid, the places of a programme by stage.

Names are broken so that they fit a phone.
"""

from collections.abc import Mapping, Sequence

from etl.store.queries import rows as of_question
from pages.parts.charts.pictures import INK, Spec, Trace, areas, drawn, text, tint
from pages.parts.device import is_phone
from pages.parts.formatting import has, number, whole_percent
from pages.parts.statuses import GREY, PALE, style_of, word

Figure = of_question.TargetCompletion | of_question.DistrictCompletion
_FITS, _FITS_PHONE = 8, 7  # letters on one line of a tile
_HIDDEN = {"visible": False, "fixedrange": True}
_PLACE = 58  # px, the height of a place


def tile_map(tiles: Sequence[of_question.Tiles], rows: Mapping[str, Figure], height: int, chosen: str = "") -> Spec:
    """The districts of the plan on a grid, coloured by status; others of the city grey.

    rows: district code → row of target_completion. chosen: the district that has a frame.
    """
    outside = [tile for tile in tiles if tile.district_code not in rows]
    traces = [
        areas([(tile.tile_column, tile.tile_row) for tile in outside], 0.47, 0.46, PALE, PALE),
        _names(outside, [_broken(tile.district) for tile in outside], "#4A5560"),
    ]
    for status in dict.fromkeys(row.status for row in rows.values()):
        here = [tile for tile in tiles if tile.district_code in rows and rows[tile.district_code].status == status]
        told = [f"{_broken(tile.district)}<br><b>{_figure(rows[tile.district_code])}</b>" for tile in here]
        edge = GREY if status == "not_applicable" else style_of(status).area
        found = [rows[tile.district_code] for tile in here]
        hover = [
            f"{text(row.district)}: {word(status)}, {number(row.numerator)}/{number(row.denominator)}" for row in found
        ]
        codes = [row.district_code for row in found]
        traces += [
            areas([(tile.tile_column, tile.tile_row) for tile in here], 0.47, 0.46, tint(style_of(status).area), edge),
            _names(here, told, INK) | {"customdata": codes, "hoverinfo": "text", "hovertext": hover},
        ]
    wide, high = max(tile.tile_column for tile in tiles), max(tile.tile_row for tile in tiles)
    first = min(tile.tile_row for tile in tiles), min(tile.tile_column for tile in tiles)
    framed = [(tile.tile_column, tile.tile_row) for tile in tiles if chosen and tile.district_code == chosen]
    if framed:
        traces.append(areas(framed, 0.47, 0.46, "rgba(0,0,0,0)", INK))
    across, down = [first[1] - 0.5, wide + 0.5], [high + 0.5, first[0] - 0.5]
    return drawn(
        traces,
        height,
        xaxis=_HIDDEN | {"range": across},
        yaxis=_HIDDEN | {"range": down},
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
    )


def _names(tiles: Sequence[of_question.Tiles], texts: list[str], ink: str) -> Trace:
    """Names on tiles; the mark under each takes the click and is not seen."""
    return {
        "type": "scatter",
        "x": [tile.tile_column for tile in tiles],
        "y": [tile.tile_row for tile in tiles],
        "mode": "markers+text",
        "text": texts,
        "textfont": {"size": [10 if is_phone() or words.count("<br>") > 1 else 11 for words in texts], "color": ink},
        "showlegend": False,
        "marker": {"symbol": "square", "size": 38, "opacity": 0.01},
        "selected": {"marker": {"opacity": 0.01}},
        "unselected": {"marker": {"opacity": 0.01}, "textfont": {"color": ink}},
        "hoverinfo": "skip",
        "customdata": [""] * len(tiles),
    }


def _figure(row: Figure) -> str:
    count = number(row.numerator) if row.status == "no_goal" else ""
    shown = whole_percent(row.completion) if has(row.completion) else count
    return f"{style_of(row.status).sign} {shown}".strip()


def _broken(name: str) -> str:
    """“Bắc Từ Liêm” in two lines, of which neither is longer than it must be."""
    words, fits = text(name).split(), _FITS_PHONE if is_phone() else _FITS
    return "<br>".join([" ".join(words[:-1]), words[-1]]) if len(name) > fits else text(name)


def board(places: Sequence[dict[str, str]], columns: int = 4) -> Spec:
    """Places of a programme as tiles by stage. places: title, line, state; code: what a click gives back."""
    middles = [(at % columns + 0.5, at // columns + 0.5) for at in range(len(places))]
    traces: list[Trace] = []
    for state in dict.fromkeys(place["state"] for place in places):
        here = [middle for middle, place in zip(middles, places, strict=True) if place["state"] == state]
        is_named = state != "unnamed"
        traces.append(
            areas(
                here,
                0.48,
                0.45,
                tint(style_of(state).area),
                style_of(state).area if is_named else "#76818C",
                width=1.5,
                dash="solid" if is_named else "dash",
            )
        )
    traces.append(
        {
            "type": "scatter",
            "x": [middle[0] for middle in middles],
            "y": [middle[1] for middle in middles],
            "mode": "markers+text",
            "marker": {"symbol": "square", "size": 40, "opacity": 0.01},
            "selected": {"marker": {"opacity": 0.01}, "textfont": {"color": INK}},
            "unselected": {"marker": {"opacity": 0.01}, "textfont": {"color": INK}},
            "customdata": [place.get("code", "") for place in places],
            "textfont": {"size": 12, "color": INK},
            "text": [
                f"<b>{text(place['title'])}</b><br>{text(place['line'])}<br>{style_of(place['state']).sign}"
                f" {word(place['state'])}"
                for place in places
            ],
            "hoverinfo": "text",
            "hovertext": [place.get("hover", word(place["state"])) for place in places],
        }
    )
    lines = (len(places) + columns - 1) // columns
    return drawn(
        traces,
        _PLACE * lines,
        xaxis=_HIDDEN | {"range": [0, columns]},
        yaxis=_HIDDEN | {"range": [lines, 0]},
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
    )
