"""The blank workbook of one unit and period, from the plan, the forms and the catalogue; read back it gives what was
typed.
"""

import zipfile
from datetime import date, datetime
from io import BytesIO
from typing import Any, NamedTuple

import xlsxwriter

from etl import forms
from etl.catalogue import BaseUnion, full_name
from etl.forms import Column, Form
from etl.intake.values.text import fold
from etl.plan import Plan, base_unions_of, load_plan, unit_name

_ROWS = {"BM2": 40, "BM3": 60}  # blank rows ready to be filled
_WIDTHS = {
    "": 6,
    "base_union": 26,
    "commune": 22,
    "title": 42,
    "landscape_model_names": 34,
    "place": 24,
    "result": 28,
    "note": 22,
    "model_type": 24,
}
_DATE = "dd/mm/yyyy"


class Formats(NamedTuple):
    """Cell formats of a workbook."""

    title: Any
    label: Any
    head: Any
    group: Any
    given: Any
    text: Any
    count: Any
    decimal: Any
    date: Any
    plain: Any


def write_template(unit_code: str, plan_year: int, period: str, changes: tuple[dict[str, Any], ...] = ()) -> bytes:
    """The template of a unit (district or city code); the same bytes for the same input.

    Raises UnknownPlan, KeyError.
    """
    plan = load_plan(plan_year)
    buffer = BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties(
        {
            "title": f"Báo cáo {plan.periods[period]['label']} {plan_year}",
            "author": plan.city["name"],
            "created": datetime(plan_year, 1, 1),
        }
    )
    formats = _formats(book)
    units = _units(plan, unit_code, period, changes)
    _guide(book, formats, plan, unit_code, period)
    _info(book, formats, plan, unit_code, period)
    for code in ("BM3",) if unit_code == plan.city["code"] else ("BM1", "BM2", "BM3", "BM4"):
        _table(book, formats, forms.form(code), plan, units)
    book.get_worksheet_by_name("TT").activate()
    book.close()
    return buffer.getvalue()


def file_name(unit_code: str, plan_year: int, period: str) -> str:
    """“BC-2024-H1-Hoai-Duc.xlsx”: plain letters, safe in every mail."""
    name = fold(unit_name(load_plan(plan_year), unit_code)).title().replace(" ", "-")
    return f"BC-{plan_year}-{period}-{name}.xlsx"


def templates_zip(
    unit_codes: list[str], plan_year: int, period: str, changes: tuple[dict[str, Any], ...] = ()
) -> bytes:
    """Templates of several units in one zip."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for code in unit_codes:
            name = zipfile.ZipInfo(file_name(code, plan_year, period), (plan_year, 1, 1, 0, 0, 0))
            archive.writestr(name, write_template(code, plan_year, period, changes))
    return buffer.getvalue()


def _units(plan: Plan, unit_code: str, period: str, changes: tuple[dict[str, Any], ...]) -> list[BaseUnion]:
    if unit_code == plan.city["code"]:
        return []
    return base_unions_of(plan, period, unit_code, changes)


def _formats(book: Any) -> Formats:
    font = {"font_name": "Arial", "font_size": 10, "valign": "vcenter"}
    cell = font | {"border": 1, "border_color": "#BFC5CC"}
    head = cell | {"bold": True, "text_wrap": True, "align": "center", "bg_color": "#E3EEF2"}
    return Formats(
        title=book.add_format(font | {"bold": True, "font_size": 13}),
        label=book.add_format(cell | {"bg_color": "#F3F5F7"}),
        head=book.add_format(head),
        group=book.add_format(head | {"bg_color": "#CFE2E9"}),
        given=book.add_format(cell | {"bg_color": "#F3F5F7"}),
        text=book.add_format(cell | {"text_wrap": True, "num_format": "@"}),
        count=book.add_format(cell | {"num_format": "#,##0"}),
        decimal=book.add_format(cell | {"num_format": "#,##0.###"}),
        date=book.add_format(cell | {"num_format": _DATE, "align": "center"}),
        plain=book.add_format(font | {"text_wrap": True, "valign": "top"}),
    )


def _format(formats: Formats, kind: str) -> Any:
    return {"count": formats.count, "decimal": formats.decimal, "date": formats.date, "planned_date": formats.date}.get(
        kind, formats.text
    )


def _guide(book: Any, formats: Formats, plan: Plan, unit_code: str, period: str) -> None:
    sheet = book.add_worksheet("Hướng dẫn")
    sheet.set_column(0, 0, 110)
    sheet.write(0, 0, "HƯỚNG DẪN GHI BIỂU", formats.title)
    deadline = plan.periods[period]["deadline"]
    lines = [
        (
            f"Đơn vị: {unit_name(plan, unit_code)}. Kỳ báo cáo: {plan.periods[period]['label']} {plan.plan_year}. Gửi"
            f" trước ngày {deadline:%d/%m/%Y}."
        ),
        "1. Ghi số liệu cộng dồn từ ngày 01 tháng 01 của năm kế hoạch.",
        (
            "2. Để TRỐNG ô chưa có số liệu (tính là chưa báo cáo). Ghi 0 nếu thực sự không có. Hai trường hợp này khác"
            " nhau."
        ),
        "3. Cột có dấu * là bắt buộc. Không đổi tiêu đề cột, không gộp ô trong bảng số liệu.",
        "4. Ngày ghi dạng ngày/tháng/năm (24/10/2024). Cột kế hoạch có thể ghi tháng 9/2024 hoặc Quý II/2024.",
        (
            "5. BM1: mỗi cơ sở Hội một dòng; số được tuyên truyền không lớn hơn số hội viên khu vực nông thôn, mỗi"
            " người chỉ tính một lần."
        ),
        "6. BM2: mỗi mô hình một dòng; chỉ mô hình cấp hỗ trợ “Thành phố” tính vào chỉ tiêu 3, còn lại là nhân rộng.",
        "7. BM3: mỗi hoạt động, sự kiện một dòng; chọn mã theo kế hoạch, để trống mã nếu là hoạt động khác.",
        "8. Lưu tệp dạng .xlsx, không đặt mật khẩu, rồi gửi về Ban Hỗ trợ phụ nữ phát triển kinh tế.",
    ]
    for row, line in enumerate(lines, 2):
        sheet.write_string(row, 0, line, formats.plain)
    sheet.hide_gridlines(2)


def _info(book: Any, formats: Formats, plan: Plan, unit_code: str, period: str) -> None:
    sheet = book.add_worksheet("TT")
    sheet.set_column(0, 0, 36)
    sheet.set_column(1, 1, 40)
    given = {"plan_year": plan.plan_year, "period": plan.periods[period]["label"], "unit": unit_name(plan, unit_code)}
    sheet.write(0, 0, "THÔNG TIN CHUNG", formats.title)
    for row, column in enumerate(forms.form("TT").columns, 2):
        sheet.write_string(row, 0, column.label + (" *" if column.required else ""), formats.label)
        if column.field in given:
            sheet.write(row, 1, given[column.field], formats.given)
        else:
            sheet.write_blank(row, 1, None, _format(formats, column.kind))
        words = (
            [row["label"] for row in plan.periods.values()] if column.field == "period" else _words(column, plan, [])
        )
        if words:
            sheet.data_validation(row, 1, row, 1, {"validate": "list", "source": words, "error_type": "warning"})
    sheet.freeze_panes(2, 0)
    _page(sheet)


def _table(book: Any, formats: Formats, form: Form, plan: Plan, units: list[BaseUnion]) -> None:
    sheet = book.add_worksheet(form.code)
    sheet.write(0, 0, f"{form.code} – {form.title.upper()}", formats.title)
    top = 2
    has_groups = any(column.group for column in form.columns)
    data_row = top + (3 if has_groups else 2)
    _head(sheet, formats, form, top, has_groups)
    for at in range(len(form.columns)):
        sheet.write_string(data_row - 1, at, f"({at + 1})", formats.head)
        column = form.columns[at]
        sheet.set_column(at, at, _WIDTHS.get(column.field, 15))
    given = _given(form, plan, units)
    count = len(given) or _ROWS.get(form.code, 20)
    for row in range(count):
        for at, column in enumerate(form.columns):
            value = given[row].get(at) if given else None
            if value is None:
                sheet.write_blank(data_row + row, at, None, _format(formats, column.kind))
            else:
                sheet.write(data_row + row, at, value, formats.given)
    last = data_row + count + (0 if given else 200)
    for at, column in enumerate(form.columns):
        _validate(book, sheet, (data_row, last), at, column, _words(column, plan, units))
    sheet.freeze_panes(data_row, 2)
    _page(sheet)
    sheet.repeat_rows(top, data_row - 1)


def _head(sheet: Any, formats: Formats, form: Form, top: int, has_groups: bool) -> None:
    """One row of labels, or two with groups above; every label stands once."""
    at = 0
    while at < len(form.columns):
        column = form.columns[at]
        label = column.label + (" *" if column.required else "")
        if not has_groups:
            sheet.write_string(top, at, label, formats.head)
            sheet.set_row(top, 42)
            at += 1
            continue
        run = 1
        while column.group and at + run < len(form.columns) and form.columns[at + run].group == column.group:
            run += 1
        if not column.group:
            sheet.merge_range(top, at, top + 1, at, label, formats.head)
        elif run == 1:
            sheet.write_string(top, at, column.group, formats.group)
        else:
            sheet.merge_range(top, at, top, at + run - 1, column.group, formats.group)
        for step in range(run if column.group else 0):
            inner = form.columns[at + step]
            sheet.write_string(top + 1, at + step, inner.label + (" *" if inner.required else ""), formats.head)
        at += run
    if has_groups:
        sheet.set_row(top + 1, 58)


def _given(form: Form, plan: Plan, units: list[BaseUnion]) -> list[dict[int, Any]]:
    """What the template fills in: the district's base unions, the plan's indicators."""
    if form.code == "BM1":
        at = next(n for n, column in enumerate(form.columns) if column.field == "base_union")
        return [{0: number, at: full_name(unit)} for number, unit in enumerate(units, 1)]
    if form.code == "BM4":
        return [{0: row["code"], 1: row["title"], 2: row["unit"]} for row in plan.indicators]
    return []


def _words(column: Column, plan: Plan, units: list[BaseUnion]) -> list[str]:
    if column.kind == "choice" and column.field != "period":
        return list(forms.choices(column.field).values())
    if column.field == "activity_code":
        return [activity["code"] for activity in plan.activities]
    if column.field == "commune":
        return [full_name(unit) for unit in units]
    return []


def _validate(book: Any, sheet: Any, rows: tuple[int, int], at: int, column: Column, words: list[str]) -> None:
    """Soft checks: the form warns and lets people go on; the real check is made on arrival."""
    rule: dict[str, Any] | None = None
    if words and len(",".join(words)) <= 255:
        rule = {
            "validate": "list",
            "source": words,
            "error_title": "Chọn trong danh sách",
            "error_message": "Nên chọn một giá trị trong danh sách.",
        }
    elif words:
        _list_sheet(book, column, words)
        rule = {"validate": "list", "source": f"='Danh mục'!${_letter(column)}$1:${_letter(column)}${len(words)}"}
    elif column.kind == "count":
        rule = {
            "validate": "integer",
            "criteria": ">=",
            "value": 0,
            "error_title": "Số nguyên",
            "error_message": "Ghi số nguyên từ 0 trở lên, hoặc để trống.",
        }
    elif column.kind == "decimal":
        rule = {
            "validate": "decimal",
            "criteria": ">=",
            "value": 0,
            "error_title": "Số",
            "error_message": "Ghi số từ 0 trở lên, hoặc để trống.",
        }
    elif column.kind == "date":
        rule = {
            "validate": "date",
            "criteria": ">",
            "value": date(2000, 1, 1),
            "error_title": "Ngày",
            "error_message": "Ghi ngày/tháng/năm.",
        }
    if rule:
        sheet.data_validation(rows[0], at, rows[1], at, rule | {"error_type": "warning"})


def _letter(column: Column) -> str:
    return "A" if column.field == "commune" else "B"


def _list_sheet(book: Any, column: Column, words: list[str]) -> None:
    """Long lists stand on a hidden sheet: a drop-down's own list ends at 255 letters."""
    lists = book.get_worksheet_by_name("Danh mục") or book.add_worksheet("Danh mục")
    lists.hide()
    for row, word in enumerate(words):
        lists.write_string(row, ord(_letter(column)) - ord("A"), word)


def _page(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
