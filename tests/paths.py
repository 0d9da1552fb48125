"""Where the project lies, its modules, and the folder of workbooks that may stand beside it."""

import os

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SHARED = os.path.join(os.path.dirname(ROOT), "shared")


def modules(*tops):
    """Paths of the Python files below some folders of the project, from its root."""
    return sorted(
        os.path.relpath(os.path.join(folder, name), ROOT)
        for top in tops
        for folder, _, names in os.walk(os.path.join(ROOT, top))
        for name in names
        if name.endswith(".py")
    )
