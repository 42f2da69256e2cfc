"""Deployments: facts that are only added, told twice and at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from app.domain.fleet.deployment import Deployment
from app.store.engine import Store
from app.store.pushed import deployments

T0 = datetime(2026, 6, 19, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def told(label: str | None, environment: str = "edge", *, minute: int = 0, **facts) -> Deployment:
    return Deployment(environment, label, facts.pop("commit", None), T0 + minute * MINUTE, **facts)


def add(store: Store, deployment: Deployment, project: str = "shop") -> Deployment | None:
    with store.writing() as session:
        return deployments.add(session, project, deployment)


def all_of(store: Store, environment: str = "edge") -> list[str]:
    with store.reading() as session:
        return [each.name for each in deployments.of_environment(session, "shop", environment)]


def test_the_newest_of_each_environment_counts(store: Store):
    for deployment in (told("v1"), told("v1", "qa", minute=1), told("v2", minute=2)):
        assert add(store, deployment) == deployment
    add(store, told("v9"), "depot")

    with store.reading() as session:
        assert deployments.latest(session, "shop") == {
            "edge": told("v2", minute=2),
            "qa": told("v1", "qa", minute=1),
        }
        assert deployments.latest(session, "none") == {}


def test_what_was_known_at_a_moment_stays(store: Store):
    add(store, told("v1"))
    add(store, told("v2", minute=5))

    with store.reading() as session:
        names = [
            [each.name for each in deployments.latest(session, "shop", T0 + minutes * MINUTE).values()]
            for minutes in (-1, 0, 4, 5)
        ]
    assert names == [[], ["v1"], ["v1"], ["v2"]]


def test_what_is_told_again_is_kept_once(store: Store):
    add(store, told("v1"))

    assert add(store, told("v1", minute=1)) is None
    assert all_of(store) == ["v1"]
    assert add(store, told("v1", commit="a" * 40, minute=2)) is not None, "the commit is news"


def test_a_repeated_message_with_a_time_does_not_roll_back(store: Store):
    """A job that did not see its answer sends the same once more, after another job has deployed."""
    first = told("v1", deployed_at=T0)
    add(store, first)
    add(store, told("v2", minute=1, deployed_at=T0 + MINUTE))

    assert add(store, told("v1", minute=2, deployed_at=T0)) is None
    assert all_of(store) == ["v2", "v1"]
    assert add(store, told("v1", minute=3, deployed_at=T0 + 3 * MINUTE)) is not None, "a roll-back"
    assert add(store, told("v1", minute=4, deployed_at=T0 + 4 * MINUTE)) is not None, "deployed once more"
    assert add(store, told("v2", minute=5)) is not None, "without a time it is news"


def test_the_moment_of_receipt_never_goes_back(store: Store):
    add(store, told("v1", minute=5))
    later = add(store, told("v2", minute=1))

    assert later is not None
    assert later.received_at == T0 + 5 * MINUTE
    assert all_of(store) == ["v2", "v1"]


def test_many_at_once_are_all_kept(store: Store):
    with ThreadPoolExecutor(8) as threads:
        added = list(threads.map(lambda number: add(store, told(f"v{number}")), range(24)))

    assert None not in added
    assert sorted(all_of(store)) == sorted(f"v{number}" for number in range(24))


def test_the_same_at_once_is_kept_once(store: Store):
    with ThreadPoolExecutor(8) as threads:
        added = list(threads.map(lambda _: add(store, told("v1")), range(24)))

    assert sum(each is not None for each in added) == 1
    assert all_of(store) == ["v1"]
