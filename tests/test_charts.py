"""Pictures: what is described is what is drawn, once for the same content, also while pandas is being loaded."""

import os
import subprocess
import sys
from types import SimpleNamespace

import pytest

from pages.parts import charts

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def row(district, completion, status="behind"):
    return SimpleNamespace(district=district, completion=completion, status=status, numerator=1, denominator=2)


def test_bars_are_sorted_and_the_goal_line_stands_at_100():
    spec = charts.bars([row("A", 1.2, "achieved"), row("B<b>", 0.5), row("C", None, "no_report")], "Tỷ lệ")
    (bar,) = spec["data"]
    assert (bar["x"], bar["y"]) == ([0, 50.0, 120.0], ["C", "B&lt;b&gt;", "A"])
    assert [(shape["x0"], shape["x1"]) for shape in spec["layout"]["shapes"]] == [(100, 100)]
    assert spec["layout"]["xaxis"]["range"] == [0, 120.0 * 1.08]


def test_a_pair_has_a_line_only_where_both_periods_are_there():
    spec = charts.paired(
        [SimpleNamespace(district="A", before=0.5, after=0.9), SimpleNamespace(district="B", before=None, after=0.2)],
        "6 tháng",
        "năm",
        "Tỷ lệ",
    )
    line, before, after = spec["data"]
    assert line["x"] == [50.0, 90.0, None]
    assert (before["x"], after["x"]) == ([50.0], [20.0, 90.0])


def test_the_same_content_is_checked_once():
    first, second, other = ({"data": [{"type": "bar", "x": [x]}], "layout": {}} for x in (1, 1, 2))
    key = repr(first)
    figure = charts._figure(key, first)
    assert charts._figure(repr(second), second) is figure
    assert charts._figure(repr(other), other) is not figure


# Plotly asks the pandas and the NumPy that stand in sys.modules, also ones of which half is loaded.
RACE = """
import logging, sys, threading
logging.disable()
from pages.parts import charts
def draw(number):
    charts.show({"data": [{"type": "bar", "x": [1, number], "marker": {"color": ["red", "blue"]}}], "layout": {}}, f"k{number}", "")
draw(0)
assert sys.argv[2] not in sys.modules
loading = threading.Thread(target=__import__, args=(sys.argv[1],))
loading.start()
drawn = 1
while loading.is_alive():
    draw(drawn)
    drawn += 1
draw(drawn)
print(drawn, sys.argv[2] in sys.modules)
"""


@pytest.mark.parametrize(("door", "module"), [("frames", "pandas"), ("arrow", "numpy")])
def test_pictures_are_drawn_while_what_plotly_asks_is_loaded(door, module):
    done = subprocess.run(
        [sys.executable, "-c", RACE, f"pages.parts.{door}", module], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.split()[1] == "True"
