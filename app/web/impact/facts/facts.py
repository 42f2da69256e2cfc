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
from app.web.facts.releases.reference import ReleaseReference
from app.web.urls.impact import ImpactAddress
from app.web.urls.labels import pinned_segment, segment_of
from app.web.urls.releases import live_segment
from app.web.wording.moments import Times

NOBODY = "="
"""In an address: of these environments nobody says what runs there."""


@dataclass(frozen=True)
class ImpactFacts:
    """
    What the release of `reference` would mean, now or at the moment of a pinned address.

    `fleet` is held against that release, and `bases` has what runs in each environment, by slug: a release, or only the
    name of one that is not known. `code` is the history of the code; a pinned page has none, as that grows.
    """

    project: Project
    reference: ReleaseReference
    fleet: FleetFacts
    bases: Mapping[str, ChosenRelease]
    impact: Impact
    code: CodeHistory = NO_HISTORY

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
        """What runs in most environments, and the environments in which something else does."""
        slugs: dict[str, list[str]] = {}
        for slug, base in sorted(self.bases.items()):
            slugs.setdefault(_segment(base), []).append(slug)
        numbers = Counter({segment: len(named) for segment, named in slugs.items() if "~" in segment})
        main = min(numbers, key=lambda segment: (-numbers[segment], segment)) if numbers else None
        others = [
            ("on", f"{segment}:{','.join(named)}") for segment, named in slugs.items() if segment != main
        ]
        return (*((("base", main),) if main else ()), *others)

    @property
    def times(self) -> Times:
        """The moments of the page, in words."""
        return Times(None if self.at else self.fleet.now)


def _segment(base: ChosenRelease) -> str:
    if base.release is not None:
        return pinned_segment(base.label, base.release.fingerprint)
    return segment_of(base.label) if base.label != NOBODY else NOBODY
