"""What Streamlit does not promise to keep: each symbol, and what breaks without it. Red after an upgrade: mend
pages/parts/server/streamlit_internals.py and nothing else.
"""

import ast
import inspect
import os
from importlib import import_module

import pytest

from pages.parts.server import streamlit_internals
from tests.paths import ROOT, modules

MODULE = os.path.join("pages", "parts", "server", "streamlit_internals.py")
SYMBOLS = {  # module, name → what breaks without it
    ("streamlit.auth_util", "get_cookie_with_chunks"): "a long sign-in cookie is not put together: nobody is known",
    ("streamlit.config", "set_option"): "sockets from the office's own addresses are refused",
    ("streamlit.file_util", "get_static_dir"): "the policy does not know the shell's scripts: pages stay blank",
    ("streamlit.navigation.page", "StreamlitPage"): "types alone",
    ("streamlit.proto.BackMsg_pb2", "BackMsg"): "messages of tabs cannot be told apart: none passes",
    ("streamlit.proto.ForwardMsg_pb2", "ForwardMsg"): "tabs are told where on the computer the pages lie",
    ("streamlit.runtime", "Runtime"): "files cannot be kept from other people's tabs",
    ("streamlit.runtime.memory_media_file_storage", "_calculate_file_id"): "own downloads answer 404",
    ("streamlit.web.server.server_util", "get_cookie_secret"): "nobody is known",
    ("streamlit.web.server.starlette.starlette_server_config", "USER_COOKIE_NAME"): "nobody is known",
}
PARAMETERS = {
    ("streamlit.auth_util", "get_cookie_with_chunks"): ["get_single_cookie_fn", "cookie_name"],
    ("streamlit.runtime.memory_media_file_storage", "_calculate_file_id"): ["data", "mimetype", "filename"],
}
KINDS = {"rerun_script", "stop_script", "app_heartbeat", "file_urls_request", "backend_operation_request"}


def private_names(path):
    """Modules of Streamlit below its front door that a file imports."""
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        tree = ast.parse(file.read())
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in ("streamlit", "_duckdb"):
            yield from ((node.module, alias.name) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((a.name, "") for a in node.names if a.name.startswith(("streamlit.", "_duckdb")))


def test_one_module_touches_them():
    assert [path for path in [*modules("etl", "pages"), "app.py"] if path != MODULE and list(private_names(path))] == []


def test_each_symbol_has_its_line_here():
    used = {(module if module != "streamlit" else f"streamlit.{name}", name) for module, name in private_names(MODULE)}
    known = {module for module, _name in SYMBOLS}
    assert {module for module, _name in used} == known


@pytest.mark.parametrize(("module", "name"), SYMBOLS, ids=lambda part: part)
def test_each_symbol_is_there(module, name):
    assert hasattr(import_module(module), name), SYMBOLS[module, name]


@pytest.mark.parametrize(("module", "name"), PARAMETERS, ids=lambda part: part)
def test_each_takes_what_we_give(module, name):
    found = list(inspect.signature(getattr(import_module(module), name)).parameters)
    assert found[: len(PARAMETERS[module, name])] == PARAMETERS[module, name], SYMBOLS[module, name]


def test_the_messages_of_a_tab_have_these_kinds():
    back = import_module("streamlit.proto.BackMsg_pb2").BackMsg
    assert {field.name for field in back.DESCRIPTOR.oneofs_by_name["type"].fields} >= KINDS
    assert streamlit_internals.kind_of_message(back(app_heartbeat=True).SerializeToString()) == "app_heartbeat"
    assert streamlit_internals.kind_of_message(b"\xff\xff") is None


def test_a_new_tab_is_not_told_where_the_pages_lie():
    message = import_module("streamlit.proto.ForwardMsg_pb2").ForwardMsg()
    message.new_session.main_script_path = "/srv/pages/main.py"
    message.new_session.initialize.environment_info.streamlit_version = "1.67.0"
    told = streamlit_internals.without_environment(message.SerializeToString())
    assert b"/srv" not in told
    assert b"1.67.0" not in told


def test_the_attributes_of_the_runtime():
    """Private ones of objects that exist in a running server alone: their classes' source names them."""
    wanted = {
        ("streamlit.runtime.runtime", "Runtime"): ["_session_mgr", "media_file_mgr", "uploaded_file_mgr"],
        ("streamlit.runtime.app_session", "AppSession"): ["_user_info"],
        ("streamlit.runtime.media_file_manager", "MediaFileManager"): ["_files_by_session_and_coord"],
        ("streamlit.runtime.memory_uploaded_file_manager", "MemoryUploadedFileManager"): ["file_storage"],
    }
    missing = [
        f"{name}.{attribute}"
        for (module, name), attributes in wanted.items()
        for attribute in attributes
        if attribute not in inspect.getsource(getattr(import_module(module), name))
    ]
    assert missing == []
