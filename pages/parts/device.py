"""What the page is looked at with."""

import streamlit as st


def is_phone() -> bool:
    """Whether the browser says that it is a telephone's.

    A page lays out itself by its width; only what is a picture or an order of columns has to be told. The word “Mobi”
    in the browser's name is what browser makers agreed on for telephones.
    """
    headers = st.context.headers
    return "Mobi" in (headers.get("User-Agent", "") if headers else "")
