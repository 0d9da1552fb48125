"""One workbook on its way in: its verdict, what to mend, what accepting would change, and the step itself."""

import io
import zipfile
from datetime import date

import streamlit as st

from etl import access
from etl.access import Actor
from etl.catalogue import districts
from etl.finding import message
from etl.outputs.marked_copy.copy import annotated_copy
from etl.store import actions
from etl.store.acceptance import Item, Result
from etl.store.database.records import records_of
from etl.store.files.home import home
from etl.store.queries import preview, snapshot
from pages.parts.formatting import day, plain
from pages.parts.i18n import _, lang
from pages.parts.queries import now
from pages.parts.server.downloads import download
from pages.parts.submission import receipt
from pages.parts.submission.accepting import accept, ask_day, ask_reason, confirmed, may_accept, received, replaces
from pages.parts.submission.alias_prompts import offer_aliases
from pages.parts.submission.changes import change_table, target_table
from pages.parts.submission.checking import Upload
from pages.parts.submission.findings import letter, show_findings
from pages.parts.submission.reading_choice import offer_readings
from pages.parts.submission.sheet_roles import show_roles

_SIGNS = {
    "accepted": ":material/check_circle:",
    "needs_confirmation": ":material/help:",
    "refused": ":material/error:",
    "unchanged": ":material/task_alt:",
}


def show_upload(upload: Upload, result: Result, user: Actor, common: date, is_open: bool) -> None:
    """The file's part of the page."""
    key = result.sha256[:12]
    card = st.expander(
        plain(_head(upload, result)),
        expanded=is_open,
        icon=_SIGNS[result.outcome],
        key=f"card-{key}-{result.outcome}",
        on_change="rerun",
    )
    if not card.open:
        return  # drawn when it is opened: what a season would change is much to work out
    with card:
        if upload.sender:
            sent = day(date.fromisoformat(upload.sent_on or ""))
            st.caption(plain(_("{sender} nộp ngày {day}, chờ tiếp nhận.").format(sender=upload.sender, day=sent)))
        if upload.same:
            st.caption(plain(_("Giống hệt tệp này: {names}. Chỉ tính một lần.").format(names=", ".join(upload.same))))
        if result.outcome == "unchanged":
            _show_accepted(result, key)
            return
        show_findings(result.findings, result.records, key)
        for notice in result.notices:
            st.caption(plain(message(notice, lang())))
        _give_back(upload.item, result, user, key)
        show_roles(upload.item.data, key)
        if access.may(user, "accept", result.unit_code):
            offer_readings(result, user, key)
        if access.may(user, "catalogue"):
            offer_aliases(result, user, key)
        if result.outcome in ("accepted", "needs_confirmation"):
            show_changes(result, received(upload, common), key)
            _step(upload, result, user, common, key)
        elif upload.sender and access.may(user, "accept", result.unit_code):
            _decline(upload, result, user, key)


def _head(upload: Upload, result: Result) -> str:
    """“tệp – đơn vị · kỳ – kết quả (n lỗi, m cảnh báo)”."""
    words = {
        "accepted": _("sẵn sàng tiếp nhận"),
        "needs_confirmation": _("cần xác nhận cảnh báo"),
        "refused": _("phải sửa, chưa tiếp nhận được"),
        "unchanged": _("đã tiếp nhận trước đây, không thay đổi"),
    }
    verdict = words[result.outcome]
    if result.version in st.session_state.get("_accepted", []):
        verdict = _("đã tiếp nhận (bản {version})").format(version=result.version)
    errors = sum(finding.severity == "error" for finding in result.findings)
    counts = _("{errors} lỗi, {warnings} cảnh báo").format(errors=errors, warnings=len(result.findings) - errors)
    about = " · ".join(part for part in (result.unit, report_name(result)) if part)
    tail = "" if result.outcome == "unchanged" or not result.findings else f" ({counts})"
    return f"{upload.item.name} – {about or _('không rõ đơn vị')} – {verdict}{tail}"


def report_name(result: Result) -> str:
    """“6 tháng 2024”."""
    known = result.plan_year and result.period
    return f"{receipt.period_name(result.plan_year or 0, result.period or '')} {result.plan_year}" if known else ""


def _show_accepted(result: Result, key: str) -> None:
    for finding in result.findings:
        st.markdown(plain(message(finding, lang())))
    version = now().versions.get(result.version or 0)
    if version:
        receipt.offer_receipts([version], key)


def _give_back(item: Item, result: Result, user: Actor, key: str) -> None:
    """The sender's own workbook, marked, and a text to send with it."""
    if not result.findings or {finding.code for finding in result.findings} == {"W09"}:
        return
    if all(finding.code != "E01" for finding in result.findings):
        download(
            _("Tải tệp có đánh dấu chỗ sửa"),
            lambda: annotated_copy(item.data, result.findings, lang()) or b"",
            file_name=marked_name(item),
            key=f"annotated-{key}",
            action="check",
            unit_code=user.unit_code,
            icon=":material/edit_note:",
        )
    with st.expander(_("Lời nhắn gửi đơn vị (chép được)"), icon=":material/mail:"):
        st.code(_letter(item, result), language=None, wrap_lines=True)


def _letter(item: Item, result: Result) -> str:
    findings = [finding for finding in result.findings if finding.code != "W09"]
    is_district = result.unit_code in districts()
    to = f"{_('Hội LHPN')} {result.unit}" if is_district else result.unit or "…"
    return letter(findings, result.records, to, item.name, report_name(result))


def marked_name(item: Item) -> str:
    """What the marked workbook is called."""
    return f"{item.name.rsplit('.', 1)[0]} - can sua.xlsx"


def offer_returns(uploads: list[Upload], results: list[Result], user: Actor) -> None:
    """All workbooks to be mended, marked, each with its text, as one zip."""
    bad = [(u.item, result) for u, result in zip(uploads, results, strict=True) if result.outcome == "refused"]

    def packed() -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for number, (item, result) in enumerate(bad, 1):
                folder = "".join(
                    char for char in f"{number:02d} {result.unit or item.name}" if char not in '/\\:*?"<>|'
                )
                archive.writestr(f"{folder}/loi-nhan.txt", "\ufeff" + _letter(item, result))
                marked = annotated_copy(item.data, result.findings, lang())
                if marked:
                    archive.writestr(f"{folder}/{result.unit or number} - can sua.xlsx", marked)
        return buffer.getvalue()

    if len(bad) > 1:
        download(
            _("Tải {n} tệp phải sửa kèm lời nhắn (.zip)").format(n=len(bad)),
            packed,
            file_name="tra-lai.zip",
            key="returns",
            action="check",
            unit_code=user.unit_code,
            icon=":material/folder_zip:",
        )


def show_changes(result: Result, received_on: date, key: str) -> None:
    """Target by target, before and after; cell by cell against the version in force."""
    assert result.records is not None and result.plan_year is not None
    rows = target_table(preview.targets(home(), result.records, received_on), result.plan_year, result.unit)
    st.markdown(f"**{_('Tiếp nhận báo cáo này sẽ thay đổi')}**")
    if len(rows):
        st.table(rows, hide_index=True)
    else:
        st.caption(_("Không chỉ tiêu nào thay đổi."))
    in_force = now().in_force(result.unit_code, result.plan_year, result.period)
    if in_force:
        before = records_of(snapshot.cursor(home(), None), in_force.version) or {}
        cells = change_table(result.records, before)
        head = _("Từng ô so với bản {version} đang có hiệu lực: {n} ô").format(version=in_force.version, n=len(cells))
        with st.expander(head, expanded=len(cells) <= 20):
            st.dataframe(cells, hide_index=True, key=f"cells-{key}", width="stretch")


def _step(upload: Upload, result: Result, user: Actor, common: date, key: str) -> None:
    """Confirm each kind of warning, give a reason where something is replaced, accept or send."""
    if result.sha256 in now().queue and not upload.sender:
        st.info(_("Đã gửi. Báo cáo được tính khi cán bộ Thành phố tiếp nhận."), icon=":material/outbox:")
        return
    if not upload.sent_on and may_accept(result, user):
        ask_day(result, common)
    is_ready = confirmed(result, key)
    if may_accept(result, user):
        reason = ask_reason(key) if replaces(result) else None
        is_ready = is_ready and reason != ""
        item = upload.item._replace(received_on=received(upload, common), reason=reason)
        if st.button(_("Tiếp nhận"), type="primary", disabled=not is_ready, key=f"accept-{key}"):
            accept([(item, result)], user)
        if not is_ready:
            st.caption(_("Đánh dấu từng loại cảnh báo đã xem (và ghi lý do nếu thay bản cũ) để bật nút."))
        if upload.sender:
            _decline(upload, result, user, key)
    elif access.may(user, "submit", result.unit_code) and st.button(
        _("Gửi Thành phố tiếp nhận"), type="primary", disabled=not is_ready, key=f"send-{key}"
    ):
        actions.submit(home(), user, upload.item, result)
        st.rerun()


def _decline(upload: Upload, result: Result, user: Actor, key: str) -> None:
    if st.button(_("Trả lại"), key=f"decline-{key}"):
        actions.decline(home(), user, result.sha256)
        st.rerun()
