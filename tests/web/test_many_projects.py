"""The list of projects, of many: what is stored is asked for all of them at once, and only news are read."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import event

from app.config import Project
from app.domain.failure import Cause
from app.domain.table_location import DEFAULT_LOCATION
from app.store import failures, releases
from app.store.snapshots import looks
from app.store.snapshots.looks import Look
from tests import build
from tests.growth.conftest import site_of  # noqa: F401 - a fixture
from tests.growth.steps import MOST, growth
from tests.web.conftest import BEHIND, BLOCKED, DRIFTED, IN_STEP, SHOP, Site, environment

EACH = 3
HISTORIES = [build.history(*keys) for keys in (IN_STEP, BEHIND, DRIFTED, BLOCKED)]


def filled(site: Site, number: int) -> Site:
    """So many projects of three environments; in every fourth one of them is blocked."""
    slugs = [f"e{at}" for at in range(EACH)]
    for at in range(number):
        project = f"project-{at:03}"
        found = [
            Look(slug, DEFAULT_LOCATION, HISTORIES[at % 4 if slug == "e0" else 0], timedelta(minutes=15))
            for slug in slugs
        ]
        with site.store.writing() as session:
            releases.add(session, project, SHOP, label="v1.2", at=site.now - timedelta(days=1))
            looks.add(session, project, found, at=site.now - timedelta(minutes=2))
        site.more += (Project(project, f"Project {at:03}", environments=tuple(map(environment, slugs))),)
    return site


@contextmanager
def queries(site: Site) -> Iterator[list[str]]:
    """The queries in the meantime."""
    found: list[str] = []

    def note(*call: str) -> None:
        found.append(call[2])

    with site.store.reading() as session:
        engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_the_queries_after_a_write_do_not_grow_with_the_projects(site_of: Callable[[str], Site]):  # noqa: F811
    numbers = []
    for size in (3, 24):
        site = filled(site_of(str(size)), size)
        site.main("/")
        with site.store.writing() as session:
            seen = Look("e1", DEFAULT_LOCATION, HISTORIES[0], timedelta(minutes=15))
            looks.add(session, "project-001", [seen], at=site.now - timedelta(minutes=1))
        with queries(site) as seen_again:
            site.main("/")
        with site.store.writing() as session:
            failures.add(session, "project-001", "e1", Cause.UNREACHABLE, at=site.now)
        with queries(site) as changed:
            assert "1 unseen" in site.main("/").text
        numbers.append((len(seen_again), len(changed)))

    assert numbers[0] == numbers[1]
    assert numbers[0][0] < 15
    assert numbers[0][1] < 32


def test_twice_as_many_projects_are_twice_the_work(site_of: Callable[[str], Site]):  # noqa: F811
    small, large = filled(site_of("small"), 6), filled(site_of("large"), 12)

    assert growth(lambda: small.main("/"), lambda: large.main("/")) < MOST


def test_each_stands_with_its_worst_verdict_and_its_numbers(site_of: Callable[[str], Site]):  # noqa: F811
    site = filled(site_of("many"), 8)
    links = site.main("/").all("a")

    assert site.main("/").one("h1").text == "2 of 9 projects have blocked environments."
    assert links[0].text.startswith("Project 003 Blocked 1 of 3 environments is blocked")
    assert links[0].text.endswith("1 blocked 2 in step")
    site.later(minutes=20)
    assert site.main("/").all("a")[0].text.endswith("3 unseen")
    with site.store.writing() as session:
        looks.add(
            session,
            "project-003",
            [Look("e0", DEFAULT_LOCATION, HISTORIES[3], timedelta(minutes=15))],
            at=site.now,
        )
    assert site.main("/").all("a")[0].text.endswith("1 blocked 2 unseen")
