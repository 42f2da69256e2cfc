"""The rows of the migrations of one app: those that differ with a neighbour on each side, and how many lie between."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.keys import MigrationKey


@dataclass(frozen=True, slots=True)
class Gap:
    """So many migrations of an app that follow each other and have no row: nothing is to be done about any."""

    number: int


@dataclass(frozen=True, slots=True)
class AppMigrations:
    """The rows of an app, and the gaps between them, in the order of its names; `left_out` differ and have no row."""

    rows: tuple[MigrationKey | Gap, ...]
    left_out: int = 0


def app_migrations(
    migrations: Sequence[MigrationKey],
    differing: Sequence[MigrationKey],
    *,
    everything: bool = False,
    most: int | None = None,
) -> AppMigrations:
    """
    The rows of one app: `migrations` are all of it, `differing` those that must have one; both sorted.

    Each has its neighbours beside it. With `everything` all have a row. Of more than `most` the last are left out.
    """
    wanted = list(range(len(migrations)))
    if not everything:
        chosen = frozenset(differing)
        places = [place for place, key in enumerate(migrations) if key in chosen]
        beside = {near for place in places for near in (place - 1, place, place + 1)}
        wanted = sorted(beside & set(wanted))
    shown = wanted if most is None else wanted[:most]
    end = shown[-1] + 1 if shown else 0
    later = migrations[end:]
    left = len(wanted) - len(shown)
    rows = list(_with_gaps(migrations, shown))
    if later and not left:
        rows.append(Gap(len(later)))
    return AppMigrations(tuple(rows), left)


def _with_gaps(migrations: Sequence[MigrationKey], shown: Sequence[int]) -> Iterator[MigrationKey | Gap]:
    """Yield the migrations at these places, and before each how many have no row."""
    before = -1
    for place in shown:
        if place > before + 1:
            yield Gap(place - before - 1)
        yield migrations[place]
        before = place
