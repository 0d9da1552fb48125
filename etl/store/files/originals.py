"""The workbooks as they came, byte for byte, each under its SHA-256."""

import os
from hashlib import sha256

from etl.store.files.home import sync_folder


def path(home: str, digest: str) -> str:
    """Where the original with that SHA-256 lies."""
    return os.path.join(home, "originals", f"{digest}.bin")


def digest_of(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return sha256(data).hexdigest()


def keep_all(home: str, files: list[bytes]) -> list[str]:
    """Write originals and make them last; their digests. Raises OSError with nothing half written."""
    digests = [digest_of(data) for data in files]
    folders = {_write(path(home, digest), data) for digest, data in zip(digests, files, strict=True)}
    for folder in folders - {""}:
        sync_folder(folder)
        sync_folder(os.path.dirname(folder))
    return digests


def _write(target: str, data: bytes) -> str:
    """The folder in which something new stands, or nothing where the original was kept before."""
    if os.path.exists(target) and os.path.getsize(target) == len(data):
        return ""
    folder = os.path.dirname(target)
    os.makedirs(folder, exist_ok=True)
    temporary = f"{target}.{os.getpid()}.part"
    try:
        with open(temporary, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, target)
    except OSError:
        if os.path.exists(temporary):
            os.unlink(temporary)
        raise
    return folder


def read(home: str, digest: str) -> bytes:
    """The original's bytes; OSError where it is lost."""
    with open(path(home, digest), "rb") as file:
        return file.read()


def all_digests(home: str) -> list[str]:
    """Digests of every original that is there."""
    try:
        names = os.listdir(os.path.join(home, "originals"))
    except FileNotFoundError:
        return []
    return sorted(name[:-4] for name in names if name.endswith(".bin"))
