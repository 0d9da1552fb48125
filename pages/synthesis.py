"""Báo cáo tổng hợp: the office's report of a period, drafted from the figures, issued and kept as it was."""

from datetime import date

import streamlit as st

from etl.outputs.papers.correction import correction
from etl.outputs.papers.facts import facts
from etl.outputs.papers.report import Settings, report
from etl.outputs.papers.slides import slides_file
from etl.outputs.papers.word_file import word_file
from etl.plan import load_plan
from etl.store import actions, issues
from etl.store.corrections import InvalidAction
from etl.store.files.home import home
from etl.store.issues import Paper
from etl.store.state import Issue, today
from pages.parts import preview
from pages.parts.device import is_phone
from pages.parts.filters import current
from pages.parts.formatting import NOTHING, day, moment, number, plain
from pages.parts.i18n import _, lang
from pages.parts.page import answer, begin
from pages.parts.queries import has_reports, now
from pages.parts.server.access import demand, may
from pages.parts.server.downloads import download
from pages.parts.statuses import word
from pages.parts.submission.receipt import period_name
from pages.parts.tables import grid

chosen = current()
begin("synthesis", chosen, by_district=False, needs_reports=False, is_marked=False)

plan = load_plan(chosen.plan_year)
reported = [name for name in plan.periods if has_reports(chosen.plan_year, name)]
period = chosen.period if chosen.period in plan.periods else (reported or list(plan.periods))[-1]
label = period_name(chosen.plan_year, period).lower()
issued = [one for one in now().issues.values() if (one.plan_year, one.period) == (chosen.plan_year, period)]
standing = [one for one in issued if one.reason is None]


def changes_of(one: Issue) -> list[issues.Change]:
    """What is no longer as it was issued, as of the day looked at."""
    return issues.changes(home(), one, chosen.as_of)


if not standing:
    answer(_("Báo cáo {period} {year}: chưa phát hành").format(period=label, year=chosen.plan_year))
else:
    last = standing[-1]
    answer(
        _("Báo cáo {period} {year}: đã phát hành số {number}, {n} số liệu đã thay đổi từ đó").format(
            period=label, year=chosen.plan_year, number=last.number or NOTHING, n=number(len(changes_of(last)))
        )
    )
if chosen.period != period:
    st.caption(_("Báo cáo viết cho một kỳ; đang xem “{label}”. Chọn kỳ khác ở dòng trên.").format(label=label))

found = facts(home(), chosen.plan_year, period, chosen.as_of)
has_moved = st.session_state.get("_previewed") not in (None, found)  # since the page was last looked at
st.session_state["_previewed"] = found
left, right = st.columns([4, 9], gap="medium")
with left:
    st.markdown(f"**{_('1. Điền những gì văn phòng ghi')}**")
    given = st.text_input(_("Số văn bản"), key="so-van-ban", max_chars=20, placeholder=_("để trống: ghi tay"))
    signed_on: date | None = st.date_input(_("Ngày ký"), value=None, key="ngay-ky", format="DD/MM/YYYY")
    signer = st.text_input(_("Người ký"), key="nguoi-ky", max_chars=60, placeholder=_("để trống: ghi tay"))
    with_models = st.toggle(_("Phần mô hình"), value=True, key="phan-mo-hinh")
    with_activities = st.toggle(_("Phần hoạt động"), value=True, key="phan-hoat-dong")
    with_appendix = st.toggle(_("Phụ lục, nguồn số liệu"), value=True, key="phan-phu-luc")
    settings = Settings(given.strip(), signed_on, signer.strip(), with_models, with_activities, with_appendix)

    def as_word() -> bytes:
        """The draft, made when it is asked for."""
        return word_file(report(found, settings), today())

    def as_slides() -> bytes:
        """The slides of the same figures."""
        return slides_file(found)

    name = f"{period}_{chosen.plan_year}"
with right:
    st.markdown(f"**{_('2. Xem trước, tải về, sửa trong Word')}**")
    with st.container(height=560, border=True, key="xem-truoc"):
        with st.container(horizontal=True):
            download(_("Tải báo cáo (Word)"), as_word, f"BaoCao_{name}.docx", "tai-word", icon=":material/download:")
            download(
                _("Tải trình chiếu (PowerPoint)"),
                as_slides,
                f"TrinhChieu_{name}.pptx",
                "tai-slides",
                icon=":material/slideshow:",
            )
        preview.show(report(found, settings))
with st.container() if is_phone() else left:  # after what it is about, where all stands in one column
    if may("issue"):
        st.markdown(f"**{_('3. Phát hành: giữ nguyên từng chữ, từng số')}**")
        is_sure = st.checkbox(_("Đã soát nội dung; phát hành đúng bản xem trước này"), key="da-soat")
        is_asked = st.button(
            _("Phát hành"), type="primary", disabled=not is_sure, key="phat-hanh", icon=":material/verified:"
        )
        if is_asked and has_moved:
            st.warning(_("Số liệu vừa thay đổi: xem lại bản xem trước rồi phát hành."), icon=":material/sync:")
        elif is_asked:
            try:
                file_name = f"BaoCao_{name}.docx"
                written = settings.number, settings.signed_on, settings.signer
                paper = Paper(as_word(), file_name, chosen.plan_year, period, chosen.as_of, *written)
                done = actions.issue(home(), demand("issue"), paper)
                st.session_state["_issued"] = done
                st.rerun()
            except InvalidAction as error:
                st.error(error.said(lang()))
    if done := st.session_state.pop("_issued", None):
        st.success(_("Đã phát hành lần {n}; bản này được giữ mãi.").format(n=number(done)), icon=":material/task_alt:")

st.subheader(_("Đã phát hành"), anchor=False)
if not issued:
    st.caption(_("Chưa phát hành báo cáo nào của kỳ này."))


def as_text(figure: issues.Figure) -> str:
    """“336/413 (Chậm)”."""
    part, whole, status, _version = figure
    shown = number(part) if whole is None else f"{number(part)}/{number(whole)}"
    return f"{shown} ({word(status)})"


def show_issued(one: Issue) -> None:
    """One issue: what it is, its very bytes, what has changed since, the way to take it back."""
    title = _("Lần {n}: số {number}, ký {signed}, tính đến {as_of}").format(
        n=number(one.issue),
        number=one.number or NOTHING,
        signed=day(date.fromisoformat(one.signed_on)) if one.signed_on else NOTHING,
        as_of=day(date.fromisoformat(one.as_of)),
    )
    moved = changes_of(one)
    state = _("đã thu hồi") if one.reason is not None else _("hiệu lực")
    with st.expander(plain(f"{title} · {state} · {_('{n} số liệu đã thay đổi').format(n=number(len(moved)))}")):
        st.caption(
            plain(
                _("{who} phát hành lúc {when} · SHA-256 {sha}").format(
                    who=one.issued_by, when=moment(one.issued_at), sha=one.sha256[:16]
                )
            )
        )
        if one.reason is not None:
            st.caption(plain(_("Lý do thu hồi: {reason}").format(reason=one.reason)))
        download(
            _("Tải đúng tệp đã phát hành"),
            lambda: issues.issued_file(home(), one),
            one.file_name,
            f"tai-lai-{one.issue}",
        )
        if moved:
            grid.grid(
                f"thay-doi-{one.issue}",
                [
                    grid.words(_("Chỉ tiêu"), [change.target_code for change in moved]),
                    grid.words(_("Đơn vị"), [change.district or _("Toàn Thành phố") for change in moved]),
                    grid.right(_("Đã nêu"), [as_text(change.before) for change in moved]),
                    grid.right(_("Nay là"), [as_text(change.now) for change in moved]),
                    grid.words(_("Theo bản"), [number(change.version) for change in moved]),
                    grid.days(_("Ngày nhận"), [change.received_on for change in moved]),
                ],
                row_height=28,
            )
            st.markdown(f"**{_('Văn bản đính chính, để chép')}**")
            st.code(correction(one, moved, plan), language=None, wrap_lines=True)
        if one.reason is None and may("issue"):
            reason = st.text_input(_("Lý do thu hồi (bắt buộc)"), key=f"ly-do-thu-hoi-{one.issue}")
            if st.button(_("Thu hồi lần phát hành này"), disabled=not reason.strip(), key=f"thu-hoi-{one.issue}"):
                try:
                    actions.withdraw_issue(home(), demand("issue"), one.issue, reason)
                    st.rerun()
                except InvalidAction as error:
                    st.error(error.said(lang()))


for one in reversed(issued):
    show_issued(one)
