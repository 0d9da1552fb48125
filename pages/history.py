"""Lịch sử: every version of every report, who, when, why; withdraw and restore; the ledger line by line."""

import streamlit as st

from etl import access
from etl.finding import Finding, message, place
from etl.outputs.annotated import annotated_copy
from etl.store import originals, snapshot, taking_back
from etl.store.database import records_of
from etl.store.home import home
from pages.parts import pages
from pages.parts.access import gate
from pages.parts.door import ask, each, now
from pages.parts.figures import day, has
from pages.parts.filters import current
from pages.parts.page import answer, plain, table
from pages.parts.source import offer_original
from pages.parts.states import word
from pages.parts.submission import change_table
from pages.parts.words import _, lang

user, chosen = gate("read_history"), current()
st.title(pages.title("history"), anchor=False)
st.caption(_("Mọi bản báo cáo từng được tiếp nhận, và mọi việc từng xảy ra trong kho."))
versions = ask("versions", chosen.as_of)
versions = (
    versions[[access.may(user, "read_history", code) for code in versions.unit_code]] if len(versions) else versions
)
if chosen.district and len(versions):
    versions = versions[versions.unit_code == chosen.district]
answer(
    _("{n} bản, {m} đang có hiệu lực.").format(
        n=len(versions), m=int(versions.is_in_force.sum()) if len(versions) else 0
    )
)
search = (
    st.text_input(_("Tìm"), placeholder=_("đơn vị, tệp, người tiếp nhận, SHA-256…"), key="history_search")
    .strip()
    .casefold()
)
if search and len(versions):
    versions = versions[
        [any(search in str(value).casefold() for value in row) for row in versions.itertuples(index=False)]
    ]


def state_of(row: object) -> str:
    """In force, replaced or withdrawn, as of the day."""
    return _("thu hồi") if row.is_withdrawn else _("hiệu lực") if row.is_in_force else _("đã thay hoặc chưa nhận")  # type: ignore[attr-defined]


if len(versions):
    shown = versions.assign(
        state=[state_of(row) for row in versions.itertuples()], received=[day(value) for value in versions.received_on]
    )
    picked = table(shown, {"version": _("Bản"), "unit": _("Đơn vị"), "plan_year": _("Năm"), "period": _("Kỳ"), "received": _("Ngày nhận"), "state": _("Tình trạng"), "finding_count": _("Cảnh báo"),
                           "accepted_by": _("Người tiếp nhận"), "file_name": _("Tệp"), "reason": _("Lý do")}, "bang-ban", on_select="rerun", selection_mode="single-row")  # fmt: skip
    if picked.selection.rows:
        row = list(shown.itertuples())[picked.selection.rows[0]]
        with st.container(border=True):
            st.subheader(plain(f"{_('Bản')} {row.version} · {row.unit} · {row.period} {row.plan_year}"), anchor=False)
            st.markdown(
                plain(
                    f"{row.file_name} · SHA-256 {row.sha256} · {_('nhận ngày')} {day(row.received_on)} · {_('tiếp nhận lúc (UTC)')} {row.accepted_at} · {row.accepted_by}"
                )
            )
            if access.may(user, "read_personal"):
                person = each("prepared", version=int(row.version))[0]
                st.caption(
                    plain(
                        f"{_('Người lập biểu')}: {person.prepared_by if has(person.prepared_by) else '–'} · {_('Điện thoại')}: {person.phone if has(person.phone) else '–'}"
                    )
                )
            kept = now().versions[int(row.version)]
            found = [Finding(*(item[name] for name in Finding._fields)) for item in kept.findings]
            for finding in found[:50]:
                st.caption(plain(f"{finding.code} {place(finding)}: {message(finding, lang())}"))
            offer_original(int(row.version), f"goc-{row.version}")
            if access.may(user, "read_original", row.unit_code):
                st.download_button(
                    _("Tải bản có đánh dấu"),
                    lambda: annotated_copy(originals.read(home(), kept.sha256), found, lang()) or b"",
                    file_name=f"{kept.file_name.rsplit('.', 1)[0]} - danh dau.xlsx",
                    key=f"dau-{row.version}",
                    on_click="ignore",
                )
            older = [
                v.version
                for v in now().versions.values()
                if (v.unit_code, v.plan_year, v.period) == (kept.unit_code, kept.plan_year, kept.period)
                and v.version < kept.version
            ]
            if older:
                with st.expander(_("Thay đổi so với bản {version}").format(version=older[-1])):
                    cursor = snapshot.cursor(home(), None)
                    st.dataframe(
                        change_table(records_of(cursor, kept.version) or {}, records_of(cursor, older[-1]) or {}),
                        hide_index=True,
                        key=f"doi-{row.version}",
                        width="stretch",
                    )
            for change in each("changes", version=int(row.version)):
                st.caption(
                    plain(
                        f"{day(change.changed_on)}: {word('withdrawn') if change.is_withdrawn else _('Khôi phục')} – {change.reason} ({change.actor})"
                    )
                )
            if access.may(user, "withdraw", row.unit_code):
                reason = st.text_input(_("Lý do"), key=f"ly-do-{row.version}")
                label = _("Khôi phục bản này") if kept.is_withdrawn else _("Thu hồi bản này")
                if st.button(label, disabled=not reason.strip(), key=f"thu-hoi-{row.version}"):
                    step = taking_back.restore_version if kept.is_withdrawn else taking_back.withdraw
                    try:
                        step(home(), kept.version, reason, user.name, "page")
                        st.rerun()
                    except taking_back.Impossible as error:
                        st.error(error.words[lang()])

st.subheader(_("Sổ cái"), anchor=False)
entries = ask("entries")
entries = (
    entries[[access.may(user, "read_history", code if has(code) else None) for code in entries.unit_code]]
    if len(entries)
    else entries
)
if search and len(entries):
    entries = entries[
        [any(search in str(value).casefold() for value in row) for row in entries.itertuples(index=False)]
    ]
if len(entries):
    table(
        entries,
        {
            "seq": "#",
            "occurred_at": _("Lúc (UTC)"),
            "actor": _("Ai"),
            "action": _("Việc"),
            "unit": _("Đơn vị"),
            "period": _("Kỳ"),
            "version": _("Bản"),
            "file_name": _("Tệp"),
            "reason": _("Lý do"),
            "detail": _("Chi tiết"),
        },
        "so-cai",
    )
else:
    st.caption(_("Chưa có việc nào được ghi."))
