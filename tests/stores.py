"""The sample store, made once a process: a copy for whoever asks."""

import os
import shutil
import tempfile
from functools import cache

from etl.sample import seasons


def sample_store(path):
    """The sample store at `path`."""
    shutil.copytree(_made(), path, dirs_exist_ok=True)
    return str(path)


@cache
def _made():
    home = os.path.join(tempfile.mkdtemp(prefix="sample-"), "store")
    seasons.fill(home, "t", "test")
    return home
