"""The diagram of each kind of finding: what it shows, that everything fits, and that nothing in a name breaks it."""

import json
from pathlib import Path

import pytest

from app.collect.json_file import read
from app.domain import manifest
from app.domain.drift import Drift, compare
from app.domain.findings import Code, Finding
from app.domain.provenance import Knowledge, with_knowledge
from app.web.diagram import diagram_of, sketch_of
from app.web.diagram.drawing import Drawing
from app.web.diagram.lettering import cells, drawable, key_lines, word_lines
from app.web.diagram.narrow import WIDTH
from app.web.diagram.sketch import Form, Tone
from app.web.diagram.wide import MAX_WIDTH
from tests import build

CASES = Path(__file__).parents[2] / "cases"
WITHOUT_PICTURE = {Code.TABLES_WITHOUT_ROWS, Code.TABLE_ELSEWHERE, Code.NOT_COVERED, Code.SQUASH_RESIDUE}
LONG = "0010_" + "a_name_that_goes_on_" * 13
HOSTILE = "</text><script>alert(1)</script>&\"'\u202e\x00\ud800"


def case(folder: Path) -> Drift:
    known = [manifest.loads(path.read_text()) for path in sorted(folder.glob("known-*.json"))]
    drift = compare(manifest.loads((folder / "release.json").read_text()), read(folder / "history.json"))
    return with_knowledge(drift, Knowledge(releases=tuple(known)))


def shown(drift: Drift, code: Code):
    (finding,) = [each for each in drift.findings if each.code is code]
    sketch = sketch_of(drift, finding)
    assert sketch is not None
    return sketch


def texts(drawing: Drawing) -> str:
    return " ".join(
        text
        for card in drawing.cards
        for text in (
            "".join(line.app + line.name for _, line in card.key_lines),
            " ".join(line for _, line in card.note_lines),
        )
    )


ALL = [
    pytest.param(drift, finding, id=f"{folder.name}-{finding.code}-{finding.subject}")
    for folder in sorted(path.parent for path in CASES.glob("*/release.json"))
    if (drift := case(folder))
    for finding in drift.findings
]


def fits(drawing: Drawing, most: int) -> None:
    assert drawing.width <= most
    for card in drawing.cards:
        assert card.x >= 0
        assert card.right <= drawing.width
        assert card.y >= 0
        assert card.bottom <= drawing.height
        for y, line in card.key_lines:
            assert card.y < y < card.bottom
            assert cells(line.app + line.name) * 0.6 * 12 <= card.width - 38
    for one in drawing.cards:
        for other in drawing.cards:
            apart = (
                one.right <= other.x or other.right <= one.x or one.bottom <= other.y or other.bottom <= one.y
            )
            assert one is other or apart


@pytest.mark.parametrize(("drift", "finding"), ALL)
def test_every_code_has_a_picture_or_says_nothing_in_one(drift: Drift, finding: Finding):
    diagram = diagram_of(drift, finding)

    if finding.code in WITHOUT_PICTURE:
        assert diagram is None
    else:
        assert diagram is not None
        fits(diagram.wide, MAX_WIDTH)
        fits(diagram.narrow, WIDTH + 4)
        assert str(finding.subject) in diagram.name
        assert str(finding.subject) in texts(diagram.wide)
        assert str(finding.subject) in texts(diagram.narrow)


def test_the_pair_has_a_neighbour_on_each_side_and_on_a_phone_none():
    release = build.release("users: 0009_a < 0010_b", "orders: 0001_initial @users.0010_b < 0002_c")
    drift = compare(release, build.history("users.0009_a", "orders.0001_initial", "orders.0002_c"))
    diagram = diagram_of(drift, drift.findings[0])
    assert diagram is not None

    left, above, below, right = diagram.wide.cards
    assert [card.status for card in diagram.wide.cards] == [
        "applied",
        "missing",
        "missing-dependency",
        "applied",
    ]
    assert left.right < above.x < below.x < below.right < right.x
    assert above.bottom < below.y
    assert [line.tone for line in diagram.wide.lines] == ["plain", "violated", "plain"]
    assert diagram.wide.pill.text == "needs, no row"
    assert texts(diagram.narrow) == ("users.0010_b no row orders.0001_initial applied 5 Jan 2026, 12:01 UTC")
    assert diagram.name == (
        "Diagram: orders.0001_initial (applied 5 Jan 2026, 12:01 UTC) needs users.0010_b (no row)."
    )


def test_a_dependency_that_cannot_be_undone_says_so():
    data = json.loads((CASES / "missing-dependency" / "release.json").read_text())
    for migration in data["migrations"]:
        migration["operations"] = [{"kind": "RunPython", "reversible": False}]
    drift = compare(manifest.loads(json.dumps(data)), read(CASES / "missing-dependency" / "history.json"))

    assert shown(drift, Code.MISSING_DEPENDENCY).above[0].note == "no row · RunPython without reverse"


def test_a_fork_shows_where_its_leaves_part():
    drift = compare(build.release("a: 1 < 2 < 3", "a: 2b @a.1"), build.history("a.1"))
    sketch = shown(drift, Code.FORKED)

    assert [card.key.name for card in sketch.above] == ["1"]
    assert [card.key.name for card in sketch.below] == ["2b", "3"]


def test_a_fork_without_a_common_beginning_shows_its_leaves_apart():
    drift = compare(build.release("a: 1 < 2", "a: other"), build.history())

    assert shown(drift, Code.FORKED).form is Form.APART


def test_a_circle_goes_round_in_the_order_of_its_edges():
    drift = compare(build.release("a: 1 @c.1", "b: 1 @a.1", "c: 1 @b.1"), build.history())
    sketch = shown(drift, Code.CYCLE)

    assert sketch.form is Form.RING
    keys = [card.key for card in sketch.above]
    for needed, key in zip(keys, [*keys[1:], keys[0]], strict=True):
        assert needed in drift.release.migrations[key].dependencies


def test_an_unknown_row_stands_beside_the_chain_of_its_app():
    drift = compare(build.release("a: 1 < 2"), build.history("a.1", "a.2", "a.3_wip"))
    sketch = shown(drift, Code.UNKNOWN)

    assert sketch.form is Form.APART
    assert (sketch.before.key.name, sketch.above[0].key.name) == ("1", "2")
    assert sketch.below[0].note.endswith(", no file")


def test_a_partial_squash_says_of_each_part_whether_it_has_a_row():
    release = build.release("a: 1 < 2 < 3", "a: 1to3 = 1+2+3")
    sketch = shown(compare(release, build.history("a.1")), Code.PARTIAL_SQUASH)

    assert [card.note.partition(" ")[0] for card in sketch.above] == ["applied", "no", "no"]


def test_rows_of_one_key_say_their_numbers():
    sketch = shown(compare(build.release("a: 1"), build.history("a.1", "a.1")), Code.DUPLICATE)

    assert [card.note[:6] for card in (*sketch.above, *sketch.below)] == ["row 1,", "row 2,"]


def test_more_than_four_are_counted():
    parents = [f"p{number}: 1" for number in range(9)]
    references = " ".join(f"@p{number}.1" for number in range(9))
    drift = compare(build.release(*parents, f"orders: 1 {references}"), build.history("orders.1"))
    sketch = shown(drift, Code.MISSING_DEPENDENCY)

    assert [card.note for card in sketch.above][3:] == ["and 6 more"]
    assert sketch.name.endswith("p2.1 (no row) and 6 more.")
    assert sketch.tone is Tone.VIOLATED


@pytest.mark.parametrize("name", [LONG, "名前" * 60, "x" * 9000, HOSTILE, "שלום_עולם", "a b\tc"])
def test_any_name_fits(name: str):
    release = build.release("users: 1", "orders: 1")
    users, orders = build.key("users.1"), build.key("orders.1")
    renamed = users._replace(name=name)
    migrations = release.migrations
    release = type(release).of(
        [
            type(migrations[users])(renamed),
            type(migrations[orders])(orders, dependencies=(renamed,)),
        ]
    )
    drift = compare(release, build.history("orders.1"))
    diagram = diagram_of(drift, drift.findings[0])
    assert diagram is not None

    fits(diagram.wide, MAX_WIDTH)
    fits(diagram.narrow, WIDTH + 4)
    assert all(letter.isprintable() for letter in texts(diagram.wide) + diagram.name)


def test_a_key_breaks_after_a_word_and_says_which_part_is_its_app():
    lines = key_lines(build.key("orders.0001_add_the_customer"), 20)

    assert [(line.app, line.name) for line in lines] == [("orders.", "0001_add_the_"), ("", "customer")]


def test_words_break_between_words_and_long_ones_within():
    assert word_lines("one two three", 7) == ("one two", "three")
    assert word_lines("x" * 10, 4) == ("xxxx", "xxxx", "xx")
    assert cells("日本") == 4
    assert drawable("a\x07b\u202e") == "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}"


def test_a_row_of_another_content_is_not_red_for_another_finding_of_its_migration():
    release = build.release("users: 1 < 2", "orders: 1 @users.2")
    drift = compare(release, build.history("users.1", "orders.1"))
    sketch = sketch_of(drift, Finding(Code.EDITED_IN_PLACE, build.key("orders.1")))

    assert drift.statuses[build.key("orders.1")] == "missing-dependency"
    assert [card.status for card in (*sketch.above, *sketch.below)] == ["applied", "pending"]
