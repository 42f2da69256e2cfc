"""One edit of the code: whose file, which part of it, and what was done there."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.keys import MigrationKey
from app.domain.provenance.code_history import ChangedPart


class EditKind(StrEnum):
    """
    What the candidate did to a place since the base, the most telling first.

    `moved`: the entry stands there as before, and stands for something else now, as `__latest__` may. `kept`: nothing
    was done to it; it takes part in what another edit, or a row, makes of it.
    """

    MOVED = "moved"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    KEPT = "kept"


EDIT_KINDS = tuple(EditKind)
"""Every kind, the most telling first."""


@dataclass(frozen=True, slots=True)
class EditedPlace:
    """
    One place in the files of the migrations.

    `migration` is the one whose file it is in, and `entry` what stands there in the list `part`; None for the whole
    list or the whole file. `path` is that of the file, in the candidate, or in the base where it was removed; None
    where it is not known. A line is no part of a release: who has the source asks `app.sources.migration.entry_lines`.
    """

    kind: EditKind
    migration: MigrationKey
    part: ChangedPart
    entry: MigrationKey | None = None
    path: str | None = None

    @property
    def is_gone(self) -> bool:
        """Whether the file itself is not there any more."""
        return self.part is ChangedPart.FILE and self.kind is EditKind.REMOVED
