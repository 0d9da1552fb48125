"""The frame: sign-in, language, filters, page list, the mark on invented figures; then the page that was asked for."""

import streamlit as st

from pages.parts import filters
from pages.parts.i18n import _
from pages.parts.navigation import navigation
from pages.parts.paper import for_paper
from pages.parts.queries import is_sample
from pages.parts.server.access import sign_in

filters.settle()
st.set_page_config(page_title=_("Theo dõi Đề án – Hội LHPN Hà Nội"), page_icon="/app/static/icon.png", layout="wide")
user = sign_in()
page = navigation(user)
filters.show()
if is_sample():
    st.warning(
        _("SỐ LIỆU MẪU – không có thật. Mọi con số trên trang này được tạo ra để giới thiệu hệ thống."),
        icon=":material/science:",
    )
for_paper()
page.run()
