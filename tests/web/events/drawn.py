"""Stores that are drawn: what may be written of a few environments, in any order."""

from dataclasses import replace
from datetime import timedelta
from random import Random

from app.domain.failure import Cause
from app.domain.fleet.deployment import Deployment
from app.domain.table_location import TableLocation
from app.store import failures, releases, schemas, snapshots
from app.store.pushed import deployments
from tests import build
from tests.web.conftest import BEHIND, BLOCKED, DRIFTED, IN_STEP, SHOP, Site

LIVES = (BEHIND, BLOCKED, DRIFTED, IN_STEP)
OTHER = build.release(
    "users: 0001_initial < 0010_add_unique_id_migration", "orders: 0001_initial < 0002_status < 0003_new"
)
SLUGS = ("a", "b", "c", "d")


def begun(site: Site, draw: Random) -> None:
    """A release, and environments that were seen some days ago."""
    site.environments(*SLUGS)
    site.release(ago=timedelta(days=9))
    for slug in SLUGS:
        site.seen(slug, *draw.choice(LIVES), ago=timedelta(days=draw.randrange(1, 8)))


def act(site: Site, draw: Random) -> None:  # noqa: C901 - one of many things
    """Something is written, or time passes, or the settings change."""
    slug = draw.choice(SLUGS)
    ago = timedelta(minutes=draw.choice((0, 1, 30)))
    at = site.now - ago
    match draw.randrange(14):
        case 0 | 1:
            site.seen(slug, *draw.choice(LIVES), ago=ago)
        case 2 | 12 | 13:  # the same again
            with site.store.writing() as session:
                last = snapshots.latest(session, "shop", slug)
                snapshots.add(session, "shop", slug, last.history, at=at)
        case 3:
            site.failed(slug, draw.choice((Cause.UNREACHABLE, Cause.FORBIDDEN)), ago=ago)
        case 4:
            site.later(hours=draw.choice((1, 5, 26, 60)))
        case 5:
            site.release(draw.choice((SHOP, OTHER)), label=draw.choice(("v1", "main")), ago=ago)
        case 6:
            with site.store.writing() as session:
                told = Deployment(slug, draw.choice(("v1", "main", "never")), None, at)
                deployments.add(session, "shop", told)
        case 7:
            with site.store.writing() as session:
                releases.remove(session, "shop", "main", at=at)
        case 8:
            histories = {
                f"t{number}": (build.history(*draw.choice(LIVES)), f"{draw.random()}") for number in range(3)
            }
            with site.store.writing() as session:
                schemas.add(session, "shop", slug, "tenants", histories, at=at, limit=timedelta(minutes=15))
        case 9:
            with site.store.writing() as session:
                location = TableLocation("tenants", "t1")
                failures.add(session, "shop", slug, Cause.SCHEMA_GONE, at=at, location=location)
        case 10:
            limit = timedelta(minutes=draw.choice((15, 2000)))
            site.project = replace(
                site.project,
                environments=tuple(
                    replace(each, stale_after=limit) if each.slug == slug else each
                    for each in site.project.environments
                ),
            )
        case 11:
            since = at - timedelta(days=2)
            with site.store.writing() as session:
                limit = timedelta(hours=1)
                failures.add_gap(session, "shop", slug, since=since, limit=limit, at=at)
