"""
Which apps and which environments the words of a search mean. Every word narrows the rows or the columns.

    orders           the apps and migrations of that name; where there is none, the environments
    env:sandbox      the environments alone
    app:orders       the apps and migrations alone

A word that is in no name of any kind leaves nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.matrix import Matrix
from app.web.facts.fleet import EnvironmentInfo

MAX_WORDS = 12
"""Further words are not looked at."""

ROWS, COLUMNS = "app:", "env:"


@dataclass(frozen=True, slots=True)
class Found:
    """The labels of the apps and the slugs of the environments that a search leaves; None for all."""

    apps: frozenset[str] | None = None
    environments: frozenset[str] | None = None


def found(text: str, matrix: Matrix, infos: Sequence[EnvironmentInfo]) -> Found:
    """What a search leaves of the apps and of the environments."""
    apps: frozenset[str] | None = None
    environments: frozenset[str] | None = None
    for word in text.lower().split()[:MAX_WORDS]:
        if word.startswith(COLUMNS):
            environments = _both(environments, _environments(word.removeprefix(COLUMNS), infos))
            continue
        in_rows = _apps(word.removeprefix(ROWS), matrix)
        if in_rows or word.startswith(ROWS):
            apps = _both(apps, in_rows)
        else:
            environments = _both(environments, _environments(word, infos))
    return Found(apps, environments)


def _both(before: frozenset[str] | None, more: frozenset[str]) -> frozenset[str]:
    return more if before is None else before & more


def _apps(word: str, matrix: Matrix) -> frozenset[str]:
    """The apps whose label or one of whose migrations has a word in its name."""
    return frozenset(
        app
        for app, keys in matrix.migrations.items()
        if word in app.lower() or any(word in str(key).lower() for key in keys)
    )


def _environments(word: str, infos: Sequence[EnvironmentInfo]) -> frozenset[str]:
    return frozenset(
        info.slug
        for info in infos
        if any(word in name.lower() for name in (info.slug, info.tier, info.region))
    )
