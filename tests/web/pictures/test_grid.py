"""The top left of a table on a picture: what there is room for, whole, with the colours of the page."""

import re
from xml.etree import ElementTree as ET

import pytest

from app.assets import STATIC
from app.domain.status import Status
from app.web.pictures import PNG_SIZE, Grid, GridColumn, Picture, Sign, kept_png
from app.web.pictures.composition import FOOT_LINE, LEFT, TEXT_WIDTH, WIDTH, composition_of
from app.web.pictures.font import inter
from app.web.pictures.grid import GROUNDS, MAX_COLUMN, MIN_COLUMN, placed
from app.web.pictures.palette import palette
from app.web.pictures.png import svg_of
from tests.web.pictures.png import size_of
from tests.web.pictures.test_pictures import HOSTILE, NAMES, words

EVERY_SIGN = (
    Sign(),
    *(Sign(status.value, status.value) for status in Status if status is not Status.APPLIED),
    Sign("pending", number="12"),
    *(Sign("applied", icon) for icon in ("blocked", "drifted")),
    *(Sign(blank=blank) for blank in ("unseen", "not-judged", "absent")),
)
SENTENCE = "10 of 24 apps differ somewhere; only orders and users block."


def grid(columns: int, rows: int, *, name: str = "orders", column: str = "sandbox-3") -> Grid:
    verdicts = ("blocked", "behind", "in-step")
    heads = tuple(GridColumn(column, verdicts[3 * at // columns]) for at in range(columns))
    signs = tuple(EVERY_SIGN[at % len(EVERY_SIGN)] for at in range(columns))
    return Grid(heads, tuple((name, signs) for _ in range(rows)))


def picture(of: Grid, sentence: str = SENTENCE) -> Picture:
    return Picture("40 environments against v2.4", sentence, "acme-shop", ("received",), grid=of)


@pytest.mark.parametrize("sentence", [SENTENCE, SENTENCE * 3])
@pytest.mark.parametrize(("columns", "rows"), [(1, 1), (3, 2), (12, 5), (32, 12)])
def test_it_stays_within_its_room_and_says_whether_there_is_more(columns: int, rows: int, sentence: str):
    view = composition_of(picture(grid(columns, rows), sentence))
    shown = view.grid
    assert shown is not None

    assert LEFT + shown.width <= WIDTH - LEFT
    assert view.lines[-1][0] < shown.top < shown.row_top < shown.bottom < FOOT_LINE - 30
    assert MIN_COLUMN <= shown.column <= MAX_COLUMN
    assert shown.goes_right is (len(shown.names) < columns)
    assert shown.goes_down is (len(shown.rows) < rows)
    assert {len(signs) for _, _, signs in shown.rows} == {len(shown.names)}
    assert view.bars == ()


def test_it_begins_at_the_left_and_at_the_top_and_each_verdict_stands_once():
    shown = composition_of(picture(grid(3, 2))).grid
    assert shown is not None

    assert [verdict for _, verdict in shown.groups] == ["blocked", "behind", "in-step"]
    assert [x for x, _ in shown.groups] == [x for x, _ in shown.names]
    assert [y for y, _, _ in shown.rows] == [shown.row_top, shown.row_top + 34]


def test_many_columns_are_narrow_and_few_are_wide():
    few, many = (composition_of(picture(grid(columns, 3))).grid for columns in (2, 32))
    assert few is not None
    assert many is not None

    assert few.column == MAX_COLUMN
    assert many.column - MIN_COLUMN in range(4)
    assert len(many.names) > 15


@pytest.mark.parametrize("name", ["x" * 5000, NAMES[1], HOSTILE])
def test_no_name_breaks_it_and_long_ones_are_cut(name: str):
    made = picture(grid(32, 12, name=name, column=name))
    root = ET.fromstring(svg_of(made))  # noqa: S314 - our own
    shown = composition_of(made).grid
    assert shown is not None

    assert "image" not in {element.tag.rpartition("}")[2] for element in root.iter()}
    assert len(shown.names) > 10
    assert all(inter().width(text, size=17) <= 130 for _, text in shown.names)
    png = kept_png(made)
    assert size_of(png) == PNG_SIZE
    assert len(png) < 100_000


def test_every_sign_is_drawn_in_a_colour_of_the_page():
    made = picture(Grid(tuple(GridColumn("a", "blocked") for _ in EVERY_SIGN), (("orders", EVERY_SIGN),)))
    colours = palette().colours
    svg = svg_of(made)

    for sign in EVERY_SIGN[:15]:
        assert sign.colour in colours
        assert not sign.ground or f'fill="{colours[sign.ground]}"' in svg
        assert not sign.icon or f'href="#{sign.icon}"' in svg
    assert "orders" in words(made)


def test_the_ground_of_each_sign_is_that_of_the_page():
    css = (STATIC / "css" / "matrix.css").read_text(encoding="utf-8")
    rules = re.findall(r'&\[data-(?:status|finding)="([\w-]+)"\] \{\s*background: var\(--([\w-]+)\)', css)

    assert dict(rules) == GROUNDS


def test_without_room_for_two_rows_the_strip_stands():
    assert placed(grid(3, 4), inter(), x=LEFT, top=300, width=TEXT_WIDTH, height=150) is None
    assert placed(grid(3, 1), inter(), x=LEFT, top=300, width=TEXT_WIDTH, height=170) is not None
    assert placed(grid(3, 1), inter(), x=LEFT, top=300, width=TEXT_WIDTH, height=60) is None
