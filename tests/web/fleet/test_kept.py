"""What is kept between two requests never shows: a page is to the letter the one that a new process would make."""

from dataclasses import replace
from datetime import timedelta

import pytest
from jinja2 import UndefinedError

from app.assets import TEMPLATES
from app.cache import WeightedCache
from app.config import Project
from app.domain.failure import Cause
from app.domain.fleet.deployment import Deployment
from app.domain.keys import MigrationKey
from app.domain.provenance import CodeHistory
from app.domain.provenance.code_history import Change, ChangedPart, ChangeKind, Commit
from app.store import codehistory, releases, snapshots
from app.store.engine import open_store
from app.store.pushed import deployments, handovers
from app.store.pushed.handovers import LastHandover
from app.store.sessions import StoreCache
from app.web.facts import comparisons, running
from app.web.fleet import rows, search
from app.web.releases import summaries
from app.web.server import rendering
from app.web.server.fragments import Fragments
from app.web.wording import environment as row_wording
from tests import build
from tests.web.conftest import BEHIND, BLOCKED, DRIFTED, IN_STEP, NOW, SHOP, environment

ADDRESSES = (
    "/",
    "/shop",
    "/shop?q=qa&group=tier",
    "/shop?release=v2",
    "/shop/releases",
    "/shop/releases/v1/diff/v2",
    "/shop/environments/qa-2",
    "/shop/environments/qa-1/findings/missing-dependency/orders.0001_initial",
)
"""A page may be missing at one time and be there at another."""

FEW = ("/", "/shop", "/shop/environments/qa-2")
"""On PostgreSQL, where the pages are the same and the name of what the store holds is another."""

V2 = build.release(
    "users: 0001_initial < 0010_add_unique_id_migration < 0011_more",
    "orders: 0001_initial @users.0010_add_unique_id_migration < 0002_status",
)


EDIT = Commit("b" * 40, (), "Tomas", NOW, NOW, "Number orders")
CODE = CodeHistory(
    {EDIT.id: EDIT},
    (
        Change(
            EDIT.id,
            MigrationKey("orders", "0001_initial"),
            ChangedPart.DEPENDENCIES,
            ChangeKind.ADDED,
            MigrationKey("users", "0010_add_unique_id_migration"),
        ),
    ),
    (),
)


@pytest.fixture(params=["sqlite", "postgresql"])
def known(site, request):
    """Three environments, one of them behind and one blocked, two releases, and another project beside."""
    if request.param == "postgresql":
        site.store.close()
        site.url = request.getfixturevalue("postgres_database")
        site.store, site.addresses = open_store(site.url), FEW
    else:
        site.url, site.addresses = f"sqlite:///{site.file}", ADDRESSES
    site.more = (Project("blog", "The blog"),)
    site.release(SHOP, label="v1")
    site.release(V2, label="v2")
    site.project = replace(site.project, release="v1")
    site.add(
        environment("prod", tier="production"), environment("qa-1", tier="qa"), environment("qa-2", tier="qa")
    )
    site.seen("prod", *IN_STEP)
    site.seen("qa-1", *BLOCKED)
    site.seen("qa-2", *BEHIND)
    return site


def forget(site) -> None:
    """Drop what is kept, as a new process would begin."""
    jinja = site.client.app.state.dashboard.jinja
    jinja.globals["kept"] = Fragments(jinja).html
    with site.store.reading() as session:
        caches = list(vars(StoreCache.of(session)).values())
    for module in (comparisons, running, rows, row_wording, search, summaries):
        caches += [value for value in vars(module).values() if isinstance(value, WeightedCache)]
    for cache in caches:
        cache.clear()


def pages(site) -> list[str]:
    return [site.client.get(address).text for address in site.addresses]


def of_a_new_process(site) -> list[str]:
    forget(site)
    return pages(site)


def of_another_process(site, work) -> None:
    with open_store(site.url) as other, other.writing() as session:
        work(session)


def of_settings(site, *environments) -> None:
    """The settings are read again, and name these environments."""
    site.project = replace(site.project, environments=environments)
    current = site.client.app.state.dashboard.current
    settings = replace(current.settings, projects=(site.project, *site.more))
    current.state = replace(current.state, settings=settings)


def test_whatever_happens_between_two_requests_the_second_page_is_that_of_a_new_process(known):
    site, configured = known, known.project.environments
    before = pages(site)

    def told_of_a_deployment(session) -> None:
        deployments.add(session, "shop", Deployment("qa-2", "v2", None, site.now))

    def told_of_code(session) -> None:
        codehistory.add(session, "shop", CODE, at=site.now)

    def pushed(session) -> None:
        handover = LastHandover(
            alias="default", fingerprint=build.history(*BEHIND).fingerprint, received_at=site.now, sent_at=NOW
        )
        handovers.keep(session, "shop", "qa-2", handover, identity="one")

    def seen_elsewhere(session) -> None:
        snapshots.add(session, "shop", "qa-1", build.history(*BLOCKED), at=site.now)

    for happens in (
        lambda: site.later(seconds=7),
        lambda: site.later(minutes=1),
        lambda: site.seen("prod", *IN_STEP, ago=timedelta(0)),
        lambda: site.seen("qa-1", *IN_STEP, ago=timedelta(0)),
        lambda: site.seen("prod", *DRIFTED, ago=timedelta(0)),
        lambda: site.failed("qa-2", Cause.UNREACHABLE),
        lambda: site.later(seconds=50),
        lambda: site.seen("qa-2", *BEHIND, ago=timedelta(0)),
        lambda: site.seen("qa-1", *BLOCKED, ago=timedelta(0)),
        lambda: of_another_process(site, pushed),
        lambda: of_another_process(site, told_of_a_deployment),
        lambda: of_another_process(site, told_of_code),
        lambda: site.release(V2, label="v1", ago=timedelta(0)),
        lambda: site.later(minutes=3),
        lambda: of_another_process(site, seen_elsewhere),
        lambda: of_another_process(site, lambda session: releases.remove(session, "shop", "v2", at=site.now)),
        lambda: of_settings(site, replace(configured[0], tier="canary"), *configured[1:]),
        lambda: of_settings(site, replace(configured[0], slug="production"), *configured[1:]),
        lambda: of_settings(site, *configured),
        lambda: site.later(minutes=11),
        lambda: site.later(minutes=9),
        lambda: site.later(minutes=-19),
        lambda: site.later(minutes=-8),
    ):
        happens()
        now = pages(site)

        assert now != before, happens
        assert now == of_a_new_process(site)
        before = now


def test_a_kept_fragment_sees_nothing_but_what_it_is_kept_under():
    jinja = rendering.environment(TEMPLATES, static="/static/x", files=())

    with pytest.raises(UndefinedError, match="cells"):
        jinja.from_string("{{ kept('fleet/cells.html') }}").render(cells=())


def test_a_page_that_the_browser_has_is_not_sent_again_and_a_changed_one_is(site):
    site.release(SHOP)
    site.seen("qa", *IN_STEP)
    address = "/shop/environments/qa"
    tag = site.get(address).headers["ETag"]

    again = site.get(address, status=304, If_None_Match=f'"other", {tag}')
    assert (again.content, again.headers["ETag"]) == (b"", tag)
    assert again.headers["Cache-Control"] == "private, no-cache"
    assert again.headers["Content-Security-Policy"]
    assert "2 min ago" in site.get(address).text

    site.later(minutes=1)
    assert "3 min ago" in site.get(address, If_None_Match=tag).text
    tag = site.get(address).headers["ETag"]
    site.seen("qa", *BLOCKED)
    assert "qa is blocked" in site.get(address, If_None_Match=tag).text
