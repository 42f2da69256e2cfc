"""
What is there through a squash: its row stands for what it replaces, and all that it replaces stand for it.

    recorded  S                 there  S, and the a and b that S replaces
    recorded  a, b              there  a, b, and S
    recorded  a                 there  a

Source: Django takes a squash for applied where all that it replaces are (`MigrationLoader.build_graph` up to 5.2,
`replace_migration` from 6.0, `django/db/migrations/loader.py`).
"""

from collections.abc import Set as AbstractSet

from app.domain.keys import MigrationKey
from app.domain.release import Release


def content(release: Release, recorded: AbstractSet[MigrationKey]) -> frozenset[MigrationKey]:
    """The recorded keys, and those that are there through squashes of a release. Linear in keys and `replaces`."""
    lacking = {squash.key: len(set(squash.replaces)) for squash in release.squashes}
    replaces = {squash.key: squash.replaces for squash in release.squashes}
    squashes_of: dict[MigrationKey, list[MigrationKey]] = {}
    for squash in release.squashes:
        for key in set(squash.replaces):
            squashes_of.setdefault(key, []).append(squash.key)
    found: set[MigrationKey] = set()
    waiting = sorted(recorded)
    while waiting:
        key = waiting.pop()
        if key in found:
            continue
        found.add(key)
        waiting += replaces.get(key, ())
        for by_squash in squashes_of.get(key, ()):
            lacking[by_squash] -= 1
            if not lacking[by_squash]:
                waiting.append(by_squash)
    return frozenset(found)
