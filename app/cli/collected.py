"""
What `collect` says when it is done: which file named the environments, and which store has them now.

A dashboard shows what its own file names and its own store holds. Whoever collects with another file, or into another
store, would wait in vain for a page.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from app.config import Settings
from app.domain.english import listed, span

MAX_NAMES = 5
"""A sentence names this many environments and counts the others."""

LastSeen = Mapping[tuple[str, str], datetime | None]
"""When each environment of the store was seen last, by project and slug."""


def place(settings: Settings, config: Path) -> str:
    """The sentence that names the file and the store."""
    return f"Named by {config.absolute()}, stored in {_store(settings)}."


def new_ones(collected: Iterable[tuple[str, str]], before: LastSeen) -> Iterator[str]:
    """The sentence on environments that the store did not hold before; `before` is what it held then."""
    names = [f"{project}/{slug}" for project, slug in sorted(collected) if (project, slug) not in before]
    if names:
        yield (
            f"New in this store: {listed(names, MAX_NAMES)}. A dashboard shows what its own driftboard.toml names and "
            "its own store holds; it reads a changed file by itself."
        )


def pushed_ones(pushed: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The sentence on environments that have no database to read."""
    names = [f"{project}/{slug}" for project, slug in sorted(pushed)]
    if names:
        yield (
            f"Nothing is collected of {listed(names, MAX_NAMES)}: their projects push what they hold. "
            "Run manage.py driftboard_report there."
        )


def unnamed(settings: Settings, config: Path, before: LastSeen, *, now: datetime) -> Iterator[str]:
    """The sentence on environments that were seen lately and that the file does not name: another file is in use."""
    named = {
        (project.slug, environment.slug)
        for project in settings.projects
        for environment in project.environments
    }
    names = [
        f"{project}/{slug}"
        for (project, slug), seen_at in sorted(before.items())
        if (project, slug) not in named and seen_at is not None and now - seen_at < settings.stale_after
    ]
    if names:
        yield (
            f"This store also holds {listed(names, MAX_NAMES)}, seen in the last {span(settings.stale_after)}, which "
            f"{config.name} does not name. If a dashboard runs with another file, it does not show what only this file "
            "names: name it there too."
        )


def _store(settings: Settings) -> str:
    """The store without its secrets: the path of a file, or the kind of server."""
    url = settings.database_url
    if url.scheme == "sqlite":
        return url.reveal().partition("://")[2][1:]
    return "a PostgreSQL database, the one of DRIFTBOARD_DATABASE_URL or of `database` in that file"
