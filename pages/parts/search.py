"""One box that finds a district, a commune, an activity, a page or a file by a few letters, without accents."""

from typing import NamedTuple

import streamlit as st

from etl.intake.values.text import fold
from etl.store.queries import rows as of_question
from pages.parts import navigation
from pages.parts.filters import Filters
from pages.parts.formatting import plain
from pages.parts.i18n import _, of
from pages.parts.queries import each, now
from pages.parts.server.access import may

_MOST = 8


class Hit(NamedTuple):
    """What was found: its words, and the page with its filters."""

    label: str
    page: str
    query: dict[str, str]


def show(filters: Filters) -> None:
    """The box and what it finds, as links."""
    with st.popover("", icon=":material/search:", help=_("Tìm")):
        text = st.text_input(_("Tìm huyện, xã, hoạt động, trang, tệp"), key="find", placeholder="my duc")
        if not text.strip():
            return
        hits = find(text, filters)
        for hit in hits[:_MOST]:
            icon = f":material/{navigation.PAGES[hit.page].icon}:"
            st.page_link(navigation.file(hit.page), label=plain(hit.label), icon=icon, query_params=hit.query)
        if not hits:
            st.caption(plain(_("Không tìm thấy “{text}”.").format(text=text.strip())))
        elif len(hits) > _MOST:
            st.caption(_("và {n} kết quả khác; hãy gõ thêm chữ.").format(n=len(hits) - _MOST))


def find(text: str, filters: Filters) -> list[Hit]:
    """Everything whose words hold the text; those that begin with it first."""
    wanted = fold(text)
    found = [(fold(words), hit) for words, hit in _everything(filters) if wanted in fold(words)]
    return [hit for _words, hit in sorted(found, key=lambda pair: not pair[0].startswith(wanted))]


def _everything(filters: Filters) -> list[tuple[str, Hit]]:
    districts = {
        row.district_code: row.district
        for row in each(of_question.Districts, plan_year=filters.plan_year, period=filters.period)
    }
    found = [(name, Hit(name, "district", filters.link(district=code))) for code, name in districts.items()]
    found += [
        (
            row.base_union,
            Hit(
                f"{row.base_union} ({districts[row.district_code]})",
                "district",
                filters.link(district=row.district_code),
            ),
        )
        for row in each(of_question.Communes, filters.as_of, plan_year=filters.plan_year, period=filters.period)
        if row.district_code != row.base_union_code  # a commune that reports is there already
    ]
    found += [
        (
            f"{row.activity_code} {of(row, 'title')}",
            Hit(f"{row.activity_code} {of(row, 'title')}", "activities", filters.link(district="")),
        )
        for row in each(of_question.Activities, filters.as_of, plan_year=filters.plan_year, unit="")
        if row.period == filters.period
    ]
    found += [
        (navigation.title(name), Hit(navigation.title(name), name, filters.link()))
        for name in navigation.PAGES
        if may(navigation.needed(name))
    ]
    if may("read_history"):
        found += [
            (version.file_name, Hit(f"{version.file_name} · {version.version}", "history", filters.link()))
            for version in now().versions.values()
        ]
    return found
