"""What the page is looked at with."""

import streamlit as st

_TELEPHONE = "Mobi"  # in the browser's name: what browser makers agreed on


def is_phone() -> bool:
    """Whether the browser says that it is a telephone's; False where it says nothing.

    A page lays itself out by its width in the browser; only a picture and the order of columns have to be told.
    """
    headers = st.context.headers
    name = headers.get("User-Agent", "") if headers else ""
    return _TELEPHONE in (name or "")
