"""What Driftboard reads of a repository's history, told a line a change."""

from pathlib import Path

from app.domain.provenance import CodeHistory
from app.domain.provenance.code_history import NO_HISTORY
from app.sources import ReadingOptions
from app.sources.git import Repository
from app.sources.git.history import read
from tests.sources.git.repositories import Made

USERS = "users/migrations/0001_initial.py"
ORDERS = "orders/migrations/0001_initial.py"
LONG = ", ".join(f"migrations.RunSQL('SELECT {number}', 'SELECT {number}')" for number in range(12))


def history(made: Made | Path, *, folder: str = "", known: CodeHistory = NO_HISTORY, **given) -> CodeHistory:
    with Repository(made.root if isinstance(made, Made) else made, folder=folder) as repository:
        return read(repository, repository.refs(), previous=known, options=ReadingOptions(**given))


def told(history: CodeHistory, commit: str) -> list[str]:
    """What one commit did, a line each: `added orders.0001_initial dependencies users.0001_initial`."""
    return [
        " ".join(map(str, filter(None, (one.kind, one.key, one.part, one.other))))
        for one in history.changes
        if one.commit == commit
    ]
