"""The frame: sign-in, page list, the line of filters; then the page that was asked for."""

import streamlit as st

from etl.store.files.home import home
from etl.store.queries import snapshot
from pages.parts import filters
from pages.parts.i18n import _
from pages.parts.navigation import is_presenting, navigation
from pages.parts.paper import for_paper
from pages.parts.server.access import at_the_page, sign_in
from pages.parts.server.memory import keep_out_of_collections

filters.settle()
st.set_page_config(page_title=_("Theo dõi Đề án – Hội LHPN Hà Nội"), page_icon="/app/static/icon.png", layout="wide")
user = sign_in()
with at_the_page(user), snapshot.steady(home()):
    page = navigation(user)
    filters.show(user, is_quiet=is_presenting())
    for_paper()
    page.run()
keep_out_of_collections()
