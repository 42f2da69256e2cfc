"""The entries of the top bar, and the way from one project to another."""

from collections.abc import Iterator, Sequence

from app.config import Project
from app.web.layout.views import Link
from app.web.urls import pages as addresses
from app.web.urls import readiness as readiness_addresses
from app.web.urls import releases as release_addresses
from app.web.urls import squashes as squash_addresses
from app.web.urls.environment import EnvironmentAddress
from app.web.urls.events.address import EventsAddress

ALL_PROJECTS = "All projects"

MAX_PROJECTS = 30
"""The top bar offers so many projects; the list of all has the others."""


def navigation(home: str | None, *, current: str) -> tuple[Link, ...]:
    """The pages of the project with this `home`, and the runbook; `current` is the present entry."""
    pages = [("Runbook", addresses.runbook())]
    if home is not None:
        pages = [
            ("Fleet", home),
            ("Matrix", f"{home}/matrix"),
            ("Readiness", f"{home}/readiness"),
            ("Releases", f"{home}/releases"),
            ("Compare", f"{home}/compare"),
            *pages,
        ]
    return tuple(Link(name, href, current=name == current) for name, href in pages)


def project_switch(projects: Sequence[Project], path: str, current: str | None) -> tuple[Link, ...]:
    """
    The same kind of page of the first projects, and the list of all; nothing where there is only one project.

    `path` is that of the page, and `current` the home of its project.
    """
    if len(projects) < 2:
        return ()
    links = (
        Link(project.name, _same_kind(project, path), current=addresses.home(project.slug) == current)
        for project in projects[:MAX_PROJECTS]
    )
    return (*links, Link(ALL_PROJECTS, "/"))


def _same_kind(project: Project, path: str) -> str:  # noqa: PLR0911 - a return for each kind of page
    """The page of a project that is of the same kind as the one at a path; its fleet where it has none."""
    segments = tuple(_segments(path))
    match segments:
        case ("runbook", *_):
            return addresses.with_query(path, [("project", project.slug)])
        case ("go",) | (_, "go"):
            return addresses.go(project.slug)
        case (_, "readiness") | (_, "releases", _, "readiness", *_):
            return readiness_addresses.newest(project.slug)
        case (_, "squashes") | (_, "releases", _, "squashes", *_):
            return squash_addresses.squashes(project.slug)
        case (_, "events"):
            return EventsAddress(project.slug).page()
        case (_, "environments", slug, "events") if project.environment(slug):
            return EventsAddress(project.slug, slug).page()
        case (_, ("compare" | "matrix") as kind, *_):
            return f"{addresses.home(project.slug)}/{kind}"
        case (_, "releases", *_):
            return release_addresses.releases(project.slug)
        case (_, "environments", slug, *_) if project.environment(slug):
            return EnvironmentAddress.live(project.slug, slug).page()
    return addresses.home(project.slug)


def _segments(path: str) -> Iterator[str]:
    return (segment for segment in path.split("/") if segment)
