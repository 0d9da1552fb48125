"""The appendices of the synthesis report: tables by reporting unit, and where each figure comes from."""

from collections.abc import Iterator
from itertools import groupby

from etl.formatting import NOTHING, day, number
from etl.outputs.papers import sentences as say
from etl.outputs.papers.blocks import Block, Break, Column, Heading, Paragraph, Table
from etl.outputs.papers.facts import Facts
from etl.store.queries import rows as of_question


def appendix(facts: Facts) -> Iterator[Block]:
    """Reports, plans and budgets; replication; the cells that every figure comes from."""
    yield Break()
    yield Heading(1, f"PHỤ LỤC 1. TÌNH HÌNH BÁO CÁO, KẾ HOẠCH VÀ KINH PHÍ THEO {facts.units.upper()}")
    budgets = {row.unit_code: row for row in facts.budgets}
    columns = [
        Column("TT", 10),
        Column(facts.units.capitalize(), 34),
        Column("Ngày nhận", 24),
        Column("Tình trạng báo cáo", 34),
        Column("Kế hoạch của đơn vị", 34),
        Column("Kinh phí (triệu đồng)", 24, True),
    ]
    rows = [
        [
            number(place),
            row.unit,
            day(row.received_on),
            say.STATES[row.status],
            _approval(budgets[row.unit_code]),
            say.amount(budgets[row.unit_code].budget_million_vnd),
        ]
        for place, row in enumerate(facts.reporting, 1)
    ]
    yield Table(f"Báo cáo {say.period_name(facts)}", columns, rows)
    if facts.replication:
        yield Heading(1, f"PHỤ LỤC 2. MÔ HÌNH NHÂN RỘNG THEO {facts.units.upper()}")
        yield _replication_table(facts)
    yield Heading(1, f"PHỤ LỤC {3 if facts.replication else 2}. NGUỒN SỐ LIỆU")
    yield Paragraph(
        "Mỗi số liệu trong báo cáo là tổng của các ô dưới đây; hệ thống giữ nguyên từng tệp gốc theo số bản."
    )
    yield _source_table(facts)


def _approval(row: of_question.Budgets) -> str:
    if row.version is None:
        return "chưa có báo cáo"
    if row.plan_approved is None:
        return "chưa ghi"
    return (
        "đã phê duyệt" + (f"\n{day(row.plan_approved_on)}" if row.plan_approved_on else "")
        if row.plan_approved
        else "chưa phê duyệt"
    )


def _replication_table(facts: Facts) -> Table:
    types = say.model_types(facts)
    columns = [
        Column(facts.units.capitalize(), 40),
        Column("Loại mô hình", 50),
        Column("Cấp hỗ trợ", 30),
        Column("Số mô hình", 20, True),
        Column("Số hộ", 20, True),
    ]
    rows = [
        [
            row.district,
            types[row.model_type],
            say.LEVELS[row.supported_by],
            number(row.models),
            number(row.households),
        ]
        for row in facts.replication
    ]
    return Table("Mô hình do huyện, xã hỗ trợ và mô hình ngoài phạm vi chỉ tiêu", columns, rows)


def _source_table(facts: Facts) -> Table:
    columns = [
        Column("Đơn vị", 26),
        Column("Bản", 11, True),
        Column("Ngày nhận", 22),
        Column("Tệp", 52),
        Column("Ô số liệu", 54),
    ]
    rows = []
    for unit, found in groupby(facts.sources, key=lambda row: (row.unit, row.version, row.received_on, row.file_name)):
        places = [
            f"{row.sheet}!{row.first_column}{row.first_row}:{row.last_column}{row.last_row}"
            for row in found
            if row.form is not None and row.first_row is not None
        ]
        name, version, received, file = unit
        rows.append([name, number(version), day(received), file or "chưa có báo cáo", "; ".join(places) or NOTHING])
    return Table("Bản báo cáo và ô số liệu", columns, rows)
