"""Plan year, period, as-of day, district and target: one set of filters for all pages, held in the URL by
their codes.
"""

from datetime import date
from typing import Any, NamedTuple

import streamlit as st

from etl.plan import broken_years, load_plan, plan_years, slips_of
from etl.store.state import today
from pages.parts.formatting import plain
from pages.parts.i18n import LANGUAGES, _, lang, of
from pages.parts.queries import each

KEYS = ("lang", "year", "period", "as_of", "district", "target")


class Filters(NamedTuple):
    """What is chosen. period: H1, FY … or latest; district and target are codes, district "" is all."""

    plan_year: int
    period: str
    as_of: date
    district: str
    target: str

    def link(self, **changed: str) -> dict[str, str]:
        """Query parameters of a link that keeps the filters but for those changed."""
        chosen = {
            "lang": lang(),
            "year": str(self.plan_year),
            "period": self.period,
            "as_of": self.as_of.isoformat(),
            "district": self.district,
            "target": self.target,
        }
        return chosen | changed


def settle() -> None:
    """Bring session and URL together before anything is drawn: a changed URL (link, back button) wins over the widgets.

    Widgets bound to the URL by Streamlit put their labels there, which differ by language; codes do not.
    """
    url = {key: st.query_params[key] for key in KEYS if key in st.query_params}
    if (
        url and st.session_state.get("_url") != url
    ):  # the frame's own page list leads to addresses without filters: they stay
        for key, value in _defaults().items():
            st.session_state[key] = _read(key, url.get(key, value))
    for key, value in _defaults().items():
        st.session_state.setdefault(key, _read(key, value))


def show() -> Filters:
    """The widgets, in the sidebar; the choice. Writes the URL."""
    plan_year = int(st.session_state["year"])
    periods = {row.period: of(row, "label") for row in each("periods", plan_year=plan_year)} | {
        "latest": _("Mới nhất của từng huyện")
    }
    units = {"": _("Tất cả")} | {
        row.unit_code: row.unit for row in each("units", plan_year=plan_year) if row.level == "district"
    }
    targets = {
        row.target_code: f"{row.target_code} · {of(row, 'short')}" for row in each("targets", plan_year=plan_year)
    }
    for year in broken_years():
        slip = slips_of(year)[0]
        text = _("Tệp kế hoạch năm {year} có lỗi nên năm này chưa dùng được. Dòng {line}: {what} {mend}")
        st.warning(
            plain(text.format(year=year, line=slip.line, what=slip.message(lang()), mend=slip.hint(lang()))),
            icon=":material/rule:",
        )
    with st.sidebar:
        st.selectbox(_("Năm kế hoạch"), plan_years()[::-1], key=_kept("year", plan_years()[::-1]))
        st.radio(
            _("Kỳ báo cáo"), list(periods), format_func=lambda code: periods[code], key=_kept("period", list(periods))
        )
        st.date_input(
            _("Tính đến ngày"),
            key="as_of",
            format="DD/MM/YYYY",
            min_value=date(2020, 1, 1),
            max_value=today(),
            help=_("Xem số liệu như vào ngày này: báo cáo tính từ ngày nhận, thu hồi tính từ ngày thu hồi."),
        )
        st.selectbox(
            _("Huyện, thị xã"), list(units), format_func=lambda code: units[code], key=_kept("district", list(units))
        )
        st.selectbox(
            _("Chỉ tiêu"), list(targets), format_func=lambda code: targets[code], key=_kept("target", list(targets))
        )
        st.radio(
            "Ngôn ngữ / Language",
            list(LANGUAGES),
            format_func=lambda code: LANGUAGES[code],
            key="lang",
            horizontal=True,
        )
    chosen = Filters(
        int(st.session_state["year"]),
        st.session_state["period"],
        st.session_state["as_of"],
        st.session_state["district"],
        st.session_state["target"],
    )
    _write(chosen)
    return chosen


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


def keep(key: str, value: str, default: str) -> None:
    """A page's own choice, after its widget: it goes into the URL, so that a copied link opens the same view."""
    if value != default and st.query_params.get(key) != value:
        st.query_params[key] = value
    elif value == default and key in st.query_params:
        del st.query_params[key]
    st.session_state[f"_{key}"] = value


def _write(chosen: Filters) -> None:
    st.session_state["_filters"] = chosen
    wanted = {key: value for key, value in chosen.link().items() if value != _defaults()[key]}
    if {key: st.query_params[key] for key in KEYS if key in st.query_params} != wanted:
        st.query_params.from_dict({key: value for key, value in st.query_params.items() if key not in KEYS} | wanted)
    st.session_state["_url"] = wanted


def _kept(key: str, options: list[Any]) -> str:
    """The key, after its value was set again: a widget whose labels change with the language must not lose it."""
    value = st.session_state[key]
    st.session_state[key] = value if value in options else options[0]
    return key


def _defaults() -> dict[str, str]:
    plan = load_plan(plan_years()[-1])
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
