from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import event, text

from app.domain.label import Label
from app.domain.release import Operation, Release, Unreadable
from app.store import releases
from app.store.engine import Store, open_store
from tests.build import release

T0 = datetime(2026, 6, 19, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
V1 = release(
    "users: 1",
    django="5.2.8",
    project="shop",
    label="v1",
    commit="aaaa",
    settings={"module": "shop.settings"},
)
V2 = release("users: 1 < 2", "orders: 1 @users.2", label="v2", commit="bbbb")


def add(store: Store, new: Release, label: str, at: datetime = T0) -> bool:
    with store.writing() as session:
        return releases.add(session, "shop", new, label=label, at=at)


def with_label(store: Store, label: str) -> Release | None:
    with store.reading() as session:
        return releases.with_label(session, "shop", label)


def test_a_release_comes_back_whole(store_url: str):
    unfinished = replace(V2, complete=False, unreadable=(Unreadable("a.py", 3, "not Python"),))
    with open_store(store_url) as store:
        add(store, V1, "v1")
        add(store, unfinished, "v2")
    with open_store(store_url) as store:
        assert with_label(store, "v1") == V1
        assert with_label(store, "v2") == unfinished


def test_an_unknown_label_names_nothing(store: Store):
    assert with_label(store, "v1") is None


def test_the_same_again_adds_nothing(store: Store):
    assert add(store, V1, "v1") is True
    assert add(store, V1, "v1", T0 + MINUTE) is False

    with store.reading() as session:
        assert releases.all_labels(session, "shop") == (Label("v1", V1.fingerprint, "aaaa", T0),)


def with_schema(release: Release, **facts: str | None) -> Release:
    """The release with an operation of which this is known."""
    operations = (Operation("CreateModel", "User", reversible=True, **facts),)
    migrations = {m.key: replace(m, operations=operations) for m in release.migrations.values()}
    return replace(release, migrations=migrations)


def known(store: Store, label: str) -> set[tuple[str | None, str | None]]:
    release = with_label(store, label)
    assert release is not None
    operations = [each for migration in release.migrations.values() for each in migration.operations]
    return {(operation.schema, operation.declaration) for operation in operations}


def test_what_is_known_of_tables_is_kept_and_makes_no_other_release(store: Store):
    table = '[{"does":"create-table","table":"users_user"}]'
    assert add(store, with_schema(V1), "v1") is True
    assert known(store, "v1") == {(None, None)}

    assert add(store, with_schema(V1, schema=table), "v1") is False
    assert known(store, "v1") == {(table, None)}
    assert add(store, with_schema(V1), "v1") is False
    assert known(store, "v1") == {(table, None)}, "who knows nothing takes nothing back"
    assert add(store, with_schema(V1, declaration="{}"), "v1") is False
    assert known(store, "v1") == {(None, "{}")}
    with store.reading() as session:
        (label,) = releases.all_labels(session, "shop")
        assert releases.of_labels(session, "shop", [label])[label] == with_label(store, "v1")


def test_a_label_that_moves_is_a_new_pointer(store: Store):
    add(store, V1, "main")
    add(store, V2, "main", T0 + MINUTE)
    add(store, V1, "main", T0 + 2 * MINUTE)
    add(store, V2, "other", T0 + 3 * MINUTE)

    with store.reading() as session:
        assert releases.labels(session, "shop") == (
            Label("other", V2.fingerprint, "bbbb", T0 + 3 * MINUTE),
            Label("main", V1.fingerprint, "aaaa", T0 + 2 * MINUTE),
        )
        assert [label.fingerprint for label in releases.all_labels(session, "shop")] == [
            V2.fingerprint,
            V1.fingerprint,
            V2.fingerprint,
            V1.fingerprint,
        ]
    assert with_label(store, "main") == replace(V1, label="main")


def test_what_several_labels_point_to_comes_in_two_queries(store: Store):
    for number in range(12):
        add(store, V1, f"same-{number}")
        add(store, release(f"users: {number}"), f"own-{number}")
    statements: list[str] = []

    with store.reading() as session:
        labels = releases.labels(session, "shop")
        event.listen(session.get_bind(), "before_cursor_execute", lambda *args: statements.append(args[2]))
        by_label = releases.of_labels(session, "shop", labels)
        again = releases.of_labels(session, "shop", labels)

    assert list(by_label) == list(labels)
    assert all(by_label[label].fingerprint == label.fingerprint for label in labels)
    assert {by_label[label].label for label in labels} == {label.label for label in labels}
    assert by_label == again
    assert len(statements) == 3  # the second time only which content is whose


def test_one_content_is_kept_once_and_each_label_has_its_commit(store: Store):
    add(store, V1, "v1")
    add(store, replace(V1, commit="cccc"), "v1.0.1")

    with store.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM releases")) == 1
        assert releases.with_fingerprint(session, "shop", V1.fingerprint[:8]) == (V1,)
    assert (with_label(store, "v1").commit, with_label(store, "v1.0.1").commit) == ("aaaa", "cccc")


def test_a_prefix_of_eight_digits_is_needed(store: Store):
    add(store, V1, "v1")

    with store.reading() as session:
        assert releases.with_fingerprint(session, "shop", V1.fingerprint[:7]) == ()
        assert releases.with_fingerprint(session, "shop", "%%%%%%%%") == ()
        assert releases.with_fingerprint(session, "other", V1.fingerprint) == ()


def test_a_release_that_was_read_is_the_same_value_again(store: Store):
    """Its graph is made once, not for every page."""
    add(store, V1, "v1")

    assert with_label(store, "v1") is with_label(store, "v1")


def test_the_keys_of_many_releases_come_a_few_at_a_time(store: Store):
    squash = release("a: 1 < 2", "a: 1to2 = 1+2")
    for number in range(45):
        add(store, squash if number == 44 else release(f"a: {number}"), f"v{number}")
    statements = []
    with store.reading() as session:
        labels = releases.labels(session, "shop")
        event.listen(session.get_bind(), "before_cursor_execute", lambda *args: statements.append(args[2]))
        first, *_ = pairs = list(releases.keys_of_labels(session, "shop", labels))
        statements_of_all = len(statements)
        next(releases.keys_of_labels(session, "shop", labels))

    assert [label.label for label, _ in pairs] == [f"v{number}" for number in range(44, -1, -1)]
    assert first[1].keys_to_record == squash.keys_to_record
    assert (statements_of_all, len(statements)) == (3, 4)
