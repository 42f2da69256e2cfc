"""
The orders in which migrations run, as far as their files decide: with the originals of squashes, and with the squashes.

    orders:   0001 <-- 0002 <-- 0003          originals: 0001, 0002, 0003
              0001_squashed_0002 <-+          squashes:  0001_squashed_0002

Django's graph is not asked: it refuses a missing parent or a circle, and then nothing would be known of any app. Here
the migrations on a circle, and those behind one or behind a missing file, are left out. The dashboard and the reporter
have the same copy of this file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Key = tuple[str, str]
    Keys = Mapping[Key, Sequence[Key]]

FIRST, LATEST = "__first__", "__latest__"


def running_orders(dependencies: Keys, run_before: Keys, replaces: Keys) -> list[list[Key]]:
    """
    The orders, which have every migration between them: with the originals, and with the squashes and what they need.

    The three have the same keys: those of every migration. There is no second order without a squash.
    """
    # A squash that lacks one of its originals stands for itself.
    expanded = {
        squash: names
        for squash, names in replaces.items()
        if names and all(name in replaces for name in names)
    }
    orders = [_order(dependencies, run_before, expanded)]
    if expanded:
        squashed: dict[Key, list[Key]] = {}
        for squash in sorted(expanded):
            for name in expanded[squash]:
                squashed.setdefault(name, []).append(squash)
        needed = _needed(dependencies, run_before, squashed)
        orders.append([key for key in _order(dependencies, run_before, squashed) if key in needed])
    return orders


def _order(dependencies: Keys, run_before: Keys, stands_for: Keys) -> list[Key]:
    """The keys in order, without those that others stand for."""
    waiting = _parents(dependencies, run_before, stands_for)
    children: dict[Key, list[Key]] = {}
    missing: dict[Key, int] = {}
    for key, parents in waiting.items():
        missing[key] = -1 if parents is None else len(parents)
        for parent in sorted(parents or ()):
            children.setdefault(parent, []).append(key)
    order: list[Key] = []
    ready = sorted((key for key, number in missing.items() if not number), reverse=True)
    while ready:
        key = ready.pop()
        order.append(key)
        for child in children.get(key, ()):
            missing[child] -= 1
            if not missing[child]:
                ready.append(child)
    return order


def _needed(dependencies: Keys, run_before: Keys, stands_for: Keys) -> set[Key]:
    """The squashes, and everything that they need."""
    parents = _parents(dependencies, run_before, stands_for)
    waiting = [squash for squashes in stands_for.values() for squash in squashes]
    needed: set[Key] = set()
    while waiting:
        key = waiting.pop()
        if key not in needed:
            needed.add(key)
            waiting.extend(parents.get(key) or ())
    return needed


def _parents(dependencies: Keys, run_before: Keys, stands_for: Keys) -> dict[Key, set[Key] | None]:
    """What each migration needs before it; None where a file of it is missing."""
    places = _Places(dependencies, stands_for)
    parents: dict[Key, set[Key] | None] = {}
    for key in sorted(places.kept):
        found = [places.of(name) for name in dependencies[key] if places.is_covered(name)]
        parents[key] = None if None in found else {one for keys in found for one in keys or ()} - {key}
    for key in sorted(places.kept):
        for child in {one for name in run_before[key] for one in places.of(name) or ()} - {key}:
            others = parents[child]
            if others is not None:
                others.add(key)
    return parents


class _Places:
    """Which migrations a dependency leads to, where some are left out and others stand for them."""

    def __init__(self, dependencies: Keys, stands_for: Keys) -> None:
        self.kept = {key for key in dependencies if key not in stands_for}
        self._stands_for = stands_for
        self._labels = {label for label, _ in self.kept}
        self._ends: dict[Key, Key] = {}
        self._add_ends(dependencies)

    def _add_ends(self, dependencies: Keys) -> None:
        """Find what `__first__` and `__latest__` of each app stand for."""
        named: set[Key] = set()
        for key in sorted(self.kept):
            own = [name for name in dependencies[key] if name[0] == key[0] and name[1] != FIRST]
            parents = {one for name in own for one in self.of(name) or ()} - {key}
            named |= parents
            if not parents:
                self._ends.setdefault((key[0], FIRST), key)
        for key in sorted(self.kept - named):
            self._ends.setdefault((key[0], LATEST), key)

    def is_covered(self, name: Key) -> bool:
        """Whether the app has migrations here."""
        return name[0] in self._labels

    def of(self, name: Key) -> set[Key] | None:
        """The migrations that stand for this name; None where there is none."""
        name = self._ends.get(name, name)
        found: set[Key] = set()
        seen: set[Key] = set()
        waiting: list[Key] = [name]
        while waiting:
            key = waiting.pop()
            if key in self.kept:
                found.add(key)
            elif key not in seen:
                seen.add(key)
                waiting.extend(self._stands_for.get(key, ()))
        return found or None
