"""Kế hoạch: what did we promise, and where do we stand on each promise?"""

from itertools import groupby
from typing import NamedTuple

import streamlit as st

from etl.plan import load_plan, text_of
from etl.plan_cover import Passage, cover
from pages.parts import navigation
from pages.parts.charts import heat, pictures
from pages.parts.figures.completion import activities_of, completions
from pages.parts.filters import current, keep, settle_many
from pages.parts.formatting import day, has, number, percent, plain, ratio
from pages.parts.i18n import _, of
from pages.parts.page import answer, begin
from pages.parts.statuses import signed, style_of, word

chosen = current()
begin("plan", chosen, by_district=False, needs_reports=False, is_marked=False)


class Promise(NamedTuple):
    """A target or an activity: its state over all units, its figure, the page that tells more."""

    code: str
    title: str
    status: str
    figure: str
    page: str
    query: dict[str, str]


promises = {
    row.target_code: Promise(
        row.target_code,
        of(row, "short"),
        row.status,
        f"{ratio(row.numerator, row.denominator)} {of(row, 'counted')} ({percent(row.completion)})",
        "targets",
        chosen.link(target=row.target_code),
    )
    for row in completions(chosen)
    if row.level == "city"
}
groups = {"CT": list(promises)}  # section → codes; the names stand below, where a phone has room for them
sections = {"CT": _("Chỉ tiêu")}
activities = activities_of(chosen, "")
for section, rows in groupby(activities, key=lambda row: row.section_code):
    own = list(rows)
    groups[section] = [row.activity_code for row in own]
    sections[section] = of(own[0], "section")
    promises |= {
        row.activity_code: Promise(
            row.activity_code,
            of(row, "title"),
            row.status,
            number(row.quantity_done) + (f"/{number(row.quantity)}" if has(row.quantity) else ""),
            "activities",
            chosen.link(),
        )
        for row in own
    }
kept = sum(one.status in ("achieved", "done") for one in promises.values())
late = sum(one.status in ("behind", "overdue") for one in promises.values())
answer(
    _("{kept}/{all} cam kết của kế hoạch đã đạt, đã thực hiện · {late} chậm, quá hạn").format(
        kept=number(kept), all=number(len(promises)), late=number(late)
    )
)
widest = max(map(len, groups.values()))
tiles = {
    (line, column): heat.Tile(
        promises[code].status,
        f"{style_of(promises[code].status).sign} {code.removeprefix(section).lstrip('.')}",
        f"{promises[code].title}: {word(promises[code].status)}, {promises[code].figure}",
        code,
    )
    for line, (section, codes) in enumerate(groups.items())
    for column, code in enumerate(codes)
}
picked = pictures.clicked(
    pictures.show(
        heat.heat(list(groups), [""] * widest, tiles, 40 * len(groups) + 30),
        "cam-ket",
        _("Từng cam kết theo mục của kế hoạch"),
        on_select="rerun",
        selection_mode="points",
    )
)
if picked in promises:
    st.switch_page(navigation.file(promises[picked].page), query_params=promises[picked].query)
st.caption(
    " · ".join(signed(state) for state in dict.fromkeys(one.status for one in promises.values()))
    + "  \n"
    + " · ".join(plain(f"{code}: {name}") for code, name in sections.items())
)

plan = load_plan(chosen.plan_year)
passages = cover(text_of(plan), plan.raw)
statuses = list(dict.fromkeys(one.status for one in promises.values()))
settle_many("states", statuses)
st.subheader(_("Nguyên văn kế hoạch và tình trạng từng điều"), anchor=False)
st.caption(
    _("Kế hoạch {number} ngày {day}. Bấm một mã để mở số liệu của cam kết.").format(
        number=plain(plan.raw["number"]), day=day(plan.raw["issued_on"])
    )
)
wanted = st.pills(
    _("Trạng thái"), statuses, format_func=signed, selection_mode="multi", key="states", label_visibility="collapsed"
)
keep("states", ",".join(wanted), "")


def codes_of(passage: Passage) -> list[str]:
    """What answers the passage."""
    return list(dict.fromkeys(code for quote in passage.quotes for code in quote.see if code in promises))


def explained(passage: Passage) -> str:
    """Why no figure follows from it, or what it is about."""
    return " · ".join(dict.fromkeys(of(quote, "about") for quote in passage.quotes if quote.about))


def context(passage: Passage) -> str:
    """A heading in bold; anything else with what it is."""
    if any(quote.kind == "heading" for quote in passage.quotes):
        return f"**{plain(passage.text)}**"
    note = explained(passage)
    return plain(passage.text) + (f" – *{plain(note)}*" if note else "")


def show_promise(passage: Passage, codes: list[str]) -> None:
    """The sentence, and beside it what answers it."""
    left, right = st.columns([7, 5], vertical_alignment="center", gap="medium")
    left.markdown(plain(passage.text))
    if note := explained(passage):
        left.caption(plain(note))
    for code in codes:
        promise = promises[code]
        right.page_link(
            navigation.file(promise.page),
            label=plain(f"{code} · {signed(promise.status)} · {promise.figure}"),
            query_params=promise.query,
            help=promise.title,
        )


if not passages:
    st.info(_("Chưa có nguyên văn của kế hoạch năm này: đặt tệp văn bản cạnh tệp kế hoạch."), icon=":material/article:")
asks = {passage: codes_of(passage) for passage in passages}
if wanted:
    passages = [one for one in passages if any(promises[code].status in wanted for code in asks[one])]
for is_promise, found in groupby(passages, key=lambda passage: bool(asks[passage])):
    if is_promise:
        for passage in found:
            show_promise(passage, asks[passage])
    else:
        st.caption("  \n".join(context(passage) for passage in found))
st.caption(
    _("Chữ thường: điều có cam kết; chữ mờ: tiêu đề, căn cứ, nơi nhận. Ngôn ngữ gốc của kế hoạch là tiếng Việt.")
)
