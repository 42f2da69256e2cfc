"""The facts behind one page of readiness."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.config import Project
from app.domain.difference.new_steps import NewSteps
from app.domain.readiness import Outlook
from app.domain.release import Release
from app.web.facts.fleet import EnvironmentInfo, FleetFacts
from app.web.facts.releases.reference import ReleaseReference
from app.web.urls.labels import pinned_segment
from app.web.urls.readiness import ReadinessAddress
from app.web.urls.releases import live_segment
from app.web.wording.moments import Times


@dataclass(frozen=True, eq=False)
class Since:
    """The release before the one that may come, by its label, and the migrations that this one adds."""

    label: str
    steps: NewSteps


@dataclass(frozen=True, eq=False)
class ReadinessFacts:
    """
    Every environment before the release of `reference`, now or at the moment of a pinned address.

    `fleet` is held against that release. `since` is there on a live page where a release comes before it. `labels` are
    all labels of the project in their order, the newest first: a pinned page, which offers no choice, has none.
    """

    project: Project
    reference: ReleaseReference
    fleet: FleetFacts
    outlook: Outlook
    since: Since | None = None
    labels: tuple[str, ...] = ()

    @property
    def infos(self) -> Mapping[str, EnvironmentInfo]:
        """What `driftboard.toml` says of each environment, by its slug."""
        return self.fleet.infos

    @property
    def release(self) -> Release:
        return self.reference.release

    @property
    def at(self) -> datetime | None:
        """The moment of a pinned address; None on a live page."""
        return self.fleet.at

    @property
    def address(self) -> ReadinessAddress:
        """The address of this page."""
        if self.at is None:
            return ReadinessAddress(self.project.slug, self.reference.segment)
        return self.pinned

    @property
    def pinned(self) -> ReadinessAddress:
        """The pinned address of what this page shows."""
        segment = pinned_segment(self.reference.label, self.release.fingerprint)
        parameters = [("without", slug) for slug in self.fleet.removed]
        if self.fleet.newer:
            parameters.append(("newer", self.fleet.newer))
        moment = self.fleet.at or self.fleet.now
        return ReadinessAddress(self.project.slug, segment, moment, tuple(parameters))

    @property
    def live(self) -> ReadinessAddress:
        """The live address of what this page shows."""
        return (
            ReadinessAddress(self.project.slug, live_segment(self.reference.label))
            if self.at
            else self.address
        )

    @property
    def times(self) -> Times:
        """The moments of the page, in words."""
        return Times(None if self.at else self.fleet.now)
