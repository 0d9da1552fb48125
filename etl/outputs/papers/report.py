"""The synthesis report (báo cáo tổng hợp, clause IV.1 of the plan): its parts in the official order, from the views.

The form is docs/rules/report.md; the wording of states is sentences.py.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from etl.formatting import NOTHING, day, number, percent
from etl.intake.values.text import clean
from etl.outputs.export import sample_mark
from etl.outputs.papers import sentences as say
from etl.outputs.papers.appendix import appendix
from etl.outputs.papers.blocks import Block, Column, Heading, Item, Letter, Paragraph, Table
from etl.outputs.papers.facts import Facts
from etl.store.queries import rows as of_question

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII")
_WIDTH = 165  # mm between the margins


class Settings(NamedTuple):
    """What the office writes in or leaves out. Blank number, day and signer stay open for the hand."""

    number: str = ""
    signed_on: date | None = None
    signer: str = ""
    with_models: bool = True
    with_activities: bool = True
    with_appendix: bool = True


BLANK = Settings()


def report(facts: Facts, settings: Settings = BLANK) -> Letter:
    """The whole paper."""
    form = facts.plan.raw.get("report", {})
    count = number(len(facts.plan.districts))
    parts: list[tuple[str, Sequence[Block]]] = [
        ("TÌNH HÌNH CHUNG", list(_general(facts))),
        ("KẾT QUẢ THỰC HIỆN CHỈ TIÊU", list(_targets(facts))),
        *([("KẾT QUẢ THỰC HIỆN MÔ HÌNH", list(_models(facts)))] if settings.with_models else []),
        *([("KẾT QUẢ THỰC HIỆN HOẠT ĐỘNG", list(_activities(facts)))] if settings.with_activities else []),
        ("KẾT QUẢ KHÁC, KINH PHÍ, PHÊ DUYỆT KẾ HOẠCH", list(_others(facts))),
        ("TỒN TẠI, KHÓ KHĂN", list(_lacks(facts))),
        ("PHƯƠNG HƯỚNG, KIẾN NGHỊ", list(_ahead(facts))),
    ]
    body: list[Block] = [Paragraph(_opening(facts))]
    for roman, (title, blocks) in zip(_ROMAN, parts, strict=False):
        body += [Heading(1, f"{roman}. {title}"), *blocks]
    return Letter(
        issuer=form.get("issuer", facts.plan.city["name"].upper()),
        number=form.get("number_form", "Số: {number}").replace("{number}", clean(settings.number) or "      "),
        place_and_day=_place_and_day(form.get("place", "Hà Nội"), settings.signed_on),
        kind="BÁO CÁO",
        subject=f"{form.get('subject', facts.plan.raw['title'])} {say.period_name(facts)}",
        on_behalf=form.get("on_behalf", ""),
        signer_title=form.get("signer_title", ""),
        signer=clean(settings.signer) or form.get("signer", ""),
        recipients=[text.replace("{n}", count) for text in form.get("recipients", [])],
        mark=sample_mark("vi") if facts.is_sample else "",
        body=_closed(body),
        appendix=list(appendix(facts)) if settings.with_appendix else [],
    )


def _closed(body: list[Block]) -> list[Block]:
    """The last line ends with “./.”."""
    last = body[-1]
    if isinstance(last, Paragraph | Item):
        return [*body[:-1], last._replace(text=last.text.rstrip(".;") + "./.")]
    return [*body, Paragraph("./.")]


def _place_and_day(place: str, signed_on: date | None) -> str:
    if signed_on is None:
        return f"{place}, ngày      tháng      năm"
    month = f"{signed_on.month:02d}" if signed_on.month < 3 else str(signed_on.month)
    return f"{place}, ngày {signed_on.day:02d} tháng {month} năm {signed_on.year}"


def _opening(facts: Facts) -> str:
    plan = facts.plan.raw
    return (
        f"Thực hiện Kế hoạch số {plan['number']} ngày {day(plan['issued_on'])} về {plan['title']},"
        f" {facts.plan.city['name']} tổng hợp kết quả {say.period_name(facts)}, tính đến ngày {day(facts.as_of)},"
        " như sau:"
    )


def _general(facts: Facts) -> Iterator[Block]:
    yield Paragraph(say.reporting_sentence(facts))
    if any(row.version is not None for row in facts.reporting):
        yield Paragraph(say.coverage_sentence(facts))
    yield Paragraph(
        "Ngưỡng đánh giá do hệ thống theo dõi đặt, kế hoạch không quy định:"
        f" đạt từ {percent(facts.plan.thresholds['achieved'])}, gần đạt từ {percent(facts.plan.thresholds['near'])},"
        " thấp hơn là chậm. Kết quả của Thành phố chỉ được đánh giá khi có báo cáo của ít nhất"
        f" {percent(facts.plan.thresholds['coverage'])} số đơn vị trong phạm vi."
    )


def _targets(facts: Facts) -> Iterator[Block]:
    for place, row in enumerate(facts.city, 1):
        yield Heading(2, f"{place}. {row.target_code}: {row.title}")
        found = (
            say.city_sentence(row, facts),
            say.change_sentence(row, facts),
            say.districts_sentence(row, facts) if row.status != "no_report" else "",
        )
        yield Paragraph(" ".join(text for text in found if text))
    yield _target_table(facts)


def _target_table(facts: Facts) -> Table:
    """One row a district, one column a target."""
    codes = [row.target_code for row in facts.city]
    cells = {(row.district_code, row.target_code): row for row in facts.completion if row.level == "district"}
    units = [row for row in facts.reporting if (row.unit_code, codes[0]) in cells]
    width = (_WIDTH - 10 - 30) // len(codes)
    rows = [["", "Toàn Thành phố", *(_completion_cell(row) for row in facts.city)]]
    rows += [
        [number(place), unit.unit, *(_completion_cell(cells[unit.unit_code, code]) for code in codes)]
        for place, unit in enumerate(units, 1)
    ]
    columns = [
        Column("TT", 10),
        Column(facts.units.capitalize(), 30),
        *(Column(f"{row.target_code}\n{row.short}", width, True) for row in facts.city),
    ]
    return Table(f"Kết quả chỉ tiêu theo {facts.units}, {say.period_name(facts)}", columns, rows)


def _completion_cell(row: of_question.TargetCompletion) -> str:
    """“20/31” over “64,5% chậm”; a state in words where there is no figure."""
    state = say.STATES[row.status]
    if row.numerator is None:
        return state
    whole = row.denominator if row.denominator is not None else row.goal if row.level == "city" else None
    first = number(row.numerator) if whole is None else f"{number(row.numerator)}/{number(whole)}"
    return f"{first}\n{percent(row.completion)} {state}" if row.completion is not None else f"{first}\n{state}"


def _models(facts: Facts) -> Iterator[Block]:
    programmes = [row for row in facts.city if row.kind in ("district_has", "communes_with")]
    for place, row in enumerate(programmes, 1):
        yield Heading(2, f"{place}. {row.short}")
        yield Paragraph(say.programme_sentence(row, facts))
        own = say.own_models(row.target_code, facts)
        if own:
            yield _model_table(row, own, facts)
    yield Heading(2, f"{len(programmes) + 1}. Nhân rộng mô hình")
    if not facts.replication_sums:
        yield Paragraph("Chưa có mô hình nhân rộng nào ngoài chương trình do Thành phố hỗ trợ được báo cáo.")
        return
    types = say.model_types(facts)
    parts = [
        f"{number(row.models)} mô hình {types[row.model_type].lower()} do cấp {say.LEVELS[row.supported_by]} hỗ trợ"
        for row in facts.replication_sums
    ]
    yield Paragraph(f"Ngoài chương trình do Thành phố hỗ trợ, các đơn vị báo cáo {say.listed(parts)}.")


def _model_table(row: of_question.TargetCompletion, own: Sequence[of_question.Models], facts: Facts) -> Table:
    has_area = any(one.area_ha is not None for one in own)
    columns = [
        Column("TT", 10),
        Column("Xã", 34),
        Column(facts.units.capitalize(), 30),
        Column("Giai đoạn", 24),
        Column("Ngày ra mắt", 24),
        Column("Số hộ", 16, True),
        Column("Khối lượng", 22, True),
        *([Column("Diện tích (ha)", 16, True)] if has_area else []),
    ]
    rows = [
        [
            number(place),
            one.commune or "",
            one.district,
            say.STATES[one.shown_state],
            day(one.launched_on),
            number(one.households),
            f"{say.amount(one.volume)} {one.volume_unit or ''}".strip() if one.volume is not None else NOTHING,
            *([say.amount(one.area_ha)] if has_area else []),
        ]
        for place, one in enumerate(own, 1)
    ]
    return Table(f"{row.short}: các xã do Thành phố hỗ trợ", columns, rows)


def _activities(facts: Facts) -> Iterator[Block]:
    leads = {lead["code"]: lead["name"] for lead in facts.plan.leads}
    columns = [
        Column("Mã", 18),
        Column("Hoạt động", 64),
        Column("Chủ trì", 36),
        Column("Kết quả", 22, True),
        Column("Tình trạng", 25),
    ]
    for place, section in enumerate(facts.sections, 1):
        yield Heading(2, f"{place}. {section.section}")
        yield Paragraph(say.section_sentence(section))
        own = [row for row in facts.activities if row.section_code == section.section_code]
        rows = [[row.activity_code, row.title, leads[row.lead_code], _done(row), say.state_of(row)] for row in own]
        yield Table(f"Các hoạt động mục {section.section_code}", columns, rows)
        codes = {row.activity_code for row in own}
        held = [row for row in facts.events if row.level == "city" and row.status == "done"]
        for event in (row for row in held if row.activity_code in codes):
            yield Item(f"Cấp Thành phố: {say.event_text(event)}.")


def _done(row: of_question.Activities) -> str:
    """“12/18” of a quantity; without one the number of units that did something."""
    if row.quantity is not None:
        return f"{number(row.quantity_done)}/{number(row.quantity)}"
    return f"{number(row.units_done)}/{number(row.units)} đơn vị"


def _others(facts: Facts) -> Iterator[Block]:
    if any(row.value is not None for row in facts.indicators):
        columns = [
            Column("Mã", 16),
            Column("Chỉ số", 74),
            Column("Đơn vị tính", 30),
            Column("Số liệu", 20, True),
            Column("Số đơn vị báo cáo", 20, True),
        ]
        rows = [
            [row.indicator_code, row.title, row.unit, say.amount(row.value), number(row.units)]
            for row in facts.indicators
        ]
        yield Table("Kết quả khác (biểu 4)", columns, rows)
    else:
        yield Paragraph("Kết quả khác (biểu 4): chưa có đơn vị nào báo cáo.")
    yield Paragraph(say.budget_sentence(facts))
    for text in say.sources_sentences(facts.budget_sums):
        yield Item(text)


def _lacks(facts: Facts) -> Iterator[Block]:
    """What is behind, missing, overdue, paused or odd: each from its rows; one sentence where there is nothing."""
    found = list(_lacking(facts))
    if not found:
        yield Paragraph(
            "Đến ngày báo cáo không ghi nhận đơn vị chậm, báo cáo quá hạn, hoạt động quá hạn hay số liệu cần xem lại."
        )
    for text in found:
        yield Item(text)
    yield from _own_words(facts, "difficulties", "Ý kiến của các đơn vị về khó khăn, vướng mắc:")


def _own_words(facts: Facts, field: str, opening: str) -> Iterator[Block]:
    """What districts wrote, word for word, each with its name; nothing where nobody wrote anything."""
    said = [(row.unit, " ".join(str(getattr(row, field)).split())) for row in facts.budgets if getattr(row, field)]
    if said:
        yield Paragraph(opening)
    for unit, text in said:
        yield Item(f"{unit}: “{text.rstrip('.')}”.")


def _lacking(facts: Facts) -> Iterator[str]:
    for name, words in (("missing", "Chưa gửi báo cáo, đã quá hạn"), ("late", "Gửi báo cáo muộn")):
        units = [row.unit for row in facts.reporting if row.status == name]
        if units:
            yield f"{words}: {number(len(units))} đơn vị ({say.listed(units)})."
    for row in facts.city:
        behind = [one.district for one in facts.districts(row.target_code) if one.status == "behind"]
        if behind:
            yield f"{row.target_code}: {number(len(behind))} đơn vị chậm ({say.listed(behind)})."
        blank = [one.district for one in facts.districts(row.target_code) if one.status == "not_reported"]
        if blank:
            yield f"{row.target_code}: {number(len(blank))} đơn vị chưa ghi số liệu ({say.listed(blank)})."
    late = [f"{row.activity_code} {row.title}" for row in _open_activities(facts, "overdue")]
    if late:
        yield f"{number(len(late))} hoạt động quá hạn (không kể các báo cáo): {'; '.join(late)}."
    paused = [f"{row.commune} ({row.district})" for row in facts.models if row.shown_state == "paused"]
    if paused:
        yield f"{number(len(paused))} mô hình tạm dừng: {say.listed(paused)}."
    for odd in facts.oddities:
        yield f"Số liệu khó tin đã được xác nhận, cần xem lại – {say.finding_text(odd)}."


def _ahead(facts: Facts) -> Iterator[Block]:
    """Open items as a list to edit: what remains of each target, overdue and unfinished activities, missing reports."""
    found = list(_remaining(facts))
    if not found:
        yield Paragraph("Tiếp tục duy trì kết quả đã đạt; theo dõi các mô hình đã ra mắt.")
    for text in found:
        yield Item(text)
    yield from _own_words(facts, "proposals", "Đề xuất, kiến nghị của các đơn vị:")


def _remaining(facts: Facts) -> Iterator[str]:
    missing = [row.unit for row in facts.reporting if row.status in ("missing", "due")]
    if missing:
        yield f"Đôn đốc {number(len(missing))} đơn vị gửi báo cáo: {say.listed(missing)}."
    for row in facts.city:
        pace = facts.missing.get(row.target_code)
        if pace is not None and pace.missing and row.status in ("near", "behind", "open"):
            yield f"{row.target_code} ({row.short}): phấn đấu thêm {number(pace.missing)} {row.counted}."
    for state, words in (("overdue", "Tổ chức hoạt động đã quá hạn"), ("partly", "Hoàn thành hoạt động còn dở dang")):
        for activity in _open_activities(facts, state):
            yield f"{words}: {activity.activity_code} {activity.title} (đã có {_done(activity)})."


def _open_activities(facts: Facts, state: str) -> list[of_question.Activities]:
    """Of a state; reports are told of by themselves."""
    return [row for row in facts.activities if row.status == state and row.counted_by not in ("report", "issued")]
