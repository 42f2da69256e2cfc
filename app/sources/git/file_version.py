"""What one migration file states before or after a commit."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.keys import MigrationKey
from app.domain.provenance.code_history import ChangedPart
from app.domain.release import Operation


@dataclass(frozen=True, slots=True)
class MigrationFacts:
    """The lists and operations of one migration file; where `is_whole` is False there may be more of them."""

    lists: Mapping[ChangedPart, frozenset[MigrationKey]]
    operations: tuple[Operation, ...]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class FileVersion:
    """A migration before or after a commit; `blob` is the id of its content."""

    key: MigrationKey
    path: str
    facts: MigrationFacts
    blob: str
