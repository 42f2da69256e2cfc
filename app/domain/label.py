"""A label: a name that points to a release. It is the name of a branch or a tag, or somebody chose it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Label:
    """A name that has pointed to the release with this fingerprint since `added_at`."""

    label: str
    fingerprint: str
    commit: str | None
    added_at: datetime


@dataclass(frozen=True, slots=True)
class ReleaseSize:
    """What a list says of a release: Django's version, and how many migrations, apps and unreadable places it has."""

    django: str
    migrations: int
    apps: int
    unreadable: int
