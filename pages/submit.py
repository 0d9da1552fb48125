"""Nộp báo cáo: workbooks in, checked, compared with what counts now, and accepted whole or not at all."""

import streamlit as st

from etl.intake.safety.limits import MAX_BYTES
from etl.store import acceptance, actions, state
from etl.store.acceptance import Item, SampleStore
from etl.store.files.home import home
from pages.parts.formatting import plain
from pages.parts.i18n import _
from pages.parts.page import answer, head
from pages.parts.queries import now
from pages.parts.server.access import demand, may
from pages.parts.submission import receipt
from pages.parts.submission.accepting import accept_all, offer_own_days, received
from pages.parts.submission.card import offer_returns, show_upload
from pages.parts.submission.checking import Upload, checked, note_refusals, show_changed, show_steps, without_repeats

user = demand("submit")
head("submit")
st.caption(
    _(
        "Kéo thả một hoặc nhiều tệp; xem lỗi, xem thay đổi, rồi tiếp nhận. Không có gì được tính trước khi bấm “Tiếp"
        " nhận”."
    )
)
try:
    acceptance.accepts(home(), is_sample=False)
except SampleStore:
    st.info(
        _(
            "Kho này chứa số liệu mẫu nên chỉ kiểm tra thử, không tiếp nhận báo cáo thật. Bấm nút dưới đây để cất kho"
            " mẫu và bắt đầu kho thật, trống."
        ),
        icon=":material/science:",
    )
    if may("upkeep") and st.button(_("Bắt đầu kho thật"), key="start"):
        actions.start_real(home(), user)
        st.rerun()

left, right = st.columns([1, 2])
received_on = left.date_input(
    _("Ngày nhận báo cáo"),
    value=state.today(),
    max_value=state.today(),
    format="DD/MM/YYYY",
    key="received_on",
    help=_("Ngày này quyết định đúng hạn hay muộn. Tính cho mọi tệp; tệp nào nhận ngày khác thì sửa riêng ở tệp đó."),
)
limit = MAX_BYTES // 2**20
files = right.file_uploader(
    _("Tệp báo cáo (.xlsx, .xls, .ods)"), accept_multiple_files=True, key="files", max_upload_size=limit
)
right.caption(_("Kéo thả tệp vào khung trên, hoặc bấm nút để chọn. Mỗi tệp tối đa {limit} MB.").format(limit=limit))
uploads = [Upload(Item(file.name, file.getvalue())) for file in files]
if may("accept"):
    uploads.extend(
        Upload(
            Item(row["file_name"], actions.waiting_workbook(home(), user, row["sha256"])),
            row["actor"],
            row["received_on"],
        )
        for row in now().queue.values()
    )
uploads = [
    upload._replace(item=upload.item._replace(received_on=received(upload, received_on)))
    for upload in without_repeats(uploads)
]

receipt.show_receipts()
if not uploads:
    st.info(_("Chưa có tệp nào. Biểu mẫu của từng đơn vị ở trang “Biểu mẫu”."), icon=":material/upload_file:")
    st.stop()

results = checked(uploads, user)
show_changed()
note_refusals(uploads, results, user)
counts = {
    name: sum(result.outcome == name for result in results)
    for name in ("accepted", "needs_confirmation", "refused", "unchanged")
}
words = {
    "refused": _("Phải sửa"),
    "needs_confirmation": _("Cần xác nhận cảnh báo"),
    "accepted": _("Sẵn sàng"),
    "unchanged": _("Đã tiếp nhận"),
}
told = ", ".join(f"{counts[name]} {word.lower()}" for name, word in words.items() if counts[name])
answer(_("{n} tệp: {told}.").format(n=len(results), told=told))
show_steps(counts)
offer_own_days(uploads, results, received_on)
accept_all(uploads, results, user, received_on)
offer_returns(uploads, results, user)
shown = None
if len(results) > 5:
    shown = st.segmented_control(
        _("Hiện các tệp"),
        [name for name in words if counts[name]],
        key="show_outcome",
        format_func=lambda name: f"{words[name]} ({counts[name]})",
    )
for name in words:  # what needs work first
    for upload, result in zip(uploads, results, strict=True):
        if result.outcome == name and shown in (None, name):
            show_upload(
                upload,
                result,
                user,
                received_on,
                is_open=len(results) == 1 or (name in ("refused", "needs_confirmation") and counts[name] < 4),
            )
st.caption(plain(_("Mỗi lần tiếp nhận, thu hồi hay từ chối đều được ghi vào sổ cái, xem ở trang Lịch sử.")))
