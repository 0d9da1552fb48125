"""What was found in a workbook, as people read it: place · row · what is wrong · how to mend it; filtered by severity
and kind.
"""

from collections import Counter

import streamlit as st

from etl.finding import Finding, hint, kind, message, place
from pages.parts import naming
from pages.parts.formatting import number, plain
from pages.parts.i18n import _, lang

_FILTERED = 8  # findings above which filters help
_FIRST = 30  # lines shown before one asks for all
_ALIKE, _CELLS = 3, 8  # findings of one sentence that stand each by itself; cells named in the line of many


def line(finding: Finding, names: dict[tuple[str, int], str]) -> str:
    """“BM1!G14 · xã Cự Khê · 1.240 (…) > 884 (…). · Sửa …”."""
    parts = (
        place(finding),
        naming.name_at(finding, names),
        message(finding, lang()).rstrip(". "),
        hint(finding, lang()),
    )
    return " · ".join(part for part in parts if part)


def code_and_kind(code: str) -> str:
    """“chưa ghi số liệu (W10)”."""
    return f"{kind(code, lang())} ({code})"


def show_findings(findings: list[Finding], records: dict[str, object] | None, key: str) -> None:
    """Errors first, then warnings, each a line; filters where there is much to filter."""
    names = naming.row_names(records)
    shown = _filtered(findings, key) if len(findings) > _FILTERED else findings
    limit = len(shown)
    if limit > _FIRST and not st.toggle(_("Hiện tất cả {n} điều").format(n=number(limit)), key=f"all-{key}"):
        limit = _FIRST
    heads = {"error": _("Lỗi – phải sửa"), "warning": _("Cảnh báo – xem và xác nhận")}
    for severity, head in heads.items():
        listed = [finding for finding in shown[:limit] if finding.severity == severity]
        if listed:
            count = sum(finding.severity == severity for finding in shown)
            st.markdown(f"**{head} ({number(count)})**")
            _show_by_kind(listed, names, f"{severity}-{key}")


def _show_by_kind(findings: list[Finding], names: dict[tuple[str, int], str], key: str) -> None:
    """Findings that say the same of many cells are one line with their cells; each is there for who asks."""
    alike = Counter((finding.code, finding.reason) for finding in findings)
    single = [f for f in findings if alike[f.code, f.reason] <= _ALIKE]
    if single:
        st.markdown("\n".join(f"- {_strong(finding, names)}" for finding in single))
    for (code, reason), count in alike.items():
        if count <= _ALIKE:
            continue
        own = [finding for finding in findings if (finding.code, finding.reason) == (code, reason)]
        cells = ", ".join(place(finding) for finding in own[:_CELLS])
        more = _(" và {n} ô khác").format(n=number(count - _CELLS)) if count > _CELLS else ""
        about = f"{code_and_kind(code)}: {_('{n} ô').format(n=number(count))} · {cells}{more}"
        with st.expander(plain(about), key=f"alike-{key}-{code}-{reason}"):
            st.markdown("\n".join(f"- {_strong(finding, names)}" for finding in own))


def _strong(finding: Finding, names: dict[tuple[str, int], str]) -> str:
    where, text = place(finding), plain(line(finding, names))
    return f"**{plain(where)}**{text.removeprefix(plain(where))}" if where else text


def _filtered(findings: list[Finding], key: str) -> list[Finding]:
    counts = {name: sum(f.severity == name for f in findings) for name in ("error", "warning")}
    words = {
        "all": f"{_('Tất cả')} ({number(len(findings))})",
        "error": f"{_('Lỗi')} ({number(counts['error'])})",
        "warning": f"{_('Cảnh báo')} ({number(counts['warning'])})",
    }
    severity = st.segmented_control(
        _("Mức độ"), list(words), format_func=lambda name: words[name], default="all", key=f"severity-{key}"
    )
    left = [finding for finding in findings if severity in (None, "all", finding.severity)]
    kinds = sorted({finding.code for finding in left})
    if len(kinds) < 2:
        return left
    chosen = st.pills(
        _("Loại"),
        kinds,
        selection_mode="multi",
        key=f"kinds-{key}",
        format_func=lambda code: f"{code_and_kind(code)} ({sum(f.code == code for f in left)})",
    )
    return [finding for finding in left if not chosen or finding.code in chosen]


def letter(findings: list[Finding], records: dict[str, object] | None, to: str, file: str, report: str) -> str:
    """A text to the sender: what to mend, and what to look at again.

    to: the unit as it is addressed; report: “6 tháng 2024”, or nothing.
    """
    names = naming.row_names(records)
    parts = [_("Kính gửi {unit},").format(unit=to)]
    heads = {
        "error": _("Báo cáo {report} (tệp “{file}”) cần sửa các chỗ sau rồi gửi lại:"),
        "warning": _("Báo cáo {report} (tệp “{file}”): đề nghị xem lại và trả lời các điểm sau:"),
    }
    for severity, head in heads.items():
        lines = [f"{n}. {line(f, names)}" for n, f in enumerate((f for f in findings if f.severity == severity), 1)]
        if lines:
            parts.append("\n".join([head.format(report=report, file=file).replace("  ", " "), *lines]))
    can_mark = all(finding.code != "E01" for finding in findings)
    ending = (
        _("Có thể sửa ngay trong tệp đánh dấu kèm theo. Trân trọng cảm ơn.") if can_mark else _("Trân trọng cảm ơn.")
    )
    return "\n\n".join([*parts, ending])
