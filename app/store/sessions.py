"""The two kinds of session. The type checker refuses to hand a read session to what writes."""

from typing import NewType

from sqlalchemy.orm import Session

from app.cache import WeightedCache
from app.domain.history import History
from app.domain.provenance import CodeHistory
from app.domain.release import Release

ReadSession = NewType("ReadSession", Session)
WriteSession = NewType("WriteSession", Session)

MAX_CACHED_ROWS = 1_000_000
"""So many rows of histories stay in memory: 500 environments of 2,000 rows, some 150 MB."""

MAX_CACHED_MIGRATIONS = 30_000

MAX_CACHED_CHANGES = 200_000
"""So many changes of commits: the code of a few large projects, some 100 MB."""


class StoreCache:
    """What one open store has read already; every session of it carries this."""

    NAME = "memory"

    def __init__(self) -> None:
        self.histories: WeightedCache[str, History] = WeightedCache(
            MAX_CACHED_ROWS, lambda history: 1 + len(history.rows)
        )
        self.releases: WeightedCache[tuple[int, str | None, str | None], Release] = WeightedCache(
            MAX_CACHED_MIGRATIONS, lambda release: 1 + len(release.migrations)
        )
        self.codes: WeightedCache[tuple[str, int | None, int | None], CodeHistory] = WeightedCache(
            MAX_CACHED_CHANGES, lambda code: 1 + len(code.commits) + len(code.changes)
        )

    @classmethod
    def of(cls, session: Session) -> "StoreCache":
        memory = session.info[cls.NAME]
        assert isinstance(memory, cls)  # noqa: S101 - for the type checker; only Store makes sessions
        return memory
