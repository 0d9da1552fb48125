"""Files that are written whole or not at all."""

import os


def save(content: bytes, path: str) -> None:
    """The bytes at `path`, whole or not at all: what stood there stays until then. Raises OSError."""
    temporary = f"{path}.{os.getpid()}.part"
    try:
        with open(temporary, "wb") as file:
            file.write(content)
        os.replace(temporary, path)
    except BaseException:
        if os.path.exists(temporary):
            os.unlink(temporary)
        raise
