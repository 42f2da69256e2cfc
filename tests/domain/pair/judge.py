"""A second opinion on two histories, by trying everything: what is there, which orders differ, what is common."""

from collections.abc import Iterator

from app.domain.history import History
from app.domain.keys import MigrationKey
from app.domain.release import Release
from app.domain.resolution import declare


def there(release: Release, recorded: frozenset[MigrationKey]) -> frozenset[MigrationKey]:
    """Everything that is there through squashes, until nothing more is."""
    found = set(recorded)
    while True:
        more = {
            key
            for squash in release.squashes
            for key in (
                *(squash.replaces if squash.key in found else ()),
                *((squash.key,) if found.issuperset(squash.replaces) else ()),
            )
        }
        if more <= found:
            return frozenset(found)
        found |= more


def needed(release: Release) -> dict[MigrationKey, set[MigrationKey]]:
    """For each migration, everything that must run before it."""
    parents = declare(release).graph.parents
    closure = {key: set(keys) for key, keys in parents.items()}
    while True:
        grown = {key: keys.union(*(closure[parent] for parent in keys)) for key, keys in closure.items()}
        if grown == closure:
            return closure
        closure = grown


def ways_down(release: Release, key: MigrationKey) -> Iterator[tuple[MigrationKey, ...]]:
    """Every way from a migration to what it needs, step by step."""
    for parent in declare(release).graph.parents.get(key, ()):
        yield (parent,)
        yield from ((parent, *way) for way in ways_down(release, parent))


def other_orders(
    release: Release, first: History, second: History
) -> set[tuple[MigrationKey, MigrationKey, bool]]:
    """Each child and what it needs in different orders, where a way between them has nothing that both have."""
    both = first.recorded & second.recorded
    keys = {history: [row.key for row in history.rows] for history in (first, second)}
    found = set()
    for child in both:
        for *between, parent in ways_down(release, child):
            orders = [
                parent in both and keys[side].index(parent) < keys[side].index(child)
                for side in (first, second)
            ]
            if both.isdisjoint(between) and orders[0] != orders[1]:
                found.add((child, parent, orders[0]))
    return found


def common(release: Release, first: History, second: History) -> set[MigrationKey]:
    """The largest set of what both have that holds all that its members need."""
    closure = needed(release)
    in_both = there(release, first.recorded) & there(release, second.recorded)
    return {key for key in in_both if key in closure and closure[key] <= in_both}
