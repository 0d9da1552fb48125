"""The sample store, made once a run of the tests, whichever process asks first: a copy for whoever asks."""

import atexit
import os
import shutil
import tempfile
from functools import cache

from etl.sample import seasons
from etl.store.files.home import locked


def sample_store(path):
    """The sample store at `path`."""
    shutil.copytree(_made(), path, dirs_exist_ok=True)
    return str(path)


@cache
def _made():
    """Where the store lies that all processes of this run share."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    folder = os.path.join(tempfile.gettempdir(), f"sample-{run}") if run else tempfile.mkdtemp(prefix="sample-")
    home, done = os.path.join(folder, "store"), os.path.join(folder, "done")
    with locked(folder):
        if not os.path.exists(done):
            seasons.fill(home, "t", "test")
            open(done, "w").close()
            atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return home
