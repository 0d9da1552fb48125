"""One unit's invented workbooks: base unions, models, events and the rest, as a season of chance would have them."""

import random
from datetime import date, timedelta
from typing import Any, NamedTuple

from etl.catalogue import BaseUnion, full_name
from etl.intake.values.text import fold
from etl.outputs.filled import Sheets, write_workbook
from etl.plan import Plan, unit_name

Base = dict[str, Any]  # what one base union is and will reach by the end of the year


class Sample(NamedTuple):
    """One invented workbook and the day it is said to have been received."""

    name: str
    data: bytes
    received_on: date


def workbooks(
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


def base_of_chance(chance: random.Random, level: float) -> dict[str, Any]:
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


def models_of(
    plan: Plan, units: list[BaseUnion], straw: int, chance: random.Random, district: dict[str, Any]
) -> list[dict[str, Any]]:
    """Models from their training to their launch; which are reported as yet depends on the day of the report."""
    communes = [unit for unit in units if unit.kind == "commune"]
    chosen = chance.sample(communes, min(len(communes), straw + 5))
    kinds = ["city"] + ["district", "commune", "district"][: chance.randint(1, 3)]
    rows = []
    for place, level in enumerate(kinds):
        rows.append(model(plan, "Phân loại rác hữu cơ", full_name(chosen[place]), level, chance, 60 + 70 * place))
    for place in range(straw):
        rows.append(model(plan, "Xử lý rơm rạ", full_name(chosen[len(kinds) + place]), "city", chance, 90 + 26 * place))
    if district.get("waste") == "late":
        rows[0]["launched"] = None
    if district.get("waste") == "stopped":
        rows[0]["state"] = "Dừng"
    if district.get("waste") == "paused":
        rows[0]["state"] = "Tạm dừng"
    if district.get("waste") == "surplus":
        rows.append(model(plan, "Phân loại rác hữu cơ", full_name(chosen[-1]), "city", chance, 200))
    return rows


def model(plan: Plan, kind: str, commune: str, level: str, chance: random.Random, start: int) -> dict[str, Any]:
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
