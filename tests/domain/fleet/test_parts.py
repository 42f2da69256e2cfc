"""An environment with several databases or schemas: the worst speaks for it."""

import pytest

from app.domain.drift import compare
from app.domain.findings import Verdict
from app.domain.fleet import Sighting
from app.domain.fleet.causes import causes
from app.domain.fleet.parts import parts_sentence, shared
from app.domain.table_location import TableLocation
from tests.build import NOON, history, release

RELEASE = release("a: 1 < 2 < 3", "b: 1 @a.2")
FULL = ("a.1", "a.2", "a.3", "b.1")
BLOCKED = ("a.1", "b.1")


def part(alias, *keys, schemas=(), **facts):
    location = TableLocation(alias, schemas[0] if schemas else "")
    drift = compare(RELEASE, history(*keys), alias=alias)
    return Sighting(
        environment="x", drift=drift, seen_at=NOON, location=location, schemas=tuple(schemas), **facts
    )


def test_the_worst_part_speaks_for_the_environment():
    whole = Sighting.of_parts([part("default", *FULL), part("legacy", *BLOCKED)])

    assert whole.verdict is Verdict.BLOCKED
    assert whole.location == TableLocation("legacy")
    assert [one.location.alias for one in whole.parts] == ["legacy", "default"]
    assert parts_sentence(whole) == "1 of 2 databases is blocked"


def test_of_equal_parts_the_odd_ones_come_first():
    many, few = [f"a{n}" for n in range(9)], ["b1", "b2"]
    blocked = part("default", *BLOCKED, schemas=[f"c{n}" for n in range(10)])
    whole = Sighting.of_parts(
        [part("default", *FULL, schemas=many), part("default", *FULL, schemas=few), blocked]
    )

    assert [one.schemas for one in whole.parts] == [blocked.schemas, tuple(few), tuple(many)]


def test_one_part_is_the_environment_itself():
    alone = part("default", *FULL)

    assert Sighting.of_parts([alone]) is alone
    assert alone.size == 1


def test_schemas_are_counted_each_and_the_largest_group_is_told():
    whole = Sighting.of_parts(
        [
            part("default", *FULL, schemas=[f"t{n}" for n in range(209)]),
            part("default", *BLOCKED, schemas=["u1", "u2", "u3"]),
        ]
    )

    assert whole.size == 212
    assert (
        f"{parts_sentence(whole)}{shared(whole)}." == "3 of 212 schemas are blocked; 209 share one history."
    )


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ([part("default", *FULL), part("legacy", *FULL)], "All 2 databases are in step"),
        ([part("default", *FULL), part("tenants", "a.1", schemas=["t"])], "1 of 2 tables is behind"),
        ([part("default", *FULL, schemas=["a", "b"])], "All 2 schemas are in step; all share one history"),
        ([part("default", "a.1", schemas=["a"])], "The schema is behind"),
        ([part("default", *FULL), part("b", *FULL, stale=True)], "1 of 2 databases is unseen"),
    ],
)
def test_the_sentence_has_the_number_and_the_right_word(parts, says):
    whole = Sighting.of_parts(parts)

    assert f"{parts_sentence(whole)}{shared(whole)}" == says


def test_the_causes_of_all_parts_count_once():
    whole = Sighting.of_parts([part("default", *BLOCKED), part("legacy", *BLOCKED), part("other", *FULL)])
    (cause,) = causes([whole])

    assert cause.environments == ("x",)
    assert len(whole.blockers) == 1
    assert whole.last_blockers == whole.blockers


def test_a_location_says_its_name():
    assert str(TableLocation("replica")) == "replica"
    assert str(TableLocation("replica", "tenant_7")) == "replica, schema tenant_7"
