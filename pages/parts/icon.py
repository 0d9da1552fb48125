"""The sign in the browser's tab."""

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.PageConfig_pb2 import PageConfig
from streamlit.runtime.scriptrunner import get_script_run_ctx

_ICON = "/app/static/icon.png"  # a sign of a font would be fetched from elsewhere


def show_icon() -> None:
    """What st.set_page_config(page_icon=_ICON) says, which would load NumPy, Pillow and a list of emojis to say it: a fifth of a server's start."""
    message, context = ForwardMsg(), get_script_run_ctx()
    message.page_config_changed.favicon = _ICON
    message.page_config_changed.layout = PageConfig.LAYOUT_UNSET
    message.page_config_changed.initial_sidebar_state = PageConfig.SIDEBAR_UNSET
    if context is not None:
        context.enqueue(message)
