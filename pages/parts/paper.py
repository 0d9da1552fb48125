"""How pages print: without the frame's list of pages, small enough that nothing is cut, on A4.

The only style sheet of ours, and for paper only: Streamlit prints its page list and cuts tables at the edge, and has no
setting for either.
"""

import streamlit as st

_SHEET = """<style>@media print {{
@page {{ size: A4 {orientation}; margin: 8mm; }}
[data-testid=stSidebar], [data-testid=stHeader], .modebar-container, .stButton,
  .stDownloadButton, .stPopover button svg, .st-key-truoc, .st-key-sau {{ display: none !important; }}
[class*=st-key-chon-] .stButton {{ display: block !important; }}
[data-testid=stMainBlockContainer] {{ zoom: {zoom}; padding: 0 !important; }}
[data-testid=stPlotlyChart], [data-testid=stDataFrame] {{ break-inside: avoid; }}
[data-testid=stHorizontalBlock] {{ display: flex !important; flex-wrap: nowrap !important; }}
[data-testid=stColumn] {{ min-width: 0 !important; break-inside: avoid; }}
[data-testid=stHeading] {{ break-after: avoid; }}
}}</style>"""


def for_paper(orientation: str = "landscape", zoom: float = 0.7) -> None:
    """Say how this page prints. zoom: what is 16 px on the screen is this times as large on paper."""
    st.html(_SHEET.format(orientation=orientation, zoom=zoom))
