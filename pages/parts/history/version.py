"""One accepted version: who, when, why, what was found, the original, the marked copy, the receipt, what it changed;
and taking it back.
"""

import streamlit as st

from etl import access
from etl.access import Actor
from etl.finding import Finding
from etl.outputs.marked_copy.copy import annotated_copy
from etl.plan import load_plan, unit_name
from etl.store import actions
from etl.store.corrections import InvalidAction
from etl.store.database.records import records_of
from etl.store.files import originals
from etl.store.files.home import home
from etl.store.queries import preview, snapshot
from etl.store.queries import rows as of_question
from etl.store.state import Version
from pages.parts.formatting import day, has, plain
from pages.parts.history.source import offer_original
from pages.parts.i18n import _, lang
from pages.parts.queries import each, now
from pages.parts.server.downloads import download
from pages.parts.statuses import word
from pages.parts.submission import receipt
from pages.parts.submission.changes import change_table, target_table
from pages.parts.submission.findings import show_findings
from pages.parts.submission.sheet_roles import show_roles


def show_version(version: Version, user: Actor) -> None:
    """Everything about it."""
    unit, key = unit_name(load_plan(version.plan_year), version.unit_code), str(version.version)
    with st.container(border=True):
        report = f"{receipt.period_name(version.plan_year, version.period)} {version.plan_year}"
        st.subheader(plain(f"{_('Bản')} {version.version} · {unit} · {report}"), anchor=False)
        st.markdown("  \n".join(f"**{label}:** {plain(value)}" for label, value in receipt.lines(version)[2:]))
        if access.may(user, "read_personal"):
            person = each(of_question.Prepared, version=version.version)[0]
            name, phone = (value if has(value) else "–" for value in (person.prepared_by, person.phone))
            st.caption(plain(f"{_('Người lập biểu')}: {name} · {_('Điện thoại')}: {phone}"))
        for change in each(of_question.Changes, version=version.version, unit=version.unit_code):
            did = word("withdrawn") if change.is_withdrawn else _("Khôi phục")
            st.markdown(plain(f"{day(change.changed_on)}: {did} – {change.reason} ({change.actor})"))
        found = [Finding(*(item[name] for name in Finding._fields)) for item in version.findings]
        records = records_of(snapshot.cursor(home(), None), version.version) or {}
        _files(version, found, user, key)
        if found:
            with st.expander(_("Cảnh báo đã xác nhận ({n})").format(n=len(found))):
                show_findings(found, records, f"v{key}")
        _show_changes(version, records, unit)
        if access.may(user, "withdraw", version.unit_code):
            _take_back(version, user, key)


def _files(version: Version, found: list[Finding], user: Actor, key: str) -> None:
    with st.container(horizontal=True):
        offer_original(version.version, f"goc-{key}")
        if access.may(user, "read_original", version.unit_code):
            download(
                _("Tải bản có đánh dấu"),
                lambda: annotated_copy(originals.read(home(), version.sha256), found, lang()) or b"",
                file_name=f"{version.file_name.rsplit('.', 1)[0]} - danh dau.xlsx",
                key=f"dau-{key}",
                action="read_original",
                unit_code=version.unit_code,
                icon=":material/edit_note:",
            )
        receipt.offer_receipts([version], f"v{key}")
    if access.may(user, "read_original", version.unit_code):
        show_roles(originals.read(home(), version.sha256), f"v{key}")


def before(version: Version) -> Version | None:
    """The version of the same report that counted when this one was accepted, or the last one that came before it."""
    same = [v for v in now().versions.values() if _report(v) == _report(version) and v.version < version.version]
    replaced = [finding["params"]["version"] for finding in version.findings if finding["code"] == "W09"]
    return next((v for v in same if v.version in replaced), same[-1] if same else None)


def _show_changes(version: Version, records: dict[str, object], unit: str) -> None:
    older = before(version)
    with st.expander(_("Đã thay đổi gì khi được tiếp nhận")):
        targets = target_table(preview.done(home(), version.version), version.plan_year, unit)
        if len(targets):
            st.table(targets, hide_index=True)
        else:
            st.caption(_("Không chỉ tiêu nào thay đổi."))
        if older:
            cells = change_table(records, records_of(snapshot.cursor(home(), None), older.version) or {})
            st.markdown(f"**{_('Từng ô so với bản {version}: {n} ô').format(version=older.version, n=len(cells))}**")
            st.dataframe(cells, hide_index=True, key=f"doi-{version.version}", width="stretch")
        else:
            st.caption(_("Là bản đầu tiên của báo cáo này: mọi số liệu đều mới."))


def _take_back(version: Version, user: Actor, key: str) -> None:
    label = _("Khôi phục bản này") if version.is_withdrawn else _("Thu hồi bản này")
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    reason = left.text_input(
        _("Lý do khôi phục (bắt buộc)") if version.is_withdrawn else _("Lý do thu hồi (bắt buộc)"), key=f"ly-do-{key}"
    )
    if not version.is_withdrawn:
        st.caption(
            _("Bản bị thu hồi không còn tính là đã nộp: đúng hạn hay muộn tính theo bản còn hiệu lực nhận sớm nhất.")
        )
    if right.button(label, disabled=not reason.strip(), key=f"thu-hoi-{key}", width="stretch"):
        step = actions.restore_version if version.is_withdrawn else actions.withdraw
        try:
            step(home(), user, version.version, reason)
            st.session_state["_history_said"] = version.version
            st.rerun()
        except InvalidAction as error:
            st.error(error.said(lang()))


def said() -> None:
    """Once, after a step: what counts now."""
    number = st.session_state.pop("_history_said", None)
    found = now().versions.get(number) if number else None
    if found is None:
        return
    force = now().in_force(found.unit_code, found.plan_year, found.period)
    done = _("Đã thu hồi bản {version}.") if found.is_withdrawn else _("Đã khôi phục bản {version}.")
    counts = (
        _("Nay tính theo bản {version}.").format(version=force.version)
        if force
        else _("Nay báo cáo này không có bản nào có hiệu lực.")
    )
    st.success(f"{done.format(version=number)} {counts}", icon=":material/task_alt:")


def _report(version: Version) -> tuple[object, ...]:
    return version.unit_code, version.plan_year, version.period
