"""The sender's own workbook back with its findings marked; made in the guarded child, because it opens
untrusted bytes.
"""

from etl import forms
from etl.finding import Finding, as_json
from etl.intake.safety.limits import Refusal
from etl.intake.sandbox.child_pool import run_job

_TITLES = {
    "vi": (
        "Danh sách cần sửa",
        ["STT", "Mức độ", "Mã", "Trang", "Ô", "Giá trị đang ghi", "Điều chưa đúng", "Cách sửa"],
        {"error": "Lỗi", "warning": "Cảnh báo"},
    ),
    "en": (
        "What to mend",
        ["No.", "Severity", "Code", "Sheet", "Cell", "Value", "What is wrong", "How to mend it"],
        {"error": "Error", "warning": "Warning"},
    ),
}


def annotated_copy(data: bytes, findings: list[Finding], lang: str = "vi") -> bytes | None:
    """An .xlsx with marked cells, comments and a first sheet that lists what to mend; None where the file cannot be
    opened.
    """
    if any(finding.code == "E01" for finding in findings):
        return None
    title, heads, severities = _TITLES[lang]
    arguments = {
        "findings": [as_json(finding, lang) for finding in findings],
        "words": {"sheet": forms.words("own_sheets")[1], "title": title, "heads": heads, "severities": severities},
    }
    answer = run_job("etl.outputs.marked_copy.annotate:annotate", data, arguments)
    return None if isinstance(answer, Refusal) else answer
