"""A real dashboard, asked over real HTTP: what it answers is what it knows."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.config import Secret, Settings
from app.domain.fleet.running_release import ReleaseBasis
from app.domain.release import Unreadable
from app.main import create_app
from app.remote import DashboardAddress, RemoteError, RemoteProject
from app.store.pushed import tokens
from app.store.pushed.tokens import Purpose
from tests.servers import dashboard
from tests.web.conftest import BLOCKED, IN_STEP, NOW, SHOP, Site


@pytest.fixture
def asked(site: Site) -> Iterator[RemoteProject]:
    """The shop, with a release that could not be read whole, and two environments."""
    site.release(replace(SHOP, complete=False, unreadable=(Unreadable("shop/0001.py", 3, "a call"),)))
    site.seen("sandbox-1", *BLOCKED)
    site.seen("sandbox-2", *IN_STEP)
    with site.store.writing() as session:
        token = tokens.create(session, "shop", purpose=Purpose.READ, at=NOW)[1]
    settings = Settings(Secret("sqlite:///not-used.db"), (site.project,))
    with dashboard.serve(create_app(settings, site.store, now=lambda: site.now)) as address:
        yield RemoteProject(DashboardAddress.parse(address, "shop"), token)


def test_histories_and_releases_come_as_they_are_stored(site: Site, asked: RemoteProject):
    seen = asked.last_seen()
    histories = asked.histories(seen.histories)
    releases = asked.releases(seen.releases)
    (release,) = releases.values()

    assert [environment.slug for environment in seen.environments] == ["sandbox-1", "sandbox-2"]
    assert histories[seen.environments[0].tables[0].fingerprint] == site.seen("sandbox-1", *BLOCKED)
    assert len(histories) == 2
    assert release.unreadable == (Unreadable("shop/0001.py", 3, "a call"),)
    assert {environment.release.basis for environment in seen.environments} == {ReleaseBasis.NEWEST}


def test_a_release_is_no_measure_of_itself(site: Site, asked: RemoteProject):
    (newest,) = asked.last_seen().releases
    asked_about = site.release(replace(SHOP, django="5.1"), label="topic")

    assert asked.last_seen().releases == (asked_about.fingerprint,)
    assert asked.last_seen(candidate=asked_about.fingerprint).releases == (newest,)


def test_a_label_is_found_or_not(site: Site, asked: RemoteProject):
    site.release(label="release/2.4 ü#?")
    label = asked.label("release/2.4 ü#?")

    assert label is not None
    assert label.fingerprint == SHOP.fingerprint
    assert asked.label("v9") is None
    assert asked.label("../../../shop") is None


def test_an_unknown_project_is_told_from_an_unknown_label(asked: RemoteProject):
    elsewhere = replace(asked._connection.address, project="depot")
    other = RemoteProject(elsewhere, Secret("drbr_00000000_" + "x" * 43))

    with pytest.raises(RemoteError, match=r"There is no project depot here\."):
        other.label("v1.2")
