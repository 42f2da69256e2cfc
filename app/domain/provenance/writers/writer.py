"""What wrote a row."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.keys import MigrationKey
from app.domain.provenance.names import Reuse
from app.domain.release import Migration, Release


class WriterKind(StrEnum):
    """What wrote a row, where it was not, or not surely, the file that bears its name now."""

    REPLACED = "replaced"
    """A migration of this name that a squash replaced, or the squash in its stead."""
    FORMER_FILE = "former-file"
    """Another file of this name, which was removed."""
    FORMER_CONTENT = "former-content"
    """The file before it gained or lost operations."""
    FORMER_DETAILS = "former-details"
    """The file with the same operations on the same things, before these were edited."""
    DOUBTFUL = "doubtful"
    """One of several, and it cannot be told which."""


@dataclass(frozen=True, slots=True)
class Writer:
    """
    What wrote the row of one migration.

    `release` is a known release that held the other content, `reuse` how the name came to a second file, `squash` the
    squash that replaced the first one; each is None if it is not known, or not so. `after` is what the file holds now;
    if a squash has taken its place, what it held last.
    """

    key: MigrationKey
    kind: WriterKind
    after: Migration
    release: Release | None = None
    reuse: Reuse | None = None
    squash: MigrationKey | None = None
