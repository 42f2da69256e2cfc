"""The matrix of small fleets: its rows, its shared columns, its sentence."""

from dataclasses import replace

import pytest

from app.domain.drift import compare
from app.domain.findings import Code, Verdict
from app.domain.fleet import Sighting
from app.domain.matrix import Blank, Gap, Mark, app_migrations, headline, matrix
from app.domain.matrix.mark import AppCell, app_words, cell_words
from app.domain.status import Status
from app.domain.table_location import TableLocation
from tests.build import NOON, history, key, release

RELEASE = release("users: 1 < 2", "orders: 1 @users.2 < 2", "tags: 1 < 2 < 3 < 4 < 5 < 6 < 7")
TAGS = tuple(f"tags.{n}" for n in range(1, 8))
FULL = ("users.1", "users.2", "orders.1", "orders.2", *TAGS)
BLOCKED = ("users.1", "orders.1", *TAGS)
BEHIND = FULL[:3] + TAGS[:5]


def seen(slug, *keys, of=RELEASE, alias="default", **facts):
    drift = compare(of, history(*keys), alias=alias)
    return Sighting(environment=slug, drift=drift, seen_at=NOON, location=TableLocation(alias), **facts)


def made(*sightings, **releases):
    return matrix(
        sightings, {each.environment: releases.get(each.environment, RELEASE) for each in sightings}
    )


def test_the_apps_that_block_come_first_then_the_worst():
    whole = made(seen("a", *BLOCKED), seen("b", *BEHIND), seen("c", *FULL))

    assert [row.app for row in whole.rows] == ["orders", "users", "tags"]
    assert [row.blocks for row in whole.rows] == [True, True, False]
    assert [row.environments for row in whole.rows] == [2, 1, 1]
    assert not whole.same
    assert headline(whole) == "All 3 apps differ somewhere; only orders and users block."
    assert whole.columns["a"].app_cell("orders") == AppCell(Mark(Status.MISSING_DEPENDENCY), 1, 1)
    assert whole.columns["b"].app_cell("tags") == AppCell(Mark(Status.PENDING), 2, 2)
    assert whole.columns["c"].app_cell("tags") == AppCell(Mark(Status.APPLIED), 0, 0)


def test_environments_with_the_same_column_share_it():
    whole = made(*(seen(f"e{n}", *FULL) for n in range(5)), seen("other", *BEHIND))

    assert list(whole.merged.values()) == [("e0", "e1", "e2", "e3", "e4"), ("other",)]
    assert list(whole.of_environments(["other", "e1"]).merged.values()) == [("other",), ("e1",)]


@pytest.mark.parametrize(
    ("sightings", "sentence"),
    [
        ([seen("a", *FULL)], "All 3 apps are the same in the one environment."),
        ([seen("a", *FULL), seen("b", *FULL)], "All 3 apps are the same in all 2 environments."),
        (
            [seen("a", *FULL), seen("b", *FULL), seen("c", *FULL, stale=True)],
            "All 3 apps are the same in 2 environments; 1 is unseen.",
        ),
        ([seen("a", *BEHIND)], "2 of 3 apps differ somewhere; none blocks."),
        ([seen("a", *FULL[:3], *TAGS)], "1 of 3 apps differs somewhere; it does not block."),
        ([seen("a", *FULL, stale=True)], "Nothing is known of 3 apps: the one environment is unseen."),
        (
            [seen("a", *FULL, stale=True), Sighting(environment="b", unknown_release="v9", seen_at=NOON)],
            "Nothing is known of 3 apps: of 2 environments 1 is unseen and 1 is not judged.",
        ),
        (
            [Sighting(environment="b", unknown_release="v9", seen_at=NOON)],
            "Nothing is known of 3 apps: the one environment is not judged.",
        ),
    ],
)
def test_the_sentence(sightings, sentence):
    assert headline(made(*sightings)) == sentence


def test_the_sentence_counts_many_apps_that_block():
    lines = [line for n in range(5) for line in (f"a{n}: 1 < 2",)]
    of = release(*lines, "z: 1")
    whole = matrix([seen("a", *(f"a{n}.2" for n in range(5)), "z.1", of=of)], {"a": of})

    assert headline(whole) == "5 of 6 apps differ somewhere; 5 of them block."
    of = release("a: 1 < 2")
    assert (
        headline(matrix([seen("a", "a.2", of=of)], {"a": of})) == "The one app differs somewhere; a blocks."
    )
    of = release("a: 1")
    assert (
        headline(matrix([seen("a", "a.1", of=of)], {"a": of}))
        == "The one app is the same in the one environment."
    )


def test_a_finding_that_no_status_tells_is_in_its_cell():
    of = release("orders: 1 @users.2 < 2", "users: 1 < 2 @orders.2")
    whole = matrix([seen("a", of=of)], {"a": of})
    cell = whole.columns["a"].cell(key("orders.1"))

    assert cell == Mark(Status.PENDING, code=Code.CYCLE)
    assert cell_words(cell, "") == "pending, D103 Cycle"
    assert headline(whole) == "All 2 apps differ somewhere; orders and users block."


def test_what_nobody_saw_is_never_applied():
    whole = made(seen("a", *FULL, stale=True), seen("b", *FULL))

    assert whole.columns["a"].cell(key("orders.1")) is Blank.UNSEEN
    assert whole.columns["a"].app_cell("orders") is Blank.UNSEEN
    assert whole.columns["b"].cell(key("orders.1")) == Mark(Status.APPLIED)
    assert (whole.judged, whole.count(Verdict.UNSEEN)) == (1, 1)


def test_of_several_tables_the_worst_speaks_and_says_in_how_many():
    parts = [seen("a", *FULL), seen("a", *BEHIND, alias="more"), seen("a", *BEHIND, alias="third")]
    column = made(Sighting.of_parts(parts)).columns["a"]
    cell = column.cell(key("orders.2"))

    assert cell == Mark(Status.PENDING, 2, 3)
    assert cell_words(cell, column.noun) == "pending in 2 of 3 databases"
    assert column.cell(key("users.1")) == Mark(Status.APPLIED)
    assert app_words(column.app_cell("tags"), column.noun) == "2 pending in 2 of 3 databases"


def test_of_several_tables_one_unseen_leaves_nothing_applied():
    parts = [seen("a", *BEHIND), seen("a", *FULL, alias="more", stale=True)]
    column = made(Sighting.of_parts(parts)).columns["a"]

    assert column.verdict is Verdict.BEHIND
    assert column.cell(key("users.1")) is Blank.UNSEEN
    assert cell_words(column.cell(key("orders.2")), column.noun) == "pending in 1 of 2 databases"
    assert column.app_cell("users") is Blank.UNSEEN


def test_schemas_that_share_a_history_are_counted():
    one = seen("a", *BEHIND, schemas=("s1", "s2", "s3"))
    column = made(one).columns["a"]

    assert cell_words(column.cell(key("orders.2")), column.noun) == "pending in all 3 schemas"


def test_environments_on_several_releases_have_cells_for_what_their_own_lacks():
    older = release("users: 1 < 2")
    whole = made(seen("a", *FULL), seen("b", "users.1", "users.2", of=older), a=RELEASE, b=older)
    column = whole.columns["b"]

    assert column.cell(key("orders.1")) is Blank.ABSENT
    assert column.app_cell("orders") is Blank.ABSENT
    assert cell_words(Blank.ABSENT, "") == app_words(Blank.ABSENT, "") == "not in its release"
    assert not whole.rows
    assert headline(whole) == "All 3 apps are the same in all 2 environments."


def test_the_words_of_an_app():
    whole = made(seen("a", *BLOCKED))

    assert app_words(whole.columns["a"].app_cell("orders"), "") == "missing dependency, 1 pending"
    assert app_words(whole.columns["a"].app_cell("tags"), "") == "applied"
    assert app_words(AppCell(Mark(Status.UNKNOWN), 2, 0), "") == "2 unknown"


def test_rows_have_their_neighbours_and_say_how_many_lie_between():
    tags = [key(text) for text in TAGS]

    assert app_migrations(tags, [tags[3]]).rows == (Gap(2), *tags[2:5], Gap(2))
    assert app_migrations(tags, [tags[0]]).rows == (tags[0], tags[1], Gap(5))
    assert app_migrations(tags, [], everything=True).rows == tuple(tags)
    assert app_migrations(tags, tags, most=3).rows == tuple(tags[:3])
    assert app_migrations(tags, tags, most=3).left_out == 4
    assert app_migrations(tags, []).rows == (Gap(7),)


def test_what_is_done_in_another_way_is_no_difference():
    of = release("a: 1 < 2", "a: s = 1+2")
    squashed = seen("one", "a.1", "a.2", "a.s", of=of)
    whole = matrix([squashed, replace(squashed, environment="two")], dict.fromkeys(("one", "two"), of))

    assert whole.columns["one"] is whole.columns["two"]
    assert whole.columns["one"].cell(key("a.1")) == Mark(Status.REPLACED)
    assert whole.columns["one"].app_cell("a") == AppCell(Mark(Status.APPLIED), 0, 0)
    assert not whole.rows
    parts = [squashed, replace(seen("one", "a.1", of=of, alias="more"), schemas=())]
    column = matrix([Sighting.of_parts(parts)], {"one": of}).columns["one"]
    assert column.cell(key("a.1")) == Mark(Status.APPLIED)
    assert column.cell(key("a.2")).status is Status.PENDING


def test_an_odd_order_is_a_status_and_no_finding_of_its_own():
    column = made(seen("a", "users.1", "users.2", "orders.2", "orders.1", *TAGS)).columns["a"]

    assert column.cell(key("orders.2")) == Mark(Status.OUT_OF_ORDER)
    assert app_words(column.app_cell("orders"), "") == "out of order"
