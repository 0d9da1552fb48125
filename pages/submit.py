"""Nộp báo cáo: workbooks in, checked, compared with what counts now, and accepted whole or not at all."""

import streamlit as st

from etl.store import loading, originals, state
from etl.store.home import home
from etl.store.loading import Item, SampleStore
from pages.parts import pages
from pages.parts.access import gate, may
from pages.parts.door import now
from pages.parts.page import answer, plain
from pages.parts.submission import Upload, checked, show_upload
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
        from etl.store.upkeep import start_real

        start_real(home(), user.name, "page")
        st.rerun()

received_on = st.date_input(_("Ngày nhận báo cáo"), value=state.today(), max_value=state.today(), format="DD/MM/YYYY", key="received_on",
                            help=_("Ngày này quyết định đúng hạn hay muộn."))  # fmt: skip
files = st.file_uploader(
    _("Tệp báo cáo (.xlsx, .xls, .ods)"), accept_multiple_files=True, key="files", help=_("Mỗi tệp tối đa 20 MB.")
)
uploads = [Upload(Item(file.name, file.getvalue(), received_on)) for file in files]
if may("accept"):
    for entry in now().queue.values():
        uploads.append(
            Upload(
                Item(entry["file_name"], originals.read(home(), entry["sha256"]), None),
                entry["actor"],
                entry["received_on"],
            )
        )

if not uploads:
    st.info(_("Chưa có tệp nào. Biểu mẫu của từng đơn vị ở trang “Biểu mẫu”."), icon=":material/upload_file:")
    st.stop()

results = checked(uploads, user)
counts = {
    name: sum(result.outcome == name for result in results)
    for name in ("accepted", "needs_confirmation", "refused", "unchanged")
}
answer(_("{n} tệp: {good} sẵn sàng, {waiting} cần xác nhận cảnh báo, {bad} phải sửa, {same} đã tiếp nhận trước đây.").format(
    n=len(results), good=counts["accepted"], waiting=counts["needs_confirmation"], bad=counts["refused"], same=counts["unchanged"]))  # fmt: skip
for number, (upload, result) in enumerate(zip(uploads, results, strict=True)):
    show_upload(upload, result, user, received_on, f"{number}-{result.sha256[:12]}", is_open=len(results) == 1)
st.caption(plain(_("Mỗi lần tiếp nhận, thu hồi hay từ chối đều được ghi vào sổ cái, xem ở trang Lịch sử.")))
