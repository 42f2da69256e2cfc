"""Labels that are removed: gone from what is offered, never from what was."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from app.domain.label import Label
from app.store import knowledge, releases
from app.store.engine import Store, open_store
from tests.build import release

T0 = datetime(2026, 6, 19, 9, 0, tzinfo=UTC)
T1, T2 = T0 + timedelta(minutes=1), T0 + timedelta(minutes=2)
V1 = release("users: 1", label="v1", commit="aaaa")
V2 = release("users: 1 < 2", label="v2", commit="bbbb")


def add(store: Store, new, label: str, at: datetime = T0) -> bool:
    with store.writing() as session:
        return releases.add(session, "shop", new, label=label, at=at)


def remove(store: Store, label: str, at: datetime = T1) -> Label | None:
    with store.writing() as session:
        return releases.remove(session, "shop", label, at=at)


def test_a_removed_label_is_offered_no_more_and_its_release_is_kept(store_url: str):
    with open_store(store_url) as store:
        add(store, V1, "v1")
        add(store, V2, "v2")
        assert remove(store, "v1") == Label("v1", V1.fingerprint, "aaaa", T0)

        with store.reading() as session:
            assert [label.label for label in releases.labels(session, "shop")] == ["v2"]
            assert releases.with_label(session, "shop", "v1") is None
            assert releases.removed(session, "shop") == (Label("v1", V1.fingerprint, "aaaa", T1),)
            (kept,) = releases.with_fingerprint(session, "shop", V1.fingerprint)
            assert (kept.label, kept.fingerprint) == ("v1", V1.fingerprint)
            # Pinned addresses are written with the labels of their day.
            assert {label.label for label in releases.all_labels(session, "shop")} == {"v1", "v2"}


def test_what_is_not_there_cannot_be_removed(store_url: str):
    with open_store(store_url) as store:
        add(store, V1, "v1")
        assert remove(store, "v2") is None
        remove(store, "v1")
        assert remove(store, "v1", T2) is None
        with store.writing() as session:
            assert releases.remove(session, "other", "v1", at=T2) is None


def test_a_label_that_is_added_again_is_back(store_url: str):
    with open_store(store_url) as store:
        add(store, V1, "v1")
        remove(store, "v1")

        assert add(store, V1, "v1", T2)
        assert not add(store, V1, "v1", T2)
        with store.reading() as session:
            assert releases.labels(session, "shop") == (Label("v1", V1.fingerprint, "aaaa", T2),)
            assert releases.removed(session, "shop") == ()


def test_the_findings_know_a_removed_label_no_more(store_url: str):
    """Else a label that was pushed by mistake would still tell where rows come from."""
    with open_store(store_url) as store:
        add(store, V1, "v1")
        add(store, V2, "v2")
        add(store, V2, "v1", T1)
        with store.reading() as session:
            assert len(releases.known_labels(session, "shop")) == 3
            before = {one.label for one in knowledge.of_project(session, "shop").releases}
        remove(store, "v2", T2)

        with store.reading() as session:
            assert [label.label for label in releases.known_labels(session, "shop")] == ["v1", "v1"]
            after = knowledge.of_project(session, "shop").releases
        assert before == {"v1", "v2"}
        assert {one.label for one in after} == {"v1"}


def test_the_previous_code_writes_and_reads_beside_it(store_url: str):
    """It names no `is_removed`."""
    with open_store(store_url) as store:
        add(store, V1, "v1")
        with store.writing() as session:
            session.execute(
                text(
                    "INSERT INTO labels (project, label, release_id, added_at)"
                    " SELECT 'shop', 'old', id, added_at FROM releases"
                )
            )
        with store.reading() as session:
            assert {label.label for label in releases.labels(session, "shop")} == {"old", "v1"}
