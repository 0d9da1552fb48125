"""The receipt of an accepted report, made from the ledger at any time: a text, and a page to print or keep."""

from collections.abc import Iterable
from datetime import date
from html import escape

import streamlit as st

from etl.finding import kind
from etl.plan import UnknownPlan, load_plan, unit_name
from etl.store.state import Version
from pages.parts.formatting import day, moment, plain
from pages.parts.i18n import _, lang
from pages.parts.queries import is_sample, now
from pages.parts.server.downloads import download

_LOOK = (
    "body{font-family:sans-serif;max-width:42rem;margin:2rem auto}section{page-break-after:always}td{padding:.3rem 1rem"
    " .3rem 0;vertical-align:top}td+td{word-break:break-all}"
)


def lines(version: Version) -> list[tuple[str, str]]:
    """What was accepted: label and value."""
    plan = load_plan(version.plan_year)
    codes = [finding["code"] for finding in version.findings]
    kinds = [f"{code} – {kind(code, lang())} ({codes.count(code)})" for code in sorted(set(codes))]
    found = [
        (_("Đơn vị"), unit_name(plan, version.unit_code)),
        (_("Kỳ báo cáo"), f"{period_name(version.plan_year, version.period)} {version.plan_year}"),
        (_("Tệp"), version.file_name),
        ("SHA-256", version.sha256),
        (_("Ngày nhận"), day(date.fromisoformat(version.received_on))),
        (_("Tiếp nhận lúc"), f"{moment(version.accepted_at)} ({_('giờ Hà Nội')})"),
        (_("Người tiếp nhận"), version.accepted_by),
        (_("Cảnh báo đã xác nhận"), "; ".join(kinds) or _("không có")),
    ]
    return [*found, (_("Lý do thay bản cũ"), version.reason)] if version.reason else found


def period_name(plan_year: int, period: str) -> str:
    """“6 tháng” of H1."""
    try:
        row = load_plan(plan_year).periods[period]
    except UnknownPlan:  # the year is out while its plan file has slips
        return period
    return str(row["label_en"] if lang() == "en" and row.get("label_en") else row["label"])


def title(version: Version) -> str:
    """“Biên nhận báo cáo – bản 3”."""
    return _("Biên nhận báo cáo – bản {version}").format(version=version.version)


def text(version: Version) -> str:
    """The receipt to copy into a mail."""
    return "\n".join([title(version).upper(), *_note(), *(f"{label}: {value}" for label, value in lines(version))])


def page(versions: Iterable[Version]) -> bytes:
    """Receipts as one page of HTML, each on a sheet of its own when printed."""
    parts = []
    for version in versions:
        rows = "".join(f"<tr><td>{escape(label)}</td><td>{escape(value)}</td></tr>" for label, value in lines(version))
        notes = "".join(f"<p>{escape(note)}</p>" for note in _note())
        parts.append(f"<section><h1>{escape(title(version))}</h1>{notes}<table>{rows}</table></section>")
    head = (
        f'<!doctype html><html lang="{lang()}"><meta'
        f' charset="utf-8"><title>{escape(_("Biên nhận báo cáo"))}</title><style>{_LOOK}</style>'
    )
    return (head + "".join(parts) + "</html>").encode()


def offer_receipts(versions: list[Version], key: str) -> None:
    """The page to print or keep."""
    numbers = "-".join(str(version.version) for version in versions[:3])
    download(
        _("Lưu biên nhận để in") if len(versions) == 1 else _("Lưu {n} biên nhận để in").format(n=len(versions)),
        lambda: page(versions),
        file_name=f"bien-nhan-{numbers}.html",
        key=f"receipt-{key}",
        action="read_history",
        unit_code=versions[0].unit_code,
        icon=":material/receipt_long:",
    )


def remember(numbers: Iterable[int]) -> None:
    """These versions were accepted in this session: their receipts stay on the page."""
    kept = st.session_state.setdefault("_accepted", [])
    kept.extend(number for number in numbers if number not in kept)


def show_receipts() -> None:
    """Receipts of what this session accepted, whatever runs again."""
    known = now().versions
    versions = [known[number] for number in st.session_state.get("_accepted", []) if number in known]
    if not versions:
        return
    numbers = ", ".join(str(version.version) for version in versions)
    units = ", ".join(
        f"{unit_name(load_plan(version.plan_year), version.unit_code)} {period_name(version.plan_year, version.period)}"
        for version in versions
    )
    told = _("Đã tiếp nhận: bản {version}. {units}.").format(version=numbers, units=plain(units))
    st.success(told, icon=":material/task_alt:")
    with st.expander(_("Biên nhận ({n})").format(n=len(versions)), expanded=len(versions) == 1):
        offer_receipts(versions, "all")
        for version in versions:
            st.caption(plain(f"{unit_name(load_plan(version.plan_year), version.unit_code)} · {version.file_name}"))
            st.code(text(version), language=None, wrap_lines=True)


def _note() -> list[str]:
    return [_("SỐ LIỆU MẪU – không có thật.")] if is_sample() else []
