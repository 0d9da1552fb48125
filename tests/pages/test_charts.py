"""Pictures: what is described is what is drawn, once for the same content."""

from datetime import date
from types import SimpleNamespace

from pages.parts.charts import columns, dots, goal, heat, pictures, span, steps, tiles


def row(district, completion, status="behind"):
    return SimpleNamespace(
        district=district,
        district_code=district[:1],
        completion=completion,
        status=status,
        numerator=1,
        denominator=2,
    )


def named(spec, mode):
    return [trace for trace in spec["data"] if trace.get("mode") == mode]


def test_dots_are_ranked_best_on_top_and_the_goal_line_stands_at_100():
    spec = dots.ranked([row("B<b>", 0.5), row("C", None, "no_report"), row("A", 1.2, "achieved")], {"A": 0.9}, 300, "B")
    assert spec["layout"]["yaxis"]["ticktext"] == ["A", "<b>B&lt;b&gt;</b>", "C"]
    before, now = named(spec, "markers")
    assert (before["x"], before["y"]) == ([0.9], [0])
    assert (now["x"], now["y"], now["customdata"]) == ([1.2, 0.5], [0, 1], ["A", "B"])
    assert named(spec, "text")[0]["text"] == ["● 120%", "○ 50%", "▨"]
    assert [(shape["x0"], shape["x1"]) for shape in spec["layout"]["shapes"]] == [(1, 1)]
    assert spec["layout"]["xaxis"]["range"][1] > 1.2


def test_a_line_joins_two_periods_only_where_both_are_there():
    spec = dots.ranked([row("A", 0.9), row("B", 0.2)], {"A": 0.5, "B": None}, 300)
    assert named(spec, "lines")[0]["x"] == [0.5, 0.9, None]


def test_no_change_is_a_ring_and_not_a_missing_period():
    spec = dots.ranked([row("A", 0.9), row("B", 0.2)], {"A": 0.9, "B": 0.1}, 300)
    assert named(spec, "markers")[0]["marker"]["size"] == [17, 8]


def test_a_bar_over_its_goal_passes_the_tick():
    spec = goal.goal_bar(1.2, "achieved")
    assert spec["layout"]["xaxis"]["range"][1] > 1.2
    assert [shape["x1"] for shape in spec["layout"]["shapes"]] == [1.2 * 1.01, 1.2, 1]
    assert [shape["x1"] for shape in goal.goal_bar(None, "no_report")["layout"]["shapes"]] == [1.01, 0.0, 1]


def test_a_heat_table_gives_back_the_tile_that_was_clicked():
    found = {(0, 0): heat.Tile("achieved", "● 100%", "A: <b>", "a CT1"), (1, 0): heat.Tile("behind", "○", "B", "b CT1")}
    spec = heat.heat(["A<i>", "B"], ["CT1"], found, 100, "b CT1")
    (marks,) = named(spec, "markers+text")
    assert (marks["customdata"], marks["hovertext"]) == (["a CT1", "b CT1"], ["A: &lt;b&gt;", "B"])
    assert spec["layout"]["yaxis"]["ticktext"] == ["A&lt;i&gt;", "B"]
    assert len(named(spec, "lines")) == 3  # two states and the frame
    picked = SimpleNamespace(selection=SimpleNamespace(points=[{"customdata": "a CT1"}]))
    assert (pictures.clicked(picked), pictures.clicked(None)) == ("a CT1", "")


def test_reports_come_in_steps():
    days = [date(2024, 6, 8), date(2024, 6, 5)]
    spec = steps.received(days, 3, date(2024, 6, 13), date(2024, 6, 20), 200)
    assert spec["data"][0]["y"] == [0, 1, 2, 2]
    assert spec["data"][0]["x"][1:3] == [date(2024, 6, 5), date(2024, 6, 8)]
    assert steps.received([], 3, date(2024, 6, 13), date(2024, 6, 20), 200)["data"][0]["y"] == [0, 0]


def test_stages_count_up_to_what_was_reached():
    spec = steps.stages([("<b>", "#000", [date(2024, 5, 1), date(2024, 4, 1)]), ("x", "#111", [])], 18, 2024, 200)
    assert [trace["name"] for trace in spec["data"]] == ["&lt;b&gt;: 2", "x: 0"]
    assert spec["data"][0]["y"] == [0, 1, 2, 2]


def test_one_figure_among_the_others():
    line, others, moved, before, now = span.span(0.5, 0.9, 0.6, 0.8, "behind")["data"]
    assert (others["x"], moved["x"], before["x"], now["x"]) == ([0.5, 0.9], [0.6, 0.8], [0.6], [0.8])
    assert line["x"][0] < 0.5
    assert len(span.span(0.5, 0.9, None, 0.8, "behind")["data"]) == 3


def test_classes_have_their_number_on_top():
    (bar,) = columns.columns(["0", "5+"], [3, 1200], ["not_achieved", "achieved"], 100)["data"]
    assert (bar["y"], bar["text"]) == ([3, 1200], ["3", "1.200"])


def test_names_on_tiles_break_only_where_they_must():
    assert [tiles._broken(name) for name in ("Ba Vì", "Đông Anh", "Đan Phượng", "Bắc Từ Liêm")] == [
        "Ba Vì",
        "Đông Anh",
        "Đan<br>Phượng",
        "Bắc Từ<br>Liêm",
    ]


def test_the_same_content_is_checked_once():
    first, second, other = ({"data": [{"type": "bar", "x": [x]}], "layout": {}} for x in (1, 1, 2))
    key = repr(first)
    figure = pictures._figure(key, first)
    assert pictures._figure(repr(second), second) is figure
    assert pictures._figure(repr(other), other) is not figure
