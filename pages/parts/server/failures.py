"""What a reader sees when something unexpected goes wrong: a sentence; the details go to the server's own log."""

import json
import logging

import streamlit as st

from etl.store.database.records import OriginalFault
from pages.parts.i18n import _


def show_failure(error: Exception) -> bool:
    """The sentence in place of a traceback. True: it was shown."""
    logging.getLogger("dashboard").error("page failed", exc_info=error)
    if isinstance(error, OriginalFault):
        st.error(
            _("Tệp gốc của bản {version} bị mất hoặc đã thay đổi. Hãy phục hồi kho từ bản sao lưu.").format(
                version=error.version
            ),
            icon=":material/error:",
        )
        return True
    if isinstance(error, json.JSONDecodeError):  # of all that pages read only the ledger is JSON
        st.error(
            _("Sổ cái bị hỏng; chạy `python -m etl verify`, rồi phục hồi từ bản sao lưu."), icon=":material/error:"
        )
        return True
    st.error(
        _("Có lỗi ngoài dự kiến. Dữ liệu đã tiếp nhận không bị ảnh hưởng; hãy thử lại hoặc báo quản trị viên."),
        icon=":material/error:",
    )
    return True
