"""The synthesis report and the slides: every number is a view's, no sentence contradicts a state, the form is right."""

import io
import os
import re
import shutil
import subprocess
from datetime import date

import docx
import pytest
from docx.shared import Mm, Pt
from pptx import Presentation

from etl.__main__ import main
from etl.formatting import percent
from etl.outputs.papers import sentences
from etl.outputs.papers.blocks import Paragraph
from etl.outputs.papers.facts import facts
from etl.outputs.papers.report import Settings, report
from etl.outputs.papers.slides import slides_file
from etl.outputs.papers.word_file import word_file
from etl.sample.seasons import sample_workbooks
from etl.store import acceptance, beginning
from etl.store.acceptance import Acceptance, Item
from tests.outputs.papers import allowed, paper, read_back, unknown_numbers, vn
from tests.seasons import DISTRICTS, accepted, district_report, facts_in_memory, season
from tests.stores import Store

DAY = date(2024, 12, 31)


def said(found, target):
    """The paragraph of a target."""
    paragraphs, _tables = read_back(paper(found))
    at = next(n for n, (style, text) in enumerate(paragraphs) if style == "Heading 2" and f" {target}: " in text)
    return paragraphs[at + 1][1]


def contradictions(found, row, text):
    """Words that the view does not have."""
    wrong = []
    if (re.search(r"(?<!gần )đạt chỉ tiêu", text) is not None) != (row.status == "achieved"):
        wrong.append("achieved")
    if ("gần đạt chỉ tiêu" in text) != (row.status == "near"):
        wrong.append("near")
    if ("chậm so với chỉ tiêu" in text) != (row.status == "behind"):
        wrong.append("behind")
    if ("chưa đủ báo cáo để đánh giá" in text) != (row.status == "incomplete"):
        wrong.append("incomplete")
    return wrong


@pytest.mark.parametrize("first", range(0, 100, 25))
def test_a_hundred_seasons_every_number_is_the_views(first, monkeypatch):
    for seed in range(first, first + 25):
        period = ("H1", "FY")[seed % 2]
        found = facts_in_memory(monkeypatch, season(seed), period, DAY)
        content = paper(found)
        paragraphs, tables = read_back(content)
        for row in found.city:
            at = next(
                n
                for n, (_s, text) in enumerate(paragraphs)
                if text.startswith(tuple("1234")) and f" {row.target_code}: " in text
            )
            text = paragraphs[at + 1][1]
            numbers = set(re.findall(r"\d[\d.]*(?:,\d+)?", re.sub(r"\d\d/\d\d/\d{4}|6 tháng", "", text)))
            assert {number.rstrip(".") for number in numbers} - allowed(found, row) == set(), (seed, text)
            assert contradictions(found, row, text) == [], (seed, text)
        assert unknown_numbers(found, content) == {}, seed
        table = next(rows for rows in tables if rows[0][1] == "Huyện, thị xã" and rows[0][2].startswith("CT1"))
        cells = {(one.district, one.target_code): one for one in found.completion if one.level == "district"}
        assert [line[1] for line in table[1:]] == ["Toàn Thành phố", *(one.unit for one in found.reporting)]
        for line in table[2:]:
            for head, shown in zip(table[0][2:], line[2:], strict=True):
                one = cells[line[1], head.split("\n")[0]]
                if one.numerator is None:
                    assert shown == sentences.STATES[one.status], seed
                elif one.denominator is not None:
                    state = f"{percent(one.completion)} {sentences.STATES[one.status]}"
                    assert shown == f"{vn(one.numerator)}/{vn(one.denominator)}\n{state}", seed


def test_every_number_of_the_whole_document_is_a_views_also_of_full_seasons(tmp_path):
    """Seasons with models, events, budgets, other results and words, through the store; both periods."""
    for seed in range(5):
        home = str(tmp_path / f"store{seed}")
        beginning.begin(home, "sample", "t", "t")
        items = [Item(one.name, one.data, one.received_on) for one in sample_workbooks(seed)]
        how = Acceptance("t", "t", confirm_warnings=True, reason="x", is_sample=True)
        assert {result.outcome for result in acceptance.load(home, items, how)} == {"accepted"}
        for period in ("H1", "FY"):
            found = facts(home, 2024, period, DAY)
            assert unknown_numbers(found, paper(found)) == {}, (seed, period)


def test_a_number_from_elsewhere_would_be_seen(stores):
    found = facts(stores["sample"], 2024, "FY", DAY)
    letter = report(found)
    changed = letter._replace(body=[*letter.body, Paragraph("Toàn Thành phố có 77.777 hội viên.")])
    assert list(unknown_numbers(found, word_file(changed, DAY))) == ["77.777"]


def of_all(store, count=18, **more):
    accepted(store, count, **more)
    return store


def test_all_achieved(monkeypatch):
    found = facts_in_memory(monkeypatch, of_all(Store()), "H1", DAY)
    text = said(found, "CT1")
    assert text.startswith("Toàn Thành phố: 413/413 cơ sở Hội (100%), đạt chỉ tiêu.")
    assert "Cả 18 đơn vị thuộc phạm vi đều đạt." in text and "Còn thiếu" not in text
    assert "cả 18 Hội LHPN huyện, thị xã đã gửi báo cáo 6 tháng" in sentences.reporting_sentence(found)
    assert sentences.reporting_sentence(found).endswith("tất cả đúng hạn.")


def test_none_achieved(monkeypatch):
    found = facts_in_memory(monkeypatch, of_all(Store(), models=0, reached=10, launched=False), "H1", DAY)
    assert said(found, "CT1") == (
        "Toàn Thành phố: 0/413 cơ sở Hội (0%), chậm so với chỉ tiêu (dưới 85%). Còn thiếu 413 cơ sở Hội. Cả 18 đơn vị"
        " thuộc phạm vi đều chậm."
    )
    assert "đều chậm" in said(found, "CT2") and "(12,5%)" in said(found, "CT2")


def test_one_district(monkeypatch):
    store = Store()
    store.accept(district_report(DISTRICTS[0], "6 tháng"))
    found = facts_in_memory(monkeypatch, store, "H1", DAY)
    assert said(found, "CT2").startswith(
        "Toàn Thành phố: 2.480/2.480 hội viên (100%), chưa đủ báo cáo để đánh giá (mới có 1/18 đơn vị)."
    )
    assert sentences.reporting_sentence(found).startswith(
        "Đến ngày 31/12/2024, 1/18 Hội LHPN huyện, thị xã đã gửi báo cáo 6 tháng (hạn trước ngày 13/06/2024), đúng hạn."
        " 17 đơn vị chưa gửi, đã quá hạn: "
    )


def test_an_empty_store(monkeypatch):
    found = facts_in_memory(monkeypatch, Store(), "FY", date(2024, 6, 1))
    paragraphs, _tables = read_back(paper(found))
    texts = [text for _style, text in paragraphs]
    assert (
        "Đến ngày 01/06/2024, chưa có đơn vị nào trong 18 Hội LHPN huyện, thị xã gửi báo cáo năm (hạn trước ngày"
        " 30/10/2024)." in texts
    )
    assert texts.count("Toàn Thành phố: chưa có đơn vị nào trong phạm vi báo cáo.") == 4
    assert not any("Độ phủ" in text for text in texts)


def test_a_change_says_its_direction_and_over_whom(monkeypatch):
    store = Store()
    for code in DISTRICTS:
        store.accept(district_report(code, "6 tháng", reached=40))
    for code in DISTRICTS[:16]:
        store.accept(district_report(code, "Năm", reached=60))
    text = said(facts_in_memory(monkeypatch, store, "FY", DAY), "CT2")
    assert "So với 6 tháng, tính trên 16 đơn vị có báo cáo cả hai kỳ: tăng 25,0 điểm %, từ 50% lên 75%." in text
    assert "tính trên các đơn vị đã báo cáo" in text
    assert "So với 6 tháng" not in said(facts_in_memory(monkeypatch, store, "H1", DAY), "CT2")


# docs/rules/report.md, Form: style → size in points, bold, italic
FORM = {
    "Normal": (14, False, False),
    "Heading 1": (14, True, False),
    "Heading 2": (14, True, False),
    "Cơ quan ban hành": (13, True, False),
    "Số ký hiệu": (13, False, False),
    "Quốc hiệu": (12, True, False),
    "Tiêu ngữ": (13, True, False),
    "Địa danh": (13, False, True),
    "Tên loại văn bản": (14, True, False),
    "Trích yếu": (14, True, False),
    "Nơi nhận": (12, True, True),
    "Nơi nhận – danh sách": (11, False, False),
    "Quyền hạn ký": (14, True, False),
    "Người ký": (14, True, False),
    "Số trang": (14, False, False),
}


@pytest.fixture(scope="module")
def made(stores):
    settings = Settings(number="45", signed_on=date(2024, 11, 5), signer="Nguyễn Thị Mẫu")
    return paper(facts(stores["sample"], 2024, "FY", DAY), settings)


def test_the_form_is_the_official_one(made):
    document = docx.Document(io.BytesIO(made))
    section = document.sections[0]
    sides = (section.page_width, section.page_height, section.top_margin, section.bottom_margin)
    assert [round(side.mm) for side in (*sides, section.left_margin, section.right_margin)] == [
        210,
        297,
        20,
        20,
        30,
        15,
    ]
    for name, wanted in FORM.items():
        font = document.styles[name].font
        assert (font.size.pt, bool(font.bold), bool(font.italic)) == wanted, name
        assert font.name == "Times New Roman"
        assert set(document.styles[name].element.rPr.rFonts.attrib.values()) == {"Times New Roman"}
    normal = document.styles["Normal"].paragraph_format
    assert (normal.first_line_indent.mm, normal.space_before) == (pytest.approx(12.7, abs=0.1), Pt(6))
    assert normal.alignment == docx.enum.text.WD_ALIGN_PARAGRAPH.JUSTIFY
    assert Mm(10) < normal.first_line_indent <= Mm(12.7)
    language = document.styles.element.find(".//{*}lang")
    assert set(language.attrib.values()) == {"vi-VN"}


def test_the_order_is_the_official_one(made):
    document = docx.Document(io.BytesIO(made))
    left, right = document.tables[0].rows[0].cells
    assert [paragraph.text for paragraph in left.paragraphs] == ["BAN THƯỜNG VỤ HỘI LHPN HÀ NỘI", "", "Số: 45/BC-BTV"]
    assert [paragraph.text for paragraph in right.paragraphs] == [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "",
        "Hà Nội, ngày 05 tháng 11 năm 2024",
    ]
    heads = [text for style, text in read_back(made)[0] if style == "Heading 1"]
    assert [head.split(". ")[0] for head in heads] == [
        *("I", "II", "III", "IV", "V", "VI", "VII"),
        *("PHỤ LỤC 1", "PHỤ LỤC 2", "PHỤ LỤC 3"),
    ]
    texts = [text for style, text in read_back(made)[0] if style in ("Normal", "List Bullet")]
    assert sum(text.endswith("./.") for text in texts) == 1
    sign = document.tables[-4].rows[0].cells
    assert sign[0].paragraphs[0].text == "Nơi nhận:" and sign[0].paragraphs[1].text.startswith("- Đoàn Chủ tịch")
    assert "- UBND 18 huyện, thị xã;" in [paragraph.text for paragraph in sign[0].paragraphs]
    assert [paragraph.text for paragraph in sign[1].paragraphs] == ["TM. BAN THƯỜNG VỤ", "CHỦ TỊCH", "Nguyễn Thị Mẫu"]


def test_text_has_no_formatting_of_its_own_and_tables_repeat_their_heads(made):
    document = docx.Document(io.BytesIO(made))
    direct = [run.text for paragraph in document.paragraphs for run in paragraph.runs if run._r.rPr is not None]
    assert direct == []
    for table in document.tables[1:]:
        if table.style.name == "Table Grid":
            assert table.rows[0]._tr.trPr.find("{*}tblHeader") is not None
            assert all(row._tr.trPr.find("{*}cantSplit") is not None for row in table.rows)


def test_pages_are_numbered_from_the_second_on_and_invented_figures_marked_on_each(made, stores):
    section = docx.Document(io.BytesIO(made)).sections[0]
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml and "PAGE" not in section.first_page_header._element.xml
    mark = "SỐ LIỆU MẪU – không có thật"
    assert section.header.paragraphs[-1].text == section.first_page_header.paragraphs[0].text == mark
    real = docx.Document(io.BytesIO(paper(facts(stores["one"], 2024, "H1", DAY)))).sections[0]
    assert mark not in real.header._element.xml + real.first_page_header._element.xml


def test_the_last_appendix_leads_to_version_sheet_and_cells(stores):
    _paragraphs, tables = read_back(paper(facts(stores["one"], 2024, "H1", DAY)))
    (own,) = [row for row in tables[-1] if row[0] == "Thanh Oai"]
    assert own[1:4] == ["1", "10/06/2024", "a.xlsx"]
    assert own[4].startswith("BM1!B2:L22; BM2!B2:M2; BM3!B2:R2; ") and own[4].endswith("; TT!B1:B20")


def test_what_is_switched_off_is_not_there(stores):
    settings = Settings(with_models=False, with_activities=False, with_appendix=False)
    heads = [
        text
        for style, text in read_back(paper(facts(stores["one"], 2024, "H1", DAY), settings))[0]
        if style == "Heading 1"
    ]
    assert [head.split(". ")[0] for head in heads] == ["I", "II", "III", "IV", "V"]
    assert heads[2].startswith("III. KẾT QUẢ KHÁC")


def test_the_same_figures_give_the_same_text(stores):
    one, two = (read_back(paper(facts(stores["sample"], 2024, "H1", DAY))) for _ in range(2))
    assert one == two


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
def test_libreoffice_opens_it_and_no_heading_stands_alone(made, tmp_path):
    file = tmp_path / "a.docx"
    file.write_bytes(made)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    text = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "a.pdf"), "-"], check=True, capture_output=True, text=True
    ).stdout
    pages = [page for page in text.split("\f") if page.strip()]
    assert len(pages) >= 8 and "Toàn Thành phố" in text
    for page in pages[:-1]:
        last = [line.strip() for line in page.splitlines() if line.strip()][-1]
        assert not re.match(r"([IVX]+|PHỤ LỤC \d)\. ", last), last
    box = subprocess.run(
        ["pdftotext", "-bbox", str(tmp_path / "a.pdf"), "-"], check=True, capture_output=True, text=True
    )
    right = max(float(x) for x in re.findall(r'xMax="([\d.]+)"', box.stdout))
    assert right <= 595.3 - 28  # nothing in the outer centimetre: no table is cut


def test_the_command_writes_both_and_a_wrong_call_is_a_sentence(stores, monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("MONITOR_HOME", stores["sample"])
    out = tmp_path / "a.docx"
    assert main(["report", "--year", "2024", "--period", "H1", "--as-of", "2024-07-01", "--out", str(out)]) == 0
    assert any("tính đến ngày 01/07/2024" in text for _style, text in read_back(out.read_bytes())[0])
    assert main(["slides", "--year", "2024", "--period", "H1", "--out", str(tmp_path / "a.pptx")]) == 0
    capsys.readouterr()
    for call, words in (
        (["report", "--year", "2024", "--period", "Q1", "--out", str(out)], "không có kỳ “Q1”"),
        (["report", "--year", "2031", "--period", "H1", "--out", str(out)], "Không có kế hoạch năm 2031"),
        (["report", "--year", "2024", "--period", "H1", "--out", str(tmp_path / "a.pdf")], "kết thúc bằng .docx"),
        (["slides", "--year", "2024", "--period", "H1", "--out", str(tmp_path / "a.docx")], "kết thúc bằng .pptx"),
    ):
        assert main(call) == 2
        assert words in capsys.readouterr().err
    assert os.listdir(tmp_path) and not os.path.exists(tmp_path / "a.pdf")


def deck(content):
    return Presentation(io.BytesIO(content))


def test_the_slides_hold_the_views_values(stores):
    found = facts(stores["sample"], 2024, "FY", DAY)
    slides = list(deck(slides_file(found)).slides)
    assert [slide.shapes.title.text for slide in slides][0] == "0/4 chỉ tiêu của Thành phố đã đạt (năm 2024)"
    assert len(slides) == 1 + len(found.city) + 4
    for row, slide in zip(found.city, slides[1:], strict=False):
        (chart,) = [shape.chart for shape in slide.shapes if shape.has_chart]
        plot = chart.plots[0]
        own = {one.district: one for one in found.districts(row.target_code)}
        for name, value in zip(plot.categories, plot.series[0].values, strict=True):
            assert value == (own[name].completion if own[name].completion is not None else own[name].numerator)
        shown = {one.district for one in own.values() if one.numerator is not None}
        assert set(plot.categories) == shown
    counts = {
        series.name: sum(value or 0 for value in series.values) for series in charts(slides[-2])[0].plots[0].series
    }
    assert counts == {"đúng hạn": 14, "muộn": 2, "chưa nộp, đã quá hạn": 2}


def charts(slide):
    return [shape.chart for shape in slide.shapes if shape.has_chart]


@pytest.mark.parametrize("period", ["H1", "FY"])
@pytest.mark.parametrize("name", ["sample", "one", "empty"])
def test_no_text_of_a_slide_leaves_its_box(stores, name, period):
    """By a measure that errs to the wide side: a letter is 0.55 of its size, a line 1.25."""
    show = deck(slides_file(facts(stores[name], 2024, period, DAY)))
    assert (round(show.slide_width / show.slide_height, 3), len(show.slides)) == (1.778, 9)
    for slide in show.slides:
        for shape in (shape for shape in slide.shapes if shape.has_text_frame):
            assert shape.left >= 0 and shape.left + shape.width <= show.slide_width
            assert shape.top >= 0 and shape.top + shape.height <= show.slide_height
            high = 0.0
            for paragraph in shape.text_frame.paragraphs:
                size = (paragraph.font.size or paragraph.runs[0].font.size).pt
                letters = (shape.width.pt - 15) / (size * 0.55)
                high += size * 1.25 * max(1, -(-len(paragraph.text) // letters)) + (paragraph.space_after or Pt(0)).pt
            assert high <= shape.height.pt + 8, (slide.shapes.title.text, shape.text_frame.text)


def test_the_speaker_sees_where_the_figures_stand(stores):
    show = deck(slides_file(facts(stores["one"], 2024, "H1", DAY)))
    notes = {slide.notes_slide.notes_text_frame.text for slide in show.slides}
    assert notes == {"Nguồn số liệu, 6 tháng năm 2024:\nThanh Oai: bản 1, nhận ngày 10/06/2024, tệp a.xlsx"}
