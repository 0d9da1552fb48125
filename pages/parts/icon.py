"""The sign in the browser's tab."""

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner import get_script_run_ctx

_ICON = "app/static/icon.png"  # a sign of a font would be fetched from elsewhere


def show_icon() -> None:
    """Name the file to the browser. st.set_page_config would load NumPy, Pillow and a list of emojis to do it: a fifth of a server's start."""
    message, context = ForwardMsg(), get_script_run_ctx()
    message.page_config_changed.favicon = _ICON
    if context is not None:
        context.enqueue(message)
