"""The meeting's slides: 16:9, one message a slide as its title, native charts that hold the views' values.

Where the figures stand is in the speaker's notes.
"""

import io
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Mm, Pt

from etl.formatting import day, number, share
from etl.outputs.export import sample_mark
from etl.outputs.papers import sentences as say
from etl.outputs.papers.blocks import Item
from etl.outputs.papers.facts import Facts
from etl.outputs.papers.report import BLANK, report
from etl.store.queries import rows as of_question

WIDTH, HEIGHT = Mm(338.67), Mm(190.5)
_LEFT, _INNER = Mm(16), Mm(306)
_FONT = "Arial"
_INK, _GREY = RGBColor(0x1F, 0x2A, 0x37), RGBColor(0x4A, 0x55, 0x60)
_COLOURS = {
    "achieved": "2E9E83",
    "done": "2E9E83",
    "on_time": "2E9E83",
    "sustained": "2E9E83",
    "launched": "6FBFA9",
    "near": "E8A317",
    "late": "E8A317",
    "partly": "E8A317",
    "paused": "E8A317",
    "behind": "D55E00",
    "missing": "D55E00",
    "overdue": "D55E00",
    "stopped": "D55E00",
    "trained": "9CC7DE",
    "upcoming": "9CC7DE",
    "due": "9CC7DE",
    "no_goal": "9CC7DE",
    "incomplete": "C9D6E2",
}
_OTHER = "B4BCC4"
_MOST_LINES, _LONGEST = 8, 150  # of a slide of text; letters of a line
_MOST_NAMES = 5  # of a legend


def slides_file(facts: Facts) -> bytes:
    """The .pptx: city, each target, models, activities, reporting, attention."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    layout = deck.slide_layouts[5]  # a title and nothing else
    _place_title(layout)
    maker = _Maker(deck, layout, facts)
    maker.city()
    for row in facts.city:
        maker.target(row)
    maker.models()
    maker.activities()
    maker.reporting()
    maker.attention()
    deck.core_properties.title = f"{facts.plan.city['name']}: {say.period_name(facts)}"
    deck.core_properties.language = "vi-VN"
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def _place_title(layout: Any) -> None:
    title = layout.placeholders[0]
    title.left, title.top, title.width, title.height = _LEFT, Mm(8), _INNER, Mm(30)


class _Maker:
    """Puts slides into a deck."""

    def __init__(self, deck: Any, layout: Any, facts: Facts) -> None:
        self._deck, self._layout, self._facts = deck, layout, facts

    def city(self) -> None:
        """Every target's completion beside the others."""
        rows = [row for row in self._facts.city if row.completion is not None]
        achieved = [row for row in self._facts.city if row.status == "achieved"]
        title = (
            f"{number(len(achieved))}/{number(len(self._facts.city))} chỉ tiêu của Thành phố đã đạt"
            f" ({say.period_name(self._facts)})"
        )
        slide = self._slide(title)
        if rows:
            labels = [f"{row.target_code} {row.short} ({say.STATES[row.status]})" for row in rows]
            chart = self._bars(slide, labels, [row.completion for row in rows], [row.status for row in rows])
            chart.category_axis.reverse_order = True
        else:
            _text(slide, ["Chưa có báo cáo nào nên chưa có tỷ lệ."])

    def target(self, row: of_question.TargetCompletion) -> None:
        """The districts, the best on top; a target without a district's goal counts."""
        facts = self._facts
        figure = say.share_of(row)
        slide = self._slide(f"{row.short}: {figure + ', ' if figure else ''}{say.standing(row, facts)}")
        rows = [one for one in facts.districts(row.target_code) if one.numerator is not None]
        ranked = sorted(rows, key=lambda one: _value(one) or 0)
        if not ranked:
            _text(slide, ["Chưa có đơn vị nào có số liệu."])
            return
        values, states = [_value(one) for one in ranked], [one.status for one in ranked]
        is_share = any(one.completion is not None for one in ranked)
        self._bars(slide, [one.district for one in ranked], values, states, is_share)
        silent = [one.district for one in facts.districts(row.target_code) if one.status == "no_report"]
        who = say.listed(silent) if len(silent) <= _MOST_NAMES else f"{number(len(silent))} đơn vị"
        _legend(slide, states, f"chưa có báo cáo: {who}" if silent else "")

    def models(self) -> None:
        """Each programme's models by stage."""
        programmes = [row for row in self._facts.city if row.kind in ("district_has", "communes_with")]
        parts = [f"{row.short.lower()} {number(row.numerator)}/{number(row.goal)}" for row in programmes]
        slide = self._slide(f"Mô hình đã ra mắt: {say.listed(parts)}" if parts else "Kế hoạch không có mô hình")
        own = {row.target_code: say.own_models(row.target_code, self._facts) for row in programmes}
        stages = ("sustained", "launched", "trained", "selected", "paused", "stopped")
        counts = {
            state: [sum(one.shown_state == state for one in own[row.target_code]) for row in programmes]
            for state in stages
        }
        self._stacked(slide, [row.short for row in programmes], counts)

    def activities(self) -> None:
        """Each section's activities by state."""
        sections = self._facts.sections
        done, total = sum(row.done for row in sections), sum(row.activities for row in sections)
        slide = self._slide(f"{number(done)}/{number(total)} hoạt động của kế hoạch đã thực hiện")
        counts = {
            "done": [row.done for row in sections],
            "partly": [row.partly for row in sections],
            "overdue": [row.overdue for row in sections],
            "open": [row.ahead for row in sections],
        }
        self._stacked(slide, [row.section for row in sections], counts)

    def reporting(self) -> None:
        """Reports of the period by state."""
        rows = self._facts.reporting
        got = sum(row.received_on is not None for row in rows)
        label = str(self._facts.period["label"]).lower()
        slide = self._slide(f"{number(got)}/{number(len(rows))} báo cáo {label} đã nhận")
        counts = {state: [sum(row.status == state for row in rows)] for state in ("on_time", "late", "missing", "due")}
        self._stacked(slide, [f"Báo cáo {label}"], counts)

    def attention(self) -> None:
        """What the report lists as lacking."""
        blocks = list(report(self._facts, BLANK).body)
        start = next(at for at, block in enumerate(blocks) if getattr(block, "text", "").startswith("VI. "))
        lines = []
        for block in blocks[start + 1 :]:
            if not isinstance(block, Item):
                break
            lines.append(block.text)
        slide = self._slide(f"{number(len(lines))} việc cần chú ý" if lines else "Không có việc nào cần chú ý")
        shown = [line if len(line) <= _LONGEST else line[:_LONGEST].rsplit(" ", 1)[0] + "…" for line in lines]
        more = [f"và {number(len(lines) - _MOST_LINES)} việc khác (xem báo cáo)"] if len(lines) > _MOST_LINES else []
        _text(slide, [*shown[:_MOST_LINES], *more])

    def _slide(self, title: str) -> Any:
        slide = self._deck.slides.add_slide(self._layout)
        slide.shapes.title.text = title
        frame = slide.shapes.title.text_frame
        frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
        _shape(frame, 28 if len(title) <= 90 else 24, True)
        for paragraph in frame.paragraphs:
            paragraph.alignment = 1
        foot = f"{self._facts.plan.city['name']} · tính đến ngày {day(self._facts.as_of)} · {len(self._deck.slides)}"
        mark = f"{sample_mark('vi')} · " if self._facts.is_sample else ""
        box = slide.shapes.add_textbox(_LEFT, Mm(178), _INNER, Mm(8))
        box.text_frame.text = mark + foot
        box.text_frame.word_wrap = True
        _shape(box.text_frame, 12, bool(mark), _GREY)
        slide.notes_slide.notes_text_frame.text = self._sources()
        return slide

    def _sources(self) -> str:
        """Which version speaks for each unit, and when it was received."""
        lines = [
            f"{unit}: bản {number(version)}, nhận ngày {day(received)}, tệp {file}"
            for (unit, version, received, file), _rows in groupby(
                self._facts.sources, key=lambda row: (row.unit, row.version, row.received_on, row.file_name)
            )
            if version is not None
        ]
        return "\n".join([f"Nguồn số liệu, {say.period_name(self._facts)}:", *(lines or ["chưa có báo cáo"])])

    def _bars(
        self,
        slide: Any,
        labels: Sequence[str],
        values: Sequence[float | None],
        states: Sequence[str],
        is_share: bool = True,
    ) -> Any:
        data = CategoryChartData(number_format="0.0%" if is_share else "#,##0")
        data.categories = labels
        data.add_series("Tỷ lệ" if is_share else "Số lượng", values)
        chart = _chart(slide, XL_CHART_TYPE.BAR_CLUSTERED, data)
        chart.has_legend = False
        plot = chart.plots[0]
        plot.gap_width = 40
        plot.has_data_labels = True
        plot.data_labels.position = XL_LABEL_POSITION.OUTSIDE_END
        plot.data_labels.number_format, plot.data_labels.number_format_is_linked = (
            "0.0%" if is_share else "#,##0",
            False,
        )
        _font(plot.data_labels.font, 14)
        for point, (value, state) in enumerate(zip(values, states, strict=True)):
            own = plot.series[0].points[point]
            own.format.fill.solid()
            own.format.fill.fore_color.rgb = RGBColor.from_string(_COLOURS.get(state, _OTHER))
            if is_share and value is not None and 0.9995 <= value < 1:  # never shown as 100 %
                own.data_label.text_frame.text = share(value)
                _shape(own.data_label.text_frame, 14, False)
        chart.value_axis.visible = False
        chart.value_axis.has_major_gridlines = False
        chart.value_axis.minimum_scale = 0
        chart.value_axis.maximum_scale = max([1.0, *(value for value in values if value is not None)]) * 1.1
        return chart

    def _stacked(self, slide: Any, labels: Sequence[str], counts: dict[str, list[int]]) -> None:
        data = CategoryChartData(number_format="#,##0")
        data.categories = labels or [""]
        used = {state: values for state, values in counts.items() if any(values)}
        if not used:
            _text(slide, ["Chưa có số liệu."])
            return
        for state, values in used.items():
            data.add_series("chưa có kết quả" if state == "open" else say.STATES[state], [v or None for v in values])
        chart = _chart(slide, XL_CHART_TYPE.BAR_STACKED, data)
        chart.has_legend, chart.legend.position, chart.legend.include_in_layout = True, XL_LEGEND_POSITION.TOP, False
        _font(chart.legend.font, 14)
        plot = chart.plots[0]
        plot.gap_width, plot.overlap, plot.has_data_labels = 60, 100, True
        _font(plot.data_labels.font, 14)
        for series, state in zip(plot.series, used, strict=True):
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = RGBColor.from_string(_COLOURS.get(state, _OTHER))
        chart.category_axis.reverse_order = True
        chart.value_axis.visible = False
        chart.value_axis.has_major_gridlines = False


def _value(row: of_question.TargetCompletion) -> float | None:
    return row.completion if row.completion is not None else row.numerator


def _chart(slide: Any, kind: Any, data: CategoryChartData) -> Any:
    frame = slide.shapes.add_chart(kind, _LEFT, Mm(44), _INNER, Mm(132), data)
    chart = frame.chart
    chart.has_title = False
    _font(chart.category_axis.tick_labels.font, 13 if len(data.categories) > 8 else 16)
    chart.category_axis.format.line.color.rgb = RGBColor.from_string(_OTHER)
    return chart


def _legend(slide: Any, states: Sequence[str], more: str) -> None:
    """What the colours mean, each by its word; who has no bar."""
    box = slide.shapes.add_textbox(_LEFT, Mm(35), _INNER, Mm(8))
    box.text_frame.word_wrap = True
    paragraph = box.text_frame.paragraphs[0]
    for state in dict.fromkeys(states):
        mark = paragraph.add_run()
        mark.text = "■ "
        _font(mark.font, 14, False, RGBColor.from_string(_COLOURS.get(state, _OTHER)))
        words = paragraph.add_run()
        words.text = f"{say.STATES[state]}    "
        _font(words.font, 14)
    last = paragraph.add_run()
    last.text = more
    _font(last.font, 14)


def _text(slide: Any, lines: Sequence[str]) -> None:
    box = slide.shapes.add_textbox(_LEFT, Mm(42), _INNER, Mm(132))
    frame = box.text_frame
    frame.word_wrap = True
    frame.text = "\n".join(f"• {line}" if len(lines) > 1 else line for line in lines)
    _shape(frame, 18, False)
    for paragraph in frame.paragraphs:
        paragraph.space_after = Pt(6)


def _shape(frame: Any, size: float, bold: bool, colour: RGBColor = _INK) -> None:
    for paragraph in frame.paragraphs:
        _font(paragraph.font, size, bold, colour)


def _font(font: Any, size: float, bold: bool = False, colour: RGBColor = _INK) -> None:
    font.size, font.bold, font.name = Pt(size), bold, _FONT
    font.color.rgb = colour
