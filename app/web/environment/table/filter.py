"""Which rows of the table of everything the words and the status of the address leave."""

from collections.abc import Iterable

from app.domain.keys import MigrationKey
from app.domain.status import Status
from app.web.environment.table.views import TableRow

APP = "app:"
"""A word that begins so looks at the label of the app alone."""
MAX_WORDS = 12
"""Further words are not looked at."""


def narrowed(rows: Iterable[TableRow], words: str, status: Status | None) -> tuple[TableRow, ...]:
    """The rows that every word fits, and of this status where one is given."""
    texts = words.lower().split()[:MAX_WORDS]
    return tuple(
        row
        for row in rows
        if (status is None or row.status.value == status.value)
        and all(_fits(row.key, text) for text in texts)
    )


def _fits(key: MigrationKey, word: str) -> bool:
    """Whether the word is part of the key; `app:orders` is the beginning of an app's label."""
    if word.startswith(APP):
        return key.app_label.lower().startswith(word.removeprefix(APP))
    return word in str(key).lower()
