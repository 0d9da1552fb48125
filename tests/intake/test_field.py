"""What people do to a correct report must not stop it: every figure is read, and nothing is found but the blanks."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.catalogue import BaseUnion
from tests.intake.field import Field
from tests.reports import read


def _kept(row):
    """A row as the record has it."""
    plain = {field: value.isoformat() if isinstance(value, date) else value for field, value in row.items()}
    return {
        f"{field}_code" if isinstance(value, BaseUnion) else field: (
            value.code if isinstance(value, BaseUnion) else value
        )
        for field, value in plain.items()
    }


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9))
def test_a_correct_report_is_read_whatever_was_done_to_it(seed):
    field = Field(seed)
    reading = read(field.sheets)
    assert [
        (f.code, f.sheet, f.cell, f.value)
        for f in reading.findings
        if f.code not in ("W10", "W05") and f.reason != "date_turned"
    ] == []
    assert sum(f.code == "W10" for f in reading.findings) == field.blanks
    assert (reading.unit_code, reading.period) == (field.district.code, "H1")
    for form, truth in (("BM1", field.base), ("BM2", field.models), ("BM3", field.events)):
        rows = reading.records["forms"][form]["rows"]
        assert [{name: row[name] for name in wanted} for row, wanted in zip(rows, map(_kept, truth), strict=True)] == [
            _kept(row) for row in truth
        ]


FAULTS = [
    ("BM1", "base_union", "Nơi Lạ", "E05"),
    ("BM1", "base_union", "X. Nơi Lạ", "E05"),
    ("BM1", "base_union", None, "E07"),
    ("BM1", "members", -3, "E08"),
    ("BM1", "members", "nhiều", "E07"),
    ("BM1", "rural_members", 1_000_000, "E09"),
    ("BM1", "landscape_models", 1.5, "E08"),
    ("BM1", "landscape_models", "95%", "E08"),
    ("BM1", "reached", 1_000_000, "E09"),
    ("BM1", "reached_straw", 1_000_000, "E09"),
    ("BM2", "model_type", "Cây xanh", "E07"),
    ("BM2", "commune", "Nơi Lạ", "E05"),
    ("BM2", "supported_by", None, "E07"),
    ("BM2", "trained_on", "tháng 3/2024", "E07"),
    ("BM2", "launched_on", date(2024, 12, 1), "E10"),
    ("BM2", "launched_on", "1/1/2024", "E10"),
    ("BM2", "volume", -1, "E08"),
    ("BM3", "title", None, "E07"),
    ("BM3", "actual_to", "1/1/2024", "E10"),
    ("BM3", "actual_from", "31/12/2021", "E10"),
    ("BM3", "planned_to", "sắp tới", "E07"),
]


@pytest.mark.parametrize("fault", FAULTS)
@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_one_fault_is_one_finding_at_its_cell(fault, seed):
    *planted, code = fault
    try:
        field = Field(seed, planted)
    except IndexError:
        return  # no row to plant it in
    found = [
        (f.code, f.sheet, f.cell)
        for f in read(field.sheets).findings
        if f.code not in ("W10", "W05") and f.reason != "date_turned"
    ]
    assert found == [(code, *place) for place in field.planted if place]
