"""What the first page asks, answered while the server wakes up."""

import contextlib

from etl.plan import plan_years
from etl.store.state import today
from pages.parts.door import prepare


def prepare_first_page() -> None:
    """The answers of whichever period is asked for: DuckDB plans them beside Python. What goes wrong is told to whoever asks first."""
    with contextlib.suppress(Exception):
        plan_year = plan_years()[-1]
        prepare("target_completion", today(), plan_year=plan_year)
        prepare("activities", today(), plan_year=plan_year, unit="")
        prepare("reporting", today(), plan_year=plan_year)
