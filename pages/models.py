"""Mô hình 18 xã: how far are the two models, commune by commune?"""

import streamlit as st

from etl.store.queries import rows as of_question
from pages.parts import navigation
from pages.parts.charts import heat, pictures, steps, tiles
from pages.parts.device import is_phone
from pages.parts.figures.completion import completions
from pages.parts.figures.places import STAGES, places_of
from pages.parts.filters import current
from pages.parts.formatting import has, number, plain
from pages.parts.history.source import show_source
from pages.parts.i18n import _, of
from pages.parts.naming import unit_words
from pages.parts.page import answer, begin
from pages.parts.queries import each
from pages.parts.statuses import signed, style_of, word
from pages.parts.tables import grid

chosen = current()
begin("models", chosen, by_district=False, is_marked=False)

every = each(of_question.Models, chosen.as_of, plan_year=chosen.plan_year, period=chosen.period)
sums = each(of_question.ModelSums, chosen.as_of, plan_year=chosen.plan_year, period=chosen.period)
completion = completions(chosen)
programmes = [row for row in completion if row.level == "city" and row.kind in ("district_has", "communes_with")]
answer(
    " · ".join(
        _("{name}: {done}/{goal} xã đã ra mắt").format(name=of(row, "short"), done=number(row.numerator), goal=row.goal)
        for row in programmes
    )
)


def sums_of(target: str) -> str:
    """Households, people trained, area and volume of a programme; a volume for each unit it is given in."""
    lines = [row for row in sums if row.target_code == target]
    labels = {"households": (_("hộ tham gia"), 0), "trainees": (_("người được tập huấn"), 0), "area_ha": (_("ha"), 1)}
    parts = [
        f"**{number(getattr(row, name), decimals)}** {label}"
        for row in lines
        for name, (label, decimals) in labels.items()
        if has(getattr(row, name))
    ]
    parts += [
        f"**{number(row.volume, 1)}** {plain(row.volume_unit or _('(chưa ghi đơn vị tính)'))}"
        for row in lines
        if has(row.volume)
    ]
    return " · ".join(parts)


for column, programme in zip(st.columns(len(programmes)), programmes, strict=True):
    with column:
        st.markdown(f"**{programme.target_code} · {plain(of(programme, 'short'))}**")
        own = [row for row in every if row.program_target == programme.target_code]
        inside = [row for row in own if not row.is_surplus]
        places = places_of(programme, inside, completion)
        clicked = pictures.clicked(
            pictures.show(
                tiles.board(places, columns=3 if is_phone() else 4),
                f"bang-{programme.target_code}",
                f"{of(programme, 'title')}: {_('từng xã theo giai đoạn')}",
                on_select="rerun",
                selection_mode="points",
            )
        )
        if clicked:
            st.switch_page(navigation.file("district"), query_params=chosen.link(district=clicked))
        st.caption(
            " · ".join(
                f"{signed(state)}: {sum(place['state'] == state for place in places)}/{programme.goal}"
                for state in STAGES
                if any(place["state"] == state for place in places)
            )
        )
        surplus = [f"{row.commune} ({row.district})" for row in own if row.is_surplus]
        if surplus or len(inside) > programme.goal:
            names = ", ".join(surplus) or number(len(inside) - programme.goal)
            st.caption(plain(_("Vượt số của kế hoạch (lưu, không tính thêm): {names}").format(names=names)))
        counting = [
            row for row in inside if row.stage != "stopped"
        ]  # as in the target: what was given up counts no more
        series = [
            (word(stage), style_of(stage).ink, [getattr(row, field) for row in counting if has(getattr(row, field))])
            for stage, field in (("trained", "trained_on"), ("launched", "launched_on"))
        ]
        pictures.show(
            steps.stages(series, int(programme.goal), chosen.plan_year, 165),
            f"chang-duong-{programme.target_code}",
            f"{of(programme, 'short')}: {_('các giai đoạn theo thời gian')}",
        )
        st.markdown(sums_of(programme.target_code) or _("Chưa có số liệu về hộ, khối lượng, diện tích."))
        st.caption(plain(f"{of(programme, 'title')} ({_('mục')} {programme.clause})"))

st.subheader(_("Từng mô hình"), anchor=False)
listed = every
st.caption(_("Chọn một dòng để xem từng con số lấy từ tệp, trang và ô nào."))
source = st.container()  # above the table: what a click opens must not lie off the screen
picked = grid.pick(
    "bang-mo-hinh",
    [
        grid.words(unit_words()["Units"], [row.district for row in listed]),
        grid.words(_("Xã"), [row.commune for row in listed]),
        grid.words(_("Loại mô hình"), [word(row.model_type) for row in listed]),
        grid.words(_("Cấp hỗ trợ"), [word(row.supported_by) for row in listed]),
        grid.words(_("Giai đoạn"), [signed(row.shown_state) for row in listed]),
        grid.words(_("Tình trạng"), [word(row.state) if has(row.state) else word("not_reported") for row in listed]),
        grid.days(_("Tập huấn"), [row.trained_on for row in listed]),
        grid.days(_("Ra mắt"), [row.launched_on for row in listed]),
        grid.numbers(_("Số hộ"), [row.households for row in listed]),
        grid.numbers(_("Khối lượng"), [row.volume for row in listed], 1),
        grid.words(_("Đơn vị tính"), [row.volume_unit for row in listed]),
        grid.numbers(_("Diện tích (ha)"), [row.area_ha for row in listed], 1),
    ],
)
if picked is not None:
    row = listed[picked]
    with source:
        show_source(row, "BM2", f"{row.commune}, {row.district}: {word(row.model_type)}", chosen)

st.subheader(_("Nhân rộng và mô hình ngoài chương trình (không tính vào chỉ tiêu)"), anchor=False)
spread = each(of_question.Replication, chosen.as_of, plan_year=chosen.plan_year, period=chosen.period)
if spread:
    kinds = list(dict.fromkeys((row.model_type, row.supported_by) for row in spread))
    districts = list(dict.fromkeys(row.district for row in spread))
    found = {(row.district, row.model_type, row.supported_by): row for row in spread}
    tiles_of = {
        (line, column): heat.Tile(
            "no_goal",
            number(found[district, *kind].models),
            f"{district}: {number(found[district, *kind].models)} {_('mô hình')}, "
            f"{number(found[district, *kind].households)} {_('hộ tham gia')}",
            "",
        )
        for line, district in enumerate(districts)
        for column, kind in enumerate(kinds)
        if (district, *kind) in found
    }
    heads = [f"{word(model)}<br>{word(level).lower()}" for model, level in kinds]
    pictures.show(
        heat.heat(districts, heads, tiles_of, 70 + 27 * len(districts)),
        "nhan-rong",
        _("Số mô hình nhân rộng theo {unit}, loại và cấp hỗ trợ").format(**unit_words()),
    )
    sums_of_all = each(of_question.ReplicationSums, chosen.as_of, plan_year=chosen.plan_year, period=chosen.period)
    total = " · ".join(
        f"{word(row.model_type)}, {word(row.supported_by).lower()}: {number(row.models)}" for row in sums_of_all
    )
    st.caption(total)
else:
    st.caption(_("Chưa có mô hình nhân rộng nào được báo cáo."))
