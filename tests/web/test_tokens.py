"""The tokens: one for each status and verdict, and enough contrast in both themes."""

import re

import pytest

from app.assets import STATIC
from app.domain.findings import Verdict
from app.domain.status import Status

SHEET = (STATIC / "css" / "tokens.css").read_text()


def _declared(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", block))


_blocks = re.split(r"\n(?=:root|@media)", SHEET)
LIGHT = _declared(_blocks[1])
DARK = _declared(next(block for block in _blocks if block.startswith("@media")))
CHOSEN_DARK = _declared(next(block for block in _blocks if ':root[data-theme="dark"]' in block))
THEMES = {"light": LIGHT, "dark": LIGHT | DARK}

TEXTS = ("text", "text-quiet", "text-faint", "accent")
SHAPES = [f"status-{status}" for status in Status] + ["mark-irreversible", "line-strong", "map-edge-cross"]


def test_the_icons_of_the_tab_have_the_colours_of_the_verdicts():
    for verdict in Verdict:
        icon = (STATIC / "img" / f"favicon-{verdict}.svg").read_text()

        # A filled shape may take the fill: that of blocked is brighter than its text.
        assert any(f'color="{LIGHT[f"{kind}-{verdict}"]}"' in icon for kind in ("verdict", "fill"))
        assert f"color: {DARK[f'verdict-{verdict}']};" in icon


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_white_on_black_is_twenty_one():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)


@pytest.mark.acceptance(42)
def test_statuses_and_verdicts_are_the_tokens():
    assert {name for name in LIGHT if name.startswith("status-")} == {f"status-{status}" for status in Status}
    assert {name for name in LIGHT if name.startswith("verdict-")} == {
        f"verdict-{verdict}" for verdict in Verdict
    }
    for kind in ("soft", "fill"):
        assert {f"{kind}-{verdict}" for verdict in Verdict} <= LIGHT.keys()


def test_the_dark_theme_is_the_same_by_system_and_by_choice():
    assert DARK == CHOSEN_DARK
    assert set(DARK) == {name for name, value in LIGHT.items() if value.startswith("#") or name == "shadow"}


@pytest.mark.parametrize("theme", THEMES)
def test_colours_are_what_a_canvas_can_read(theme):
    kinds = ("status-", "verdict-", "map-", "mark-", "soft-", "fill-")

    for name, value in THEMES[theme].items():
        if name.startswith(kinds):
            assert re.fullmatch("#[0-9a-f]{6}", value), name


@pytest.mark.acceptance(41)
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    "text", [*TEXTS, *(f"verdict-{v}" for v in Verdict), *(f"status-{s}" for s in Status)]
)
@pytest.mark.parametrize("ground", ["surface", "surface-raised", "surface-sunken", "surface-hover"])
def test_text_can_be_read(theme, text, ground):
    tokens = THEMES[theme]
    if (text, ground) == ("text-faint", "surface-hover"):
        text = "text-quiet"  # what lies on a hovered row turns quiet: base.css

    assert contrast(tokens[text], tokens[ground]) >= 4.5


@pytest.mark.acceptance(41)
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("verdict", Verdict)
def test_a_pill_can_be_read(theme, verdict):
    tokens = THEMES[theme]

    assert contrast(tokens[f"verdict-{verdict}"], tokens[f"soft-{verdict}"]) >= 4.5


@pytest.mark.acceptance(41)
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("shape", SHAPES)
def test_shapes_can_be_seen(theme, shape):
    tokens = THEMES[theme]

    assert contrast(tokens[shape], tokens["map-ground"]) >= 3
    assert contrast(tokens[shape], tokens["surface-raised"]) >= 3


@pytest.mark.parametrize("theme", THEMES)
def test_what_lies_on_a_filled_ground_can_be_read(theme):
    tokens = THEMES[theme]

    assert contrast(tokens["on-accent"], tokens["accent"]) >= 4.5
    assert contrast(tokens["ink"], tokens["status-missing-dependency"]) >= 4.5
