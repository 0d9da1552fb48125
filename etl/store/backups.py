"""The whole store out, as one zip file, and in again."""

import errno
import json
import os
import shutil
import zipfile
import zlib
from datetime import UTC, datetime
from hashlib import sha256

from etl.store import state
from etl.store.beginning import set_aside
from etl.store.corrections import InvalidAction
from etl.store.database.following import rebuild
from etl.store.database.records import OriginalFault
from etl.store.files import ledger, originals
from etl.store.files.home import locked
from etl.store.verification import original_faults

_MANIFEST = "manifest.json"
_KEPT = ("ledger.jsonl", "originals")


def backup(home: str, target: str) -> int:
    """Ledger and originals in one zip file, whole or not at all; the number of versions in it.

    Raises OSError, OriginalFault, InvalidAction.
    """
    temporary = f"{target}.{os.getpid()}.part"
    with locked(home):
        names = _files(home)
        now = state.replay(ledger.read(home))
        for version in now.versions.values():
            if f"originals/{version.sha256}.bin" not in names:  # a backup without it could never be restored
                raise OriginalFault(version.version, "lost")
        for issued in now.issues.values():
            if f"originals/{issued.sha256}.bin" not in names:
                raise InvalidAction(
                    "Mất báo cáo đã phát hành lần {issue}; phục hồi bản sao lưu mới nhất.", issue=issued.issue
                )
        try:
            with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
                digests = {}
                for name in names:
                    with open(os.path.join(home, *name.split("/")), "rb") as file:
                        data = file.read()
                    digests[name] = sha256(data).hexdigest()
                    archive.writestr(name, data)
                made = datetime.now(UTC).isoformat(timespec="seconds")
                archive.writestr(_MANIFEST, json.dumps({"made": made, "files": digests}, indent=1))
            os.replace(temporary, target)
        except OSError:
            if os.path.exists(temporary):
                os.unlink(temporary)
            raise
        return len(state.replay(ledger.read(home)).versions)


def restore(home: str, source: str) -> int:
    """A backup becomes the store, after every byte of it was verified; the store that was is set aside.

    Raises InvalidAction, OSError.
    """
    fresh = f"{home}.restored-{os.getpid()}"
    try:
        with locked(fresh):
            _unpack(source, fresh)
            faults = [*ledger.faults(fresh), *original_faults(fresh)]
            if faults:
                raise InvalidAction("Bản sao lưu bị hỏng; kho hiện tại giữ nguyên.")
            rebuild(fresh)
        with locked(home):
            set_aside(home, "before-restore")
            for name in os.listdir(fresh):
                if name != "lock":
                    os.replace(os.path.join(fresh, name), os.path.join(home, name))
        return len(state.replay(ledger.read(home)).versions)
    except OriginalFault as error:
        raise InvalidAction("Bản sao lưu không đọc lại được; kho hiện tại giữ nguyên.") from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _files(home: str) -> list[str]:
    names = ["ledger.jsonl"] if os.path.exists(ledger.path(home)) else []
    return names + [f"originals/{digest}.bin" for digest in originals.all_digests(home)]


def _unpack(source: str, target: str) -> None:
    damaged = InvalidAction("Tệp này không phải bản sao lưu, hoặc đã hỏng.")
    try:
        with zipfile.ZipFile(source) as archive:
            digests = json.loads(archive.read(_MANIFEST))["files"]
            for name, digest in digests.items():
                parts = name.split("/")
                data = archive.read(name)
                if parts[0] not in _KEPT or ".." in parts or "\\" in name or sha256(data).hexdigest() != digest:
                    raise damaged
                path = os.path.join(target, *parts)
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, "wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
    except (
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        EOFError,
        OverflowError,
        RuntimeError,  # a damaged flag says “encrypted”; NotImplementedError is one too
    ) as error:
        raise damaged from error
    except OSError as error:
        # A damaged place lies before the file's beginning (EINVAL); bzip2's complaint has no number. A disk's has one.
        if error.errno in (None, errno.EINVAL):
            raise damaged from error
        raise
