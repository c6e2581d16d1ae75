"""Contrast of every pair of tokens that meet on a page (WCAG 2.2 AA), computed from tokens.css itself."""

import re
from pathlib import Path

import pytest

import design

STATIC = Path(design.__file__).parent / "static" / "design"
TEMPLATES = Path(design.__file__).parent / "templates" / "design"
CSS = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")

SURFACES = ["surface", "surface-raised"]
TEXTS = ["text", "text-muted", "link", "link-hover", "link-visited", "urgent"]
STATES = ["new", "due", "late", "answered", "pinned", "draft", "info"]

TEXT_PAIRS = [
    *[(text, surface) for text in TEXTS for surface in SURFACES],
    ("text", "surface-sunken"),
    ("text-muted", "surface-sunken"),
    ("action-text", "action"),
    ("action-text", "action-hover"),
    ("link", "action-surface"),
    ("link-hover", "action-surface"),
    ("text", "action-surface"),
    ("roof-text", "roof"),
    ("roof-text-muted", "roof"),
    ("roof-link", "roof"),
    ("brand-text", "brand"),
    ("urgent", "urgent-surface"),
    ("text", "urgent-surface"),
    ("link", "urgent-surface"),
    ("urgent-fill-text", "urgent-fill"),
    *[(f"state-{state}", f"state-{state}-surface") for state in STATES],
    *[(f"state-{state}", surface) for state in ("answered", "due") for surface in SURFACES],
    *[("text", f"state-{state}-surface") for state in ("due", "answered", "info")],
    *[("link", f"state-{state}-surface") for state in ("due", "answered", "info")],
]
# What is not text but has to be seen: borders of fields, the ring of the focus, the drawn mark.
SHAPE_PAIRS = [
    *[(shape, surface) for shape in ("border-strong", "focus", "action", "brand") for surface in SURFACES],
    ("roof-focus", "roof"),
    ("focus", "action-surface"),
    ("urgent-fill-text", "urgent-fill"),
]
MODES = [(scheme, elder) for scheme in ("light", "dark") for elder in ("off", "on")]


def declarations(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z0-9-]+):\s*([^;]+);", block))


def block_of(selector: str, css: str = CSS) -> dict[str, str]:
    found = re.search(r"(?m)^\s*" + re.escape(selector) + r" \{(.*?)\}", css, re.DOTALL)
    assert found, selector
    return declarations(found.group(1))


def tokens(scheme: str, elder: str) -> dict[str, str]:
    values = block_of(":root")
    if scheme == "dark":
        values |= block_of(':root[data-scheme="dark"]')
    if elder == "on":
        values |= block_of(':root[data-elder="on"]')
        if scheme == "dark":
            values |= block_of(':root[data-elder="on"][data-scheme="dark"]')
    return values


def luminance(colour: str) -> float:
    assert re.fullmatch(r"#[0-9a-f]{6}", colour), colour
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_computed_as_the_standard_says():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("scheme", "elder"), MODES)
@pytest.mark.parametrize(("text", "surface"), TEXT_PAIRS)
def test_text_can_be_read_on_its_surface(text, surface, scheme, elder):
    values = tokens(scheme, elder)
    assert contrast(values[text], values[surface]) >= 4.5


@pytest.mark.parametrize(("scheme", "elder"), MODES)
@pytest.mark.parametrize(("shape", "surface"), SHAPE_PAIRS)
def test_shapes_can_be_seen_on_their_surface(shape, surface, scheme, elder):
    values = tokens(scheme, elder)
    assert contrast(values[shape], values[surface]) >= 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_quiet_text_is_stronger_in_elder_mode(scheme):
    values = tokens(scheme, "on")
    assert contrast(values["text-muted"], values["surface"]) >= 7


@pytest.mark.parametrize(
    "selector", [':root[data-scheme="dark"]', ':root[data-elder="on"][data-scheme="dark"]']
)
def test_dark_is_the_same_by_choice_and_by_device(selector):
    assert block_of(selector.replace('"dark"', '"auto"')) == block_of(selector)


def test_every_colour_has_a_dark_value():
    light = {name for name, value in block_of(":root").items() if value.startswith("#")}
    assert light == {n for n, value in block_of(':root[data-scheme="dark"]').items() if value.startswith("#")}


def test_elder_mode_has_large_letters_and_large_targets():
    values = block_of(':root[data-elder="on"]')
    assert float(values["text-size"].removesuffix("rem")) * 16 >= 22
    assert float(values["text-size-small"].removesuffix("rem")) * 16 >= 18
    assert float(values["target"].removesuffix("rem")) * 16 >= 60
    assert float(block_of(":root")["target"].removesuffix("rem")) * 16 >= 44


def test_a_component_has_no_colour_of_its_own():
    for path in (STATIC / "css").rglob("*.css"):
        if path.name not in {"tokens.css", "print.css"}:
            assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgba?\(", path.read_text(encoding="utf-8")), path.name


def test_every_token_that_is_used_is_defined():
    defined = set(block_of(":root"))
    for path in (STATIC / "css").rglob("*.css"):
        used = set(re.findall(r"var\(--([a-z0-9-]+)", path.read_text(encoding="utf-8")))
        assert used <= defined, path.name


def test_every_token_is_used_somewhere():
    css = "\n".join(path.read_text(encoding="utf-8") for path in (STATIC / "css").rglob("*.css"))
    assert set(block_of(":root")) - set(re.findall(r"var\(--([a-z0-9-]+)", css)) == set()


@pytest.mark.parametrize(("scheme", "elder"), [("light", "off"), ("dark", "off")])
def test_the_browser_frame_has_the_colour_of_the_roof(scheme, elder):
    html = (TEMPLATES / "partials" / "theme_color.html").read_text(encoding="utf-8")
    assert html.count(f'content="{tokens(scheme, elder)["roof"]}"') == 2
    assert set(re.findall(r"#[0-9a-f]{6}", html)) == {tokens(s, "off")["roof"] for s in ("light", "dark")}


def test_the_mark_on_the_favicon_has_the_colour_of_the_brand():
    svg = (STATIC / "img" / "favicon.svg").read_text(encoding="utf-8")
    assert f'fill="{tokens("light", "off")["brand"]}"' in svg
