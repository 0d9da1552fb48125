"""TCVN3 and VNI text, by font and by its letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl import data
from etl.intake.values.legacy_encodings import convert, family_of

TCVN3 = [
    ("Cù Khª", "Cự Khê"),
    ("Tæng sè héi viªn", "Tổng số hội viên"),
    ("§¹i NghÜa", "Đại Nghĩa"),
    ("Hîp TiÕn", "Hợp Tiến"),
    ("Thµnh phè", "Thành phố"),
]
VNI = [
    ("Cöï Kheâ", "Cự Khê"),
    ("Toång soá hoäi vieân", "Tổng số hội viên"),
    ("Ñaïi Nghóa", "Đại Nghĩa"),
    ("Thaønh phoá", "Thành phố"),
]


@pytest.mark.parametrize(("text", "expected"), TCVN3)
def test_tcvn3_by_font(text: str, expected: str) -> None:
    assert convert(text, "tcvn3") == expected


@pytest.mark.parametrize(("text", "expected"), VNI)
def test_vni_by_font(text: str, expected: str) -> None:
    assert convert(text, "vni") == expected


def test_capitals_font() -> None:
    assert convert("tæng céng", "tcvn3_caps") == "TỔNG CỘNG"
    assert convert("tt", "tcvn3_caps") == "TT"


@pytest.mark.parametrize(("text", "expected"), [*TCVN3[1:], *VNI[1:]])
def test_by_letters_alone(text: str, expected: str) -> None:
    assert convert(text) == expected


def test_a_workbook_speaks_for_its_doubtful_words() -> None:
    assert family_of(["Minh Phó", "Tæng sè héi viªn"]) == "tcvn3"
    assert family_of(["Nam Sôn", "Ñaïi Nghóa"]) == "vni"
    assert family_of(["Minh Phú", "Tổng số hội viên", "café"]) is None
    assert convert("Minh Phó", "tcvn3") == "Minh Phú"
    assert convert("Nam Sôn", "vni") == "Nam Sơn"


@pytest.mark.parametrize("family", [None, "tcvn3", "vni"])
@given(st.sampled_from([row["name"] for row in data.read_csv("units.csv")]))
def test_unicode_names_with_modern_letters_stay(family: str | None, name: str) -> None:
    if any(letter in name for letter in "ăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹĐƯƠĂ"):
        assert convert(name, family) == name


@pytest.mark.parametrize(
    "text",
    [
        "½ ngày",
        "5 m² · 3",
        "Café",
        "®",
        "© 2024",
        "Đoạn «phụ nữ»",
        "ngày Quốc tế",
        "02 hộ",
        "Hà Nam",
        "Ghi chú",
        "Võng La",
    ],
)
def test_ordinary_text_stays(text: str) -> None:
    assert convert(text) == text


@given(st.text(max_size=40), st.sampled_from([None, "tcvn3", "tcvn3_caps", "vni"]))
def test_no_text_breaks_it(text: str, family: str | None) -> None:
    assert isinstance(convert(text, family), str)
