from datetime import UTC, datetime, timedelta

from app.domain.failure import Cause
from app.store import environments, failures, snapshots
from app.store.engine import open_store
from tests import build


def test_the_store_tells_of_all_projects_when_each_was_seen(store_url):
    now = datetime(2026, 6, 19, 9, tzinfo=UTC)
    with open_store(store_url) as store:
        with store.writing() as session:
            snapshots.add(session, "shop", "one", build.history("a.1"), at=now - timedelta(hours=1))
            snapshots.add(session, "shop", "one", build.history("a.1", "a.2"), at=now)
            snapshots.add(session, "bank", "one", build.history("a.1"), at=now)
            failures.add(session, "bank", "two", Cause.UNREACHABLE, at=now)
        with store.reading() as session:
            assert environments.last_seen(session) == {
                ("shop", "one"): now,
                ("bank", "one"): now,
                ("bank", "two"): None,
            }
