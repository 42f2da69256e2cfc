"""What was stored in a stretch of time, on both databases: a bounded part at once, nothing twice, nothing lost."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.events.span import Span
from app.domain.failure import Cause
from app.domain.fleet.deployment import Deployment
from app.domain.table_location import TableLocation
from app.store import failures, releases, schemas, snapshots
from app.store.engine import Store
from app.store.pushed import deployments
from app.store.timeline import label_points, looks, outages, tables, told
from tests.build import history, release

T0 = datetime(2026, 6, 19, 9, tzinfo=UTC)
LIMIT = timedelta(minutes=15)


def at(minutes: float) -> datetime:
    return T0 + timedelta(minutes=minutes)


def see(store: Store, minutes: float, *keys: str, slug: str = "one") -> None:
    with store.writing() as session:
        snapshots.add(session, "shop", slug, history(*keys), at=at(minutes))


def read_all(store: Store, source, *, most: int, span: Span = Span()):  # noqa: B008 - a frozen value
    """Every fact of a source, part by part."""
    found = []
    with store.reading() as session:
        while True:
            part = source(session, span, most)
            if not part:
                return found
            assert len(part) <= most
            found += part
            span = replace(span, after=part[-1].mark)


def changed(session, span, most):
    return looks.changed_looks(session, "shop", None, span, most=most)[0]


def two_hundred_tenants(number: int, *keys: str):
    seen = history(*keys)
    rows = tuple(replace(row, id=row.id + 100 * number) for row in seen.rows)
    return replace(seen, rows=rows), seen.fingerprint[:16]


@pytest.fixture
def lived(store: Store) -> Store:
    """Two environments looked at in turn at the same moments, and one with schemas."""
    for minutes in range(6):
        for slug in ("one", "two"):
            see(store, minutes, *(f"a.{number:04}" for number in range(minutes + 1)), slug=slug)
    for minutes, keys in ((1, ("a.0001",)), (4, ("a.0001", "a.0002"))):
        found = {f"t{number:03}": two_hundred_tenants(number, *keys) for number in range(200)}
        if minutes == 4:
            found["t007"] = two_hundred_tenants(7, "a.0001", "a.0009")
        with store.writing() as session:
            schemas.add(session, "shop", "many", "default", found, at=at(minutes), limit=LIMIT)
    see(store, 7, "a.0000")
    return store


def test_every_change_is_read_once_however_small_the_parts(lived):
    whole = read_all(lived, changed, most=1_000)

    for most in (1, 2, 3, 7):
        assert read_all(lived, changed, most=most) == whole
    assert [look.mark.at for look in whole] == sorted((look.mark.at for look in whole), reverse=True)
    assert len({look.identity for look in whole}) == len(whole) == 6 * 2 + 1 + 2 + 1
    assert [look.tables for look in whole if look.environment == "many"] == [1, 199, 200]


def test_a_change_knows_the_look_before_and_whether_it_was_so_already(lived):
    newest, *_, first = read_all(lived, changed, most=5)

    assert newest.before == history(*(f"a.{number:04}" for number in range(6)))
    assert (newest.before_received, newest.before_at, newest.seen_so) == (at(5), at(5), at(0))
    assert (first.before, first.before_at) == (None, None)


def test_the_parts_say_whether_they_are_all(lived):
    with lived.reading() as session:
        few, are_all = looks.changed_looks(session, "shop", "one", Span(), most=7)
        assert (len(few), are_all) == (7, False)
        rest, are_all = looks.changed_looks(session, "shop", "one", Span(after=few[-1].mark), most=7)
        assert (rest, are_all) == ((), True)
        inside = Span(at(1), at(3))
        assert len(looks.changed_looks(session, "shop", "one", inside, most=7)[0]) == 2


def test_outages_begin_follow_and_end(store: Store):
    see(store, 0, "a.0001")
    with store.writing() as session:
        failures.add(session, "shop", "one", Cause.UNREACHABLE, at=at(1))
        failures.add(session, "shop", "one", Cause.UNREACHABLE, at=at(2))
        failures.add(session, "shop", "one", Cause.FORBIDDEN, at=at(3))
        failures.add_gap(session, "shop", "one", since=at(0), limit=LIMIT, at=at(40))
        failures.end(session, "shop", "one", at=at(40))
        failures.add_gap(session, "shop", "one", since=at(60), limit=LIMIT, at=at(90))

    def beginnings(session, span, most):
        return outages.beginnings(session, "shop", "one", span, most=most)

    def endings(session, span, most):
        return outages.endings(session, "shop", None, span, most=most)

    began, ended = read_all(store, beginnings, most=1), read_all(store, endings, most=1)
    assert [(each.mark.at, each.outage.cause, each.outage.follows) for each in began] == [
        (at(75), Cause.NOT_COLLECTED, False),
        (at(3), Cause.FORBIDDEN, True),
        (at(1), Cause.UNREACHABLE, False),
    ]
    assert [(each.mark.at, each.outage.last_at, each.is_end) for each in ended] == [
        (at(90), at(90), True),
        (at(40), at(3), True),
    ]
    assert began[0].identity == f"gap/one/default/{at(60).isoformat()}"


def test_schemas_that_fail_alike_are_one_outage(store: Store):
    with store.writing() as session:
        schemas.fail(session, "shop", "one", "default", dict.fromkeys(("a", "b"), Cause.FORBIDDEN), at=T0)

    with store.reading() as session:
        (found,) = outages.beginnings(session, "shop", None, Span(), most=9)
    assert (found.outage.tables, found.location) == (2, TableLocation("default", "a"))


def test_labels_and_deployments_are_read_part_by_part(store: Store):
    with store.writing() as session:
        for minutes, label in enumerate(("v1", "v2", "v1", "v3")):
            made = release("a: 0001", commit=f"{minutes}" * 40)
            releases.add(session, "shop", made, label=label, at=at(minutes))
            told_now = Deployment("one", label, None, at(minutes))
            deployments.add(session, "shop", told_now)
        releases.remove(session, "shop", "v2", at=at(9))

    def moved(session, span, most):
        return label_points.moved_labels(session, "shop", span, most=most)

    def deployed(session, span, most):
        return told.told(session, "shop", "one", span, most=most)

    points = read_all(store, moved, most=2)
    assert [(each.point.label.label, each.point.is_removed, each.before is None) for each in points] == [
        ("v2", True, False),
        ("v3", False, True),
        ("v1", False, False),
        ("v2", False, True),
        ("v1", False, True),
    ]
    assert [each.deployment.label for each in read_all(store, deployed, most=3)] == ["v3", "v1", "v2", "v1"]
    with store.reading() as session:
        assert len(label_points.points(session, "shop")) == 5
        since = told.deployments_since(session, "shop", at(2.5))
        assert [each.label for each in since] == ["v1", "v3"]


def test_the_tables_of_a_time_come_with_what_they_had_before(lived):
    with lived.reading() as session:
        found = tables.histories_since(session, "shop", at(3), environments=["one"])
        assert [each.received_at for each in found] == [at(2), at(3), at(4), at(5), at(7)]
        until = tables.histories_since(session, "shop", at(3), end=at(5))
        assert max(each.received_at for each in until) == at(4)
        histories = tables.histories_of(session, [each.snapshot for each in found])
        assert [histories[each.snapshot].fingerprint for each in found] == [
            each.fingerprint for each in found
        ]
        assert tables.dark_times(session, "shop", at(0), environments=["one"]) == ()
