"""The verdict of an environment at one look."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.findings import Verdict


@dataclass(frozen=True, slots=True)
class JudgedVerdict:
    """
    The verdict that the pages show, held against the release with the identity `release` and the name `label`.

    `looked_at` is when somebody looked: when the database was read, or could not be; of what nobody reads, when the
    judgement was made.
    """

    verdict: Verdict
    looked_at: datetime
    release: str
    label: str
