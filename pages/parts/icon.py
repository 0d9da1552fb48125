"""The sign in the browser's tab."""

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.PageConfig_pb2 import PageConfig
from streamlit.runtime.scriptrunner import get_script_run_ctx

_ICON = "app/static/icon.png"  # a sign of a font would be fetched from elsewhere


def show_icon() -> None:
    """Name the file to the browser. st.set_page_config would load NumPy, Pillow and a list of emojis to do it: a fifth of a server's start."""
    message, context = ForwardMsg(), get_script_run_ctx()
    config = message.page_config_changed
    config.favicon, config.layout, config.initial_sidebar_state = (
        _ICON,
        PageConfig.LAYOUT_UNSET,
        PageConfig.SIDEBAR_UNSET,
    )
    if context is not None:
        context.enqueue(message)
