"""A shop with squashes in every stage of their lives, and environments in every phase."""

from dataclasses import replace
from datetime import timedelta

from app.domain.release import Release
from tests import build
from tests.web.conftest import SHOP, Site

SQUASH = "orders.0001_squashed_0003"

V2_0 = build.release(
    "users: 0001_initial",
    "orders: 0001_initial < 0002_status < 0003_total < 0004_note",
    "orders: 0001_squashed_0003 = 0001_initial+0002_status+0003_total",
    "billing: 0001_initial @orders.0002_status",
    "cms: 0001_page < 0002_block < 0003_site",
    "cms: 0001_squashed_0002 = 0001_page+0002_block",
    django="5.2",
)
"""Both squashes beside the files that they replace."""

V3_0 = build.release(
    "users: 0001_initial",
    "orders: 0001_squashed_0003 = 0001_initial+0002_status+0003_total",
    "orders: 0004_note @orders.0001_squashed_0003",
    "billing: 0001_initial @orders.0001_squashed_0003",
    "cms: 0001_squashed_0002 < 0003_site",
    django="5.2",
)
"""The files are gone, of `cms` replaces too."""

USERS = ("users.0001_initial",)
ORDERS = ("orders.0001_initial", "orders.0002_status", "orders.0003_total")
CMS = ("cms.0001_page", "cms.0002_block")
LAST = ("orders.0004_note", "billing.0001_initial", "cms.0003_site")
RECORDED = (*USERS, *ORDERS, SQUASH, *CMS, "cms.0001_squashed_0002", *LAST)
SOFT = (*USERS, *ORDERS, *CMS, *LAST)
HALF = (*USERS, *ORDERS[:2])
PATHS = "orders/migrations/{}.py"


def with_paths(release: Release) -> Release:
    """The release as it is read from a directory: each migration with the path of its file."""
    migrations = (
        replace(each, path=f"{each.key.app_label}/migrations/{each.key.name}.py")
        for each in release.migrations.values()
    )
    return Release.of(migrations, django=release.django)


def fill(site: Site) -> Site:
    """
    A release before all squashes, and environments: three that have recorded it, one that is half-way, one that has not
    yet, one fresh, one unseen.
    """
    site.release(SHOP, label="v1.0", ago=timedelta(days=3))
    site.release(with_paths(V2_0), label="v2.0", ago=timedelta(days=2))
    site.release(with_paths(V3_0), label="v3.0", ago=timedelta(days=1))
    site.project = replace(site.project, release="v2.0")
    for slug in ("production-eu", "production-us", "staging"):
        site.seen(slug, *RECORDED)
    site.seen("production-apac", *HALF)
    site.seen("sandbox-1", *SOFT)
    site.seen("fresh-1")
    site.seen("away", *RECORDED, ago=timedelta(days=40))
    return site
