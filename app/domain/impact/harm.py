"""One thing that becomes worse in an environment with the candidate."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.findings import Code, Finding
from app.domain.impact.place import EditedPlace, EditKind
from app.domain.keys import MigrationKey


class HarmKind(StrEnum):
    """
    What becomes worse, the worst first.

    `refused`: `migrate` ends with an error. `forked`: so it does, as an app has two leaves. `skipped`: `migrate` passes
    over a migration without a word. `again`: it runs something once more that has run. `drifts`: rows and files differ
    where they did not; nobody is stopped by that, so it does not decide the answer.
    """

    REFUSED = "refused"
    FORKED = "forked"
    SKIPPED = "skipped"
    AGAIN = "again"
    DRIFTS = "drifts"

    @property
    def decides(self) -> bool:
        """Whether it makes the answer a no."""
        return self is not HarmKind.DRIFTS


HARM_KINDS = tuple(HarmKind)
"""Every kind, the worst first."""

HarmKey = tuple[HarmKind, Code, MigrationKey, tuple[MigrationKey, ...]]
"""What makes two harms the same in two environments."""


@dataclass(frozen=True, slots=True)
class Harm:
    """
    One harm: a finding of the candidate's comparison that the base's does not have, or one pair of it.

    `migration` is what it is about and `needs` what that lacks, or is held against; None where there is no other.
    `sentence` says it, ending with a full stop. `places` are the edits that make it so, the most telling first, at
    least one. `by_chance`: it is there in some runs of Django, and in others not.
    """

    kind: HarmKind
    finding: Finding
    migration: MigrationKey
    needs: MigrationKey | None
    sentence: str
    places: tuple[EditedPlace, ...]
    by_chance: bool = False

    @property
    def code(self) -> Code:
        return self.finding.code

    @property
    def key(self) -> HarmKey:
        """What it is, whatever its sentence says of the rows of one environment."""
        related = self.finding.related if self.needs is None else (self.needs,)
        return (self.kind, self.code, self.migration, related)

    @property
    def place(self) -> EditedPlace:
        """The edit that tells most."""
        return self.places[0]

    @property
    def edits(self) -> tuple[EditedPlace, ...]:
        """The places that the candidate touched; all, where it touched none."""
        return tuple(place for place in self.places if place.kind is not EditKind.KEPT) or self.places

    @property
    def anchor(self) -> EditedPlace:
        """The first place whose file is there in the candidate, to hang a note on; else the most telling."""
        return next((place for place in self.places if not place.is_gone), self.place)
