"""The earlier period's figures by the units of the later one, in a table whose rows add up to them."""

import streamlit as st

from etl.outputs.comparison import Side
from etl.store.queries import rows as of_question
from pages.parts.filters import Filters
from pages.parts.i18n import _, lang
from pages.parts.queries import each
from pages.parts.tables import grid


def show(chosen: Filters, before: Side, after: Side) -> None:
    """What the earlier period counted, where its units have changed; what was divided stands by itself."""
    asked = {"from_year": before.plan_year, "from_period": before.period}
    asked |= {"to_year": after.plan_year, "to_period": after.period}
    rows = each(of_question.Crosswalk, chosen.as_of, **asked)
    if all(row.is_exact for row in rows):
        return
    words = {"earlier": before.label(lang()), "later": after.label(lang())}
    st.subheader(_("Số liệu {earlier} theo đơn vị của {later}").format(**words), anchor=False)
    st.caption(
        _(
            "Cộng các dòng được đúng số liệu {earlier}. Cơ sở Hội bị chia tách đứng riêng một dòng, không chia số cho"
            " đơn vị nào."
        ).format(**words)
    )
    kinds = {"split": _("bị chia tách"), "gone": _("không thuộc đơn vị nào")}
    notes = [kinds.get(row.level) or (_("đủ") if row.is_exact else _("chỉ phần biết được")) for row in rows]
    columns = [
        grid.words(_("Đơn vị"), [row.unit for row in rows]),
        grid.words(_("Trạng thái"), notes),
        grid.words(_("Phần tách hoặc nơi nhận"), [row.parts or "" for row in rows]),
        grid.words(_("Nằm trên các huyện cũ"), [row.old_districts or "" for row in rows]),
        grid.numbers(_("Cơ sở Hội"), [row.base_unions for row in rows]),
        grid.numbers(_("Hội viên"), [row.members for row in rows]),
        grid.numbers(_("Hội viên nông thôn"), [row.rural_members for row in rows]),
        grid.numbers(_("Mô hình cảnh quan"), [row.landscape_models for row in rows]),
        grid.numbers(_("Được tuyên truyền"), [row.reached for row in rows]),
    ]
    grid.grid("bang-don-vi-moi", columns, row_height=28)
