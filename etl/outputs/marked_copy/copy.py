"""The sender's own workbook back with its findings marked; made in the guarded child, because it opens
untrusted bytes.
"""

from etl import forms
from etl.finding import Finding, as_json
from etl.intake.safety.limits import Refusal
from etl.intake.sandbox.child_pool import run_job
from etl.words import translate

_TITLE = "Danh sách cần sửa"
_HEADS = ["STT", "Mức độ", "Mã", "Trang", "Ô", "Giá trị đang ghi", "Điều chưa đúng", "Cách sửa"]
_SEVERITIES = {"error": "Lỗi", "warning": "Cảnh báo"}


def annotated_copy(data: bytes, findings: list[Finding], lang: str = "vi") -> bytes | None:
    """An .xlsx with marked cells, comments and a first sheet that lists what to mend; None where the file cannot be
    opened.
    """
    if any(finding.code == "E01" for finding in findings):
        return None
    arguments = {
        "findings": [as_json(finding, lang) for finding in findings],
        "words": {
            "sheet": forms.words("own_sheets")[1],
            "title": translate(_TITLE, lang),
            "heads": [translate(head, lang) for head in _HEADS],
            "severities": {name: translate(text, lang) for name, text in _SEVERITIES.items()},
        },
    }
    answer = run_job("etl.outputs.marked_copy.annotate:annotate", data, arguments)
    return None if isinstance(answer, Refusal) else answer
