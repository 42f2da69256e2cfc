"""Which rows of the table of everything the words and the status of the address leave."""

from collections.abc import Iterable
from typing import NamedTuple

from app.domain.keys import MigrationKey
from app.domain.status import Status
from app.web.map.view import MapNode

APP = "app:"
"""A word that begins so looks at the label of the app alone."""
MAX_WORDS = 12
"""Further words are not looked at."""


class Entry(NamedTuple):
    """What can be a row: a migration, or with `run` the mark of a run of them, named by the first."""

    key: MigrationKey
    status: Status
    run: MapNode | None = None


def narrowed(entries: Iterable[Entry], words: str, status: Status | None) -> tuple[Entry, ...]:
    """The entries that every word fits, and of this status where one is given."""
    texts = words.lower().split()[:MAX_WORDS]
    return tuple(
        entry
        for entry in entries
        if (status is None or entry.status is status) and all(_fits(entry.key, text) for text in texts)
    )


def _fits(key: MigrationKey, word: str) -> bool:
    """Whether the word is part of the key; `app:orders` is the beginning of an app's label."""
    if word.startswith(APP):
        return key.app_label.lower().startswith(word.removeprefix(APP))
    return word in str(key).lower()
