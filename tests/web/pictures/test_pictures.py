"""The preview pictures: their size and weight, what is on them, and that no name breaks them."""

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
import resvg_py

from app.domain import english
from app.domain.drift import compare
from app.domain.findings import Code, Verdict
from app.web.diagram import diagram_of
from app.web.layout.views import VerdictView
from app.web.pictures import PNG_SIZE, Bar, Picture, kept_png
from app.web.pictures.composition import LEFT, WIDTH, composition_of
from app.web.pictures.font import LACKING, inter, jetbrains_mono
from app.web.pictures.palette import palette
from app.web.pictures.png import svg_of
from tests import build
from tests.web.pictures.png import colours_of, size_of

HOSTILE = "</text><image href='file:///etc/passwd'/>&\"'\u202e\x00\ud800"
NAMES = ["x" * 5000, "名前_" * 40, "שלום_עולם", HOSTILE, "-->]]>", "&amp;", "a\nb", " "]


def words(picture: Picture) -> str:
    return " ".join("".join(text.itertext()) for text in _texts(picture))


def _texts(picture: Picture):
    root = ET.fromstring(svg_of(picture))  # noqa: S314 - our own
    return root.iter("{http://www.w3.org/2000/svg}text")


def of_names(users: str, orders: str) -> Picture:
    parent, child = build.key("users.1")._replace(name=users), build.key("orders.1")._replace(name=orders)
    empty = build.release("a: 1").migrations[build.key("a.1")]
    release = build.release().of([type(empty)(parent), type(empty)(child, dependencies=(parent,))])
    drift = compare(
        release, build.history().__class__((build.history("orders.1").rows[0].__class__(child, "now", 1),))
    )
    finding = drift.findings[0]
    assert finding.code is Code.MISSING_DEPENDENCY
    diagram = diagram_of(drift, finding)
    assert diagram is not None
    return Picture(
        f"{orders} against {users}",
        f"{child} is applied, but {parent}, which it depends on, is not.",
        users,
        (users, orders),
        VerdictView.of(Verdict.BLOCKED),
        diagram.wide,
    )


PAIR = of_names("0010_add_unique_id_migration", "0001_initial")
FLEET = Picture(
    "40 environments against v2.4",
    "3 of 40 environments are blocked, all by one missing row.",
    "acme-shop",
    ("received by 19 Jun 2026, 09:12 UTC",),
    VerdictView.of(Verdict.BLOCKED),
    strip=tuple(Bar(VerdictView.of(verdict), 4) for verdict in Verdict),
)


@pytest.mark.parametrize("picture", [PAIR, FLEET, Picture("release v2.4", "3 migrations.", "shop")])
def test_a_picture_is_a_png_of_the_size_that_previews_show(picture: Picture):
    png = kept_png(picture)

    assert size_of(png) == PNG_SIZE == (1200, 630)
    assert len(png) < 100_000


def test_the_pair_is_on_the_picture_with_its_red_line():
    small = resvg_py.svg_to_bytes(svg_string=svg_of(PAIR), width=300, skip_system_fonts=True)
    colours = colours_of(bytes(small))

    red = palette().colours["status-missing-dependency"]
    assert tuple(bytes.fromhex(red[1:])) in colours
    assert tuple(bytes.fromhex(palette().colours["fill-blocked"][1:])) in colours
    assert tuple(bytes.fromhex(palette().colours["soft-blocked"][1:])) in colours
    assert "needs, no row" in words(PAIR)
    assert "users.0010_add_unique_id_migration" in words(PAIR)


def test_the_same_picture_has_the_same_bytes_and_is_drawn_once():
    assert kept_png(PAIR) is kept_png(of_names("0010_add_unique_id_migration", "0001_initial"))


@pytest.mark.parametrize("name", NAMES)
def test_no_name_breaks_a_picture(name: str):
    picture = of_names(name, name + "2")
    png = kept_png(picture)

    assert size_of(png) == PNG_SIZE
    assert len(png) < 100_000
    root = ET.fromstring(svg_of(picture))  # noqa: S314 - our own
    assert "image" not in {element.tag.rpartition("}")[2] for element in root.iter()}


@pytest.mark.parametrize("name", ["x" * 5000, "a_" * 90, "0001_initial"])
def test_every_text_stays_on_the_picture(name: str):
    view = composition_of(of_names(name, "0001_initial"))
    font = inter()

    for _, line in view.lines:
        assert font.width(line, size=view.size, bold=True) <= WIDTH - 2 * LEFT
    assert view.place_x + font.width(view.place, size=27) <= WIDTH - LEFT
    foot = font.width(view.foot, size=24) + font.width(f"Driftboard {view.project}", size=24, bold=True)
    assert foot <= WIDTH - 2 * LEFT
    assert view.drawing is None or view.drawing.width * view.scale <= WIDTH - 2 * LEFT + 1


def test_a_diagram_is_made_as_small_as_it_must_be_and_left_out_where_it_would_say_nothing():
    drawing = PAIR.drawing
    assert drawing is not None
    view, tiny = (
        composition_of(replace(PAIR, drawing=replace(drawing, width=width))) for width in (1500, 5000)
    )

    assert view.drawing is not None
    assert 1500 * view.scale <= WIDTH - 2 * LEFT
    assert tiny.drawing is None


def test_letters_that_the_fonts_lack_are_marked_and_the_picture_says_so():
    picture = of_names("שלום", "0001_initial")

    assert LACKING * 4 in words(picture)
    assert f"{LACKING} stands for letters that only the page has" in words(picture)
    assert "stands for letters" not in words(PAIR)


def test_the_fonts_have_the_letters_of_europe():
    for letter in "aZ09äñŁßЖяΩλ…·—×“”":
        assert inter().has(letter), letter
    for letter in "aZ09_.-…äЖλ":
        assert jetbrains_mono().has(letter), letter
    assert inter().has(LACKING)
    assert jetbrains_mono().has(LACKING)
    assert jetbrains_mono().width("i", size=100) == jetbrains_mono().width("W", size=100) == 60


def test_a_fleet_has_a_bar_and_a_number_for_each_verdict():
    view = composition_of(FLEET)

    assert len(view.bars) == len(view.counts) == len(Verdict)
    assert view.bars[0].x == LEFT
    assert view.bars[-1].x + view.bars[-1].width <= WIDTH - LEFT
    assert {count.row for count in view.counts} == {0, 1}
    assert english.count(4, "x")  # the words are those of the page
    assert "Blocked 4" in words(FLEET)


def test_a_long_sentence_is_set_smaller_and_then_cut():
    sizes = [composition_of(Picture("", "word " * number, "shop")) for number in (8, 25, 200)]

    assert [view.size for view in sizes] == [52, 42, 34]
    assert sizes[-1].lines[-1][1].endswith("…")
