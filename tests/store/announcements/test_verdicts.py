"""What is known of the verdict of each environment, in the store."""

from datetime import timedelta

from sqlalchemy import text

from app.domain.findings import Verdict
from app.domain.fleet.announcement import KnownVerdict
from app.store.announcements import verdicts
from app.store.revision import revision
from tests.build import NOON

FIRST = KnownVerdict(Verdict.IN_STEP, Verdict.IN_STEP, "f" * 64, "v1")
SECOND = KnownVerdict(
    Verdict.UNSEEN, Verdict.BLOCKED, "", "", Verdict.NOT_JUDGED, NOON + timedelta(microseconds=7)
)


def known(store, project="shop"):
    with store.reading() as session:
        return verdicts.known(session, project)


def keep(store, **of):
    with store.writing() as session:
        verdicts.lock(session)
        verdicts.keep(session, "shop", of)


def test_what_is_kept_is_known_and_what_is_kept_later_takes_its_place(store):
    keep(store, one=FIRST, two=SECOND, three=KnownVerdict(None, None, "", "", Verdict.AHEAD, NOON))
    keep(store, one=SECOND)

    assert known(store) == {
        "one": SECOND,
        "two": SECOND,
        "three": KnownVerdict(None, None, "", "", Verdict.AHEAD, NOON),
    }
    assert known(store, "blog") == {}


def test_an_environment_that_is_gone_is_forgotten(store):
    keep(store, one=FIRST, two=FIRST)
    with store.writing() as session:
        verdicts.forget(session, "shop", ["one"])

    assert list(known(store)) == ["two"]


def test_a_verdict_of_a_newer_driftboard_is_none(store):
    keep(store, one=FIRST)
    with store.writing() as session:
        session.execute(text("UPDATE verdicts SET verdict = 'sideways'"))

    assert known(store)["one"].verdict is None


def test_no_page_is_made_anew_for_it(tmp_path):
    from app.store.engine import open_store

    with open_store(f"sqlite:///{tmp_path}/driftboard.db") as store:
        with store.reading() as session:
            before = revision(session)
        keep(store, one=FIRST)
        with store.reading() as session:
            session.info.pop("revision", None)
            assert revision(session) == before
