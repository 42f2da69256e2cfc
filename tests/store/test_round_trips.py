"""Any sequence of histories is rebuilt exactly, with duplicates, deletions, reorderings and odd text."""

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count, product
from pathlib import Path

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from app.domain.history import History, Row, Surroundings
from app.domain.keys import MigrationKey
from app.store import snapshots
from app.store.engine import Store, open_store
from app.store.history_changes import apply_changes, differences, dumps, loads
from app.store.snapshots import keyframes

T0 = datetime(2026, 1, 1, tzinfo=UTC)
PROJECTS = count(1)

texts = st.one_of(
    st.sampled_from(["users", "orders", "0001_initial", ""]), st.text(st.characters(), max_size=4)
)
rows = st.builds(
    Row,
    st.builds(MigrationKey, texts, texts),
    st.one_of(st.sampled_from(["2026-05-01 11:58:00+00", "2026-05-01T11:58:00Z"]), texts),
    st.one_of(st.none(), st.integers(-3, 9), st.integers()),
)
lists = st.lists(rows, max_size=12)
names = st.lists(st.text(max_size=4), max_size=3).map(tuple)
surroundings = st.builds(
    Surroundings,
    st.text(max_size=4),
    st.none() | st.text(max_size=4),
    st.booleans(),
    names,
    names,
    st.booleans(),
)


@st.composite
def sequences(draw: st.DrawFn) -> list[History]:
    """Histories of one database: rows are added, deleted and reordered, or replaced by others."""
    sequence: list[History] = []
    current: list[Row] = []
    for _ in range(draw(st.integers(1, 8))):
        kind = draw(
            st.sampled_from(
                [
                    "append",
                    "append",
                    "delete",
                    "shuffle",
                    "repeat",
                    "replace",
                    "back",
                    "no table",
                    "elsewhere",
                ]
            )
        )
        if kind == "append":
            current = [*current, *draw(st.lists(rows, min_size=1, max_size=3))]
        elif kind == "delete" and current:
            gone = draw(st.integers(0, len(current) - 1))
            current = current[:gone] + current[gone + 1 :]
        elif kind == "shuffle":
            current = draw(st.permutations(current))
        elif kind == "repeat" and current:
            current = [*current, draw(st.sampled_from(current))]
        elif kind == "replace":
            current = draw(lists)
        elif kind == "back" and sequence:
            current = list(draw(st.sampled_from(sequence)).rows)
        event(kind)
        if kind == "no table":
            sequence.append(History(has_table=False))
        elif kind == "elsewhere":
            sequence.append(replace(History(tuple(current)), surroundings=draw(surroundings)))
        else:
            sequence.append(History(tuple(current)))
    return sequence


@given(lists, lists)
@settings(max_examples=500, deadline=None)
def test_the_changes_of_a_list_make_the_other(before: list[Row], after: list[Row]):
    changes = differences(before, after)

    assert apply_changes(before, changes) == after
    assert [change.position for change in changes] == sorted({change.position for change in changes})


def test_the_changes_of_every_short_list_of_two_rows_make_every_other():
    two = [Row(MigrationKey("users", name), "", 1) for name in "ab"]
    lists = [list(rows) for length in range(7) for rows in product(two, repeat=length)]

    assert [
        (before, after)
        for before, after in product(lists, repeat=2)
        if apply_changes(before, differences(before, after)) != after
    ] == []


@given(lists)
@settings(max_examples=200, deadline=None)
def test_a_list_does_not_differ_from_itself(same: list[Row]):
    assert differences(same, list(same)) == ()


@given(st.lists(rows, max_size=12, unique=True), st.data())
@settings(max_examples=100, deadline=None)
def test_no_more_rows_are_stored_than_came(every: list[Row], data: st.DataObject):
    """Rows are inserted at any position of a list without equal rows."""
    middle = data.draw(st.integers(0, len(every)))
    before, new = every[:middle], every[middle:]
    after = list(before)
    for row in new:
        after.insert(data.draw(st.integers(0, len(after))), row)

    changes = differences(before, after)

    assert sum(len(change.inserted) for change in changes) == len(new)
    assert sum(change.removed for change in changes) == 0


@given(lists)
@settings(max_examples=300, deadline=None)
def test_rows_are_written_in_ascii_and_read_again(row_list: list[Row]):
    text = dumps(row_list)

    assert text.isascii()
    assert "\0" not in text
    assert loads(text) == tuple(row_list)


class CountingRow(Row):
    """A row that counts how often rows of its class were hashed or compared."""

    looks = 0

    def __eq__(self, other: object) -> bool:
        CountingRow.looks += 1
        return super().__eq__(other)

    def __hash__(self) -> int:
        CountingRow.looks += 1
        return super().__hash__()


def test_ten_times_the_rows_in_any_order_are_ten_times_the_work():
    """Comparing each row with each would be a hundred times the work."""

    def looks(rows: int) -> int:
        before = [CountingRow(MigrationKey("app", f"{number:06}"), "", number) for number in range(rows)]
        after = list(before)
        random.Random(1).shuffle(after)
        CountingRow.looks = 0
        changes = differences(before, after)
        counted = CountingRow.looks
        assert apply_changes(before, changes) == after
        return counted

    assert 0 < looks(5_000) < 15 * looks(500)


def stored_and_rebuilt(store: Store, url: str, sequence: Iterable[History]) -> None:
    project = f"p{next(PROJECTS)}"
    expected: list[History] = []
    for number, history in enumerate(sequence):
        at = T0 + timedelta(minutes=number)
        with store.writing() as session:
            is_new = snapshots.add(session, project, "sandbox", history, at=at)
        assert is_new is (not expected or expected[-1] != history)
        expected.append(history)
    with open_store(url) as fresh, fresh.reading() as session:  # nothing in memory: all is rebuilt
        for number, history in enumerate(expected):
            snapshot = snapshots.as_of(session, project, "sandbox", T0 + timedelta(minutes=number))
            assert snapshot.history == history
            assert snapshot.history.fingerprint == history.fingerprint


def with_few_keyframes_and_many(store: Store, url: str, sequence: list[History]) -> None:
    usual = keyframes.MIN_KEYFRAME_WEIGHT
    try:
        for keyframes.MIN_KEYFRAME_WEIGHT in (usual, 2):
            stored_and_rebuilt(store, url, sequence)
    finally:
        keyframes.MIN_KEYFRAME_WEIGHT = usual


def test_any_sequence_is_rebuilt_exactly_from_sqlite(tmp_path: Path):
    url = f"sqlite:///{tmp_path}/driftboard.db"
    with open_store(url) as store:

        @given(sequences())
        @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
        def run(sequence: list[History]) -> None:
            with_few_keyframes_and_many(store, url, sequence)

        run()


def test_any_sequence_is_rebuilt_exactly_from_postgresql(postgres_database: str):
    with open_store(postgres_database) as store:

        @given(sequences())
        @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
        def run(sequence: list[History]) -> None:
            with_few_keyframes_and_many(store, postgres_database, sequence)

        run()
