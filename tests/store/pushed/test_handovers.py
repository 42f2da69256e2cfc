"""The newest push of each database takes the place of the one before it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from app.store.engine import Store
from app.store.pushed import handovers
from app.store.pushed.handovers import LastHandover

T0 = datetime(2026, 6, 19, 9, 0, tzinfo=UTC)
FIRST = LastHandover(alias="default", fingerprint="a" * 64, received_at=T0, sent_at=T0 - timedelta(days=400))


def keep(store: Store, handover: LastHandover, environment: str = "one") -> None:
    with store.writing() as session:
        handovers.keep(session, "shop", environment, handover, identity=handover.received_at.isoformat())


def test_the_newest_of_each_database_is_kept(store: Store):
    newest = replace(
        FIRST,
        fingerprint=None,
        received_at=T0 + timedelta(hours=1),
        reporter="driftboard-reporter 1.1.0",
        label="v1.2",
        commit="3f2c1a",
    )
    replica = replace(FIRST, alias="replica")
    for handover in (FIRST, replica, newest):
        keep(store, handover)
    keep(store, FIRST, "two")

    with store.reading() as session:
        assert handovers.lasts(session, "shop", "one") == {"default": newest, "replica": replica}
        assert handovers.lasts(session, "shop", "two") == {"default": FIRST}
        assert handovers.lasts(session, "depot", "one") == {}


def test_the_last_pushes_are_remembered_the_newest_last(store: Store, monkeypatch):
    monkeypatch.setattr(handovers, "MAX_RECEIVED", 3)
    for identity in ("a", "b", "c", "b", "d"):
        with store.writing() as session:
            handovers.keep(session, "shop", "one", FIRST, identity=identity)

    with store.reading() as session:
        assert handovers.received(session, "shop", "one", "default") == ("c", "b", "d")
        assert handovers.received(session, "shop", "two", "default") == ()
