"""The workbooks as they came, byte for byte, each under its SHA-256."""

import os
from hashlib import sha256

from etl.store.home import sync_folder


def path(home: str, digest: str) -> str:
    """Where the original with that SHA-256 lies."""
    return os.path.join(home, "originals", digest[:2], f"{digest}.bin")


def digest_of(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return sha256(data).hexdigest()


def keep(home: str, data: bytes) -> str:
    """Write the original and make it last; its digest. Raises OSError with nothing half written."""
    digest = digest_of(data)
    target = path(home, digest)
    if os.path.exists(target) and os.path.getsize(target) == len(data):
        return digest
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
    sync_folder(folder)
    return digest


def read(home: str, digest: str) -> bytes:
    """The original's bytes; OSError where it is lost."""
    with open(path(home, digest), "rb") as file:
        return file.read()


def all_digests(home: str) -> list[str]:
    """Digests of every original that is there."""
    found = []
    for _, _, names in os.walk(os.path.join(home, "originals")):
        found.extend(name[:-4] for name in names if name.endswith(".bin"))
    return sorted(found)
