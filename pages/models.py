"""Mô hình 18 xã: how far are the two models, commune by commune?"""

import streamlit as st

from pages.parts import charts, pages
from pages.parts.door import ask
from pages.parts.figures import day, has, number
from pages.parts.filters import current
from pages.parts.page import answer, begin, table
from pages.parts.states import signed, word
from pages.parts.words import _, of

chosen = current()
begin(pages.title("models"), _("Hai mô hình đã triển khai đến đâu, từng xã?"), chosen)

models = ask("models", chosen.as_of, plan_year=chosen.plan_year, period=chosen.period)
completion = ask("target_completion", chosen.as_of, plan_year=chosen.plan_year, period=chosen.period)
programmes = [
    row for row in completion[completion.level == "city"].itertuples() if row.kind in ("district_has", "communes_with")
]
answer(
    "; ".join(
        _("{name}: {done}/{goal} xã đã ra mắt").format(name=of(row, "short"), done=number(row.numerator), goal=row.goal)
        for row in programmes
    )
    + "."
)

for programme in programmes:
    st.subheader(f"{programme.target_code} · {of(programme, 'title')}", anchor=False)
    own = models[models.program_target == programme.target_code]
    inside = own[~own.is_surplus.astype(bool)]
    scope = completion[
        (completion.target_code == programme.target_code)
        & (completion.level == "district")
        & (completion.status != "not_applicable")
    ]
    places = [
        {"title": row.commune, "line": row.district, "state": row.stage, "hover": f"{day(row.launched_on)}"}
        for row in inside.itertuples()
    ]
    if programme.kind == "district_has":
        silent = scope[~scope.district_code.isin(inside.district_code)]
        places += [{"title": "?", "line": row.district, "state": "unnamed"} for row in silent.itertuples()]
    else:
        places += [{"title": "?", "line": _("chưa rõ huyện"), "state": "unnamed"}] * max(
            0, int(programme.goal) - len(places)
        )
    places.sort(
        key=lambda place: (
            ["unnamed", "stopped", "selected", "trained", "launched", "sustained"].index(place["state"]),
            place["line"],
        ),
        reverse=True,
    )
    charts.show(charts.board(places, 6), f"bang-{programme.target_code}")
    counts = {
        state: sum(place["state"] == state for place in places)
        for state in ("sustained", "launched", "trained", "selected", "stopped", "unnamed")
    }
    st.caption(" · ".join(f"{signed(state)}: {n}" for state, n in counts.items()))
    surplus = own[own.is_surplus.astype(bool)]
    if len(surplus) or len(inside) > programme.goal:
        extra = ", ".join(f"{row.commune} ({row.district})" for row in surplus.itertuples()) or str(
            len(inside) - programme.goal
        )
        st.caption(_("Vượt số của kế hoạch (lưu, không tính thêm): {names}").format(names=extra))
    sums = {name: inside[name].sum() for name in ("households", "trainees", "area_ha") if inside[name].notna().any()}
    labels = {"households": _("hộ tham gia"), "trainees": _("người được tập huấn"), "area_ha": _("ha")}
    volumes = inside[inside.volume.notna()].groupby("volume_unit").volume.sum()
    parts = [f"**{number(value, 1 if name == 'area_ha' else 0)}** {labels[name]}" for name, value in sums.items()] + [
        f"**{number(value, 1)}** {unit}" for unit, value in volumes.items()
    ]
    if parts:
        st.markdown(" · ".join(parts))

st.subheader(_("Nhân rộng (huyện, xã hỗ trợ; không tính vào chỉ tiêu)"), anchor=False)
spread = models[models.program_target.isna()]
if len(spread):
    grouped = (
        spread.groupby(["district", "model_type", "supported_by"])
        .agg(count=("commune", "size"), households=("households", "sum"))
        .reset_index()
    )
    grouped = grouped.assign(
        type=[word(value) for value in grouped.model_type], level=[word(value) for value in grouped.supported_by]
    )
    table(
        grouped,
        {
            "district": _("Huyện, thị xã"),
            "type": _("Loại mô hình"),
            "level": _("Cấp hỗ trợ"),
            "count": _("Số mô hình"),
            "households": _("Số hộ"),
        },
        "bang-nhan-rong",
    )
else:
    st.caption(_("Chưa có mô hình nhân rộng nào được báo cáo."))

st.subheader(_("Từng mô hình"), anchor=False)
listed = models[models.district_code == chosen.district] if chosen.district else models
listed = listed.assign(type=[word(v) for v in listed.model_type], level=[word(v) for v in listed.supported_by], step=[signed(v) for v in listed.stage],
                       condition=[word(v) if has(v) else "–" for v in listed.state], trained=[day(v) for v in listed.trained_on], launched=[day(v) for v in listed.launched_on],
                       origin=[f"{row.source_sheet}, {_('hàng')} {row.source_row} · {_('bản')} {row.version}" for row in listed.itertuples()])  # fmt: skip
table(listed, {"district": _("Huyện, thị xã"), "commune": _("Xã"), "type": _("Loại mô hình"), "level": _("Cấp hỗ trợ"), "step": _("Giai đoạn"), "condition": _("Tình trạng"),
               "trained": _("Tập huấn"), "launched": _("Ra mắt"), "households": _("Số hộ"), "volume": _("Khối lượng"), "volume_unit": _("Đơn vị tính"), "area_ha": _("Diện tích (ha)"),
               "origin": _("Nguồn")}, "bang-mo-hinh")  # fmt: skip
st.page_link(
    pages.file("history"), label=_("Mở tệp gốc ở trang Lịch sử"), icon=":material/history:", query_params=chosen.link()
)
