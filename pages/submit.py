"""Nộp báo cáo: workbooks in, checked, compared with what counts now, and accepted whole or not at all."""

import streamlit as st

from etl.intake.container import MAX_BYTES
from etl.store import acts, loading, state
from etl.store.home import home
from etl.store.loading import Item, SampleStore
from pages.parts import pages, receipt
from pages.parts.accepting import accept_all
from pages.parts.access import gate, may
from pages.parts.checking import Upload, checked, note_refusals, once, show_changed
from pages.parts.door import now
from pages.parts.page import answer
from pages.parts.plain import plain
from pages.parts.submission import offer_returns, show_upload
from pages.parts.words import _

user = gate("submit")
st.title(pages.title("submit"), anchor=False)
st.caption(
    _(
        "Kéo thả một hoặc nhiều tệp; xem lỗi, xem thay đổi, rồi tiếp nhận. Không có gì được tính trước khi bấm “Tiếp nhận”."
    )
)
try:
    loading.accepts(home(), is_sample=False)
except SampleStore:
    st.info(
        _(
            "Kho này chứa số liệu mẫu nên chỉ kiểm tra thử, không tiếp nhận báo cáo thật. Bấm nút dưới đây để cất kho mẫu và bắt đầu kho thật, trống."
        ),
        icon=":material/science:",
    )
    if may("upkeep") and st.button(_("Bắt đầu kho thật"), key="start"):
        acts.start_real(home(), user)
        st.rerun()

left, right = st.columns([1, 2])
received_on = left.date_input(_("Ngày nhận báo cáo"), value=state.today(), max_value=state.today(), format="DD/MM/YYYY", key="received_on",
                              help=_("Ngày này quyết định đúng hạn hay muộn. Tính cho mọi tệp; tệp nào nhận ngày khác thì sửa riêng ở tệp đó."))  # fmt: skip
limit = MAX_BYTES // 2**20
files = right.file_uploader(_("Tệp báo cáo (.xlsx, .xls, .ods)"), accept_multiple_files=True, key="files")
right.caption(_("Kéo thả tệp vào khung trên, hoặc bấm nút để chọn. Mỗi tệp tối đa {limit} MB.").format(limit=limit))
uploads = [Upload(Item(file.name, file.getvalue())) for file in files]
if may("accept"):
    uploads.extend(
        Upload(Item(row["file_name"], acts.sent(home(), user, row["sha256"])), row["actor"], row["received_on"])
        for row in now().queue.values()
    )
uploads = once(uploads)

receipt.shelf()
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
accept_all(uploads, results, user, received_on)
offer_returns(uploads, results, user)
shown = None
if len(results) > 5:
    shown = st.segmented_control(_("Hiện các tệp"), [name for name in words if counts[name]], key="show_outcome",
                                 format_func=lambda name: f"{words[name]} ({counts[name]})")  # fmt: skip
for name in words:  # what needs work first
    for upload, result in zip(uploads, results, strict=True):
        if result.outcome == name and shown in (None, name):
            show_upload(upload, result, user, received_on, is_open=len(results) == 1 or (name in ("refused", "needs_confirmation") and counts[name] < 4))  # fmt: skip
st.caption(plain(_("Mỗi lần tiếp nhận, thu hồi hay từ chối đều được ghi vào sổ cái, xem ở trang Lịch sử.")))
