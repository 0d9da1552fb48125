"""What the server's memory holds for good."""

import gc
from functools import cache


@cache
def keep_out_of_collections() -> None:
    """Once, after the first page: what is loaded by then stays as long as the server.

    Streamlit collects garbage after every run and would look through all of it, 50 ms a click: with fifty viewers the
    difference between a third of a second and eight.
    """
    gc.collect()
    gc.freeze()
