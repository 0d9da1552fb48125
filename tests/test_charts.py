"""Pictures: what is described is what is drawn, once for the same content."""

from types import SimpleNamespace

from pages.parts.charts import bars, pictures


def row(district, completion, status="behind"):
    return SimpleNamespace(district=district, completion=completion, status=status, numerator=1, denominator=2)


def test_bars_are_sorted_and_the_goal_line_stands_at_100():
    spec = bars.bars([row("A", 1.2, "achieved"), row("B<b>", 0.5), row("C", None, "no_report")], "Tỷ lệ")
    (bar,) = spec["data"]
    assert (bar["x"], bar["y"]) == ([0, 50.0, 120.0], ["C", "B&lt;b&gt;", "A"])
    assert [(shape["x0"], shape["x1"]) for shape in spec["layout"]["shapes"]] == [(100, 100)]
    assert spec["layout"]["xaxis"]["range"] == [0, 120.0 * 1.08]


def test_a_pair_has_a_line_only_where_both_periods_are_there():
    spec = bars.paired(
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
    figure = pictures._figure(key, first)
    assert pictures._figure(repr(second), second) is figure
    assert pictures._figure(repr(other), other) is not figure
