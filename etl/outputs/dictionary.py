"""What every column means, from data/dictionary*.toml: for the covers of tables, and as docs/data-dictionary.md.

`python -m etl.outputs.dictionary` writes that page; a test holds the words to the schema and the page to the words.
"""

import os
import re
from collections.abc import Iterator
from typing import Any

from etl import data
from etl.store.database.schema import schema

PAGE = os.path.join(os.path.dirname(data.HERE), "docs", "data-dictionary.md")
_KIND = {
    "VARCHAR": "text",
    "INTEGER": "whole",
    "BIGINT": "whole",
    "DOUBLE": "decimal",
    "DATE": "day",
    "TIMESTAMP": "moment",
    "BOOLEAN": "yes_no",
}


def meaning(view: str, column: str, lang: str) -> str:
    """What a column of one of the views means. Raises KeyError where nothing is written of it."""
    words = data.read_toml("dictionary.toml")
    return _of(words["views"][view], column, words["columns"])[lang]


def heading(column: str, lang: str) -> str:
    """A column's name as people say it: its own heading, or its meaning up to the first mark of explanation."""
    words = data.read_toml("dictionary.toml")["columns"][column]
    return str(words.get(f"heading_{lang}") or re.split(r"[:;=(]", words[lang])[0].strip())


def kind_of(sql_type: str) -> str:
    """text, whole, decimal, day, moment or yes_no."""
    return _KIND[sql_type]


def stored_words(table: str, column: str) -> dict[str, str]:
    """What a column of a stored table means, by language. Raises KeyError where nothing is written of it."""
    words = data.read_toml("dictionary-store.toml")
    return _of(words["tables"][table], column, data.read_toml("dictionary.toml")["columns"] | words["columns"])


def page() -> str:
    """docs/data-dictionary.md."""
    return "\n".join([*_head(), *_views(), *_tables()]) + "\n"


def _of(table: dict[str, Any], column: str, common: dict[str, Any]) -> dict[str, str]:
    return table.get("own", {}).get(column) or common[column]


def _head() -> Iterator[str]:
    page = data.read_toml("dictionary.toml")["page"]
    yield "# Từ điển dữ liệu · Data dictionary"
    yield from ("", page["vi"].strip(), "", page["en"].strip(), "")
    yield from ("| | Nghĩa | Meaning |", "|---|---|---|")
    for name, words in page["states"].items():
        yield f"| {name} | {words['vi']} | {words['en']} |"


def _views() -> Iterator[str]:
    words = data.read_toml("dictionary.toml")
    yield from ("", "## Các bảng kết quả · The views")
    for name, view in words["views"].items():
        yield from ("", f"### `{name}` – {view['vi']} · {view['en']}", "")
        yield from (f"{view['about_vi']}.", "", f"{view['about_en']}.", "")
        yield from ("| | Kiểu · Kind | Nghĩa | Meaning |", "|---|---|---|---|")
        for column in view["columns"]:
            mark = f"**`{column}`**" if column in view["key"] else f"`{column}`"
            kind = words["columns"][column]["kind"]
            yield f"| {mark} | {kind} | {meaning(name, column, 'vi')} | {meaning(name, column, 'en')} |"


def _tables() -> Iterator[str]:
    tables = data.read_toml("dictionary-store.toml")["tables"]
    yield from ("", "## Các bảng của kho · Tables of the store")
    for name, columns in schema().items():
        yield from ("", f"### `{name}` – {tables[name]['vi']} · {tables[name]['en']}", "")
        yield from ("| | Kiểu · Kind | Nghĩa | Meaning |", "|---|---|---|---|")
        for column, sql_type in columns.items():
            words = stored_words(name, column)
            yield f"| `{column}` | {kind_of(sql_type)} | {words['vi']} | {words['en']} |"


if __name__ == "__main__":
    with open(PAGE, "w", encoding="utf-8", newline="\n") as file:
        file.write(page())
