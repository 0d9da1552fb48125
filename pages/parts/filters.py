"""Plan year, period, as-of day, district and target: one set of filters for all pages, held in the URL by
their codes.
"""

from collections.abc import Collection, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

import streamlit as st

from etl.access import Actor
from etl.plan import broken_years, current_year, is_draft, load_plan, plan_years, slips_of
from etl.store.queries import rows as of_question
from etl.store.state import today
from pages.parts.formatting import day, plain
from pages.parts.i18n import LANGUAGES, _, lang, of, set_language
from pages.parts.naming import unit_words
from pages.parts.queries import each, is_sample
from pages.parts.server.access import show_account

KEYS = ("lang", "year", "period", "as_of", "district", "target")


class Filters(NamedTuple):
    """What is chosen. period: H1, FY … or latest; district and target are codes, district "" is all.

    usual: what each is anyway, as it stands in an address: a page has hundreds of links.
    """

    plan_year: int
    period: str
    as_of: date
    district: str
    target: str
    usual: Mapping[str, str] = MappingProxyType({})

    def link(self, **changed: str) -> dict[str, str]:
        """Query parameters of a link that keeps the filters but for those changed.

        What is as it is anyway is left out, as in the address of the page: else the page would write its address anew,
        and Back would lead to the page itself. The period stands always: an address without filters changes none.
        """
        chosen = {
            "lang": lang(),
            "year": str(self.plan_year),
            "period": self.period,
            "as_of": self.as_of.isoformat(),
            "district": self.district,
            "target": self.target,
        }
        return {key: text for key, text in (chosen | changed).items() if key == "period" or text != self.usual.get(key)}


def settle() -> None:
    """Bring session and URL together before anything is drawn: a changed URL (link, back button) wins over the widgets.

    Widgets bound to the URL by Streamlit put their labels there, which differ by language; codes do not.
    """
    url = _in_url()
    # The frame's own page list leads to addresses without filters: they stay.
    if url and st.session_state.get("_url") != url:
        for key, value in _defaults().items():
            st.session_state[key] = _read(key, url.get(key, value))
    for key, value in _defaults().items():
        st.session_state.setdefault(key, _read(key, value))
    set_language(st.session_state["lang"])


def show(user: Actor, is_quiet: bool = False) -> Filters:
    """The line above every page: its answer, the mark of invented figures, the period, the rarer filters; into the URL.

    The page fills the line's beginning (page.answer) and its end (page.head). is_quiet: the heading alone.
    """
    plan_year = int(st.session_state["year"])
    periods = {row.period: of(row, "label") for row in each(of_question.Periods, plan_year=plan_year)} | {
        "latest": _("Mới nhất")
    }
    _tell_unknown_year()
    _tell_broken_years()
    line = st.container(horizontal=True, vertical_alignment="center", gap="small")
    st.session_state["_heading"] = line.container(width="stretch").empty()
    controls = line.container(horizontal=True, vertical_alignment="center", gap="small", width="content")
    st.session_state["_line"] = controls
    if is_quiet:
        for key in ("year", "as_of", "district", "target", "lang"):
            st.session_state[key] = st.session_state[key]  # kept, though its widget is not drawn
        _with_valid_choice("period", list(periods))
        return _chosen()
    with controls:
        if is_sample():
            st.badge(_("Số liệu mẫu – không có thật"), icon=":material/science:", color="orange")
        st.segmented_control(
            _("Kỳ báo cáo"),
            list(periods),
            format_func=lambda code: periods[code],
            key=_with_valid_choice("period", list(periods)),
            required=True,
            label_visibility="collapsed",
        )
        with st.popover(_label(), icon=":material/tune:"):
            _rarer(plan_year)
            show_account(user)
    return _chosen()


def _chosen() -> Filters:
    chosen = Filters(
        int(st.session_state["year"]),
        st.session_state["period"],
        st.session_state["as_of"],
        st.session_state["district"],
        st.session_state["target"],
        _defaults(),
    )
    _write(chosen)
    return chosen


def _tell_unknown_year() -> None:
    """A link to a year that has no plan says so; it does not become another year in silence."""
    asked = st.query_params.get("year")
    if asked is not None and asked not in map(str, plan_years()):
        text = _("Không có kế hoạch năm {asked}; đang xem năm {year}.")
        st.warning(plain(text.format(asked=asked[:20], year=st.session_state["year"])), icon=":material/event_busy:")


def _tell_broken_years() -> None:
    for year in broken_years():
        slip = slips_of(year)[0]
        text = _("Tệp kế hoạch năm {year} có lỗi nên năm này chưa dùng được. Dòng {line}: {what} {mend}")
        st.warning(
            plain(text.format(year=year, line=slip.line, what=slip.message(lang()), mend=slip.hint(lang()))),
            icon=":material/rule:",
        )


def _label() -> str:
    """“2024 · đến 27/11/2026”, “2025 (dự thảo)”: what the popover holds; of a draft the day where it is not today."""
    year, as_of = st.session_state["year"], st.session_state["as_of"]
    is_of_draft = is_draft(load_plan(int(year)))
    shown = _("{year} (dự thảo)").format(year=year) if is_of_draft else year
    return (
        str(shown) if is_of_draft and as_of == today() else _("{year} · đến {day}").format(year=shown, day=day(as_of))
    )


def _rarer(plan_year: int) -> None:
    """Year, as-of day, district, language: chosen once and kept."""
    units = {"": _("Tất cả")} | {
        row.unit_code: row.unit
        for row in each(of_question.PeriodUnits, plan_year=plan_year, period=st.session_state["period"])
        if row.level == "district"
    }
    targets = [row.target_code for row in each(of_question.Targets, plan_year=plan_year)]
    _with_valid_choice("target", targets)
    st.selectbox(_("Năm kế hoạch"), plan_years()[::-1], key=_with_valid_choice("year", plan_years()[::-1]))
    st.date_input(
        _("Tính đến ngày"),
        key="as_of",
        format="DD/MM/YYYY",
        min_value=date(2020, 1, 1),
        max_value=today(),
        help=_("Xem số liệu như vào ngày này: báo cáo tính từ ngày nhận, thu hồi tính từ ngày thu hồi."),
    )
    st.selectbox(
        unit_words()["Units"],
        list(units),
        format_func=lambda code: units[code],
        key=_with_valid_choice("district", list(units)),
    )
    st.radio(
        "Ngôn ngữ / Language", list(LANGUAGES), format_func=lambda code: LANGUAGES[code], key="lang", horizontal=True
    )


def pick_target(codes: list[str]) -> None:
    """The target that a page shows: one choice for all pages."""
    st.segmented_control(
        _("Chỉ tiêu"), codes, key=_with_valid_choice("target", codes), required=True, label_visibility="collapsed"
    )


def clear_district() -> None:
    """All districts again."""
    st.session_state["district"] = ""


def current() -> Filters:
    """What is chosen, for pages."""
    filters: Filters = st.session_state["_filters"]
    return filters


def settle_own(key: str, options: list[str] | None, default: str) -> None:
    """A page's own choice, before its widget: what a link says wins over what was chosen.

    options: what makes sense, None where any text does.
    """
    url = st.query_params.get(key)
    if url is not None and st.session_state.get(f"_{key}") != url and (options is None or url in options):
        st.session_state[key] = url
    st.session_state.setdefault(key, default)


def settle_many(key: str, options: Collection[str]) -> None:
    """A page's own choice of several, before its widget: what a link says wins; what makes no sense is left out."""
    said = st.query_params.get(key)
    if said is not None and st.session_state.get(f"_{key}") != said:
        st.session_state[key] = said.split(",")
    st.session_state[key] = [value for value in st.session_state.get(key, []) if value in options]


def keep(key: str, value: str, default: str) -> None:
    """A page's own choice, after its widget: it goes into the URL, so that a copied link opens the same view."""
    if value != default and st.query_params.get(key) != value:
        st.query_params[key] = value
    elif value == default and key in st.query_params:
        del st.query_params[key]
    st.session_state[f"_{key}"] = value


def _write(chosen: Filters) -> None:
    """The filters go into the URL, unless it says the same already."""
    st.session_state["_filters"] = chosen
    wanted = {key: value for key, value in chosen.link().items() if value != chosen.usual[key]}
    if {key: value for key, value in _in_url().items() if value != chosen.usual[key]} != wanted:
        st.query_params.from_dict({key: value for key, value in st.query_params.items() if key not in KEYS} | wanted)
    st.session_state["_url"] = _in_url()


def _in_url() -> dict[str, str]:
    return {key: st.query_params[key] for key in KEYS if key in st.query_params}


def _with_valid_choice(key: str, options: list[Any]) -> str:
    """The key, after its value was set again: a widget whose labels change with the language must not lose it."""
    value = st.session_state[key]
    st.session_state[key] = value if value in options else options[0]
    return key


def _defaults() -> dict[str, str]:
    plan = load_plan(current_year())
    return {
        "lang": "vi",
        "year": str(plan.plan_year),
        "period": "latest",
        "as_of": today().isoformat(),
        "district": "",
        "target": plan.targets[0]["code"],
    }


def _read(key: str, text: str) -> Any:
    """A value of the URL; what makes no sense is the default."""
    default = _defaults()[key]
    if key == "year":
        return int(text) if text.isdecimal() and int(text) in plan_years() else int(default)
    if key == "as_of":
        try:
            found = date.fromisoformat(text)
        except ValueError:
            found = today()
        return found if date(2020, 1, 1) <= found <= today() else today()
    if key == "lang":
        return text if text in LANGUAGES else default
    return text
