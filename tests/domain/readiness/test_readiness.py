"""One environment before a release: what was seen of it, its parts, and what is particular to it."""

from app.domain.difference import difference
from app.domain.failure import Cause, Failure
from app.domain.fleet import Sighting
from app.domain.readiness import Answer, Base, Prospect
from app.domain.readiness.parts import parts_sentence
from app.domain.readiness.readiness import Readiness, lacked_alone, problems_first
from tests import build
from tests.domain.readiness.before import (
    ALL,
    NOT_KNOWN,
    ONE_WAY,
    SHOP,
    outlook,
    prospect,
    seen,
    with_operations,
)

FAILURE = Failure("a", Cause.UNREACHABLE, build.NOON, build.NOON)


def one(*sightings, **bases):
    (found,) = outlook(*sightings, **bases).environments
    return found


def test_what_nobody_saw_lately_is_unknown_and_its_last_answer_is_kept():
    for facts in ({"stale": True}, {"failure": FAILURE}):
        found = one(seen("a", SHOP, *ALL, **facts))

        assert (found.answer, found.last_answer) == (Answer.UNKNOWN, Answer.YES)
        assert found.steps is None
        assert found.lacks is None
        assert found.plans == ()


def test_what_was_never_seen_is_unknown():
    found = one(Sighting(environment="a"))

    assert (found.answer, found.last_answer, found.prospect) == (Answer.UNKNOWN, None, None)
    assert found.edited == found.stops == ()
    assert found.lacks is None


def test_the_worst_database_speaks_and_every_plan_counts():
    release = with_operations(SHOP, orders_2=ONE_WAY)
    whole = Sighting.of_parts(
        [
            seen("a", release, *ALL),
            seen("a", release, "users.1", "orders.1", alias="legacy"),
            seen("a", release, *ALL[:4], alias="more"),
        ]
    )
    found = one(whole)

    assert found.answer is Answer.NO
    assert [part.sighting.location.alias for part in found.parts] == ["legacy", "more", "default"]
    assert [part.location.alias for part in found.sighting.parts] == ["legacy", "more", "default"]
    assert parts_sentence(found.parts) == "1 of 3 databases cannot take it"
    assert [len(steps.one_way) for steps in found.plans] == [1, 0]
    assert [finding.code.word for finding in found.stops] == ["missing-dependency"]
    assert found.lacks == {build.key("users.2"), build.key("users.3"), build.key("orders.2")}
    assert found.size == 3


def test_one_part_alone_is_the_environment():
    found = one(seen("a", SHOP, *ALL))

    assert found.parts == ()
    assert found.size == 1


def test_a_part_that_nobody_saw_makes_the_environment_unknown():
    found = one(Sighting.of_parts([seen("a", SHOP, *ALL), seen("a", SHOP, *ALL, alias="b", stale=True)]))

    assert found.answer is Answer.UNKNOWN
    assert parts_sentence(found.parts) == "1 of 2 databases is unknown"
    assert found.lacks == frozenset()


def test_schemas_are_counted_each():
    odd = seen("a", SHOP, "users.1", "orders.1", schemas=["t1", "t2", "t3"])
    rest = seen("a", SHOP, *ALL, schemas=[f"u{number}" for number in range(209)])
    table = seen("a", SHOP, *ALL, alias="other")
    alone = one(Sighting.of_parts([odd])).sighting

    assert parts_sentence(one(Sighting.of_parts([odd, rest])).parts) == "3 of 212 schemas cannot take it"
    assert parts_sentence(one(Sighting.of_parts([rest, table])).parts) == "All 210 tables can take it"
    assert parts_sentence([Readiness(sighting=alone, prospect=None)]) == "All 3 schemas are unknown"
    assert parts_sentence([Readiness(sighting=table, prospect=None)]) == "The database is unknown"


def test_what_ran_and_is_edited_since_the_release_that_runs_there_is_named():
    before = build.release("users: 1 < 2 < 3", "orders: 1 @users.2 < 2")
    after = build.release("users: 1 < 2 @orders.1 < 3", "orders: 1 < 2b")
    after = with_operations(after, orders_2b=ONE_WAY)
    before = with_operations(before, orders_2=ONE_WAY)
    base = Base("v1", difference(before, after))

    assert one(seen("a", after, "users.1", "orders.1", "orders.2"), a=base).edited == (build.key("orders.1"),)
    assert one(seen("a", after, "users.1", "users.2"), a=base).edited == (build.key("users.2"),)
    assert one(seen("a", after, "users.1", "users.2")).edited == ()


def test_an_app_comes_along_when_the_release_that_runs_there_has_all_its_steps():
    before = build.release("users: 1 < 2", "orders: 1 @users.2", "stock: 1")
    after = build.release("users: 1 < 2 < 3", "orders: 1 @users.2", "stock: 1")
    base = Base("v1", difference(before, after))

    assert one(seen("a", after, "users.1", "users.2"), a=base).coming_along == ("orders", "stock")
    assert one(seen("a", after, "users.1", "users.2", "orders.1", "stock.1"), a=base).coming_along == ()
    assert one(seen("a", after, "users.1", stale=True), a=base).coming_along == ()
    assert one(seen("a", after, "users.1")).coming_along == ()
    assert one(seen("a", before, "users.1"), a=Base("v1", difference(after, before))).coming_along == ()


def test_what_one_environment_alone_lacks_is_told_once_there_are_two():
    a, b, c = (one(seen(slug, SHOP, *keys)) for slug, keys in (("a", ALL[:3]), ("b", ALL[:4]), ("c", ALL)))
    blocked = one(seen("d", SHOP, "users.1", "orders.1"))
    unseen = one(seen("e", SHOP, stale=True))

    assert lacked_alone([a]) == {}
    assert lacked_alone([a, unseen]) == {}
    assert lacked_alone([a, b, c, unseen]) == {"a": (build.key("orders.1"),)}
    assert lacked_alone([a, b, c, blocked])["d"] == (build.key("users.2"), build.key("users.3"))
    assert lacked_alone([a, one(seen("f", SHOP, *ALL[:3])), b]) == {}


def test_problems_come_first_then_the_longest_plan():
    release = with_operations(SHOP, orders_2=NOT_KNOWN)
    sightings = (
        seen("short", release, *ALL[:4]),
        seen("long", release, "users.1"),
        seen("no", release, "users.1", "orders.1"),
        Sighting(environment="never"),
        seen("unseen", release, *ALL, stale=True),
        seen("unseen-no", release, "users.1", "orders.1", stale=True),
        seen("mind", release, *ALL, "users.9"),
    )
    in_order = sorted(outlook(*sightings).environments, key=problems_first)

    assert [each.environment for each in in_order] == [
        "no",
        "unseen-no",
        "unseen",
        "never",
        "mind",
        "long",
        "short",
    ]


def test_equal_comparisons_are_looked_at_once():
    sighting = seen("a", SHOP, *ALL)
    other = Sighting(environment="b", drift=sighting.drift, seen_at=build.NOON)
    first, second = outlook(sighting, other).environments

    assert first.prospect is second.prospect
    assert isinstance(prospect(SHOP), Prospect)
