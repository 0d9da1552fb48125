"""Correct reports as the field sends them: every liberty of docs/rules/forms.md taken at random, with what must be
read from them.
"""

from datetime import date, timedelta
from random import Random
from typing import Any

from etl import catalogue, forms
from etl.catalogue import BaseUnion
from etl.intake.values.text import fold

Grid = list[list[Any]]
_COUNTS = (
    "members",
    "rural_members",
    "landscape_models",
    "reached",
    "reached_environment",
    "reached_waste",
    "reached_straw",
    "reached_economy",
)
_REQUIRED = _COUNTS[:4]
_SHEETS = {
    "TT": ("TT", "tt", "Thông tin chung", "THONG TIN CHUNG", "Trang A"),
    "BM1": ("BM1", "BM 1", "bm1 - chi tieu", "Biểu 1", "BIỂU 01", "Biểu số 1 (cơ sở)", "Trang B"),
    "BM2": ("BM2", "bm2_mo hinh", "Biểu mẫu số 2", "Bieu 2", "Trang C"),
    "BM3": ("BM3", "BM-3 hoạt động", "biểu 3", "Trang D"),
}
_PREFIXES = {
    "commune": ("xã ", "Xã ", "X. ", "x.", "Hội LHPN xã ", "HỘI PN XÃ ", "Hội phụ nữ xã "),
    "town": ("thị trấn ", "TT. ", "TT ", "Hội LHPN thị trấn ", "Thị Trấn "),
    "ward": ("phường ", "P. ", "Hội LHPN phường "),
}
_TITLE = [
    ["HỘI LHPN THÀNH PHỐ HÀ NỘI", None, None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["BAN THƯỜNG VỤ", None, None, None, "Độc lập - Tự do - Hạnh phúc"],
    [None, None, None, None, "Hà Nội, ngày 8 tháng 6 năm 2024"],
    ["BIỂU TỔNG HỢP KẾT QUẢ THỰC HIỆN ĐỀ ÁN"],
    ["(Kèm theo Báo cáo số 12/BC-BTV)"],
    [],
]
_SIGNATURES = [
    [[None, "Nơi nhận:", None, None, None, None, "TM. BAN THƯỜNG VỤ"], [None, "- Lưu VT"], [None] * 6 + ["Trần Thị B"]],
    [[None] * 5 + ["Thanh Oai, ngày 8 tháng 6 năm 2024"], [None, "Người lập biểu", None, None, None, "CHỦ TỊCH"]],
    [[None, None, "Người lập biểu"], [], [None, None, "Nguyễn Thị A"]],
]


_UNITS = {
    "landscape_models": "mô hình",
    "households": "hộ",
    "quantity": "lớp",
    "contracts": "hợp đồng",
}  # others count people


class Planted:
    """A wrong value in a report that is right otherwise."""

    def __init__(self, value: Any) -> None:
        self.value = value


class Field:
    """One correct report.

    `sheets`: name → rows; `base`, `models`, `events`: what must be read; `blanks`: required counts left blank.

    fault: form, field and wrong value of one row; `planted` then says at which sheet and cell it stands.
    """

    def __init__(self, seed: int, fault: tuple[str, str, Any] | None = None) -> None:
        self.random = Random(seed)
        code = self.random.choice(sorted(catalogue.districts()))
        self.district = catalogue.districts()[code]
        self.report_date = date(2024, 6, self.random.randint(1, 12))
        self.units = catalogue.of_district(code, date(2024, 6, 30))
        self.is_text = self.chance(0.3)
        self.base = [self._figures(unit) for unit in self.units]
        self.blanks = sum(row[field] is None for row in self.base for field in _REQUIRED)
        self.models = self._models()
        self.events = [self._event(n) for n in range(self.random.randint(0, 4))]
        forms_ = {
            "BM1": self._base_rows(),
            "BM2": self._rows("BM2", self.models),
            "BM3": self._rows("BM3", self.events),
        }
        if fault:
            form, field, value = fault
            whole = [n for n, row in enumerate(self._truth(form)) if None not in row.values()]
            forms_[form][self.random.choice(whole)][field] = Planted(value)
        pages = {"TT": self._info()} | {form: self._page(form, rows) for form, rows in forms_.items()}
        names = {form: self.random.choice(_SHEETS[form]) for form in pages}
        order = self.random.sample(sorted(pages), len(pages))
        self.sheets: dict[str, Grid] = {names[form]: pages[form] for form in order}
        if self.chance(0.3):
            self.sheets["Bảng tính nháp"] = [["Cộng", 12], [None, "x"]]
        self.planted = [self._unearth(name, page) for name, page in self.sheets.items()] if fault else []

    def _truth(self, form: str) -> list[dict[str, Any]]:
        return {"BM1": self.base, "BM2": self.models, "BM3": self.events}[form]

    def _unearth(self, name: str, page: Grid) -> tuple[str, str] | None:
        """The wrong value put in place, and where."""
        for at, row in enumerate(page):
            for column, value in enumerate(row):
                if isinstance(value, Planted):
                    row[column] = value.value
                    return name, f"{chr(65 + column)}{at + 1}"
        return None

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def _figures(self, unit: BaseUnion) -> dict[str, Any]:
        members = self.random.randint(0, 4200)
        rural = members if unit.kind == "commune" else self.random.randint(0, members)
        reached = self.random.randint(0, rural)
        topics = [self.random.randint(0, reached) for _ in range(4)]
        row = dict(zip(_COUNTS, [members, rural, self.random.randint(0, 5), reached, *topics], strict=True))
        for field in _COUNTS:
            if self.chance(0.04):
                row[field] = None
        return {"base_union_code": unit.code, **row}

    def _models(self) -> list[dict[str, Any]]:
        found = []
        for unit in self.random.sample(self.units, self.random.randint(0, 3)):
            trained = date(2024, 1, 2) + timedelta(self.random.randint(0, 60))
            launched = trained + timedelta(self.random.randint(0, 80)) if self.chance(0.7) else None
            states = ["active", "paused", "stopped", None] if launched else ["paused", "stopped"]
            found.append(
                {
                    "model_type": self.random.choice(["waste", "straw"]),
                    "commune": unit,
                    "supported_by": self.random.choice(["district", "commune"]),
                    "trained_on": trained,
                    "trainees": self.random.randint(0, 300),
                    "launched_on": launched,
                    "households": self.random.randint(0, 2000),
                    "volume": self.random.randint(1, 90_000) / 10 if self.chance(0.7) else None,
                    "state": self.random.choice(states),
                }
            )
        return found

    def _event(self, number: int) -> dict[str, Any]:
        start = date(2024, 1, 3) + timedelta(self.random.randint(0, 120))
        return {
            "activity_code": self.random.choice(["III.1.4", "III.1.1b", "III.3.3", None]),
            "title": f"{self.random.choice(['Tập huấn', 'Tuyên truyền ngày', 'Cộng tác', 'Tổng kết'])} đợt {number}",
            "planned_from": self.random.choice([date(2024, 3, 1), None]),
            "planned_to": date(2024, 9, 30),
            "actual_from": start if self.chance(0.8) else None,
            "actual_to": start + timedelta(self.random.randint(0, 3)),
            "place": self.random.choice(["Nhà văn hóa", None]),
            "quantity": self.random.choice([None, 1, 3]),
            "participants": self.random.choice([None, 0, 1234]),
            "cost_million_vnd": self.random.choice([None, 12.5, 1234.5, 30.0]),
            "contracts": self.random.choice([None, 0, 7]),
            "sales_million_vnd": self.random.choice([None, 88.5]),
        }

    def _info(self) -> Grid:
        values = {
            "plan_year": self.random.choice([2024, "2024", "Năm 2024"]),
            "period": self.random.choice(["6 tháng", "6 THÁNG ĐẦU NĂM", "6 tháng đầu năm 2024", "06 tháng"]),
            "unit": self._unit_name(),
            "report_date": self._day(self.report_date),
            "prepared_by": "Nguyễn Thị A",
            "budget_million_vnd": self.random.choice([None, "186,5", 186.5]),
        }
        columns = self.random.sample(forms.form("TT").columns, len(forms.form("TT").columns))
        end, gap = self.random.choice(["", ":", " :", ": "]), [None] * self.random.choice([0, 0, 1, 2])
        cells = [[column.label + end, *gap, values.get(column.field)] for column in columns]
        if self.chance(0.3):
            half = -(-len(cells) // 2)
            rest = [*cells[half:], *[[]] * (2 * half - len(cells))]
            cells = [[*left, None, *right] for left, right in zip(cells[:half], rest, strict=True)]
        return [*_TITLE[: self.random.randint(0, 6)], *cells]

    def _unit_name(self) -> str:
        kind = self.district.type
        short = "TX." if kind == "thị xã" else "H."
        before = self.random.choice(["", f"{kind} ", f"{short} ", f"Hội LHPN {kind} ", f"HỘI PN {short}"])
        return before + self._spelled(self.district.name)

    def _spelled(self, name: str) -> str:
        return self.random.choice(
            [
                name,
                name,
                name.upper(),
                f" {name.replace(' ', chr(160))}  ",
                name.replace("òa", "oà").replace("ủy", "uỷ"),
                fold(name).title(),
            ]
        )

    def _name(self, unit: BaseUnion) -> str:
        is_needed = sum(fold(other.name) == fold(unit.name) for other in self.units) > 1
        prefix = "" if self.chance(0.3) and not is_needed else self.random.choice(_PREFIXES[unit.kind])
        tail = self.random.choice(["", "", "", f", {self.district.type} {self.district.name}"])
        return prefix + self._spelled(unit.name) + tail

    def _count(self, number: int | None, unit: str = "người") -> Any:
        if number is None:
            return self.random.choice([None, None, "", "  "])
        if number == 0 and self.chance(0.5):
            return self.random.choice(["-", "Không", "không có", "KHÔNG", 0])
        dotted = f"{number:,}".replace(",", ".")
        texts = [
            str(number),
            dotted,
            dotted.replace(".", " "),
            dotted.replace(".", "\u00a0"),
            f"{number:02d} {unit}",
            f" {dotted} ",
        ]
        return self.random.choice(texts) if self.is_text else self.random.choice([number, float(number)])

    def _amount(self, amount: float | None) -> Any:
        if amount is None or not self.is_text:
            return amount
        return f"{amount:,.1f}".translate(str.maketrans(",.", ".,"))

    def _day(self, day: date | None) -> Any:
        if day is None:
            return None
        serial = (day - date(1899, 12, 30)).days
        ways = [
            day,
            serial,
            f"{day.day}/{day.month}/{day.year}",
            day.strftime("%d-%m-%Y"),
            day.strftime("%d.%m.%Y"),
            day.isoformat(),
            f"ngày {day.day} tháng {day.month} năm {day.year}",
            f"Hà Nội, ngày {day.day} tháng {day.month} năm {day.year}",
        ]
        return self.random.choice(ways)

    def _cell(self, field: str, value: Any) -> Any:
        if isinstance(value, BaseUnion):
            return self._name(value)
        if field in ("planned_from", "planned_to") and value:
            return self.random.choice(
                [
                    self._day(value),
                    "Quý I/2024" if value.month == 1 else None,
                    *{date(2024, 3, 1): ["tháng 3/2024"], date(2024, 9, 30): ["quý III/2024", "tháng 9/2024"]}[value],
                ]
            ) or self._day(value)
        if isinstance(value, date):
            return self._day(value)
        if field in ("model_type", "supported_by", "state") and value:
            return self._spelled(self.random.choice(forms.choice_words(field)[value]))
        if field in ("volume", "cost_million_vnd", "sales_million_vnd"):
            return self._amount(value)
        return (
            value
            if isinstance(value, str)
            else self._count(value, _UNITS.get(field, "người"))
            if value is not None
            else None
        )

    def _rows(self, form: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{field: self._cell(field, value) for field, value in row.items()} for row in rows]

    def _base_rows(self) -> list[dict[str, Any]]:
        return [
            {"base_union": self._name(unit)}
            | {field: self._count(row[field], _UNITS.get(field, "người")) for field in _COUNTS}
            for unit, row in zip(self.units, self.base, strict=True)
        ]

    def _page(self, code: str, rows: list[dict[str, Any]]) -> Grid:
        """Title, headings, numbers of columns, rows with sections and totals, signatures."""
        form = forms.form(code)
        columns = [column for column in form.columns if column.field]
        if self.chance(0.3):
            self.random.shuffle(columns)
        names = [column.field for column in columns]
        if self.chance(0.3):
            names.insert(self.random.randint(0, len(names)), "?")
        is_numbered = self.chance(0.7)
        labels = [next((c for c in columns if c.field == name), None) for name in names]
        heads = [self._heading(column.label) if column else "Mã nội bộ" for column in labels]
        groups = [column.group if column else "" for column in labels]
        stt = self.random.choice(["STT", "TT", "Số TT", None]) if is_numbered else None
        top = [[stt, *heads]] if is_numbered else [heads]
        if any(groups) and self.chance(0.5):
            upper = [group or head for group, head in zip(groups, heads, strict=True)]
            is_merged = self.chance(0.6)
            upper_cells = [
                None if is_merged and at and text == upper[at - 1] else text for at, text in enumerate(upper)
            ]
            lower = [head if group else None for group, head in zip(groups, heads, strict=True)]
            top = [[stt, *upper_cells], [None, *lower]] if is_numbered else [upper_cells, lower]
        if self.chance(0.4):
            top.append([f"({n})" for n in range(1, len(names) + 1 + is_numbered)])
        body = [self._line(names, row, n if is_numbered else None, is_numbered) for n, row in enumerate(rows, 1)]
        if code == "BM1":
            body = self._with_sums(names, body, is_numbered)
        sign = [[], *self.random.choice(_SIGNATURES)] if self.chance(0.5) else []
        blank = [[] for _ in range(self.random.randint(0, 2))]
        return [*_TITLE[: self.random.randint(0, 6)], *top, *body, *blank, *sign]

    def _heading(self, label: str) -> str:
        return self.random.choice(
            [
                label,
                label.upper(),
                label.replace(" ", "\n", 1),
                f"{label} ",
                f"{label} (*)",
                f"{label}\n(người)" if "(" not in label else label,
            ]
        )

    def _line(self, names: list[str], row: dict[str, Any], number: int | None, is_numbered: bool) -> list[Any]:
        cells = ["x" if name == "?" else row.get(name) for name in names]
        return [number, *cells] if is_numbered else cells

    def _with_sums(self, names: list[str], body: Grid, is_numbered: bool) -> Grid:
        """Two sections with or without sums, and a total first or last."""
        half = self.random.randint(1, len(body) - 1)
        parts = [(0, half), (half, len(body))]
        found: Grid = []
        has_sections, has_sums = is_numbered and self.chance(0.4), self.chance(0.5)
        for mark, (start, end) in zip(("I", "II"), parts, strict=True):
            if has_sections:
                found.append(self._sums(names, "Nhóm xã", mark, (start, end) if has_sums else None))
            found += body[start:end]
        if self.chance(0.5):
            total = self._sums(
                names, self.random.choice(["Tổng cộng", "TỔNG SỐ", "Cộng", "Tổng cộng:"]), None, (0, len(body))
            )
            found.insert(0 if self.chance(0.3) else len(found), total if is_numbered else total[1:])
        return found

    def _sums(self, names: list[str], name: str, mark: str | None, span: tuple[int, int] | None) -> list[Any]:
        rows = self.base[slice(*span)] if span else []
        sums = {field: sum(row[field] or 0 for row in rows) for field in _COUNTS} if span else {}
        return [mark, *[name if field == "base_union" else sums.get(field) for field in names]]
