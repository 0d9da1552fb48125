"""One of the views as a table with its cover: what the command line and the download page give away."""

from datetime import date, datetime
from typing import Any

from etl import data
from etl.outputs.dictionary import meaning
from etl.outputs.tables import Cover
from etl.outputs.views import VIEWS
from etl.plan import Plan, load_plan, plan_years, unit_name
from etl.store import state
from etl.store.files import ledger
from etl.store.queries import snapshot


def table(
    home: str, view: str, plan_year: int | None, period: str | None, unit_code: str | None, as_of: date | None
) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Column names and rows of a view. period: H1, FY, latest, or None for both. Raises KeyError for no view."""
    unit_column, order = VIEWS[view]
    source = f"{view}_any" if period == "latest" and view != "reporting_status" else view
    wanted: dict[str, Any] = {}
    if plan_year is not None:
        wanted["plan_year"] = plan_year
    if period and not (period == "latest" and view == "reporting_status"):
        wanted["period"] = period
    if unit_code:
        cities = {load_plan(year).city["code"] for year in plan_years()}
        is_city = unit_column == "district_code" and unit_code in cities  # the city's own row has no district
        wanted[unit_column] = "" if is_city else unit_code
    where = f" WHERE {' AND '.join(f'{name} = ${name}' for name in wanted)}" if wanted else ""
    return snapshot.rows(home, f"SELECT * FROM {source}{where} ORDER BY plan_year, period, {order}", as_of, wanted)


def cover(
    home: str, view: str, filters: dict[str, str], as_of: date | None, lang: str = "vi", has_codes: bool = True
) -> Cover:
    """The cover sheet: what is shown, as of when, from what, what each column means.

    filters: plan_year, period, unit, search … as text, blank where not set. has_codes: of a table of data, whose
    columns have names that are explained; a table to hand on has headings, and words alone.
    """
    words = data.read_toml("dictionary.toml")
    entries = ledger.read(home)
    loaded = max((entry["at"] for entry in entries if entry["action"] == "accept"), default="")
    labels = words["cover"][lang]
    year = filters.get("plan_year")
    plans = [load_plan(each) for each in ([int(year)] if year else plan_years())]
    shown = {name: _shown(name, value, plans, lang, has_codes) for name, value in filters.items() if value}
    lines = [(labels.get(name, name), text) for name, text in shown.items()]
    lines += [
        (labels["as_of"], f"{as_of or state.today():%d/%m/%Y}"),
        (labels["loaded"], _moment(loaded)),
        (labels["source"], labels["source_text"].format(number=", ".join(plan.raw["number"] for plan in plans))),
    ]
    if has_codes:
        lines += [("", ""), *((name, meaning(view, name, lang)) for name in words["views"][view]["columns"])]
    is_sample = state.replay(entries).kind == "sample"
    return Cover(words["views"][view][lang], lines, sample_note() if is_sample else None)


def sample_note() -> str:
    """What every row of a sample store's table says, in both languages."""
    return f"{sample_mark('vi')} / {sample_mark('en')}"


def sample_mark(lang: str) -> str:
    """What a paper of a sample store says, in its language."""
    return str(data.read_toml("dictionary.toml")["cover"][lang]["sample"])


def _shown(name: str, value: str, plans: list[Plan], lang: str, has_codes: bool) -> str:
    """A filter's value as people call it: “6 tháng (H1)”, without its code “6 tháng”."""
    if name not in ("view", "period"):
        return value
    period = plans[-1].periods.get(value)
    if name == "view":
        word = data.read_toml("dictionary.toml")["views"][value][lang]
    elif period:
        word = period["label_en" if lang == "en" else "label"]
    else:
        word = data.read_toml("dictionary.toml")["cover"][lang]["latest"]
    return f"{word} ({value})" if has_codes else str(word)


def unit_label(plan_year: int, unit_code: str | None) -> str:
    """Name of a unit for the cover."""
    return unit_name(load_plan(plan_year), unit_code) if unit_code else ""


def _moment(at: str) -> str:
    if not at:
        return "–"
    return datetime.fromisoformat(at).astimezone(state.HANOI).strftime("%d/%m/%Y %H:%M")
