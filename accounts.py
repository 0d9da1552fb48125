"""Local accounts for an office without a sign-in provider: Canaille beside the dashboard, set up and started by one
command.

`python -m accounts --admin EMAIL` makes what is missing (keys, database, the dashboard as a client, secrets.toml, the
first administrator) and serves; `add EMAIL` and `password EMAIL` give somebody an account or a new password. Who may do
what in the dashboard is the dashboard's own list (`python -m etl users`).
"""

import argparse
import asyncio
import json
import logging
import os
import secrets
import sys
from typing import Any
from urllib.parse import urlsplit

from asgiref.wsgi import WsgiToAsgi
from canaille import create_app
from canaille.app import models
from canaille.backends import Backend
from hypercorn.asyncio import serve as hypercorn_serve
from hypercorn.config import Config
from joserfc.jwk import RSAKey

from etl.store import corrections, state
from etl.store.files import ledger
from etl.store.files.home import home

HERE = os.path.dirname(os.path.abspath(__file__))
ADDRESS, DASHBOARD = "http://localhost:8502", "http://localhost:8501"


class Unusable(Exception):
    """A sentence in both languages."""


def folder() -> str:
    """Where accounts and keys are kept: MONITOR_ACCOUNTS, or data/store-accounts in the project."""
    return os.environ.get("MONITOR_ACCOUNTS") or os.path.join(HERE, "data", "store-accounts")


def main(arguments: list[str]) -> int:
    """0 all well, 2 wrong usage or environment; one sentence then."""
    options = _parser().parse_args(arguments)
    if os.name != "nt":
        os.umask(0o077)
    logging.disable(logging.INFO)  # the database's own chatter
    try:
        if options.command == "run":
            return run(options)
        app = application(settings())
        print(give_account(app, options.email, options.command == "password"))
        return 0
    except Unusable as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(f"Không đọc hoặc ghi được / could not read or write {error.filename}: {error.strerror}", file=sys.stderr)
    except KeyboardInterrupt:
        return 0
    return 2


def run(options: argparse.Namespace) -> int:
    """Make what is missing, say what to do next, serve until stopped."""
    kept = settings(options.address, options.dashboard)
    app = application(kept)
    if options.admin:
        print(give_account(app, options.admin, is_reset=False))
        make_administrator(options.admin)
    elif not _people(app):
        raise Unusable("Lần đầu cần --admin E-MAIL. / The first time --admin E-MAIL is needed.")
    write_secrets(options.secrets, kept)
    print(f"Tài khoản ở / Accounts at {kept['address']}; khởi động lại / restart the dashboard: make run", flush=True)
    serve(app, urlsplit(kept["address"]).port if options.port is None else options.port)
    return 0


def settings(address: str | None = None, dashboard: str | None = None) -> dict[str, Any]:
    """Keys and addresses, made once; addresses may change later.

    Raises Unusable for an address others could listen to.
    """
    path = os.path.join(folder(), "settings.json")
    kept: dict[str, Any] = {}
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            kept = json.load(file)
    made = {
        "address": ADDRESS,
        "dashboard": DASHBOARD,
        "key": secrets.token_urlsafe(48),
        "client_secret": secrets.token_urlsafe(48),
        "cookie_secret": secrets.token_urlsafe(48),
        "jwk": None,
    } | kept
    made |= {
        name: value.rstrip("/") for name, value in (("address", address), ("dashboard", dashboard)) if value is not None
    }
    for name in ("address", "dashboard"):
        parts = urlsplit(made[name])
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname == "localhost"):
            raise Unusable(
                f"Địa chỉ {made[name]} phải là https:// hoặc http://localhost (xem docs/dang-nhap.md). / The address"
                " must be https:// or http://localhost."
            )
    if made["jwk"] is None:
        key = RSAKey.generate_key(2048)
        key.ensure_kid()
        made["jwk"] = key.as_dict(private=True)
    if made != kept:
        _write_private(path, json.dumps(made, indent=1))
    return made


def application(kept: dict[str, Any]) -> Any:
    """Canaille with its database, which knows the dashboard as its one client."""
    parts = urlsplit(kept["address"])
    app = create_app(
        config={
            "SECRET_KEY": kept["key"],
            "SERVER_NAME": parts.netloc,
            "PREFERRED_URL_SCHEME": parts.scheme,
            "SESSION_COOKIE_SECURE": parts.scheme == "https",
            "CANAILLE": {
                "NAME": "Hội LHPN Hà Nội",
                "DATABASE": "sql",
                "ENABLE_REGISTRATION": False,
                "ENABLE_INTRUDER_LOCKOUT": True,
                "ENABLE_PASSWORD_RECOVERY": False,
                "CAPTCHA_ENABLED": False,
                "MIN_PASSWORD_LENGTH": 12,
                "SMTP": None,
                "LOGO": None,
                "ACL": {
                    "DEFAULT": {
                        "PERMISSIONS": ["edit_self", "use_oidc"],
                        "READ": ["user_name", "groups", "lock_date"],
                        "WRITE": ["password", "formatted_name", "family_name", "given_name", "preferred_language"],
                    }
                },
            },
            "CANAILLE_SQL": {"DATABASE_URI": f"sqlite:///{os.path.join(folder(), 'accounts.sqlite')}"},
            "CANAILLE_OIDC": {"ACTIVE_JWKS": [kept["jwk"]], "TRUSTED_DOMAINS": [urlsplit(kept["dashboard"]).hostname]},
        },
        env_file=None,
    )
    with app.app_context():
        _know_the_dashboard(kept)
    return app


def _know_the_dashboard(kept: dict[str, Any]) -> None:
    backend, back = Backend.instance, f"{kept['dashboard']}/oauth2callback"
    client = backend.get(models.Client, client_id="dashboard") or models.Client(client_id="dashboard")
    backend.update(
        client,
        client_name="Theo dõi Đề án",
        client_secret=kept["client_secret"],
        client_uri=kept["dashboard"],
        redirect_uris=[back],
        post_logout_redirect_uris=[back],
        grant_types=["authorization_code"],
        response_types=["code"],
        token_endpoint_auth_method="client_secret_basic",
        scope=["openid", "email", "profile"],
    )
    backend.save(client)
    if client not in client.audience:
        client.audience = [client]
        backend.save(client)


def give_account(app: Any, email: str, is_reset: bool) -> str:
    """A sentence with the password, which is shown this once; an account that is there keeps its own.

    Raises Unusable.
    """
    email = email.strip().lower()
    if email.count("@") != 1 or any(char.isspace() for char in email) or not all(email.split("@")):
        raise Unusable(f"“{email}” không phải e-mail. / “{email}” is no e-mail address.")
    with app.app_context():
        user = Backend.instance.get(models.User, user_name=email)
        if user is None and is_reset:
            raise Unusable(f"Chưa có tài khoản {email}. / There is no account {email}.")
        if user is not None and not is_reset:
            return f"{email}: đã có tài khoản. / has an account."
        password = secrets.token_urlsafe(12)
        user = user or models.User(user_name=email, emails=[email], formatted_name=email, family_name=email)
        Backend.instance.save(user)
        Backend.instance.set_user_password(user, password)
    return f"{email}: mật khẩu / password {password}"


def make_administrator(email: str) -> None:
    """The dashboard's own list has somebody who may do everything, its first user."""
    known = state.replay(ledger.read(home())).users
    if not any(row["role"] == "admin" and not row["is_blocked"] for row in known.values()):
        corrections.record(home(), corrections.user_event(email, "admin", None, False), "accounts", "cli")


def write_secrets(path: str, kept: dict[str, Any]) -> None:
    """Sign-in for the dashboard, unless somebody has configured another. Raises Unusable."""
    text = (
        f'[auth]\nredirect_uri = "{kept["dashboard"]}/oauth2callback"\ncookie_secret ='
        f' "{kept["cookie_secret"]}"\nclient_id = "dashboard"\nclient_secret ='
        f' "{kept["client_secret"]}"\nserver_metadata_url = "{kept["address"]}/.well-known/openid-configuration"\n\n#'
        " the administrator makes the accounts, so their e-mail addresses are known to be"
        " right\n[monitor]\nprovider_verifies_email = true\n"
    )
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            found = file.read()
        if 'client_id = "dashboard"' not in found:
            raise Unusable(f"{path} đã cấu hình cách đăng nhập khác. / has another sign-in configured already.")
        if found == text:
            return
    _write_private(path, text)


def serve(app: Any, port: int | None) -> None:
    """On this computer only: a proxy with TLS stands before it where others are to reach it."""
    config = Config()
    config.bind = [f"127.0.0.1:{port or urlsplit(ADDRESS).port}"]
    config.include_server_header = False
    asyncio.run(hypercorn_serve(WsgiToAsgi(app), config))


def _people(app: Any) -> bool:
    with app.app_context():
        return bool(Backend.instance.query(models.User))


def _write_private(path: str, text: str) -> None:
    """Whole or not at all, and for nobody else's eyes."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    temporary = f"{path}.{os.getpid()}.part"
    with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(temporary, path)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m accounts", description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command")
    serving = commands.add_parser("run", help="set up what is missing and serve (the default)")
    serving.add_argument("--admin", metavar="E-MAIL", help="the first administrator; needed the first time")
    serving.add_argument("--address", metavar="URL", help=f"where people reach the accounts ({ADDRESS})")
    serving.add_argument("--dashboard", metavar="URL", help=f"where people reach the dashboard ({DASHBOARD})")
    serving.add_argument("--port", type=int, help="port on this computer, where it differs from the address (8502)")
    serving.add_argument("--secrets", default=os.path.join(HERE, ".streamlit", "secrets.toml"), help=argparse.SUPPRESS)
    for name, words in (("add", "an account for somebody"), ("password", "a new password for somebody")):
        commands.add_parser(name, help=words).add_argument("email")
    return parser


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.exit(main(given if given[:1] and given[0] in ("run", "add", "password", "-h", "--help") else ["run", *given]))
