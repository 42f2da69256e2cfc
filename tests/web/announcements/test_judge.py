"""The verdicts that are told are those that the pages show."""

from datetime import timedelta

from app.domain.failure import Cause
from app.web.announcements import Judge
from tests.web.conftest import BLOCKED


def judged(site):
    with site.store.reading() as session:
        found = Judge.judgements(session, site.project, now=site.now)
    return {slug: judgement.verdict.value for slug, judgement in found.items()}


def shown(site):
    document = site.get("/shop.json").json()
    return {one["environment"]: one["verdict"] for one in document["environments"]}


def test_each_environment_has_the_verdict_of_its_page(story):
    story.environments("never-tried")

    assert judged(story) == {slug: verdict for slug, verdict in shown(story).items() if slug != "never-tried"}
    assert len(set(judged(story).values())) >= 5


def test_so_it_is_when_time_alone_goes_by(story):
    story.later(minutes=20)

    assert set(judged(story).values()) == {"unseen"}
    assert judged(story) == shown(story)


def test_the_sentence_is_that_of_the_row(story):
    for one in story.get("/shop.json").json()["environments"]:
        with story.store.reading() as session:
            said, href = Judge.said(session, story.project, one["environment"], now=story.now)
        assert said
        story.get(href)


def test_an_environment_that_was_never_seen_has_its_live_page(site):
    site.release()
    site.failed("one", Cause.NO_HOST)
    with site.store.reading() as session:
        said, href = Judge.said(session, site.project, "one", now=site.now)

    assert said == "Never seen: no host was found by the name that the URL gives."
    assert href == "/shop/environments/one"


def test_one_that_is_not_configured_any_more_has_the_fleet(site):
    site.release()
    with site.store.reading() as session:
        assert Judge.said(session, site.project, "gone", now=site.now) == ("", "/shop")
        assert Judge.picture(session, site.project, "gone", now=site.now) is None


def test_when_it_was_looked_at_is_when_the_database_was(site):
    site.release()
    site.seen("one", *BLOCKED, ago=timedelta(minutes=3))
    with site.store.reading() as session:
        found = Judge.judgements(session, site.project, now=site.now)

    assert found["one"].looked_at == site.now - timedelta(minutes=3)


def test_judging_asks_no_more_of_the_store_for_more_environments(site):
    """The queries of a round do not grow with the environments."""
    from sqlalchemy import event

    site.release()
    statements: list[str] = []

    def asked(number: int) -> int:
        for index in range(number):
            site.seen(f"edge-{index}", *BLOCKED)
        statements.clear()
        with site.store.reading() as session:
            Judge.judgements(session, site.project, now=site.now)
        return len(statements)

    asked(1)  # what is read once and kept
    with site.store.reading() as session:
        engine = session.get_bind().engine

    def listen(*words: object) -> None:
        statements.append(str(words[2]))

    event.listen(engine, "before_cursor_execute", listen)
    try:
        assert asked(3) == asked(40)
    finally:
        event.remove(engine, "before_cursor_execute", listen)
