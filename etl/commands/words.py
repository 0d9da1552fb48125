"""What the command line says, in both languages."""

import re

WORDS = {
    "stopped": ("Đã dừng theo yêu cầu; những gì đã tiếp nhận vẫn được giữ.", "Stopped; what was accepted is kept."),
    "usage": (
        "Lệnh chưa đúng: {what} Xem: python -m etl {command}--help",
        "Wrong usage: {what} See: python -m etl {command}--help",
    ),
    "ambiguous_unit": (
        "“{name}” là hơn một đơn vị: {units}. Hãy ghi mã, hoặc cả loại đơn vị.",
        "“{name}” is more than one unit: {units}. Give the code, or the kind of unit too.",
    ),
    "unknown_unit": ("Không có đơn vị “{name}”. {nearest}", "There is no unit “{name}”. {nearest}"),
    "unknown_year": ("Không có kế hoạch năm {year} (có: {years}).", "There is no plan for {year} (known: {years})."),
    "broken_plan": (
        (
            "Tệp kế hoạch năm {year} có {count} lỗi nên năm này chưa dùng được. Dòng {line}: {message} Xem: python -m"
            " etl plan check"
        ),
        (
            "The plan file of {year} has {count} slips, so that year is out. Line {line}: {message} See: python -m etl"
            " plan check"
        ),
    ),
    "plan_right": ("không có lỗi", "no slip"),
    "plan_slips": ("{count} lỗi", "{count} slips"),
    "line": ("dòng", "line"),
    "one_text": ("Cần đúng một tệp văn bản kế hoạch (.txt).", "One text of a plan (.txt) is needed."),
    "quoted": ("trích dẫn", "quoted"),
    "explained": ("giải thích", "explained"),
    "open": ("chưa có", "open"),
    "cover": (
        "Kế hoạch {number}: {quoted} đoạn được trích dẫn, {explained} đoạn được giải thích, {open} đoạn chưa có.",
        "Plan {number}: {quoted} passages quoted, {explained} explained, {open} open.",
    ),
    "no_file": ("Không thấy tệp “{name}”.", "There is no file “{name}”."),
    "is_folder": ("“{name}” là thư mục, không phải tệp.", "“{name}” is a folder, not a file."),
    "bad_date": ("“{text}” không phải là ngày dạng 2024-06-10.", "“{text}” is not a date like 2024-06-10."),
    "bad_out": (
        "Tên tệp ra “{name}” phải kết thúc bằng .csv, .xlsx hoặc .parquet.",
        "The output “{name}” must end in .csv, .xlsx or .parquet.",
    ),
    "sample_store": (
        (
            "Kho này chứa số liệu mẫu (không có thật) nên không nhận báo cáo thật; chạy `python -m etl start` để bắt"
            " đầu kho thật."
        ),
        (
            "This store holds invented sample figures and takes no real report; run `python -m etl start` to begin the"
            " real one."
        ),
    ),
    "future": ("Ngày nhận không thể sau hôm nay.", "A report cannot have been received after today."),
    "sample_mark": ("SỐ LIỆU MẪU – không có thật", "SAMPLE FIGURES – invented"),
    "accepted": ("đã tiếp nhận", "accepted"),
    "checked": ("không có lỗi", "no errors"),
    "refused": ("bị từ chối", "refused"),
    "unchanged": ("đã tiếp nhận trước đây, không thay đổi", "accepted before, unchanged"),
    "needs_confirmation": (
        "cần xác nhận cảnh báo (--confirm-warnings)",
        "warnings to be confirmed (--confirm-warnings)",
    ),
    "version": ("bản", "version"),
    "unknown_period": (
        "Kế hoạch {year} không có kỳ “{name}” (có: {known}).",
        "The plan of {year} has no period “{name}” (known: {known}).",
    ),
    "bad_side": (
        "“{text}” không phải năm:kỳ, ví dụ 2024:H1.",
        "“{text}” is no year:period, such as 2024:H1.",
    ),
    "bad_table": (
        "Tên tệp ra “{name}” phải kết thúc bằng .xlsx hoặc .csv.",
        "The output “{name}” must end in .xlsx or .csv.",
    ),
    "bad_paper": ("Tên tệp ra “{name}” phải kết thúc bằng .{kind}.", "The output “{name}” must end in .{kind}."),
    "issue_done": (
        "Đã phát hành lần {issue}, SHA-256 {sha256}.",
        "Issued as {issue}, SHA-256 {sha256}.",
    ),
    "issue_withdrawn": ("Đã thu hồi lần phát hành {issue}.", "Issue {issue} is withdrawn."),
    "issue_needed": ("Cần nêu số hoặc lần phát hành.", "Name the number or the place of an issue."),
    "no_issues": ("Chưa phát hành báo cáo nào.", "No report was issued yet."),
    "issue_line": (
        (
            "{issue}. số {number} · {period} {year} · ký {signed_on} · tính đến {as_of} · {state} ·"
            " {count} số liệu đã thay đổi"
        ),
        (
            "{issue}. number {number} · {period} {year} · signed {signed_on} · as of {as_of} · {state} ·"
            " {count} figures changed since"
        ),
    ),
    "issue_change": (
        "   {target} {unit}: đã nêu {before}, nay là {now}{source}",
        "   {target} {unit}: issued {before}, now {now}{source}",
    ),
    "issue_source": (" (bản {version}, nhận {day})", " (version {version}, received {day})"),
    "stands": ("hiệu lực", "stands"),
    "whole_city": ("Toàn Thành phố", "whole city"),
    "written": ("Đã ghi {name}.", "Wrote {name}."),
    "rows": ("Đã ghi {count} dòng vào {name}.", "Wrote {count} rows to {name}."),
    "no_versions": ("Chưa có báo cáo nào được tiếp nhận.", "Nothing has been accepted yet."),
    "withdrawn": ("đã thu hồi", "withdrawn"),
    "in_force": ("hiệu lực", "in force"),
    "kept": ("đã thay", "replaced"),
    "withdrawn_done": ("Đã thu hồi bản {version}.", "Version {version} is withdrawn."),
    "restored_done": ("Đã khôi phục bản {version}.", "Version {version} counts again."),
    "on_time": ("đúng hạn", "on time"),
    "late": ("muộn", "late"),
    "missing": ("chưa nộp", "missing"),
    "due": ("chưa đến hạn", "due"),
    "sample_done": (
        "Đã tạo kho mẫu: {accepted} bản, toàn bộ là số liệu mẫu không có thật.",
        "Sample store made: {accepted} versions, all invented.",
    ),
    "started": ("Kho thật, trống, đã sẵn sàng.", "The real, empty store is ready."),
    "aside": ("Kho mẫu được cất ở {path}.", "The sample store lies in {path}."),
    "backed_up": ("Đã sao lưu {count} bản vào {name}.", "Backed up {count} versions to {name}."),
    "restored": ("Đã phục hồi {count} bản từ {name}.", "Restored {count} versions from {name}."),
    "verified": ("Mọi thứ đúng như lúc tiếp nhận: {count} bản.", "Everything is as accepted: {count} versions."),
    "rebuilt": (
        "Đã dựng lại cơ sở dữ liệu từ tệp gốc và sổ cái.",
        "The database was made anew from originals and ledger.",
    ),
    "progress": ("đã đọc {done}/{total} tệp…", "read {done}/{total} files…"),
    "disk_full": (
        "Ổ đĩa đầy: chưa ghi được. Giải phóng chỗ trống rồi chạy lại.",
        "The disk is full: nothing was written. Free some space and run again.",
    ),
    "no_permission": ("Không có quyền đọc hoặc ghi “{name}”.", "No permission to read or write “{name}”."),
    "no_folder": ("Không có thư mục hoặc tệp “{name}”.", "There is no folder or file “{name}”."),
    "file_problem": ("Không đọc hoặc ghi được “{name}”: {why}.", "Could not read or write “{name}”: {why}."),
    "original_fault": (
        "Tệp gốc của bản {version} bị mất hoặc đã thay đổi; chạy `python -m etl verify`, rồi phục hồi từ bản sao lưu.",
        "The original of version {version} is lost or changed; run `python -m etl verify`, then restore a backup.",
    ),
    "ledger_fault": (
        "Sổ cái bị hỏng; chạy `python -m etl verify`, rồi phục hồi từ bản sao lưu.",
        "The ledger is damaged; run `python -m etl verify`, then restore a backup.",
    ),
    "unexpected": (
        "Có lỗi ngoài dự kiến ({kind}); dữ liệu đã tiếp nhận không bị ảnh hưởng. Hãy báo cho người quản trị.",
        "Something unexpected went wrong ({kind}); what was accepted is safe. Please tell the administrator.",
    ),
    "notice": ("Ghi chú", "Note"),
    "error": ("Lỗi", "Error"),
    "warning": ("Cảnh báo", "Warning"),
    "blocked": ("bị khóa", "blocked"),
    "user_done": ("Đã ghi người dùng {email}.", "User {email} is set."),
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
    return WORDS[key][lang == "en"].format(**params).strip()


def shown(text: object) -> str:
    """A foreign text on a terminal: on one line, and nothing in it moves the cursor."""
    return "".join(char if char.isprintable() else "\ufffd" for char in str(text))
