"""docs/permissions.md, written from etl/access.py: role × action × own or another district × way in."""

import os
import sys

from etl.access import PERMISSIONS, ROLES, WAYS

TARGET = os.path.join(
    os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), "docs", "permissions.md"
)
_WORDS = {
    "page": "trang",
    "widget": "thao tác trên trang",
    "upload": "tải tệp lên",
    "download": "tải tệp xuống",
    "command": "dòng lệnh: chỉ người điều hành máy",
    "read_pages": "đọc các trang",
    "download_tables": "tải bảng số liệu",
    "check": "kiểm tra tệp",
    "submit": "gửi báo cáo cho Thành phố",
    "accept": "tiếp nhận, trả lại",
    "read_history": "xem lịch sử",
    "read_original": "tải tệp gốc, bản đánh dấu",
    "read_personal": "xem tên và điện thoại người lập biểu",
    "withdraw": "thu hồi, khôi phục",
    "templates": "lấy biểu mẫu",
    "catalogue": "danh mục, tên gọi, cột",
    "city_activities": "hoạt động cấp Thành phố",
    "issue": "phát hành, thu hồi báo cáo tổng hợp",
    "users": "người dùng, vai trò",
    "upkeep": "kiểm tra kho, sao lưu, phục hồi, bắt đầu kho thật",
}


def table() -> str:
    """The table as Markdown."""
    lines = [
        "# Ai được làm gì",
        "",
        (
            "Tạo từ `etl/access.py` bằng `python -m etl.outputs.permissions`; từng ô được thử trong"
            " `tests/pages/server/test_permissions.py`. “huyện mình / huyện khác”: việc liên quan đến báo cáo của huyện"
            " đó. Người lạ, người bị khóa và người chưa có trong danh sách không được gì. Dòng lệnh dành cho người điều"
            " hành máy: ai chạy được lệnh thì đọc được tệp của kho."
        ),
        "",
        "| việc | cách | viewer | district: huyện mình | district: huyện khác | city | admin |",
        "|---|---|---|---|---|---|---|",
    ]
    for action, reach in PERMISSIONS.items():
        cells = [
            _sign(reach.get(role, ""), own)
            for role in ROLES
            for own in ((True, False) if role == "district" else (False,))
        ]
        for way in WAYS[action]:
            shown = ["–"] * len(cells) if way == "command" else cells
            lines.append(f"| {_WORDS[action]} (`{action}`) | {_WORDS[way]} | {' | '.join(shown)} |")
    return "\n".join(lines) + "\n"


def _sign(reach: str, own: bool) -> str:
    return "●" if reach == "all" or (reach == "own" and own) else "–"


if __name__ == "__main__":
    with open(TARGET, "w", encoding="utf-8") as file:
        file.write(table())
    print(TARGET, file=sys.stderr)
