"""The facts behind one page of a blast radius."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from app.config import Project
from app.domain.impact import Impact
from app.domain.provenance import CodeHistory
from app.domain.provenance.code_history import NO_HISTORY
from app.domain.release import Release
from app.web.facts.chosen import ChosenRelease
from app.web.facts.fleet import FleetFacts
from app.web.facts.pinned.assignment import NOBODY, on_values
from app.web.facts.releases.reference import ReleaseReference
from app.web.facts.told import Told
from app.web.urls.impact import ImpactAddress
from app.web.urls.labels import pinned_segment
from app.web.urls.releases import live_segment
from app.web.wording.moments import Times

NONE = ChosenRelease(None, NOBODY)
"""What runs where nobody says what does."""


@dataclass(frozen=True)
class ImpactFacts:
    """
    What the release of `reference` would mean, now or at the moment of a pinned address.

    `fleet` is held against that release, and `bases` has what runs in each environment, by slug: a release, or only the
    name of one that is not known. `code` is the history of the code; a pinned page has none, as that grows. `usual` is
    what a pinned address says of most environments.
    """

    project: Project
    reference: ReleaseReference
    fleet: FleetFacts
    bases: Mapping[str, ChosenRelease]
    impact: Impact
    code: CodeHistory = NO_HISTORY
    usual: ChosenRelease | None = None

    @property
    def release(self) -> Release:
        return self.reference.release

    @property
    def at(self) -> datetime | None:
        """The moment of a pinned address; None on a live page."""
        return self.fleet.at

    @property
    def address(self) -> ImpactAddress:
        """The address of this page."""
        return self.live if self.at is None else self.pinned

    @property
    def live(self) -> ImpactAddress:
        """The live address of what this page shows."""
        segment = live_segment(self.reference.label) if self.at else self.reference.segment
        return ImpactAddress(self.project.slug, segment)

    @cached_property
    def pinned(self) -> ImpactAddress:
        """The pinned address of what this page shows."""
        segment = pinned_segment(self.reference.label, self.release.fingerprint)
        parameters = (*(("without", slug) for slug in self.fleet.removed), *self._base_parameters())
        return ImpactAddress(self.project.slug, segment, self.fleet.at or self.fleet.now, parameters)

    def _base_parameters(self) -> tuple[tuple[str, str], ...]:
        """What runs in most environments of which no deployment tells it, and which have something else."""
        told, settled = self.fleet.told, self.fleet.settled
        usual = self.usual or self._most(settled) or self._most({}) or NONE
        release = usual.release
        main = None if release is None else ("base", pinned_segment(usual.label, release.fingerprint))
        on = (("on", value) for value in on_values(self.fleet.kept_of(self.bases), usual, told, settled))
        return (*((main,) if main else ()), *on)

    def _most(self, told: Mapping[str, Told]) -> ChosenRelease | None:
        """The known release that most environments run, without those of which `told` says what they run."""
        known = [
            base
            for slug, base in sorted(self.bases.items())
            if base.release is not None and (slug not in told or told[slug].identity != base.identity)
        ]
        numbers = Counter(base.identity for base in known)
        return min(known, key=lambda base: (-numbers[base.identity], base.label, base.identity), default=None)

    @property
    def times(self) -> Times:
        """The moments of the page, in words."""
        return Times(None if self.at else self.fleet.now)
