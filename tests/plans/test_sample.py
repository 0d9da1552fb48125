"""Whole invented seasons are read without a false error."""

import pytest

from etl.intake.reading import Context
from etl.intake.sandboxed import read_reports
from etl.sample.seasons import sample_workbooks


@pytest.mark.parametrize("seed", range(10))
def test_seasons_of_clean_and_messy_workbooks_have_no_error(seed):
    """The benchmark of slips does the same for a hundred seasons."""
    samples = sample_workbooks(seed)
    readings = read_reports([(sample.data, Context()) for sample in samples])
    errors = [
        (sample.name, f.code, f.sheet, f.cell)
        for sample, reading in zip(samples, readings, strict=True)
        for f in reading.findings
        if f.severity == "error"
    ]
    assert (len(samples) > 30, errors) == (True, [])
