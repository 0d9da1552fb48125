"""The step itself: what was seen is confirmed kind by kind, an implausible figure by itself, a reason given where
something is replaced, and reports accepted.
"""

from collections import Counter
from datetime import date, timedelta

import streamlit as st

from etl import data
from etl.access import Actor
from etl.finding import Finding, is_one_by_one
from etl.store import acceptance, actions, state
from etl.store.acceptance import Item, Result
from etl.store.files.home import home
from etl.store.verdict import seen
from pages.parts import naming
from pages.parts.formatting import day, plain
from pages.parts.i18n import _
from pages.parts.submission import receipt
from pages.parts.submission.checking import Upload
from pages.parts.submission.findings import code_and_kind, line, show_findings


def may_accept(result: Result, user: Actor) -> bool:
    """Whether this user's click makes it count."""
    return actions.may_accept(user, result.unit_code, result.plan_year)


def received(upload: Upload, common: date) -> date:
    """The day this file came: its own where one was entered, the day it was sent where it waits in the queue."""
    if upload.sent_on:
        return date.fromisoformat(upload.sent_on)
    return _days().get(acceptance.originals.digest_of(upload.item.data), common)


def ask_day(result: Result, common: date) -> None:
    """A day of its own for a file that came on another day than the others; kept also while its card is closed."""
    key, kept = result.sha256[:12], _days().pop(result.sha256, None)
    if st.checkbox(_("Tệp này nhận ngày khác"), value=kept is not None, key=f"own-day-{key}"):
        _days()[result.sha256] = st.date_input(
            _("Ngày nhận của tệp này"),
            value=kept or common,
            max_value=state.today(),
            format="DD/MM/YYYY",
            key=f"day-{key}",
        )


def offer_own_days(uploads: list[Upload], results: list[Result], common: date) -> None:
    """A question where the day entered makes reports late that were made long before: the workbooks' own days, for all.

    Nothing is decided by itself: the day received is staff's to say.
    """
    made = {
        result.sha256: date.fromisoformat(result.records["info"]["report_date"])
        for upload, result in zip(uploads, results, strict=True)
        if result.outcome in ("accepted", "needs_confirmation") and not upload.sent_on and result.records
        if result.records["info"].get("report_date")
    }
    apart = timedelta(days=data.read_toml("plausible.toml")["received"]["days"])
    made = {sha: day_made for sha, day_made in made.items() if common - day_made > apart and sha not in _days()}
    if not made:
        return
    first, last = min(made.values()), max(made.values())
    with st.container(border=True):
        st.markdown(
            plain(
                _(
                    "{n} báo cáo ghi ngày lập từ {first} đến {last}, nhưng ngày nhận đang là {common}: chúng có thể bị"
                    " tính là muộn. Ngày nào là ngày nhận?"
                ).format(n=len(made), first=day(first), last=day(last), common=day(common))
            )
        )
        if st.button(_("Lấy ngày lập trong từng tệp làm ngày nhận"), key="own-days", icon=":material/event:"):
            _days().update(made)
            for sha, day_made in made.items():  # what the cards' own widgets show
                st.session_state[f"own-day-{sha[:12]}"], st.session_state[f"day-{sha[:12]}"] = True, day_made
            st.rerun()


def _days() -> dict[str, date]:
    days: dict[str, date] = st.session_state.setdefault("_days", {})
    return days


def confirmed(result: Result, key: str) -> bool:
    """A tick for each kind of warning that the user saw. A kind with other findings than before is ticked anew."""
    kinds = sorted({finding.code for finding in result.findings})
    ticks = [_tick(kind, [result], key) for kind in kinds]  # each is drawn, whatever the one before says
    return all(ticks)


def _tick(kind: str, results: list[Result], key: str) -> bool:
    found = [finding for result in results for finding in result.findings if finding.code == kind]
    if is_one_by_one(kind):
        each = [
            _tick_one(finding, result, key) for result in results for finding in result.findings if finding.code == kind
        ]
        return all(each)
    mark = f"{hash(frozenset(seen(found))) & 0xFFFFFFFF:x}"
    label = _("Đã xem và xác nhận {kind}: {n} điều").format(kind=code_and_kind(kind), n=len(found))
    return st.checkbox(plain(label), key=f"confirm-{kind}-{key}-{mark}")


def _tick_one(finding: Finding, result: Result, key: str) -> bool:
    """A tick for one finding, which says what is confirmed by it."""
    text = line(finding, naming.row_names(result.records))
    mark = f"{hash(seen([finding])) & 0xFFFFFFFF:x}"
    label = _("Đã xem và xác nhận: {text}").format(text=text)
    return st.checkbox(plain(label), key=f"confirm-{result.sha256[:12]}-{finding.sheet}-{finding.cell}-{key}-{mark}")


def ask_reason(key: str) -> str:
    """Why a report that counts is replaced."""
    return st.text_input(_("Lý do thay báo cáo (bắt buộc)"), key=f"reason-{key}").strip()


def replaces(result: Result) -> bool:
    """Whether a report that counts is replaced."""
    return any(finding.code == "W09" for finding in result.findings)


def accept(pairs: list[tuple[Item, Result]], user: Actor) -> None:
    """Accept these, with the warnings as they were shown; then the page is drawn anew.

    What arose since is shown, not accepted.
    """
    shown = {result.sha256: seen(result.findings) for _item, result in pairs}
    try:
        results = actions.accept(home(), user, pairs, shown)
    except acceptance.SampleStore:
        st.error(_("Kho này chứa số liệu mẫu nên không nhận báo cáo thật."))
        return
    receipt.remember(result.version for result in results if result.outcome == "accepted" and result.version)
    st.session_state["_changed"] = [r.file for r in results if r.outcome in ("needs_confirmation", "refused")]
    st.rerun()


def accept_all(uploads: list[Upload], results: list[Result], user: Actor, common: date) -> None:
    """All that are ready with one click; warnings ticked one kind at a time over all files.

    Two files of one report are left to their cards.
    """
    able = [
        (upload, result)
        for upload, result in zip(uploads, results, strict=True)
        if result.outcome in ("accepted", "needs_confirmation") and may_accept(result, user)
    ]
    if len(able) < 2:
        return
    counts = Counter(_report(result) for _upload, result in able)
    twice = sorted({result.unit or "" for _upload, result in able if counts[_report(result)] > 1})
    able = [(upload, result) for upload, result in able if counts[_report(result)] == 1]
    with st.container(border=True):
        st.markdown(f"**{_('Tiếp nhận nhiều tệp cùng lúc')}**")
        if twice:
            st.caption(
                plain(
                    _("Có hơn một tệp cho cùng một báo cáo của {units}: hãy chọn và tiếp nhận riêng từng tệp.").format(
                        units=", ".join(twice)
                    )
                )
            )
        waiting = [result for _upload, result in able if result.findings]
        kinds = sorted({finding.code for result in waiting for finding in result.findings})
        ticked = {kind for kind in kinds if _tick(kind, waiting, "all")}
        _show_waiting(waiting)
        reason = ask_reason("all") if any(replaces(result) for result in waiting) else ""
        ready = [
            (
                upload.item._replace(received_on=received(upload, common), reason=reason if replaces(result) else None),
                result,
            )
            for upload, result in able
            if {finding.code for finding in result.findings} <= ticked and (reason or not replaces(result))
        ]
        if st.button(_("Tiếp nhận {n} tệp").format(n=len(ready)), type="primary", disabled=not ready, key="accept-all"):
            accept(ready, user)
        if len(ready) < len(able):
            st.caption(_("{n} tệp còn chờ: xem cảnh báo, rồi đánh dấu từng loại.").format(n=len(able) - len(ready)))


def _show_waiting(waiting: list[Result]) -> None:
    """Every warning of every file in one place, so that a tick is given to what was seen."""
    if not waiting:
        return
    card = st.expander(_("Xem cảnh báo của {n} tệp").format(n=len(waiting)), key="all-warnings", on_change="rerun")
    if card.open:
        with card:
            for result in waiting:
                st.markdown(f"**{plain(f'{result.unit} – {result.file}')}**")
                show_findings(result.findings, result.records, f"all-{result.sha256[:12]}")


def _report(result: Result) -> tuple[object, ...]:
    return result.unit_code, result.plan_year, result.period
