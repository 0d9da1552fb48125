"""Files on a page, checked: each read once, its progress shown; a verdict anew when the store has changed; a refusal
noted once.
"""

import json
import time
from hashlib import sha256
from typing import Any, NamedTuple

import streamlit as st

from etl import access
from etl.access import Actor
from etl.intake.reading import Reading
from etl.intake.safety.limits import Refusal
from etl.store import acceptance, actions
from etl.store.acceptance import Item, Result
from etl.store.files import ledger
from etl.store.files.home import home
from etl.store.files.originals import digest_of
from pages.parts.formatting import plain
from pages.parts.i18n import _
from pages.parts.queries import is_sample, now

_PAUSE = 0.25  # seconds between two pictures of the progress: drawing each file's costs a browser more than reading it


class Upload(NamedTuple):
    """A file on the page; `sender` and `sent_on` where it waits in the queue, `same` the names of files with the same
    bytes.
    """

    item: Item
    sender: str | None = None
    sent_on: str | None = None
    same: tuple[str, ...] = ()


def without_repeats(uploads: list[Upload]) -> list[Upload]:
    """Each content once: the same file twice in one drop is one file."""
    found: dict[str, Upload] = {}
    for upload in uploads:
        digest = digest_of(upload.item.data)
        first = found.get(digest)
        found[digest] = first._replace(same=(*first.same, upload.item.name)) if first else upload
    return list(found.values())


def checked(uploads: list[Upload], user: Actor) -> list[Result]:
    """Verdicts of the files, in order."""
    mark, items = ledger.head(home()), [upload.item for upload in uploads]
    keys = [(digest, _settled(digest)) for digest in (digest_of(item.data) for item in items)]
    known: dict[object, Reading | Refusal] = st.session_state.get("_readings", {})
    known = {key: known[key] for key in keys if key in known}
    left = {key: item for key, item in zip(keys, items, strict=True) if key not in known}
    if left:
        known |= zip(left, _read(list(left.values())), strict=True)
    st.session_state["_readings"] = known
    asked = (mark, user, tuple((item.name, item.received_on, *key) for item, key in zip(items, keys, strict=True)))
    kept: tuple[object, list[Result]] | None = st.session_state.get("_verdicts")
    if kept and kept[0] == asked:
        return kept[1]
    results = acceptance.verdicts(
        home(), items, [known[key] for key in keys], lambda unit: access.may(user, "check", unit)
    )
    if kept and _days_of(kept[0]) == _days_of(asked):  # not where the user entered another day
        _note_changes(kept[1], results)
    st.session_state["_verdicts"] = (asked, results)
    return results


def _days_of(asked: Any) -> list[Any]:
    """Name and day received of each file that verdicts were asked for."""
    return [row[:2] for row in asked[2]]


def _settled(digest: str) -> str:
    """A mark of what staff have settled that a reading of this file depends on."""
    return sha256(json.dumps(now().context(digest), sort_keys=True).encode()).hexdigest()


def _note_changes(before: list[Result], results: list[Result]) -> None:
    """Files whose verdict is another than a moment ago, because somebody else was at the store."""
    old = {result.sha256: result for result in before if result.outcome in ("accepted", "needs_confirmation")}
    changed = [
        result.file
        for result in results
        if result.outcome in ("accepted", "needs_confirmation")
        and result.sha256 in old
        and result.findings != old[result.sha256].findings
    ]
    if changed:
        st.session_state["_changed"] = changed


def show_changed() -> None:
    """Said once: whose warnings are others than those that were shown before."""
    names = st.session_state.pop("_changed", [])
    if names:
        text = _(
            "Kho vừa thay đổi (có người vừa tiếp nhận hoặc thu hồi), nên cảnh báo của {names} đã khác. Chưa tiếp nhận;"
            " hãy xem lại bên dưới."
        )
        st.warning(plain(text.format(names=", ".join(names))), icon=":material/sync_problem:")


def _read(items: list[Item]) -> list[Reading | Refusal]:
    """Each file read, and its progress shown while it is."""
    bar, lines = st.progress(0.0, text=_text(items, 0)), st.empty()
    done: list[str] = []
    drawn = time.monotonic()

    def show_progress(reading: Reading | Refusal) -> None:
        nonlocal drawn
        name = plain(items[len(done)].name)
        if isinstance(reading, Refusal):
            done.append(f"✕ {name} – {_('không đọc được')}")
        else:
            errors = sum(finding.severity == "error" for finding in reading.findings)
            verdict = _("{n} lỗi").format(n=errors) if errors else _("đọc được")
            done.append(f"{'✕' if errors else '✓'} {name} – {plain(' · '.join(_unit(reading)) or '?')} – {verdict}")
        if time.monotonic() - drawn >= _PAUSE:
            bar.progress(len(done) / len(items), text=_text(items, len(done)))
            lines.markdown("  \n".join(done))
            drawn = time.monotonic()

    found = acceptance.readings(items, now(), show_progress)
    bar.empty()
    lines.empty()
    return found


def _unit(reading: Reading) -> list[str]:
    result = Result("", "", reading.unit_code, reading.plan_year, reading.period, "", None, [], [], None)
    return [str(part) for part in (result.unit, reading.plan_year) if part]


def _text(items: list[Item], done: int) -> str:
    if done == len(items):
        return _("Đã đọc {n} tệp.").format(n=done)
    return _("Đang đọc {at}/{n}: {name}").format(at=done + 1, n=len(items), name=plain(items[done].name))


def note_refusals(uploads: list[Upload], results: list[Result], user: Actor) -> None:
    """One line in the history for each file refused, once in a session; what waits in the queue was noted when it was
    sent.
    """
    if is_sample():
        return
    noted: set[tuple[str, str]] = st.session_state.setdefault("_refused", set())
    fresh = [
        (upload.item, result)
        for upload, result in zip(uploads, results, strict=True)
        if result.outcome == "refused" and not upload.sender and (result.file, result.sha256) not in noted
    ]
    if fresh:
        noted.update((result.file, result.sha256) for _item, result in fresh)
        actions.note_refused(home(), user, fresh)


def show_steps(counts: dict[str, int]) -> None:
    """Where one is: check → mend → confirm → done."""
    at = 2 if counts["refused"] else 3 if counts["needs_confirmation"] or counts["accepted"] else 4
    steps = [_("1. Kiểm tra"), _("2. Sửa"), _("3. Xác nhận, tiếp nhận"), _("4. Xong")]
    trail = " → ".join(f"**{step}**" if number == at else step for number, step in enumerate(steps, 1))
    st.caption(trail.replace(". ", "\\. "))  # no list
