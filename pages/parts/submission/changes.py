"""What accepting a report changes, or has changed: target by target, and cell by cell."""

from typing import Any

from pandas import DataFrame

from etl.intake.checks.compare import changes
from etl.store.queries import rows as of_question
from pages.parts import naming
from pages.parts.formatting import number, percent
from pages.parts.i18n import _, of
from pages.parts.queries import each
from pages.parts.statuses import word


def target_table(rows: list[dict[str, Any]], plan_year: int, unit: str | None) -> DataFrame:
    """Figures before → after (rows of etl.store.queries.preview), only those that differ; of the unit and of the whole
    city.
    """
    titles = {
        row.target_code: f"{row.target_code} · {of(row, 'short')}"
        for row in each(of_question.Targets, plan_year=plan_year)
    }
    return DataFrame(
        [
            {
                _("Chỉ tiêu"): titles.get(row["target_code"], row["target_code"]),
                _("Đơn vị"): unit if row["district_code"] else _("Toàn Thành phố"),
                _("Trước"): _figure_text(row["before"]),
                _("Sau"): _figure_text(row["after"]),
            }
            for row in rows
            if row["before"] != row["after"]
        ]
    )


def change_table(records: dict[str, Any], before: dict[str, Any]) -> DataFrame:
    """Every cell that differs: new, old → new, cleared."""
    kinds = {(True, False): _("mới"), (False, False): _("đổi"), (False, True): _("xóa")}
    units, year = naming.unit_names(records["info"]), records["info"].get("plan_year")
    return DataFrame(
        [
            {
                _("Biểu"): c.form,
                _("Dòng"): naming.row_name(c.form, c.key, year, units) if c.key else "",
                _("Ô"): c.cell or "",
                _("Số liệu"): naming.label(c.form, c.field) if c.field else _("cả dòng"),
                _("Trước"): naming.value(c.old),
                _("Sau"): naming.value(c.new),
                _("Thay đổi"): kinds[c.old is None, c.new is None],
            }
            for c in changes(records, before)
        ]
    )


def _figure_text(figure: dict[str, Any]) -> str:
    share = f"{percent(figure['completion'])} " if figure["completion"] is not None else ""
    count = (
        f"({number(figure['numerator'])}/{number(figure['denominator'])}) " if figure["numerator"] is not None else ""
    )
    return f"{share}{count}{word(figure['status'])}"
