"""A dashboard with a project for each state of the pages: nothing yet, nothing seen, nothing known, all well."""

from dataclasses import replace
from datetime import timedelta

from app.config import Environment, Project, Secret, Settings
from app.domain.failure import Cause
from app.domain.release import Unreadable
from app.store import failures, releases, snapshots
from tests import build
from tests.web.conftest import BEHIND, BLOCKED, IN_STEP, SHOP, Site, environment

LONG_AGO = timedelta(hours=3)

HALF_READ = replace(
    SHOP, unreadable=(Unreadable("orders/migrations/0003_odd.py", 3, "no name that is known"),)
)


def states(site: Site) -> Settings:
    """The settings; everything else is in the store of the site."""
    projects = [
        Project("no-environment", "No environment"),
        Project("no-release", "No release", environments=(environment("seen"), environment("never"))),
        Project("never-seen", "Never seen", environments=(environment("one"), environment("two"))),
        Project("all-stale", "All stale", environments=(environment("one"), environment("two"))),
        Project("in-step", "In step", environments=(environment("one"), environment("two"))),
        Project(
            "mixed",
            "Mixed",
            environments=tuple(
                environment(slug)
                for slug in (
                    "blocked",
                    "behind",
                    "no-table",
                    "empty-table",
                    *(f"failed-{cause}" for cause in FAILURES),
                )
            ),
        ),
        Project("unreadable", "Unreadable", environments=(environment("one"),)),
        Project("unknown-label", "Unknown label", release="v9", environments=(environment("one"),)),
    ]
    for project in projects:
        if project.slug not in ("no-environment", "no-release"):
            with site.store.writing() as session:
                code = HALF_READ if project.slug == "unreadable" else SHOP
                releases.add(session, project.slug, code, label="v1.2", at=site.now - timedelta(days=1))
    seen(site, "no-release", "seen", *IN_STEP)
    for slug in ("one", "two"):
        seen(site, "all-stale", slug, *(BLOCKED if slug == "one" else IN_STEP), ago=LONG_AGO)
        seen(site, "in-step", slug, *IN_STEP)
        with site.store.writing() as session:
            failures.add(session, "all-stale", slug, Cause.REFUSED, at=site.now - timedelta(minutes=1))
    seen(site, "unreadable", "one", *IN_STEP)
    seen(site, "unknown-label", "one", *IN_STEP)
    seen(site, "mixed", "blocked", *BLOCKED)
    seen(site, "mixed", "behind", *BEHIND)
    seen(site, "mixed", "empty-table")
    seen(site, "mixed", "no-table", table=False)
    for cause in FAILURES:
        seen(site, "mixed", f"failed-{cause}", *IN_STEP, ago=timedelta(minutes=5))
        with site.store.writing() as session:
            failures.add(session, "mixed", f"failed-{cause}", cause, at=site.now - timedelta(minutes=1))
    return Settings(Secret("sqlite:///not-used.db"), tuple(projects))


FAILURES = (Cause.BUSY, Cause.FORBIDDEN, Cause.NOT_LISTENING, Cause.UNREADABLE)


def seen(
    site: Site,
    project: str,
    slug: str,
    *keys: str,
    ago: timedelta = timedelta(minutes=2),
    table: bool = True,
) -> None:
    history = replace(build.history(*keys), has_table=table)
    with site.store.writing() as session:
        snapshots.add(session, project, slug, history, at=site.now - ago)


def pages_of(project: Project) -> list[str]:
    """Every page of a project that names nothing which this state lacks."""
    home = f"/{project.slug}"
    environments: tuple[Environment, ...] = project.environments
    return [
        home,
        f"{home}/readiness",
        f"{home}/releases",
        f"{home}/compare",
        f"{home}/squashes",
        f"{home}/go?q=nothing-of-that-name",
        *(f"{home}/environments/{one.slug}" for one in environments),
        *(f"{home}/environments/{one.slug}?as=table" for one in environments[:1]),
        *(f"{home}/compare/{environments[0].slug}/{other.slug}" for other in environments[1:2]),
        *(f"{home}/environments/{one.slug}/upgrade/v1.2" for one in environments[:2]),
        f"{home}/releases/v1.2",
        f"{home}/releases/v1.2/readiness",
        f"{home}/releases/v1.2/blast-radius",
    ]
