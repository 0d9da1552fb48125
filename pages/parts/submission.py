"""One workbook on its way in: its verdict, what to mend, what accepting would change, and the step itself."""

from datetime import date
from typing import Any, NamedTuple

import streamlit as st
from pandas import DataFrame

from etl import access
from etl.access import Actor
from etl.finding import Finding, hint, message, place
from etl.intake.compare import changes
from etl.outputs.annotated import annotated_copy
from etl.store import ledger, loading, preview, snapshot
from etl.store.database import records_of
from etl.store.home import home
from etl.store.loading import Acceptance, Item, Result
from pages.parts.door import ask, now
from pages.parts.figures import day, number, percent
from pages.parts.mending import offer_aliases
from pages.parts.page import plain
from pages.parts.states import word
from pages.parts.words import _, lang


class Upload(NamedTuple):
    """A file on the page; `sender` and `sent_on` where it waits in the queue."""

    item: Item
    sender: str | None = None
    sent_on: str | None = None


_SIGNS = {
    "accepted": ":material/check_circle:",
    "needs_confirmation": ":material/help:",
    "refused": ":material/error:",
    "unchanged": ":material/content_copy:",
}


def checked(uploads: list[Upload], user: Actor) -> list[Result]:
    """Verdicts of the files; a file is checked again only when the store has changed."""
    mark = ledger.head(home())
    with st.spinner(_("Đang kiểm tra {n} tệp…").format(n=len(uploads))):
        return _checked(mark, home(), user, tuple(upload.item for upload in uploads))


@st.cache_data(max_entries=40, show_spinner=False)
def _checked(mark: str, at: str, user: Actor, items: tuple[Item, ...]) -> list[Result]:
    return list(loading.check(at, items, lambda unit_code: access.may(user, "check", unit_code)))


def show_upload(upload: Upload, result: Result, user: Actor, received_on: date, key: str, is_open: bool) -> None:
    """The file's part of the page."""
    words = {
        "accepted": _("sẵn sàng tiếp nhận"),
        "needs_confirmation": _("cần xác nhận cảnh báo"),
        "refused": _("phải sửa, chưa tiếp nhận được"),
        "unchanged": _("đã tiếp nhận trước đây, không thay đổi"),
    }
    about = " · ".join(str(part) for part in (result.unit, result.plan_year, _period(result)) if part)
    errors = sum(finding.severity == "error" for finding in result.findings)
    counts = _("{errors} lỗi, {warnings} cảnh báo").format(errors=errors, warnings=len(result.findings) - errors)
    with st.expander(
        plain(f"{upload.item.name} – {about or '?'} – {words[result.outcome]} ({counts})"),
        expanded=is_open or result.outcome != "accepted",
        icon=_SIGNS[result.outcome],
    ):
        if upload.sender:
            st.caption(
                plain(_("{sender} nộp ngày {day}, chờ tiếp nhận.").format(sender=upload.sender, day=upload.sent_on))
            )
        _findings(result, key)
        _give_back(upload.item, result, key)
        if access.may(user, "catalogue"):
            offer_aliases(result, user, key)
        if result.outcome in ("accepted", "needs_confirmation"):
            _what_changes(result, received_on, key)
            _step(upload, result, user, received_on, key)
        elif (
            upload.sender
            and access.may(user, "accept", result.unit_code)
            and st.button(_("Trả lại"), key=f"decline-{key}")
        ):
            from etl.store.taking_back import record

            record(
                home(),
                {
                    "action": "decline",
                    "sha256": result.sha256,
                    "file_name": upload.item.name,
                    "unit_code": result.unit_code,
                },
                user.name,
                "page",
            )
            st.rerun()


def _period(result: Result) -> str | None:
    rows = ask("periods", plan_year=result.plan_year) if result.plan_year else []
    return next((row.label for row in rows.itertuples() if row.period == result.period), None) if len(rows) else None


def sentence(finding: Finding) -> str:
    """“BM1!G14: … Sửa …”"""
    where = place(finding)
    return f"{where + ': ' if where else ''}{message(finding, lang())} {hint(finding, lang())}"


def _findings(result: Result, key: str) -> None:
    if result.findings:
        kinds = {"all": _("Tất cả"), "error": word("error"), "warning": word("warning")}
        chosen = (
            st.segmented_control(
                _("Mức độ"), list(kinds), format_func=lambda kind: kinds[kind], default="all", key=f"kind-{key}"
            )
            or "all"
        )
        rows = [{_("Mức độ"): word(f.severity), _("Mã"): f.code, _("Ô"): place(f), _("Đang ghi"): f.value, _("Điều chưa đúng"): message(f, lang()), _("Cách sửa"): hint(f, lang())}
                for f in result.findings if chosen in ("all", f.severity)]  # fmt: skip
        st.dataframe(DataFrame(rows), hide_index=True, key=f"findings-{key}", width="stretch")
    for notice in result.notices:
        st.caption(plain(message(notice, lang())))


def _give_back(item: Item, result: Result, key: str) -> None:
    """The sender's own workbook, marked, and a text to send with it."""
    if not result.findings or any(finding.code == "E01" for finding in result.findings):
        return
    stem = item.name.rsplit(".", 1)[0]
    st.download_button(
        _("Tải tệp có đánh dấu chỗ sửa"),
        lambda: annotated_copy(item.data, result.findings, lang()) or b"",
        file_name=f"{stem} - can sua.xlsx",
        key=f"annotated-{key}",
        icon=":material/edit_note:",
        on_click="ignore",
    )
    if result.outcome == "refused":
        lines = "\n".join(f"- {sentence(finding)}" for finding in result.findings if finding.severity == "error")
        st.code(
            _("Kính gửi Hội LHPN {unit}: báo cáo “{file}” cần sửa các chỗ sau rồi gửi lại:\n{lines}").format(
                unit=result.unit or "…", file=item.name, lines=lines
            ),
            language=None,
            wrap_lines=True,
        )


def _what_changes(result: Result, received_on: date, key: str) -> None:
    """Target by target, before and after; cell by cell against the version in force."""
    assert result.records is not None
    rows = []
    for row in preview.targets(home(), result.records, received_on):
        before, after = row["before"], row["after"]
        if before != after:
            rows.append(
                {
                    _("Chỉ tiêu"): row["target_code"],
                    _("Đơn vị"): result.unit if row["district_code"] else _("Toàn Thành phố"),
                    _("Trước"): _told(before),
                    _("Sau"): _told(after),
                }
            )
    if rows:
        st.markdown(f"**{_('Tiếp nhận báo cáo này sẽ thay đổi')}**")
        st.dataframe(DataFrame(rows), hide_index=True, key=f"targets-{key}", width="stretch")
    in_force = now().in_force(result.unit_code, result.plan_year, result.period)
    if in_force:
        with st.expander(_("Từng ô so với bản {version} đang có hiệu lực").format(version=in_force.version)):
            st.dataframe(
                change_table(result.records, records_of(snapshot.cursor(home(), None), in_force.version) or {}),
                hide_index=True,
                key=f"cells-{key}",
                width="stretch",
            )


def change_table(records: dict[str, Any], before: dict[str, Any]) -> DataFrame:
    """Every cell that differs: new, old → new, cleared."""
    kinds = {(True, False): _("mới"), (False, False): _("đổi"), (False, True): _("xóa")}
    rows = [{_("Biểu"): c.form, _("Dòng"): " · ".join(str(part) for part in c.key if part is not None), _("Số liệu"): c.field, _("Ô"): c.cell or "", _("Trước"): _cell(c.old), _("Sau"): _cell(c.new), _("Thay đổi"): kinds[c.old is None, c.new is None]}
            for c in changes(records, before)]  # fmt: skip
    return DataFrame(rows)


def _cell(value: Any) -> str:
    return (
        "" if value is None else number(value) if isinstance(value, int) and not isinstance(value, bool) else str(value)
    )


def _told(figure: dict[str, Any]) -> str:
    share = f"{percent(figure['completion'])} " if figure["completion"] is not None else ""
    count = (
        f"({number(figure['numerator'])}/{number(figure['denominator'])}) " if figure["numerator"] is not None else ""
    )
    return f"{share}{count}{word(figure['status'])}"


def _step(upload: Upload, result: Result, user: Actor, received_on: date, key: str) -> None:
    """Confirm each kind of warning, give a reason where something is replaced, accept."""
    kinds = sorted({finding.code for finding in result.findings})
    confirmed = [
        st.checkbox(
            _("Đã xem và xác nhận {code} ({n}): {text}").format(
                code=kind,
                n=sum(f.code == kind for f in result.findings),
                text=plain(message(next(f for f in result.findings if f.code == kind), lang())),
            ),
            key=f"confirm-{kind}-{key}",
        )
        for kind in kinds
    ]
    reason = st.text_input(_("Lý do thay báo cáo"), key=f"reason-{key}") if "W09" in kinds else None
    ready = all(confirmed) and (reason is None or bool(reason.strip()))
    if access.may(user, "accept", result.unit_code) or (
        access.may(user, "submit", result.unit_code) and _may_accept_own(result)
    ):
        if st.button(_("Tiếp nhận"), type="primary", disabled=not ready, key=f"accept-{key}"):
            day_received = date.fromisoformat(upload.sent_on) if upload.sent_on else received_on
            _accept(upload.item._replace(received_on=day_received), user, reason)
    elif access.may(user, "submit", result.unit_code) and st.button(
        _("Gửi Thành phố tiếp nhận"), type="primary", disabled=not ready, key=f"send-{key}"
    ):
        loading.submit(home(), upload.item, result, user.name, "page")
        st.success(_("Đã gửi. Báo cáo được tính khi cán bộ Thành phố tiếp nhận."))


def _may_accept_own(result: Result) -> bool:
    from etl.plan import load_plan

    return bool(load_plan(result.plan_year or 0).raw.get("district_may_accept"))


def _accept(item: Item, user: Actor, reason: str | None) -> None:
    how = Acceptance(
        user.name,
        "page",
        item.received_on,
        True,
        reason,
        may_report=lambda unit_code: access.may(user, "submit", unit_code),
    )
    try:
        result = next(loading.load(home(), [item], how))
    except loading.SampleStore:
        st.error(_("Kho này chứa số liệu mẫu nên không nhận báo cáo thật."))
        return
    if result.outcome != "accepted":
        st.warning(_("Không tiếp nhận được nữa: tệp này vừa được xử lý, hoặc kho vừa thay đổi. Hãy tải lại trang."))
        return
    text = receipt(result, item, user.name)
    st.success(_("Đã tiếp nhận: bản {version}.").format(version=result.version))
    st.code(text, language=None, wrap_lines=True)
    st.download_button(
        _("Lưu biên nhận"),
        text.encode(),
        file_name=f"bien-nhan-{result.version}.txt",
        key=f"receipt-{result.version}",
        on_click="ignore",
    )


def receipt(result: Result, item: Item, actor: str) -> str:
    """What was accepted, for the sender and the files."""
    kept = now().versions[result.version or 0]
    warnings = ", ".join(sorted({finding.code for finding in result.findings})) or "–"
    return _("BIÊN NHẬN BÁO CÁO – bản {version}\nĐơn vị: {unit}\nKỳ: {period} {year}\nTệp: {file}\nSHA-256: {sha}\nNgày nhận: {received}\nTiếp nhận lúc (UTC): {accepted}\nNgười tiếp nhận: {actor}\nCảnh báo đã xác nhận: {warnings}").format(
        version=result.version, unit=result.unit, period=_period(result), year=result.plan_year, file=item.name, sha=result.sha256, received=day(item.received_on), accepted=kept.accepted_at, actor=actor, warnings=warnings)  # fmt: skip
