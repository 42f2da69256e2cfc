"""
Where the environments come from.

The command asks a `KnownEnvironments`, and knows nothing of what is behind it: the store of the configuration, a
dashboard's API, or what the command line names.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.domain.failure import Cause
from app.domain.impact import KnownPart
from app.domain.impact.doubts import doubt
from app.domain.provenance import NO_KNOWLEDGE, Knowledge
from app.domain.release import Release


class NotKnown(Exception):
    """Something that was asked for is not known. The text is a sentence for the user, and says what to do."""


@dataclass(frozen=True, slots=True)
class Asked:
    """
    What the command line asks for.

    `environments` are slugs, all environments where there is none. `base` is what every environment is held against, by
    its name, None for the release that runs in each. With `any_age` a history counts however old it is. The `candidate`
    is no base of itself: where nobody says what runs somewhere, and the newest label is the candidate, the one before
    that counts.
    """

    candidate: Release
    environments: tuple[str, ...] = ()
    base: Release | None = None
    base_name: str = ""
    any_age: bool = False


@dataclass(frozen=True, eq=False)
class Known:
    """The environments that were asked for, part by part, and what is known of the code beside them."""

    parts: Sequence[KnownPart]
    knowledge: Knowledge = NO_KNOWLEDGE


class KnownEnvironments(Protocol):
    """One source of environments. Each method raises `NotKnown`."""

    def release(self, word: str) -> Release | None:
        """The release with this label, or whose fingerprint begins so; None where there is none."""

    def known(self, asked: Asked) -> Known:
        """The last known histories of the environments, each with its base."""


def doubt_of(seen_at: datetime | None, cause: Cause | None, *, is_stale: bool, any_age: bool) -> str:
    """Why the last history may not be the present one, and what to do about it; empty where there is no doubt."""
    sentence = "" if any_age or seen_at is None else doubt(seen_at, cause, is_stale=is_stale)
    return f"{sentence} With --any-age it counts all the same." if sentence else ""
