"""A project that follows a repository, and one round of it."""

from datetime import UTC, datetime

from app.config import Project, ReleaseSource, RepositorySource
from app.jobs.follow import FollowResult, follow
from app.store import releases
from app.store.engine import Store
from tests.build import release
from tests.sources.git.repositories import Made

T0 = datetime(2026, 6, 19, 9, 0, tzinfo=UTC)
USERS = "users/migrations/0001_initial.py"


def project(repository: Made, *follow: str, releases: tuple[ReleaseSource, ...] = (), **facts) -> Project:
    source = RepositorySource(ReleaseSource("", repository.root), follow or ("main", "v*"), **facts)
    return Project("shop", "Shop", releases=releases, repository=source)


def round_(store: Store, project: Project, **more) -> FollowResult:
    return follow(store, project, now=lambda: T0, **more)


def labels(store: Store) -> dict[str, str | None]:
    with store.reading() as session:
        return {label.label: label.commit for label in releases.labels(session, "shop")}


def add(store: Store, label: str, **facts) -> None:
    with store.writing() as session:
        releases.add(session, "shop", release("users: 0001_initial", **facts), label=label, at=T0)
