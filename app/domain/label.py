"""A name that points to a release: of a branch, a tag, or given by hand."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Label:
    """A label that pointed to a release from a moment on."""

    label: str
    fingerprint: str
    commit: str | None
    added_at: datetime
