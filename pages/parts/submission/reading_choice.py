"""A workbook that reads two ways: city staff choose one, for this file; the choice stands in the ledger."""

from typing import Any

import streamlit as st

from etl.access import Actor
from etl.store import actions
from etl.store.acceptance import Result
from etl.store.files.home import home
from pages.parts.formatting import plain
from pages.parts.i18n import _


def offer_readings(result: Result, user: Actor, key: str) -> None:
    """One question for each thing that could be read in two ways, with both places; the one that was chosen
    is marked.
    """
    questions: dict[str, dict[str, object]] = {}
    for finding in result.findings:
        if finding.params.get("question"):
            questions.setdefault(finding.params["question"], finding.params)
    if not questions:
        return
    with st.expander(_("Đọc được hai cách: chọn một"), icon=":material/alt_route:", expanded=True):
        for question, params in questions.items():
            _offer(question, params, result, user, f"{key}-{question}")


def _offer(question: str, params: dict[str, Any], result: Result, user: Actor, key: str) -> None:
    options = {row["key"]: row for row in params["options"]}
    chosen = params.get("chosen")
    what = params.get("label") or _("biểu {form}").format(form=params.get("form", ""))
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    option = left.radio(
        plain(_("Đâu là {what}?").format(what=what)),
        list(options),
        index=list(options).index(chosen) if chosen in options else None,
        format_func=lambda name: plain(f"{options[name]['label']} ({options[name]['sheet']}!{options[name]['cell']})"),
        key=f"reading-{key}",
    )
    if right.button(_("Đọc theo lựa chọn này"), disabled=option in (None, chosen), key=f"reading-ok-{key}") and option:
        actions.choose(home(), user, result, question, option)
        st.rerun()
