"""What stands on a screen: the parts that answer, texts that are cut, what lies outside the window."""

MAIN = {  # page → what answers it
    "overview": ["ban-do", "hang-cham", "muc-tieu-CT1", "muc-tieu-CT3B"],
    "targets": ["bang-nhiet", "hang-cham"],
    "models": ["bang-CT3A", "bang-CT3B", "chang-duong-CT3B"],
    "activities": ["lich-section"],
    "reporting": ["bang-bao-cao", "da-nhan-H1", "da-nhan-FY"],
    "district": ["khoang-CT1", "bang-bao-cao-huyen"],
    "present": ["vach-CT1-"],
    "plan": ["cam-ket"],
    "leads": ["chu-tri"],
    "compare": ["hai-ky", "moi-ky"],
    "synthesis": ["xem-truoc"],
}
CUT = """() => [...document.querySelectorAll(
    '[data-testid=stMetricValue], [data-testid=stCaptionContainer], [data-testid=stBadge], button p, h1')]
    .filter(e => e.clientWidth && e.scrollWidth > e.clientWidth + 1).map(e => e.innerText.slice(0, 40))"""
PICTURES = """() => [...document.querySelectorAll('.js-plotly-plot')].flatMap(picture => {
    const box = picture.getBoundingClientRect();
    return [...picture.querySelectorAll('text')].filter(text => {
        const inner = text.getBoundingClientRect();
        return inner.width && (inner.left < box.left - 2 || inner.right > box.right + 2);
    }).map(text => text.textContent.slice(0, 40));
})"""


def outside_window(page, parts):
    """The heading and those parts that an office screen does not hold whole."""
    found = []
    for part in ["h1", *(f".st-key-{key}" for key in parts)]:
        box = page.locator(part).first.bounding_box()
        if box["y"] < 0 or box["y"] + box["height"] > 768 or box["x"] < 0 or box["x"] + box["width"] > 1366:
            found.append((part, box))
    return found
