"""The situations of tests/cases as environments of one project, and a shop with all else that pages can say."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from fastapi import FastAPI

from app.collect.json_file import read
from app.config import CurrentSettings, Environment, Project, Secret, Settings
from app.domain import manifest
from app.domain.failure import Cause
from app.domain.fleet.deployment import Deployment
from app.domain.provenance.code_history import ChangedPart, ChangeKind
from app.domain.provenance.excerpt import Excerpt, ExcerptLine
from app.main import create_app
from app.store import codehistory, failures, releases, snapshots
from app.store.pushed import deployments
from app.web.fleet.lists.shown import MAX_TILES
from app.web.urls.environment import EnvironmentAddress
from tests import build
from tests.domain.readiness.before import DROPS, ONE_WAY, with_operations
from tests.web.conftest import BEHIND, BLOCKED, DRIFTED, IN_STEP, SHOP, Site, environment
from tests.web.environment.test_why import ASIDE, EDIT
from tests.web.parts import with_tenants, with_two_databases
from tests.web.releases.shop import V1_1

CASES = sorted(path.parent for path in (Path(__file__).parents[2] / "cases").glob("*/release.json"))
PROJECT = "cases"
MANY = "many"
LINES = Excerpt(9, (ExcerptLine(" ", "dependencies = ["), ExcerptLine("+", '    ("users", "0010"),')))


LATER = build.release(
    "users: 0001_initial < 0010_add_unique_id_migration",
    "orders: 0001_initial @users.0010_add_unique_id_migration < 0002_status < 0003_total < 0004_note",
)
SHOWING = (
    "/shop",
    "/shop/releases",
    "/shop/releases/v1.1/diff/v1.2",
    "/shop/releases/v1.3/readiness/sandbox-5?back=v1.2",
    "/shop/releases/v1.3/readiness",
    "/shop/releases/v1.2/blast-radius",
    "/shop/compare/sandbox-1/sandbox-5",
    "/cases/matrix",
    "/shop/matrix?open=orders",
    "/shop/matrix?q=nothing-of-that-name",
    "/shop/matrix?verdict=blocked",
    "/shop/events",
    "/shop/environments/mended/events",
    "/shop/go?q=000",
    "/shop/environments/sandbox-7",
    "/shop/environments/sandbox-7?focus=orders.9003",
    "/shop/environments/sandbox-1/findings/missing-dependency/orders.0001_initial",
    "/shop/environments/production/upgrade/v1.3",
    "/shop/environments/sandbox-5/upgrade/v1.3",
    f"/{MANY}",
    f"/{MANY}?open=in-step",
    f"/{MANY}/rows?open=in-step&page=1",
    "/cases/squashes?release=partial-squash",
    "/cases/squashes?release=squash-residue",
)
"""What shows parts that no page before it has."""


def corpus(site: Site) -> FastAPI:
    """A dashboard over all of it, whose parts are at `/patterns`."""
    mended, many = _shop(site), _many(site)
    cases = Project(PROJECT, "Cases", environments=(*_cases(site), *_failing(site)))
    first_reading = Project("first", "First", environments=(environment("one"),))
    with site.store.writing() as session:
        releases.add(session, "first", SHOP, label="v1.2", at=site.now)
    current = CurrentSettings(
        Settings(
            Secret("sqlite:///not-used.db"),
            (cases, site.project, many, Project("new", "New"), first_reading),
        )
    )
    current.state = replace(
        current.state, file="driftboard.toml", problem="this shows what a page says then", changed_at=site.now
    )
    first = (
        "/",
        "/no-such-page",
        "/new",
        "/first",
        *SHOWING,
        mended,
        f"{mended}/now",
        *(f"/shop/environments/{one.slug}" for one in site.project.environments),
        *(f"/{PROJECT}/environments/{one.slug}" for one in cases.environments),
        *(f"/{PROJECT}/releases/{folder.name}/readiness" for folder in CASES[::16]),
    )
    return create_app(current, site.store, now=lambda: site.now, first_patterns=first)


def _shop(site: Site) -> str:
    """Every verdict, two databases, forty schemas, and the commits that led to it."""
    with_tenants(with_two_databases(site))
    changes = tuple(
        replace(change, excerpt=LINES, path="orders/migrations/0001_initial.py")
        if (change.part, change.kind) == (ChangedPart.DEPENDENCIES, ChangeKind.ADDED)
        else change
        for change in ASIDE.changes
    )
    with site.store.writing() as session:
        codehistory.add(session, "shop", replace(ASIDE, changes=changes), at=site.now)
    site.release(replace(SHOP, commit=EDIT.id))
    for number, keys in enumerate((BLOCKED, BLOCKED, BEHIND, DRIFTED, IN_STEP, IN_STEP), 1):
        site.seen(f"sandbox-{number}", *keys, ago=timedelta(minutes=9))
    site.failed("sandbox-6", ago=timedelta(minutes=4))
    site.release(V1_1, label="v1.1", ago=timedelta(days=5))
    site.release(with_operations(LATER, orders_0003_total=DROPS, orders_0004_note=ONE_WAY), label="v1.3")
    site.project = replace(site.project, release="v1.2")
    site.seen("sandbox-7", *BLOCKED, *(f"orders.9{number:03}" for number in range(70)))
    with site.store.writing() as session:
        deployments.add(session, "shop", Deployment("sandbox-2", "v1.1", None, site.now - timedelta(hours=2)))
    before = site.seen("mended", *BLOCKED, ago=timedelta(hours=3))
    site.seen("mended", *IN_STEP)
    pinned = EnvironmentAddress.pinned(
        "shop",
        "mended",
        site.now - timedelta(hours=3),
        history=before.fingerprint,
        label="v1.2",
        release=SHOP.fingerprint,
    )
    return f"{pinned.path}/missing-dependency/orders.0001_initial"


def _many(site: Site) -> Project:
    """More environments in step than there are tiles: most have one history, two have another one."""
    other = (IN_STEP[1], IN_STEP[0], *IN_STEP[2:])
    slugs = [f"tenant-{number:02}" for number in range(MAX_TILES + 4)]
    with site.store.writing() as session:
        releases.add(session, MANY, SHOP, label="v1.2", at=site.now - timedelta(days=1))
        for number, slug in enumerate(slugs):
            history = build.history(*(other if number < 2 else IN_STEP))
            snapshots.add(session, MANY, slug, history, at=site.now - timedelta(minutes=3))
    return Project(MANY, "Many", environments=tuple(environment(slug) for slug in slugs))


def _cases(site: Site) -> list[Environment]:
    with site.store.writing() as session:
        for number, folder in enumerate(CASES):
            for path in (*sorted(folder.glob("known-*.json")), folder / "release.json"):
                label = folder.name if path.stem == "release" else f"{folder.name}-{path.stem}"
                at = site.now - timedelta(days=2, minutes=-number)
                releases.add(session, PROJECT, manifest.loads(path.read_text()), label=label, at=at)
            history = read(folder / "history.json")
            snapshots.add(session, PROJECT, folder.name, history, at=site.now - timedelta(minutes=3))
    return [environment(folder.name, release=folder.name, tier="case", region="tests") for folder in CASES]


def _failing(site: Site) -> list[Environment]:
    slugs = {f"not-seen-{cause}": cause for cause in (Cause.BUSY, Cause.FORBIDDEN, Cause.NOT_LISTENING)}
    with site.store.writing() as session:
        for slug, cause in slugs.items():
            failures.add(session, PROJECT, slug, cause, at=site.now - timedelta(hours=1))
    return [environment(slug, release=CASES[0].name) for slug in slugs]
