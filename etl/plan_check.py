"""Checks a plan file before it is believed: every slip at its line, with the nearest right word.

The schema is data/plan-schema.toml.
"""

import os
import re
import tomllib
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from rapidfuzz.distance import OSA

from etl import catalogue, data, forms
from etl.words import Sentence, sentence, translate, word

Key = tuple[Any, ...]  # ("targets", 2, "kind"), ("thresholds", "near"), ("number",), ("targets", 2)
Spec = dict[str, Any]
_HEADER = re.compile(r"\s*(\[\[?)\s*([\w.-]+)\s*\]\]?\s*(?:#.*)?$")
_ASSIGNED = re.compile(r"\s*([\w-]+|\"[^\"]*\")\s*=")
_NUMERIC = ("count", "decimal")
_WANTED = {
    "text": "một dòng chữ",
    "words": "một dòng chữ",
    "count": "số nguyên từ 1 trở lên",
    "date": "một ngày (2024-06-13, không có ngoặc kép)",
    "flag": "true hoặc false",
    "share": "một số trên 0 và không quá 2 (1.0 là 100%)",
    "codes": "danh sách mã trong ngoặc vuông",
    "texts": "danh sách dòng chữ trong ngoặc vuông",
    "all_or_codes": "“all” hoặc danh sách mã",
    "table": "một bảng",
    "tables": "các bảng [[…]]",
}


class Slip(NamedTuple):
    """One slip of a plan file. line: 1-based; reason names its sentence in data/plan-slips.toml, params fill it."""

    line: int
    reason: str
    params: dict[str, Any]

    def message(self, lang: str = "vi") -> str:
        """What is wrong, in vi or en."""
        return self._said("message", lang)

    def hint(self, lang: str = "vi") -> str:
        """How to mend it."""
        return self._said("hint", lang)

    def _said(self, part: str, lang: str) -> str:
        text = translate(data.read_toml("plan-slips.toml")[self.reason][part], lang)
        return text.format_map({name: _filled(value, lang) for name, value in self.params.items()})


def check_plan(path: str) -> list[Slip]:
    """Every slip of the file, by line. Raises OSError where it cannot be read."""
    with open(path, "rb") as file:
        content = file.read()
    try:
        text = content.decode()
        plan = tomllib.loads(text)
    except UnicodeDecodeError as error:
        return [Slip(content[: error.start].count(b"\n") + 1, "unreadable", {"detail": "UTF-8"})]
    except tomllib.TOMLDecodeError as error:
        return [Slip(_line_of(error, content), "unreadable", {"detail": str(error)})]
    check = _Check(plan, _lines(text))
    return sorted([*check.slips(), *check.year(os.path.basename(path))], key=lambda slip: slip.line)


def _line_of(error: tomllib.TOMLDecodeError, content: bytes) -> int:
    match = re.search(r"at line (\d+)", str(error))
    return int(match[1]) if match else content.count(b"\n") + 1


def _lines(text: str) -> dict[Key, int]:
    """Line of each table and key. The file is valid TOML; texts over several lines are passed over."""
    found: dict[Key, int] = {}
    counts: dict[str, int] = {}
    prefix: Key = ()
    closing, depth = "", 0
    for number, line in enumerate(text.split("\n"), 1):
        if closing:
            closing = "" if closing in line else closing
            continue
        if depth == 0 and (header := _HEADER.match(line)):
            name = header[2]
            prefix = (name, counts.get(name, 0)) if header[1] == "[[" else (name,)
            counts[name] = counts.get(name, 0) + 1
            found.setdefault(prefix, number)
            found.setdefault((name,), number)
        elif depth == 0 and (assigned := _ASSIGNED.match(line)):
            found.setdefault((*prefix, assigned[1].strip('"')), number)
        bare = re.sub(r"\"(?:\\.|[^\"\\])*\"|'[^']*'|#.*", "", line) if '"""' not in line and "'''" not in line else ""
        depth += bare.count("[") + bare.count("{") - bare.count("]") - bare.count("}") if not _HEADER.match(line) else 0
        closing = next((mark for mark in ('"""', "'''") if line.count(mark) % 2), "")
    return found


class _Check:
    """One plan, parsed, and where its keys stand."""

    def __init__(self, plan: dict[str, Any], lines: dict[Key, int]) -> None:
        self._plan, self._lines = plan, lines
        self._schema = data.read_toml("plan-schema.toml")
        self._known = self._names()

    def slips(self) -> Iterator[Slip]:
        """All but what concerns the file's name."""
        yield from self._table((), self._plan, self._schema["top"])
        for name, spec in self._schema["top"].items():
            value = self._plan.get(name)
            if spec["kind"] == "table" and isinstance(value, dict):
                yield from self._table((name,), value, self._schema[name])
            elif spec["kind"] == "tables" and isinstance(value, list):
                for place, row in enumerate(row for row in value if isinstance(row, dict)):
                    yield from self._table((name, place), row, self._schema[name])
                yield from self._doubles(name)
        yield from self._list_doubles(("districts",), self._plan.get("districts"))
        yield from self._dates()
        yield from self._thresholds()
        yield from self._targets()
        yield from self._activities()
        yield from self._text()

    def year(self, name: str) -> Iterator[Slip]:
        """Whether the file's name and what it says agree. name: 2024.toml; another name says nothing."""
        year = self._plan.get("plan_year")
        if re.fullmatch(r"\d{4}\.toml", name) and year != int(name[:4]):
            yield self._slip(("plan_year",), "year_differs", name=name, value=year)

    def _slip(self, at: Key, reason: str, /, **params: Any) -> Slip:
        """At the line of the key, else of what holds it."""
        while at and at not in self._lines:
            at = at[:-1]
        return Slip(self._lines.get(at, 1), reason, params)

    def _text(self) -> Iterator[Slip]:
        """The plan's own text must lie beside the plan files."""
        name = self._plan.get("text")
        if isinstance(name, str) and not os.path.isfile(os.path.join(data.folder(), "plans", os.path.basename(name))):
            yield self._slip(("text",), "text_missing", value=name)

    def _names(self) -> dict[str, list[str]]:
        """Kind of thing → the codes it may have."""
        rows = {name: self._rows(name) for name in ("leads", "sections", "periods")}
        districts = self._plan.get("districts")
        return {
            "district": list(catalogue.districts()),
            "plan_district": (
                [code for code in districts if isinstance(code, str)] if isinstance(districts, list) else []
            ),
            "figure": [column.field for column in forms.form("BM1").columns if column.kind in _NUMERIC],
            "model_type": list(forms.choices("model_type")),
            "lead": _texts(rows["leads"], "code"),
            "section": _texts(rows["sections"], "code"),
            "period": _texts(rows["periods"], "period"),
            "promise": [*_texts(self._rows("targets"), "code"), *_texts(self._rows("activities"), "code")],
        }

    def _rows(self, name: str) -> list[dict[str, Any]]:
        found = self._plan.get(name)
        return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []

    def _table(self, at: Key, row: dict[str, Any], specs: dict[str, Spec]) -> Iterator[Slip]:
        for key, value in row.items():
            if key in specs:
                yield from self._value((*at, key), value, specs[key])
            else:
                yield self._slip((*at, key), "key_unknown", key=key, nearest=_nearest(key, list(specs)))
        for key, spec in specs.items():
            if key not in row and not spec.get("optional"):
                yield self._slip(at, "key_missing", key=key)

    def _value(self, at: Key, value: Any, spec: Spec) -> Iterator[Slip]:
        if not _is_of(value, spec["kind"]):
            wanted = sentence(_WANTED[spec["kind"]])
            yield self._slip(at, "kind_wrong", key=at[-1], value=_shown(value), wanted=wanted)
            return
        if "pattern" in spec and not re.fullmatch(spec["pattern"], value):
            yield self._slip(at, "pattern_wrong", key=at[-1], value=value, example=spec["example"])
            return
        known = spec.get("one_of") or (self._known[spec["of"]] if "of" in spec else None)
        codes = value if isinstance(value, list) else [value]
        if known is None or value == "all" and spec["kind"] == "all_or_codes":
            return
        for code in codes:
            if code not in known:
                yield self._slip(
                    at, "value_unknown", key=at[-1], value=code, known=", ".join(known), nearest=_nearest(code, known)
                )
        if isinstance(value, list) and at[0] != "districts":
            yield from self._list_doubles(at, value)

    def _list_doubles(self, at: Key, codes: Any) -> Iterator[Slip]:
        seen: set[Any] = set()
        for code in codes if isinstance(codes, list) else ():
            if isinstance(code, str) and code in seen:
                yield self._slip(at, "doubled", value=code, other=self._lines.get(at, 1))
            seen.add(code if isinstance(code, str) else None)

    def _doubles(self, name: str) -> Iterator[Slip]:
        for key in (key for key, spec in self._schema[name].items() if spec.get("unique")):
            first: dict[Any, int] = {}
            for place, row in enumerate(self._rows(name)):
                code = row.get(key)
                if isinstance(code, str) and code in first:
                    other = self._lines.get((name, first[code], key), 1)
                    yield self._slip((name, place, key), "doubled", value=code, other=other)
                elif isinstance(code, str):
                    first[code] = place

    def _dates(self) -> Iterator[Slip]:
        year = self._plan.get("plan_year")
        tables = [
            ((), self._plan),
            *(((name, n), row) for name in ("periods", "activities") for n, row in enumerate(self._rows(name))),
        ]
        for at, row in tables:
            for key, day in row.items():
                if type(day) is date and type(year) is int and abs(day.year - year) > 1:
                    yield self._slip((*at, key), "date_far", key=key, value=day, first=year - 1, last=year + 1)
        for n, row in enumerate(self._rows("periods")):
            at = ("periods", n)
            yield from self._order(at, row, "from_on", "to_on")
            yield from self._order(at, row, "from_on", "deadline")
            yield from self._order(at, row, "from_on", "catalogue_on")
            yield from self._order(at, row, "expected_from", "deadline")
            yield from self._order(at, row, "catalogue_on", "to_on")
            yield from self._ended((*at, "catalogue_on"), row)
        ordered = [(n, row) for n, row in enumerate(self._rows("periods")) if type(row.get("deadline")) is date]
        for (_, before), (n, row) in zip(ordered, ordered[1:], strict=False):
            if row["deadline"] <= before["deadline"]:
                yield self._slip(
                    ("periods", n, "deadline"),
                    "order_wrong",
                    key="deadline",
                    value=row["deadline"],
                    than=sentence("sau"),
                    other_key=f"deadline {before.get('period')}",
                    other=before["deadline"],
                )
        for n, row in enumerate(self._rows("activities")):
            yield from self._order(("activities", n), row, "planned_from", "planned_to")

    def _ended(self, at: Key, row: dict[str, Any]) -> Iterator[Slip]:
        """Districts cannot report on a day on which they are no more: communes do."""
        day, known = row.get("catalogue_on"), catalogue.districts()
        if type(day) is not date or row.get("reporting_units", "districts") != "districts":
            return
        plan_districts = [known[code] for code in self._known["plan_district"] if code in known]
        gone = [district.name for district in plan_districts if not catalogue.is_valid(district, day)]
        if gone:
            yield self._slip(at, "districts_ended", value=day, count=len(gone), names=", ".join(gone[:3]))

    def _order(self, at: Key, row: dict[str, Any], first: str, second: str) -> Iterator[Slip]:
        start, end = row.get(first), row.get(second)
        if type(start) is date and type(end) is date and end < start:
            yield self._slip(
                (*at, second),
                "order_wrong",
                key=second,
                value=end,
                than=sentence("không trước"),
                other_key=first,
                other=start,
            )

    def _thresholds(self) -> Iterator[Slip]:
        found = self._plan.get("thresholds")
        row = found if isinstance(found, dict) else {}
        near, achieved = row.get("near"), row.get("achieved")
        if near and achieved and _is_of(near, "share") and _is_of(achieved, "share") and near > achieved:
            yield self._slip(
                ("thresholds", "near"),
                "order_wrong",
                key="near",
                value=near,
                than=sentence("không quá"),
                other_key="achieved",
                other=achieved,
            )
        if _is_of(row.get("coverage"), "share") and row["coverage"] > 1:
            yield self._slip(
                ("thresholds", "coverage"),
                "order_wrong",
                key="coverage",
                value=row["coverage"],
                than=sentence("không quá"),
                other_key="1",
                other="100 %",
            )

    def _targets(self) -> Iterator[Slip]:
        specs = self._schema["targets"]
        for n, row in enumerate(self._rows("targets")):
            kind = row.get("kind")
            if kind not in specs["kind"]["one_of"]:
                continue
            for key, spec in specs.items():
                if kind in spec.get("needed_by", ()) and key not in row:
                    yield self._slip(("targets", n), "needed_by_kind", kind=kind, key=key)
                if "needed_by" in spec and kind not in spec["needed_by"] and key in row:
                    yield self._slip(("targets", n, key), "not_of_kind", kind=kind, key=key)
            codes = self._known["plan_district"] if row.get("districts") == "all" else row.get("districts")
            goal = row.get("goal")
            if kind == "district_has" and isinstance(codes, list) and type(goal) is int and goal != len(codes):
                yield self._slip(("targets", n, "goal"), "count_differs", key="goal", value=goal, wanted=len(codes))

    def _activities(self) -> Iterator[Slip]:
        """A report or an approval is owed by each district: the quantity is their number."""
        count = len(self._known["plan_district"])
        for n, row in enumerate(self._rows("activities")):
            code, section = row.get("code"), row.get("section")
            if isinstance(code, str) and isinstance(section, str) and not f"{code}.".startswith(f"{section}."):
                yield self._slip(("activities", n, "code"), "code_not_of_section", value=code, section=section)
        for n, row in enumerate(self._rows("activities")):
            if row.get("counted_by") == "report" and "period" not in row:
                yield self._slip(("activities", n), "key_missing", key="period")
            is_owed = row.get("counted_by") in ("report", "plan_approved")
            if is_owed and type(row.get("quantity")) is int and row["quantity"] != count:
                yield self._slip(
                    ("activities", n, "quantity"), "count_differs", key="quantity", value=row["quantity"], wanted=count
                )


def _texts(rows: list[dict[str, Any]], key: str) -> list[str]:
    return [row[key] for row in rows if isinstance(row.get(key), str)]


def _is_of(value: Any, kind: str) -> bool:
    if kind in ("text", "words"):
        return isinstance(value, str) and (kind == "words" or bool(value.strip()))
    if kind == "count":
        return type(value) is int and value >= 1
    if kind == "share":
        return type(value) in (int, float) and 0 < value <= 2
    if kind in ("codes", "texts") or (kind == "all_or_codes" and value != "all"):
        return isinstance(value, list) and bool(value) and all(isinstance(code, str) for code in value)
    if kind == "tables":
        return isinstance(value, list) and bool(value) and all(isinstance(row, dict) for row in value)
    return {"date": type(value) is date, "flag": isinstance(value, bool), "table": isinstance(value, dict)}.get(
        kind, True
    )


def _shown(value: Any) -> str:
    return f"“{value}”" if isinstance(value, str) else str(value)[:60]


def _filled(value: Any, lang: str) -> Any:
    """What stands in a sentence: a sentence in its language, anything else as it is."""
    return word(value, lang) if isinstance(value, dict) else value


def _nearest(asked: Any, known: list[str]) -> Sentence | str:
    """“Có phải … ?”, or nothing."""
    ranked = sorted((OSA.distance(str(asked), name), name) for name in known)
    if not ranked or ranked[0][0] > max(2, len(str(asked)) // 2):
        return ""
    return sentence(" Có phải “{name}”?", name=ranked[0][1])
