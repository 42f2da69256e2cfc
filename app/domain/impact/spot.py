"""Where an edit stands, for a reader: the file, the line, the commit."""

from dataclasses import dataclass

from app.domain.provenance.code_history import Commit


@dataclass(frozen=True, slots=True)
class Spot:
    """
    Where one edit stands.

    `path` is that of the file as the reader's checkout has it, with `/` between folders, and `line` counts from 1. Each
    is None where it is not known, as are the lines of a file that is gone, and the commit.
    """

    path: str | None = None
    line: int | None = None
    commit: Commit | None = None

    def __str__(self) -> str:
        if self.path is None:
            return ""
        return self.path if self.line is None else f"{self.path}:{self.line}"


NOWHERE = Spot()
"""The spot of an edit of which nothing more is known."""
