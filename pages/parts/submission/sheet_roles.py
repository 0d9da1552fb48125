"""A sheet as it was read: its cells tinted by what they were taken for, so that staff see what was read from where."""

from typing import Any

import streamlit as st
from pandas import DataFrame

from etl.intake.a1 import letters
from etl.intake.safety.limits import Refusal
from etl.intake.sandboxed import read_roles
from etl.store.files.originals import digest_of
from pages.parts.formatting import plain
from pages.parts.i18n import _
from pages.parts.naming import form_title
from pages.parts.queries import now

# Role → tint of a cell. Words stand beside, so that no colour is alone.
_TINTS = {
    "title": "#EEF1F4",
    "heading": "#C9D6E2",
    "figure": "#DDF1EC",
    "total": "#FBEBC8",
    "section": "#E6DFF0",
    "signature": "#EEF1F4",
    "note": "#F5F5F5",
    "unread": "#F7C9B0",
}


def words() -> dict[str, str]:
    """Role → its word in the session's language."""
    return {
        "title": _("tiêu đề trên bảng"),
        "heading": _("tiêu đề cột, nhãn"),
        "figure": _("đã đọc"),
        "total": _("dòng tổng (chỉ kiểm tra)"),
        "section": _("dòng mục"),
        "signature": _("chữ ký"),
        "note": _("ghi chú, cột khác"),
        "unread": _("không đọc được: xem lại"),
    }


def show_roles(data: bytes, key: str) -> None:
    """Choose a sheet, see its cells. It opens when it is asked for: the workbook is read again for it."""
    if not st.toggle(_("Xem trang theo vai trò của từng ô"), key=f"roles-{key}"):
        return
    pages = read_roles(data, now().context(digest_of(data)))
    if isinstance(pages, Refusal) or not pages:
        st.caption(_("Không đọc được tệp này."))
        return
    forms = {page["form"]: page for page in pages}
    chosen = st.segmented_control(
        _("Trang"),
        list(forms),
        format_func=lambda form: plain(f"{form_title(form)} ({forms[form]['sheet']})"),
        default=pages[0]["form"],
        key=f"role-sheet-{key}",
    )
    page = forms.get(chosen or "", pages[0])
    _legend(page)
    _draw(page, key)


def _legend(page: dict[str, Any]) -> None:
    counts = {role: sum(line.count(role) for line in page["roles"]) for role in _TINTS}
    st.caption(" · ".join(f"{word}: {counts[role]}" for role, word in words().items() if counts[role]))


def _draw(page: dict[str, Any], key: str) -> None:
    width = max(map(len, page["rows"]), default=0)
    names = [letters(column) for column in range(width)]
    index = [str(number) for number in range(1, len(page["rows"]) + 1)]

    def squared(lines: list[list[str]]) -> DataFrame:
        return DataFrame([line + [""] * (width - len(line)) for line in lines], index=index, columns=names)

    tints = squared(page["roles"]).map(lambda role: f"background-color: {_TINTS[role]}" if role else "")
    st.dataframe(
        squared(page["rows"]).style.apply(lambda _frame: tints, axis=None), key=f"cells-by-role-{key}", width="stretch"
    )
