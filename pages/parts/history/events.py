"""What happened in the store, line by line, in people's words: no name of the machinery is shown."""

import json
from typing import Any

from etl.plan import current_year, load_plan, unit_name
from etl.store.queries import rows as of_question
from pages.parts.formatting import NOTHING, has, moment, number
from pages.parts.i18n import _
from pages.parts.naming import form_title, label
from pages.parts.statuses import word
from pages.parts.submission.findings import code_and_kind
from pages.parts.submission.receipt import period_name


def action(name: str) -> str:
    """What was done."""
    return {
        "accept": _("Tiếp nhận"),
        "refuse": _("Từ chối (phải sửa)"),
        "submit": _("Đơn vị gửi, chờ tiếp nhận"),
        "decline": _("Trả lại đơn vị"),
        "withdraw": _("Thu hồi"),
        "restore_version": _("Khôi phục"),
        "alias_add": _("Xác nhận tên gọi khác"),
        "alias_remove": _("Gỡ tên gọi khác"),
        "column_alias_add": _("Xác nhận tiêu đề cột"),
        "column_alias_remove": _("Gỡ tiêu đề cột"),
        "choose": _("Chọn cách đọc"),
        "base_union_add": _("Thêm cơ sở Hội"),
        "base_union_retire": _("Cơ sở Hội thôi hoạt động"),
        "base_union_rename": _("Đổi tên cơ sở Hội"),
        "base_union_merge": _("Sáp nhập cơ sở Hội"),
        "user_set": _("Đặt quyền người dùng"),
        "start": _("Bắt đầu kho"),
        "sign_out": _("Đăng xuất"),
        "deny": _("Không cho phép"),
        "restore": _("Phục hồi kho"),
        "issue": _("Phát hành báo cáo tổng hợp"),
        "withdraw_issue": _("Thu hồi báo cáo đã phát hành"),
    }.get(name, name)


def event_line(row: of_question.Entries, units: dict[str, str]) -> dict[str, object]:
    """A line of the question `entries` as the history shows it. units: base unions by code."""
    detail = json.loads(row.detail) if has(row.detail) else {}
    report = ""
    if has(row.period) and has(row.plan_year):
        report = f"{period_name(int(row.plan_year), row.period)} {int(row.plan_year)}"
    return {
        "#": row.seq,
        _("Lúc (giờ Hà Nội)"): moment(row.occurred_at),
        _("Ai"): row.actor,
        _("Việc"): action(row.action),
        _("Đơn vị"): _unit(row, detail),
        _("Kỳ"): report,
        _("Bản"): row.version,
        _("Tệp"): row.file_name,
        _("Lý do"): row.reason,
        _("Chi tiết"): _detail(row.action, detail, units),
        _("Nơi làm"): _origin(row.origin),
    }


def _origin(origin: str | None) -> str:
    """“page 10.0.0.7” → “trên trang (10.0.0.7)”."""
    where, _space, address = str(origin).partition(" ")
    place = {"page": _("trên trang"), "cli": _("dòng lệnh")}.get(where, where)
    return f"{place} ({address})" if address else place


def _unit(row: of_question.Entries, detail: dict[str, Any]) -> Any:
    code = detail.get("district_code")
    return row.unit if has(row.unit) or not code else unit_name(load_plan(current_year()), code)


def _detail(name: str, detail: dict[str, Any], units: dict[str, str]) -> str:
    given, code = detail.get("text") or detail.get("name") or detail.get("label") or "", detail.get("code", "")
    if name == "refuse":
        return "; ".join(code_and_kind(kind) for kind in detail.get("codes", []))
    if name == "alias_add":
        return f"“{given}” → {units.get(code, code)}"
    if name == "column_alias_add":
        return f"{form_title(detail['form'])}: “{given}” → {label(detail['form'], detail['field'])}"
    if name in ("alias_remove", "column_alias_remove"):
        return f"“{given}”"
    if name == "choose":
        return str(given)
    if name == "base_union_add":
        return _("{name} ({kind}), từ {day}").format(
            name=given, kind=word(detail["kind"]), day=_day(detail["valid_from"])
        )
    if name in ("base_union_rename", "base_union_merge"):
        old = ", ".join(detail["old_names"])
        return _("{old} → {name} ({kind}), từ {day}").format(
            old=old, name=given, kind=word(detail["kind"]), day=_day(detail["valid_from"])
        )
    if name == "base_union_retire":
        return _("{name}, đến hết {day}").format(name=units.get(code, code), day=_day(detail["valid_to"]))
    if name == "deny":
        return _wanted(detail.get("wanted", ""))
    if name == "user_set":
        return str(detail.get("email", ""))
    if name in ("issue", "withdraw_issue"):
        return _("lần {n}, số {number}").format(n=detail["issue"], number=detail.get("number") or NOTHING)
    if name == "accept":
        return _("nhận ngày {day}").format(day=_day(detail["received_on"])) + _size(detail)
    return ""


def _wanted(action: str) -> str:
    """What somebody wanted to do and may not."""
    return {
        "sign_in": _("đăng nhập"),
        "check": _("nộp báo cáo"),
        "submit": _("nộp báo cáo"),
        "accept": _("tiếp nhận"),
        "templates": _("lấy biểu mẫu"),
        "read_history": _("xem lịch sử"),
        "read_original": _("lấy tệp gốc"),
        "read_personal": _("xem tên, điện thoại người lập biểu"),
        "withdraw": _("thu hồi, khôi phục"),
        "catalogue": _("sửa danh mục"),
        "city_activities": _("sửa hoạt động cấp Thành phố"),
        "users": _("quản trị người dùng"),
        "upkeep": _("quản trị kho"),
        "issue": _("phát hành báo cáo tổng hợp"),
        "read_pages": _("xem số liệu"),
        "download_tables": _("tải số liệu"),
        "download_file": _("tải tệp"),
        "upload_file": _("gửi tệp"),
    }.get(action, action)


def _size(detail: dict[str, Any]) -> str:
    return f" · {number(detail['size'] / 1024, 1)} KB" if detail.get("size") else ""


def _day(iso: str) -> str:
    return "/".join(reversed(iso.split("-")))
