"""Sample reports: invented figures for every unit and both periods, with the mess of the field, loaded through the same
door.
"""

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from etl import catalogue, data, lineage
from etl.catalogue import BaseUnion, full_name
from etl.outputs.filled import Sheets, write_workbook
from etl.plan import Plan, are_communes, base_unions_of, load_plan, reporting_units, scope
from etl.sample.invention import Base, Sample, base_of_chance, model, models_of, workbooks
from etl.store.acceptance import Acceptance, Item, load
from etl.store.beginning import begin

Bases = dict[tuple[str, date], Base]  # by code and first day


def fill(home: str, actor: str, origin: str, teller: Callable[[int], Callable[[int], None]] | None = None) -> int:
    """Mark an empty store as a sample store and load the sample reports; how many were accepted.

    `teller`, given how many there are, hears how many are done. Raises InvalidAction.
    """
    begin(home, "sample", actor, origin)
    samples = [*sample_workbooks(), *workbooks_of_other_years()]
    items = [Item(sample.name, sample.data, sample.received_on) for sample in samples]
    how = Acceptance(actor, origin, confirm_warnings=True, reason="Số liệu mẫu", is_sample=True)
    tell, results = teller(len(items)) if teller else None, []
    for result in load(home, items, how):
        results.append(result)
        if tell:
            tell(len(results))
    refused = [result.file for result in results if result.outcome == "refused"]
    if refused:
        raise ValueError(f"sample reports refused: {refused}")
    return sum(result.outcome == "accepted" for result in results)


def sample_workbooks(seed: int | None = None) -> list[Sample]:
    """Invented reports of the sample's own year, the same for the same seed, in the order they are received."""
    settings = data.read_toml("sample.toml")
    plan = load_plan(settings["plan_year"])
    chance = random.Random(settings["seed"] if seed is None else seed)
    straw = _straw_communes(plan, settings)
    samples: list[Sample] = []
    for code in plan.districts:
        own = random.Random(chance.random())
        units, base = _first_bases(plan, code, own, settings)
        models = models_of(plan, units, straw.get(code, 0), own, settings["districts"].get(code, {}))
        samples.extend(workbooks(plan, code, list(plan.periods), units, base, models, own, settings))
    samples.extend(_city(plan, random.Random(chance.random()), settings))
    return sorted(samples, key=lambda sample: (sample.received_on, sample.name))


def workbooks_of_other_years() -> list[Sample]:
    """Invented reports of the years beside it, each unit's grown from what it was made of, year by year."""
    settings = data.read_toml("sample.toml")
    first = load_plan(settings["plan_year"])
    chance = random.Random(settings["seed"])
    bases: Bases = {}
    for code in first.districts:
        units, base = _first_bases(first, code, random.Random(chance.random()), settings)
        bases |= {(unit.code, unit.valid_from): row for unit, row in zip(units, base, strict=True)}
    samples: list[Sample] = []
    for other in settings["other_years"]:
        plan, own = load_plan(other["plan_year"]), random.Random(other["seed"])
        found = [*_of_districts(plan, bases, own, settings, other), *_of_communes(plan, bases, own, settings, other)]
        events = [_of_year(event, plan.plan_year, first.plan_year) for event in settings["city_events"]]
        found.extend(_city(plan, own, settings | {"city_events": events}))
        samples.extend(sorted(found, key=lambda sample: (sample.received_on, sample.name)))
    return samples


def _first_bases(
    plan: Plan, code: str, chance: random.Random, settings: dict[str, Any]
) -> tuple[list[BaseUnion], list[Base]]:
    units = catalogue.of_district(code, list(plan.periods.values())[-1]["catalogue_on"])
    level = settings["districts"].get(code, {}).get("level", 1.0)
    return units, [base_of_chance(chance, level) for _ in units]


def _of_districts(
    plan: Plan, bases: Bases, chance: random.Random, settings: dict[str, Any], year: dict[str, Any]
) -> list[Sample]:
    """Reports of the periods in which districts report."""
    periods = [period for period in plan.periods if not are_communes(plan, period)]
    straw = _straw_communes(plan, settings)
    samples: list[Sample] = []
    for code in plan.districts if periods else ():
        own = random.Random(chance.random())
        units = base_unions_of(plan, periods[0], code)
        base = [_grown(unit, plan.periods[periods[0]]["catalogue_on"], bases, own, year) for unit in units]
        if code not in year["missing"]:
            models = models_of(plan, units, straw.get(code, 0), own, {})
            samples.extend(workbooks(plan, code, periods, units, base, models, own, settings | {"districts": {}}))
    return samples


def _of_communes(
    plan: Plan, bases: Bases, chance: random.Random, settings: dict[str, Any], year: dict[str, Any]
) -> list[Sample]:
    """Reports of the periods in which communes report, each for itself; every former district has models in some."""
    periods = [period for period in plan.periods if are_communes(plan, period)]
    of, samples, waste = lineage.old_districts(), [], set()
    straw = _straw_communes(plan, settings)
    for code in reporting_units(plan, periods[0]) if periods else ():
        own = random.Random(chance.random())
        (unit,) = base_unions_of(plan, periods[0], code)
        base = _grown(unit, plan.periods[periods[0]]["catalogue_on"], bases, own, year)
        district = next(place for place in plan.districts if place in of[unit.code, unit.valid_from])
        has_straw = straw.get(district, 0) > 0
        straw[district] = straw.get(district, 0) - has_straw
        has_waste = district not in waste
        waste.add(district)
        if own.random() >= year["communes_missing"]:
            models = [("Phân loại rác hữu cơ", 60)] * has_waste + [("Xử lý rơm rạ", 90)] * has_straw
            rows = [model(plan, kind, full_name(unit), "city", own, start) for kind, start in models]
            samples.extend(workbooks(plan, code, periods, [unit], [base], rows, own, settings | {"districts": {}}))
    return samples


def _grown(unit: BaseUnion, day: date, bases: Bases, chance: random.Random, year: dict[str, Any]) -> Base:
    """What a base union of another year is: the sum of its parts, a divided one's by half, a little more or less."""
    parts = [
        (bases[origin], 1.0 if descent.share == "whole" else 0.5)
        for descent in lineage.descents()
        if (descent.successor.code, descent.successor.valid_from) == (unit.code, unit.valid_from)
        and (origin := (descent.unit.code, descent.unit.valid_from)) in bases
        and descent.since <= day
    ]
    if not parts:
        return base_of_chance(chance, year["level"])
    factor = year["members"] * chance.uniform(0.99, 1.01)
    members = round(sum(base["members"] * share for base, share in parts) * factor)
    return {
        "members": members,
        "rural": min(members, round(sum(base["rural"] * share for base, share in parts) * factor)),
        "share": min(1.0, sum(base["share"] for base, _ in parts) / len(parts) * year["level"]),
        "models": sum(base["models"] for base, _ in parts) if chance.random() < year["level"] else 0,
        "topics": parts[0][0]["topics"],
    }


def _straw_communes(plan: Plan, settings: dict[str, Any]) -> dict[str, int]:
    """How the city's straw communes fall on the districts in scope: the plan leaves that to the reports."""
    target = next(t for t in plan.targets if t["kind"] == "communes_with" and t["model_type"] == "straw")
    districts = scope(plan, target)
    shares = dict.fromkeys(districts, 0)
    for number in range(target["goal"] - settings["straw_unnamed"]):
        shares[districts[number % len(districts)]] += 1
    return shares


def _of_year(event: dict[str, Any], year: int, first: int) -> dict[str, Any]:
    """The same event in another year."""
    return {
        name: value.replace(str(first), str(year)) if isinstance(value, str) else value for name, value in event.items()
    }


def _city(plan: Plan, chance: random.Random, settings: dict[str, Any]) -> list[Sample]:
    samples = []
    for period, row in plan.periods.items():
        received = row["deadline"] - timedelta(days=2)
        events = []
        for event in settings["city_events"]:
            day = date.fromisoformat(event["on"]) if "on" in event else None
            if day is not None and day > received:
                day = None
            planned = [event.get("planned"), event.get("planned")]
            quantity = event.get("quantity_" + period, event.get("quantity", 1))
            done = day is not None
            if done or event.get("planned"):
                events.append(
                    [
                        event["code"],
                        event["title"],
                        *planned,
                        day,
                        day,
                        event.get("place"),
                        quantity if done else None,
                        event.get("participants") if done else None,
                        event.get("cost") if done else None,
                        None,
                        None,
                    ]
                )
        info = {"plan_year": plan.plan_year, "period": row["label"], "unit": plan.city["name"], "report_date": received}
        name = f"HoiLHPNHaNoi_{row['label']}_{plan.plan_year}.xlsx"
        samples.append(Sample(name, write_workbook(Sheets(info, {"BM3": events}), "title"), received))
    return samples
