"""The places of a programme of so many communes, by stage: those reported, and those still open."""

from collections.abc import Sequence

from etl.store.queries import rows as of_question
from pages.parts.charts import pictures
from pages.parts.formatting import day
from pages.parts.i18n import _
from pages.parts.statuses import word

STAGES = ("sustained", "launched", "paused", "trained", "selected", "stopped", "unnamed")


def places_of(
    programme: of_question.TargetCompletion,
    inside: Sequence[of_question.Models],
    completion: Sequence[of_question.TargetCompletion],
) -> list[dict[str, str]]:
    """What charts.tiles.board draws. inside: the programme's models without those beyond its number."""
    places = [
        {
            "title": row.commune,
            "line": row.district if row.district != row.commune else "",
            "state": row.shown_state,
            "code": row.district_code,
            "hover": pictures.text(f"{word(row.shown_state)}: {day(row.launched_on)}"),
        }
        for row in inside
    ]
    if programme.kind == "district_has":
        with_one = {row.district_code for row in inside}
        scope = [
            row
            for row in completion
            if row.target_code == programme.target_code and row.level == "district" and row.status != "not_applicable"
        ]
        open_in = [(row.district, row.district_code) for row in scope if row.district_code not in with_one]
    else:
        open_in = [(_("chưa rõ nơi"), "")] * max(0, int(programme.goal) - len(places))
    places += [{"title": "?", "line": line, "state": "unnamed", "code": code} for line, code in open_in]
    return sorted(places, key=lambda place: STAGES.index(place["state"]))
