"""What the report says of a state, in Vietnamese, by rules: never a word that the view does not have.

Numbers come as the views have them; counts are those of their rows.
"""

from collections.abc import Sequence
from typing import Any

from etl import forms
from etl.formatting import day, number, percent, points
from etl.outputs.papers.facts import Facts
from etl.store.queries import rows as of_question

STATES = {
    "achieved": "đạt",
    "near": "gần đạt",
    "behind": "chậm",
    "incomplete": "chưa đủ báo cáo",
    "open": "chưa đến hạn",
    "no_report": "chưa có báo cáo",
    "not_reported": "chưa ghi số liệu",
    "not_applicable": "không áp dụng",
    "no_goal": "không giao riêng",
    "done": "đã thực hiện",
    "partly": "thực hiện một phần",
    "overdue": "quá hạn",
    "upcoming": "chưa đến thời gian",
    "on_time": "đúng hạn",
    "late": "muộn",
    "missing": "chưa nộp, đã quá hạn",
    "due": "chưa nộp, chưa đến hạn",
    "selected": "đã chọn xã",
    "trained": "đã tập huấn",
    "launched": "đã ra mắt",
    "sustained": "duy trì",
    "stopped": "dừng",
    "paused": "tạm dừng",
}
SOURCES = {"state": "Nguồn ngân sách", "raised": "Nguồn xã hội hóa", "union": "Nguồn của Hội"}
_NAMED = 30  # units that a sentence lists one by one
LEVELS = {"city": "Thành phố", "district": "huyện", "commune": "xã"}


def listed(names: Sequence[str]) -> str:
    """“A, B và C”."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} và {names[-1]}" if names else ""


def state_of(activity: of_question.Activities) -> str:
    """An activity's state; one that is open says whether its window has begun."""
    return "chưa có kết quả" if activity.status == "open" else STATES[activity.status]


def period_name(facts: Facts) -> str:
    """“6 tháng năm 2024”, “năm 2024”."""
    label = str(facts.period["label"]).lower()
    return f"{label} {facts.plan.plan_year}" if label == "năm" else f"{label} năm {facts.plan.plan_year}"


def share_of(row: of_question.TargetCompletion) -> str:
    """“349/413 cơ sở Hội (84,5%)”."""
    whole = row.denominator if row.denominator is not None else row.goal
    if row.numerator is None:
        return ""
    if whole is None:
        return f"{number(row.numerator)} {row.counted}"
    shown = f" ({percent(row.completion)})" if row.completion is not None else ""
    return f"{number(row.numerator)}/{number(whole)} {row.counted}{shown}"


def standing(row: of_question.TargetCompletion, facts: Facts) -> str:
    """What the city's status says, with the plan's thresholds."""
    near, achieved = percent(facts.plan.thresholds["near"]), percent(facts.plan.thresholds["achieved"])
    reports = f"{number(row.units_reported)}/{number(row.units_expected)} đơn vị"
    return {
        "achieved": "đạt chỉ tiêu",
        "near": f"gần đạt chỉ tiêu (từ {near} đến dưới {achieved})",
        "behind": f"chậm so với chỉ tiêu (dưới {near})",
        "incomplete": f"chưa đủ báo cáo để đánh giá (mới có {reports})",
        "open": f"chưa đến hạn {day(facts.period['deadline'])} nên chưa đánh giá",
        "no_report": "chưa có đơn vị nào trong phạm vi báo cáo",
        "not_reported": "các báo cáo đã nhận đều chưa ghi số liệu này",
        "not_applicable": "không áp dụng",
        "no_goal": "không có mục tiêu riêng",
    }[row.status]


def city_sentence(row: of_question.TargetCompletion, facts: Facts) -> str:
    """The target's figure for the whole city, how complete it is, what is missing."""
    figure = share_of(row)
    first = f"Toàn Thành phố: {figure}, {standing(row, facts)}" if figure else f"Toàn Thành phố: {standing(row, facts)}"
    more = ""
    if figure and row.status != "incomplete" and row.units_reported < row.units_expected:
        more = f" Số liệu của {number(row.units_reported)}/{number(row.units_expected)} đơn vị trong phạm vi."
    pace = facts.missing.get(row.target_code)
    if pace is not None and pace.missing and row.status in ("near", "behind", "open"):
        more += f" Còn thiếu {number(pace.missing)} {row.counted}"
        if row.units_reported < row.units_expected:  # whose members are not known are in no sum of members
            more += (
                ", tính trên các đơn vị đã báo cáo" if row.kind == "share_of_sums" else ", kể cả đơn vị chưa báo cáo"
            )
        more += "."
    return f"{first}.{more}"


def change_sentence(row: of_question.TargetCompletion, facts: Facts) -> str:
    """The change since the period before, over the units that reported in both; "" where there is none."""
    change = facts.changes.get(row.target_code)
    if change is None:
        return ""
    both = f"So với {change.before.lower()}, tính trên {number(change.units)} đơn vị có báo cáo cả hai kỳ: "
    if change.completion is not None and change.before_completion is not None:
        moved = change.completion - change.before_completion
        if moved == 0:
            return f"{both}không thay đổi ({percent(change.completion)})."
        size, (word, way) = points(abs(moved)).lstrip("+"), _direction(moved)
        if size == "0,0":
            return f"{both}gần như không thay đổi ({percent(change.completion)})."
        ends = f"từ {percent(change.before_completion)} {way} {percent(change.completion)}"
        return f"{both}{word} {size} điểm %, {ends}."
    moved = change.numerator - change.before_numerator
    if moved == 0:
        return f"{both}không thay đổi ({number(change.numerator)} {row.counted})."
    word, way = _direction(moved)
    return f"{both}{word}, từ {number(change.before_numerator)} {way} {number(change.numerator)} {row.counted}."


def _direction(moved: float) -> tuple[str, str]:
    return ("tăng", "lên") if moved > 0 else ("giảm", "xuống")


def districts_sentence(row: of_question.TargetCompletion, facts: Facts) -> str:
    """How many districts stand where; the best and the last; who is behind and who has not reported."""
    rows = facts.districts(row.target_code)
    counts = [(state, [one for one in rows if one.status == state]) for state in STATES]
    counts = [(state, found) for state, found in counts if found]
    if len(counts) == 1 and counts[0][0] not in ("no_goal",):
        state = counts[0][0]
        text = f"Cả {number(len(rows))} đơn vị thuộc phạm vi {_all(state)}."
    elif counts and counts[0][0] == "no_goal" and len(counts) == 1:
        text = f"Số lượng theo đơn vị: {_counts(rows)}."
    else:
        parts = [f"{number(len(found))} {STATES[state]}" for state, found in counts if state != "no_goal"]
        text = f"Trong {number(len(rows))} đơn vị thuộc phạm vi: {', '.join(parts)}." if parts else ""
        reported = [one for one in rows if one.status == "no_goal"]
        text += f" Số lượng theo đơn vị: {_counts(reported)}." if reported else ""
    for state, words in (("behind", "Chậm"), ("no_report", "Chưa có báo cáo"), ("not_reported", "Chưa ghi số liệu")):
        names = [one.district for one in rows if one.status == state]
        if names and len(counts) > 1:
            text += f" {words}: {listed(names)}."
    return text.strip() + _extremes(rows)


def _all(state: str) -> str:
    return {"achieved": "đều đạt", "near": "đều gần đạt", "behind": "đều chậm"}.get(state, f"đều {STATES[state]}")


def _counts(rows: Sequence[of_question.TargetCompletion]) -> str:
    """“Ba Vì 2, Đông Anh 0”; of many units those that have one, and how many have none."""
    with_one = [one for one in rows if one.numerator]
    listed_ones = rows if len(rows) <= _NAMED else with_one
    names = listed([f"{one.district} {number(one.numerator)}" for one in listed_ones])
    if len(listed_ones) == len(rows):
        return names
    none = number(len(rows) - len(listed_ones))
    return f"{names}; {none} đơn vị khác chưa có" if names else f"{none} đơn vị chưa có"


def _extremes(rows: Sequence[of_question.TargetCompletion]) -> str:
    """The highest and the lowest completion, each with all who share it, where there are several different ones."""
    figures = sorted({one.completion for one in rows if one.completion is not None})
    if len(figures) < 3:  # of yes and no there is no best
        return ""
    best = [one.district for one in rows if one.completion == figures[-1]]
    last = [one.district for one in rows if one.completion == figures[0]]
    return f" Cao nhất: {listed(best)} ({percent(figures[-1])}); thấp nhất: {listed(last)} ({percent(figures[0])})."


def reporting_sentence(facts: Facts) -> str:
    """How many reports came, which were late, which are missing."""
    rows, label, until = facts.reporting, str(facts.period["label"]).lower(), day(facts.period["deadline"])
    by_state = {
        name: [row.unit for row in rows if row.status == name] for name in ("on_time", "late", "missing", "due")
    }
    got, total = len(by_state["on_time"]) + len(by_state["late"]), len(rows)
    before = "đến hết ngày" if facts.period["deadline_day_on_time"] else "trước ngày"
    opening = f"Đến ngày {day(facts.as_of)}, "
    if not got:
        text = f"{opening}chưa có đơn vị nào trong {number(total)} Hội LHPN {facts.units} gửi báo cáo {label}"
        text += f" (hạn {before} {until})."
    else:
        who = f"cả {number(total)}" if got == total else f"{number(got)}/{number(total)}"
        text = f"{opening}{who} Hội LHPN {facts.units} đã gửi báo cáo {label} (hạn {before} {until})"
        if not by_state["late"]:
            text += ", đúng hạn." if got == 1 else ", tất cả đúng hạn."
        else:
            text += f": {number(len(by_state['on_time']))} đúng hạn, {number(len(by_state['late']))} muộn"
            text += f" ({listed(by_state['late'])})."
    for name, words in (("missing", "chưa gửi, đã quá hạn"), ("due", "chưa gửi, chưa đến hạn")):
        if by_state[name] and got:
            text += f" {number(len(by_state[name]))} đơn vị {words}: {listed(by_state[name])}."
    return text


def coverage_sentence(facts: Facts) -> str:
    """How many base unions the figures stand on, target by target."""
    parts = [
        f"{row.target_code} trên {number(row.base_unions_reported)}/{number(row.base_unions_expected)} cơ sở Hội"
        for row in facts.city
        if row.base_unions_reported is not None and row.base_unions_expected is not None
    ]
    return f"Độ phủ số liệu: {', '.join(parts)}." if parts else ""


def programme_sentence(row: of_question.TargetCompletion, facts: Facts) -> str:
    """A programme of models: how many were launched, how many are where, what they brought."""
    own = own_models(row.target_code, facts)
    if not own:
        return f"{row.title}: chưa có mô hình nào được báo cáo."
    states = [(state, sum(one.shown_state == state for one in own)) for state in STATES]
    parts = ", ".join(f"{number(count)} {STATES[state]}" for state, count in states if count)
    figure = share_of(row)
    text = f"{row.title}: {figure}." if figure else f"{row.title}."
    text += f" Trong {number(len(own))} mô hình đã báo cáo: {parts}."
    sums = [one for one in facts.model_sums if one.target_code == row.target_code]
    brought = [
        *(f"{number(one.households)} hộ tham gia" for one in sums if one.households is not None),
        *(f"{number(one.trainees)} người được tập huấn" for one in sums if one.trainees is not None),
        *(f"{amount(one.volume)} {one.volume_unit or ''}".strip() for one in sums if one.volume is not None),
        *(f"{amount(one.area_ha)} ha" for one in sums if one.area_ha is not None),
    ]
    return text + (f" Kết quả: {listed(brought)}." if brought else "")


def model_types(facts: Facts) -> dict[str, str]:
    """Type of a model → its short name: of the first target that counts it, else the form's own word."""
    named = {target["model_type"]: target["short"] for target in facts.plan.targets if target.get("model_type")}
    return forms.choices("model_type") | named


def own_models(target: str, facts: Facts) -> list[of_question.Models]:
    """The programme's models, without those beyond its number."""
    return [one for one in facts.models if one.program_target == target and not one.is_surplus]


def amount(value: float | None) -> str:
    """A number that may have decimals: 1.234 or 12,5."""
    if value is None:
        return number(None)
    return number(value) if float(value).is_integer() else number(value, 2).rstrip("0")


def section_sentence(row: of_question.SectionSums) -> str:
    """The activities of a section by state, and what their events brought."""
    parts = [
        f"{number(count)} {words}"
        for count, words in (
            (row.done, "đã thực hiện"),
            (row.partly, "thực hiện một phần"),
            (row.overdue, "quá hạn"),
            (row.ahead, "chưa có kết quả"),
        )
        if count
    ]
    text = f"{number(row.activities)} hoạt động của kế hoạch: {', '.join(parts)}."
    if row.events:
        brought = [f"{number(row.events)} lần tổ chức"]
        brought += [f"{number(row.participants)} lượt người tham gia"] if row.participants is not None else []
        brought += [f"kinh phí {amount(row.cost_million_vnd)} triệu đồng"] if row.cost_million_vnd is not None else []
        text += f" Đã báo cáo {listed(brought)}."
    return text


def budget_sentence(facts: Facts) -> str:
    """Approvals and budgets of the units' plans."""
    sums = facts.budget_sums
    if not sums.reported:
        return "Chưa có báo cáo nên chưa có số liệu về phê duyệt kế hoạch và kinh phí."
    text = f"{number(sums.approved)}/{number(sums.units)} kế hoạch của {facts.units} đã được UBND cùng cấp phê duyệt."
    if sums.approved == sums.units:
        text = f"Cả {number(sums.units)} kế hoạch của {facts.units} đã được UBND cùng cấp phê duyệt."
    elif not sums.approved:
        text = f"Chưa có kế hoạch nào trong {number(sums.units)} {facts.units} được báo cáo là đã phê duyệt."
    refused = [row.unit for row in facts.budgets if row.plan_approved is False]
    text += f" Chưa được phê duyệt: {listed(refused)}." if refused else ""
    if sums.with_budget:
        text += f" Kinh phí được cấp theo báo cáo của {number(sums.with_budget)} đơn vị:"
        text += f" {amount(sums.budget_million_vnd)} triệu đồng."
    return text


def sources_sentences(sums: of_question.BudgetSums) -> list[str]:
    """The budget by source, granted and spent, where districts reported it."""
    found = []
    for source, words in SOURCES.items():
        granted = getattr(sums, f"budget_{source}_million_vnd")
        spent = getattr(sums, f"spent_{source}_million_vnd")
        parts = [f"được cấp, huy động {amount(granted)} triệu đồng"] if granted is not None else []
        parts += [f"đã chi {amount(spent)} triệu đồng"] if spent is not None else []
        found += [f"{words}: {', '.join(parts)}."] if parts else []
    return found


def finding_text(row: of_question.Oddities) -> str:
    """An implausible figure that was confirmed, with its cell."""
    return f"{row.unit}: giá trị “{row.value}” tại {row.sheet}!{row.cell} (bản {number(row.version)}, {row.file_name})"


def event_text(row: of_question.Events) -> str:
    """One event of the city: when, where, how many people."""
    days = day(row.actual_from)
    if row.actual_to is not None and row.actual_to != row.actual_from:
        days = f"{days} đến {day(row.actual_to)}" if row.actual_from is not None else day(row.actual_to)
    parts: list[Any] = [days, row.place, f"{number(row.participants)} người" if row.participants is not None else None]
    return f"{row.title} ({'; '.join(str(part) for part in parts if part)})"
