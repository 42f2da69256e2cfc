"""A fleet with something of everything: blocked, drifted, behind, unseen, with several databases; and a large one."""

from datetime import timedelta

from app.config import Database, Secret
from app.domain.release import Migration, Operation, Release
from app.domain.table_location import TableLocation
from app.store import releases, snapshots
from tests import build
from tests.web.conftest import Site, environment

TAGS = tuple(f"tags.000{n}_step" for n in range(1, 8))
KEYS = (
    "users.0001_initial",
    "users.0010_add_unique_id_migration",
    "orders.0001_initial",
    "orders.0002_status",
    *TAGS,
)
BLOCKED = (KEYS[0], *KEYS[2:])
BEHIND = (*KEYS[:3], *TAGS[:5])
LINES = (
    "users: 0001_initial < 0010_add_unique_id_migration",
    "orders: 0001_initial @users.0010_add_unique_id_migration < 0002_status",
    f"tags: {' < '.join(text.partition('.')[2] for text in TAGS)}",
    "sites: 0001_initial",
)
SITES = "sites.0001_initial"


def release() -> Release:
    made = build.release(*LINES)
    one_way = Operation("RunPython", None, reversible=False)
    return Release.of(
        Migration(each.key, each.dependencies, operations=(one_way,))
        if each.key.name.startswith("0010")
        else each
        for each in made.migrations.values()
    )


def fill(site: Site) -> Site:
    site.environments("sandbox-3", "qa-eu", tier="qa", region="eu")
    site.environments("production-eu", "production-us", tier="production", region="us")
    site.environments("staging", "away", "edge-1")
    site.add(
        environment(
            "two",
            databases=(Database(Secret("sqlite:///a"), "default"), Database(Secret("sqlite:///b"), "legacy")),
        )
    )
    site.release(release())
    site.seen("sandbox-3", *BLOCKED, SITES)
    site.seen("qa-eu", *BLOCKED, SITES)
    site.seen("staging", *KEYS, SITES, "tags.0099_wip")
    site.seen("production-eu", *BEHIND, SITES)
    site.seen("production-us", *KEYS, SITES)
    site.seen("edge-1", *KEYS, SITES)
    site.failed("away")
    for alias, keys in (("default", (*KEYS, SITES)), ("legacy", (*BEHIND, SITES))):
        with site.store.writing() as session:
            snapshots.add(
                session,
                "shop",
                "two",
                build.history(*keys),
                at=site.now - timedelta(minutes=2),
                location=TableLocation(alias),
            )
    return site


def many(site: Site, number: int, *, own: bool = False) -> Site:
    """Many environments of few kinds; with `own` each has a row that no other one has."""
    site.environments(*(f"e{at:03}" for at in range(number)))
    with site.store.writing() as session:
        releases.add(session, "shop", release(), label="v1.2", at=site.now - timedelta(days=1))
        for at in range(number):
            keys = (KEYS, BEHIND, BLOCKED)[0 if at % 10 else (at // 10) % 2 + 1]
            snapshots.add(
                session,
                "shop",
                f"e{at:03}",
                build.history(*keys, SITES, *([f"tags.9{at:03}_x"] if own else [])),
                at=site.now - timedelta(minutes=2),
                location=TableLocation(),
            )
    return site
