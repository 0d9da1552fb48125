"""Sample reports: invented figures for every unit and both periods, with the mess of the field, loaded through the same
door.
"""

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, NamedTuple

from etl import catalogue, data
from etl.catalogue import BaseUnion, full_name
from etl.intake.values.text import fold
from etl.outputs.filled import Sheets, write_workbook
from etl.plan import Plan, are_communes, base_unions_of, load_plan, reporting_units, scope, unit_name
from etl.store.acceptance import Acceptance, Item, load
from etl.store.upkeep import begin

Base = dict[str, Any]  # what one base union is and will reach by the end of the year
Bases = dict[tuple[str, date], Base]  # by code and first day


class Sample(NamedTuple):
    """One invented workbook and the day it is said to have been received."""

    name: str
    data: bytes
    received_on: date


def fill(home: str, actor: str, origin: str, told: Callable[[int, int], None] | None = None) -> int:
    """Mark an empty store as a sample store and load the sample reports; how many were accepted.

    `told` hears how many of how many are done. Raises InvalidAction.
    """
    begin(home, "sample", actor, origin)
    samples = [*sample_workbooks(), *workbooks_of_other_years()]
    items = [Item(sample.name, sample.data, sample.received_on) for sample in samples]
    how = Acceptance(actor, origin, confirm_warnings=True, reason="Số liệu mẫu", is_sample=True)
    results = []
    for result in load(home, items, how):
        results.append(result)
        if told:
            told(len(results), len(items))
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
        models = _models(plan, units, straw.get(code, 0), own, settings["districts"].get(code, {}))
        samples.extend(_filled(plan, code, list(plan.periods), units, base, models, own, settings))
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
    return units, [_base(chance, level) for _ in units]


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
            models = _models(plan, units, straw.get(code, 0), own, {})
            samples.extend(_filled(plan, code, periods, units, base, models, own, settings | {"districts": {}}))
    return samples


def _of_communes(
    plan: Plan, bases: Bases, chance: random.Random, settings: dict[str, Any], year: dict[str, Any]
) -> list[Sample]:
    """Reports of the periods in which communes report, each for itself; every former district has models in some."""
    periods = [period for period in plan.periods if are_communes(plan, period)]
    of, samples, waste = catalogue.old_districts(), [], set()
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
            rows = [_model(plan, kind, full_name(unit), "city", own, start) for kind, start in models]
            samples.extend(_filled(plan, code, periods, [unit], [base], rows, own, settings | {"districts": {}}))
    return samples


def _grown(unit: BaseUnion, day: date, bases: Bases, chance: random.Random, year: dict[str, Any]) -> Base:
    """What a base union of another year is: the sum of its parts, a divided one's by half, a little more or less."""
    parts = [
        (bases[origin], 1.0 if descent.share == "whole" else 0.5)
        for descent in catalogue.lineage()
        if (descent.successor.code, descent.successor.valid_from) == (unit.code, unit.valid_from)
        and (origin := (descent.unit.code, descent.unit.valid_from)) in bases
        and descent.since <= day
    ]
    if not parts:
        return _base(chance, year["level"])
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


def _filled(
    plan: Plan,
    code: str,
    periods: list[str],
    units: list[BaseUnion],
    base: list[Base],
    models: list[dict[str, Any]],
    chance: random.Random,
    settings: dict[str, Any],
) -> list[Sample]:
    """A unit's workbooks of those periods."""
    samples = []
    for period in periods:
        row = plan.periods[period]
        fate = settings["districts"].get(code, {}).get(period, "on_time")
        if fate == "missing":
            continue
        received = row["deadline"] + timedelta(days=chance.randint(1, 12) if fate == "late" else -chance.randint(1, 9))
        sheets = _sheets(plan, code, period, received, units, base, models, random.Random(f"{code}{period}"), settings)
        mess = settings["districts"].get(code, {}).get("mess", "")
        samples.append(Sample(_name(plan, code, period, mess), write_workbook(sheets, mess), received))
        if fate == "corrected":
            corrected = [dict(row) for row in base]
            for row in corrected[:3]:
                row["models"] += 1
            again = _sheets(
                plan, code, period, received, units, corrected, models, random.Random(f"{code}{period}"), settings
            )
            samples.append(
                Sample(
                    _name(plan, code, period, mess, " (sửa)"), write_workbook(again, mess), received + timedelta(days=9)
                )
            )
    return samples


def _name(plan: Plan, code: str, period: str, mess: str, suffix: str = "") -> str:
    name = fold(unit_name(plan, code)).title().replace(" ", "")
    return f"{name}_{plan.periods[period]['label']}_{plan.plan_year}{suffix}.{'ods' if mess == 'ods' else 'xlsx'}"


def _base(chance: random.Random, level: float) -> dict[str, Any]:
    """What one base union is and will reach by the end of the year."""
    members = chance.randint(320, 3900)
    rural = members if chance.random() < 0.9 else round(members * chance.uniform(0.2, 0.8))
    return {
        "members": members,
        "rural": rural,
        "share": min(1.0, level * chance.uniform(0.86, 1.06)),
        "models": 0 if chance.random() > level - 0.04 else chance.randint(1, 5),
        "topics": [chance.uniform(0.2, 0.95) for _ in range(4)],
    }


def _models(
    plan: Plan, units: list[BaseUnion], straw: int, chance: random.Random, district: dict[str, Any]
) -> list[dict[str, Any]]:
    """Models from their training to their launch; which are reported as yet depends on the day of the report."""
    communes = [unit for unit in units if unit.kind == "commune"]
    chosen = chance.sample(communes, min(len(communes), straw + 5))
    kinds = ["city"] + ["district", "commune", "district"][: chance.randint(1, 3)]
    rows = []
    for place, level in enumerate(kinds):
        rows.append(_model(plan, "Phân loại rác hữu cơ", full_name(chosen[place]), level, chance, 60 + 70 * place))
    for place in range(straw):
        rows.append(
            _model(plan, "Xử lý rơm rạ", full_name(chosen[len(kinds) + place]), "city", chance, 90 + 26 * place)
        )
    if district.get("waste") == "late":
        rows[0]["launched"] = None
    if district.get("waste") == "stopped":
        rows[0]["state"] = "Dừng"
    if district.get("waste") == "paused":
        rows[0]["state"] = "Tạm dừng"
    if district.get("waste") == "surplus":
        rows.append(_model(plan, "Phân loại rác hữu cơ", full_name(chosen[-1]), "city", chance, 200))
    return rows


def _model(plan: Plan, kind: str, commune: str, level: str, chance: random.Random, start: int) -> dict[str, Any]:
    trained = date(plan.plan_year, 1, 1) + timedelta(days=min(start + chance.randint(0, 40), 270))
    launched = trained + timedelta(days=chance.randint(5, 34))
    households, area = chance.randint(60, 380), round(chance.uniform(4, 60), 1)
    amount = (
        area * chance.uniform(4.2, 6.4) if "rơm" in kind else households * chance.uniform(7, 26)
    )  # t a hectare; kg a household
    return {
        "kind": kind,
        "commune": commune,
        "level": level,
        "trained": trained,
        "launched": launched,
        "trainees": chance.randint(45, 220),
        "households": households,
        "volume": round(amount, 1),
        "area": area if "rơm" in kind else None,
        "state": "Đang hoạt động",
    }


def _sheets(
    plan: Plan,
    code: str,
    period: str,
    received: date,
    units: list[BaseUnion],
    base: list[Base],
    models: list[dict[str, Any]],
    chance: random.Random,
    settings: dict[str, Any],
) -> Sheets:
    name = unit_name(plan, code)
    made = received - timedelta(days=chance.randint(1, 3))
    is_first = period == next(iter(plan.periods))
    reach = chance.uniform(0.5, 0.66) if is_first else 1.0
    rows = []
    for unit, row in zip(units, base, strict=True):
        reached = int(row["rural"] * row["share"] * reach)
        models_now = (
            row["models"] if not is_first or row["models"] < 2 and chance.random() < 0.6 else row["models"] // 2
        )
        blank = chance.random() < settings["blank_share"]
        topics = [None if blank else int(reached * share) for share in row["topics"]]
        rows.append(
            [
                full_name(unit),
                row["members"],
                row["rural"],
                None if chance.random() < settings["blank_share"] / 2 else models_now,
                "Đoạn đường phụ nữ tự quản" if models_now else None,
                None if blank else reached,
                *topics,
                None,
            ]
        )
    words = {"city": "Thành phố", "district": "Huyện", "commune": "Xã"}
    model_rows = [
        [
            row["kind"],
            row["commune"],
            words[row["level"]],
            row["trained"],
            row["trainees"],
            row["launched"] if (launched := bool(row["launched"]) and row["launched"] <= made) else None,
            row["households"] if launched else None,
            row["volume"] if launched else None,
            ("tấn/vụ" if row["area"] else "kg/tháng") if launched else None,
            row["area"] if launched else None,
            row["state"] if launched else None,
            None,
        ]
        for row in models
        if row["trained"] <= made
    ]
    approved = settings["districts"].get(code, {}).get("approved", True)
    once = random.Random(f"{code}plan")  # a plan is approved once: number, days and budget are the same in every report
    info = {
        "plan_year": plan.plan_year,
        "period": plan.periods[period]["label"],
        "unit": name,
        "report_date": made,
        "prepared_by": settings["prepared_by"],
        "phone": "024 0000 0000",
        "district_plan_no": f"{once.randint(3, 40):02d}/KH-BTV",
        "district_plan_date": date(plan.plan_year, 2, once.randint(5, 28)),
        "plan_approved": "Có" if approved else "Chưa",
        "plan_approved_on": date(plan.plan_year, 3, once.randint(1, 28)) if approved else None,
        "budget_million_vnd": round(once.uniform(80, 420), 1) if approved else None,
    }
    info |= _sources(info["budget_million_vnd"], random.Random(f"{code}{period}sources"), is_first, settings)
    events = [
        _event(plan, activity, made, chance, name)
        for activity in plan.activities
        if activity["level"] in ("district", "all")
        and activity.get("counted_by", "events") == "events"
        and activity["section"] != "IV"  # organisation: nothing that is held somewhere on a day
        and chance.random() < (0.6 if is_first else 0.85)
    ]
    factor = 0.5 if is_first else 1.0
    others = [
        [row["code"], row["title"], row["unit"], int(chance.randint(2, 90) * factor) + 1] for row in plan.indicators
    ]
    return Sheets(
        info,
        {
            "BM1": rows,
            "BM2": model_rows,
            "BM3": [event for event in events if event],
            "BM4": others if not is_first else [],
        },
    )


def _sources(budget: float | None, chance: random.Random, is_first: bool, settings: dict[str, Any]) -> dict[str, Any]:
    """The budget by source, what was spent of it, and the district's own words: drawn by themselves, so that every
    other figure stays as it was.
    """
    found: dict[str, Any] = {}
    if budget is not None:
        state = round(budget * chance.uniform(0.5, 0.8), 1)
        union = round((budget - state) * chance.uniform(0.2, 0.5), 1)
        granted = {"state": state, "raised": round(budget - state - union, 1), "union": union}
        for source, amount in granted.items():
            found[f"budget_{source}_million_vnd"] = amount
            share = chance.uniform(0.2, 0.5) if is_first else chance.uniform(0.8, 1.0)
            found[f"spent_{source}_million_vnd"] = round(amount * share, 1)
    for field in ("partners", "difficulties", "proposals"):
        if chance.random() < settings["own_words"]["share"]:
            found[field] = chance.choice(settings["own_words"][field])
    return found


def _event(plan: Plan, activity: dict[str, Any], made: date, chance: random.Random, unit: str) -> list[Any] | None:
    latest = max(20, (made - date(plan.plan_year, 1, 1)).days - 5)
    start = date(plan.plan_year, 1, 8) + timedelta(days=chance.randint(0, latest - 8))
    planned = [f"tháng {start.month}/{plan.plan_year}"] * 2 if chance.random() < 0.5 else [None, None]
    return [
        activity["code"],
        activity["title"][:90],
        *planned,
        start,
        min(start + timedelta(days=chance.randint(0, 2)), made),
        f"Nhà văn hóa {unit}",
        chance.randint(1, 6),
        chance.randint(60, 480),
        round(chance.uniform(8, 90), 1),
        None,
        None,
    ]


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
