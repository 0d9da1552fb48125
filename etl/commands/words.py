"""What the command line says."""

import re

from etl.words import translate

WORDS = {
    "stopped": "Đã dừng theo yêu cầu; những gì đã tiếp nhận vẫn được giữ.",
    "usage": "Lệnh chưa đúng: {what} Xem: python -m etl {command}--help",
    "ambiguous_unit": "“{name}” là hơn một đơn vị: {units}. Hãy ghi mã, hoặc cả loại đơn vị.",
    "unknown_unit": "Không có đơn vị “{name}”. {nearest}",
    "unknown_year": "Không có kế hoạch năm {year} (có: {years}).",
    "broken_plan": (
        "Tệp kế hoạch năm {year} có {count} lỗi nên năm này chưa dùng được. Dòng {line}: {message} Xem:"
        " python -m etl plan check"
    ),
    "plan_right": "không có lỗi",
    "plan_slips": "{count} lỗi",
    "line": "dòng",
    "one_text": "Cần đúng một tệp văn bản kế hoạch (.txt).",
    "quoted": "trích dẫn",
    "explained": "giải thích",
    "open": "chưa có",
    "cover": "Kế hoạch {number}: {quoted} đoạn được trích dẫn, {explained} đoạn được giải thích, {open} đoạn chưa có.",
    "no_file": "Không thấy tệp “{name}”.",
    "is_folder": "“{name}” là thư mục, không phải tệp.",
    "bad_date": "“{text}” không phải là ngày dạng 2024-06-10.",
    "bad_out": "Tên tệp ra “{name}” phải kết thúc bằng .csv, .xlsx hoặc .parquet.",
    "sample_store": (
        "Kho này chứa số liệu mẫu (không có thật) nên không nhận báo cáo thật; chạy `python -m etl"
        " start` để bắt đầu kho thật."
    ),
    "future": "Ngày nhận không thể sau hôm nay.",
    "sample_mark": "SỐ LIỆU MẪU – không có thật",
    "accepted": "đã tiếp nhận",
    "checked": "không có lỗi",
    "refused": "bị từ chối",
    "unchanged": "đã tiếp nhận trước đây, không thay đổi",
    "needs_confirmation": "cần xác nhận cảnh báo (--confirm-warnings)",
    "version": "bản",
    "unknown_period": "Kế hoạch {year} không có kỳ “{name}” (có: {known}).",
    "bad_side": "“{text}” không phải năm:kỳ, ví dụ 2024:H1.",
    "bad_table": "Tên tệp ra “{name}” phải kết thúc bằng .xlsx hoặc .csv.",
    "bad_paper": "Tên tệp ra “{name}” phải kết thúc bằng .{kind}.",
    "issue_done": "Đã phát hành lần {issue}, SHA-256 {sha256}.",
    "issue_withdrawn": "Đã thu hồi lần phát hành {issue}.",
    "issue_needed": "Cần nêu số hoặc lần phát hành.",
    "no_issues": "Chưa phát hành báo cáo nào.",
    "issue_line": (
        "{issue}. số {number} · {period} {year} · ký {signed_on} · tính đến {as_of} · {state} · {count}"
        " số liệu đã thay đổi"
    ),
    "issue_change": "   {target} {unit}: đã nêu {before}, nay là {now}{source}",
    "issue_source": " (bản {version}, nhận {day})",
    "stands": "hiệu lực",
    "whole_city": "Toàn Thành phố",
    "written": "Đã ghi {name}.",
    "rows": "Đã ghi {count} dòng vào {name}.",
    "no_versions": "Chưa có báo cáo nào được tiếp nhận.",
    "withdrawn": "đã thu hồi",
    "in_force": "hiệu lực",
    "kept": "đã thay",
    "withdrawn_done": "Đã thu hồi bản {version}.",
    "restored_done": "Đã khôi phục bản {version}.",
    "on_time": "đúng hạn",
    "late": "muộn",
    "missing": "chưa nộp",
    "due": "chưa đến hạn",
    "sample_done": "Đã tạo kho mẫu: {accepted} bản, toàn bộ là số liệu mẫu không có thật.",
    "started": "Kho thật, trống, đã sẵn sàng.",
    "aside": "Kho mẫu được cất ở {path}.",
    "backed_up": "Đã sao lưu {count} bản vào {name}.",
    "restored": "Đã phục hồi {count} bản từ {name}.",
    "verified": "Mọi thứ đúng như lúc tiếp nhận: {count} bản.",
    "rebuilt": "Đã dựng lại cơ sở dữ liệu từ tệp gốc và sổ cái.",
    "progress": "đã đọc {done}/{total} tệp…",
    "disk_full": "Ổ đĩa đầy: chưa ghi được. Giải phóng chỗ trống rồi chạy lại.",
    "no_permission": "Không có quyền đọc hoặc ghi “{name}”.",
    "no_folder": "Không có thư mục hoặc tệp “{name}”.",
    "file_problem": "Không đọc hoặc ghi được “{name}”: {why}.",
    "original_fault": (
        "Tệp gốc của bản {version} bị mất hoặc đã thay đổi; chạy `python -m etl verify`, rồi phục hồi từ bản sao lưu."
    ),
    "ledger_fault": "Sổ cái bị hỏng; chạy `python -m etl verify`, rồi phục hồi từ bản sao lưu.",
    "unexpected": "Có lỗi ngoài dự kiến ({kind}); dữ liệu đã tiếp nhận không bị ảnh hưởng. Hãy báo cho người quản trị.",
    "notice": "Ghi chú",
    "error": "Lỗi",
    "warning": "Cảnh báo",
    "blocked": "bị khóa",
    "user_done": "Đã ghi người dùng {email}.",
}


# What argparse says, for those who asked for no English.
_USAGE = (
    (r"the following arguments are required: (.*)", r"thiếu \1"),
    (r"unrecognized arguments: (.*)", r"không hiểu “\1”"),
    (r"argument (\S+): invalid choice: '(.*)' \(choose from (.*)\)", r"\1: “\2” không phải một trong \3"),
    (r"argument (\S+): invalid int value: '(.*)'", r"\1: “\2” không phải là số nguyên"),
    (r"argument (\S+): expected (?:one|at least one) argument", r"\1 cần một giá trị"),
    (r"argument (\S+): ignored explicit argument '(.*)'", r"\1 không nhận giá trị “\2”"),
    (r"ambiguous option: (\S+) could match (.*)", r"“\1” có thể là \2"),
    (r"argument (\S+): (.*)", r"\1: \2"),
)


def in_vietnamese(message: str) -> str:
    """A complaint of argparse in Vietnamese."""
    for pattern, words in _USAGE:
        if re.fullmatch(pattern, message, re.DOTALL):
            return re.sub(pattern, words, message, count=1, flags=re.DOTALL)
    return message


def say(key: str, lang: str, /, **params: object) -> str:
    """One sentence."""
    return translate(WORDS[key], lang).format(**params).strip()


def shown(text: object) -> str:
    """A foreign text on a terminal: on one line, and nothing in it moves the cursor."""
    return "".join(char if char.isprintable() else "\ufffd" for char in str(text))
