"""
The two kinds of session, and what an open store keeps in memory.

The kinds are two types, so the type checker refuses a read session where something is written.
"""

from collections.abc import Hashable
from typing import Any, NewType

from sqlalchemy.orm import Session

from app.cache import RevisionCache, WeightedCache
from app.domain.history import History
from app.domain.provenance import CodeHistory, Knowledge
from app.domain.release import Release

ReadSession = NewType("ReadSession", Session)
WriteSession = NewType("WriteSession", Session)

MAX_CACHED_ROWS = 2_000_000
"""Rows of all histories in memory: 1,000 environments of 2,000 rows each, or 5,000 of 400, about 300 MB."""

MAX_CACHED_MIGRATIONS = 30_000
"""Migrations of all releases in memory."""

MAX_KNOWN_MIGRATIONS = 100_000
"""Migrations of the releases that are known beside the one of a page, of all projects in memory."""

MAX_CACHED_CHANGES = 200_000
"""Commits and changes of all code histories in memory: a few large projects, about 100 MB."""

MAX_ANSWERS = 16_384
"""Environments of all remembered fleets, each with its comparison. Another answer weighs as much as one or more."""


MAX_EVENTS = 20_000
"""Events of all remembered time lines, each with what a page shows of it: some 3 kB."""

Answers = RevisionCache[Hashable, tuple[Any, int]]
"""What was made of all that a revision has, each with its weight."""

MAX_STAMPED = 100_000
"""Tables of all environments of which the last days are remembered, some hundred bytes each."""


class StoreCache:
    """What one open store has read already. Every session of the store carries it in its `info`."""

    NAME = "cache"

    def __init__(self) -> None:
        self.histories: WeightedCache[str, History] = WeightedCache(
            MAX_CACHED_ROWS,
            lambda history: (
                1 + len(history.rows) + (len(history.surroundings.tables) if history.surroundings else 0)
            ),
        )
        self.releases: WeightedCache[tuple[int, str | None, str | None], Release] = WeightedCache(
            MAX_CACHED_MIGRATIONS, lambda release: 1 + len(release.migrations)
        )
        self.code_histories: WeightedCache[tuple[str, int | None, int | None, int | None], CodeHistory] = (
            WeightedCache(MAX_CACHED_CHANGES, lambda code: 1 + len(code.commits) + len(code.changes))
        )
        self.knowledge: WeightedCache[tuple[str, int | None], Knowledge] = WeightedCache(
            MAX_KNOWN_MIGRATIONS,
            lambda knowledge: sum(len(release.migrations) for release in knowledge.releases),
        )
        self.checkouts: WeightedCache[tuple[str, int | None], tuple[Knowledge, tuple[Release, ...]]] = (
            WeightedCache(
                MAX_KNOWN_MIGRATIONS, lambda found: sum(len(release.migrations) for release in found[1])
            )
        )
        self.earlier_checkouts: WeightedCache[tuple[str, int | None, int | None], tuple[Release, ...]] = (
            WeightedCache(
                MAX_KNOWN_MIGRATIONS, lambda found: sum(len(release.migrations) for release in found)
            )
        )
        self.answers: Answers = RevisionCache(MAX_ANSWERS, lambda answer: answer[1])
        self.timelines: Answers = RevisionCache(MAX_EVENTS, lambda answer: answer[1])
        self.damaged: set[int] = set()
        """The snapshots that were found damaged, by their ids."""
        self.intact: set[int] = set()
        """Those whose stored changes were read, and gave the history that was stored."""
        self.stamped: WeightedCache[Hashable, tuple[Hashable, Any, int]] = WeightedCache(
            MAX_STAMPED, lambda entry: entry[2]
        )

    def note(self, snapshot_id: int, *, is_intact: bool) -> None:
        """Note what the stored changes of a snapshot gave."""
        there, elsewhere = (self.intact, self.damaged) if is_intact else (self.damaged, self.intact)
        there.add(snapshot_id)
        elsewhere.discard(snapshot_id)

    def forget_releases(self) -> None:
        """Read the releases anew: more is known of one of them."""
        for cache in (self.releases, self.knowledge, self.checkouts, self.earlier_checkouts):
            cache.clear()

    @classmethod
    def of(cls, session: Session) -> "StoreCache":
        cache = session.info[cls.NAME]
        assert isinstance(cache, cls)  # noqa: S101 - for the type checker; only Store makes sessions
        return cache
