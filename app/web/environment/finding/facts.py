"""What the page of one finding is made of."""

from dataclasses import dataclass
from functools import cached_property

from app.domain.drift import Drift
from app.domain.drift.circumstances import circumstances_of
from app.domain.findings import Finding
from app.domain.history import History
from app.domain.release import Release
from app.domain.runbook import Circumstances
from app.domain.ways import ProvenWay, Situation, is_edit, unblocked, why_none
from app.domain.ways.scripts import Dialect
from app.store.sessions import ReadSession
from app.web.environment.head import pinned_address
from app.web.facts import comparisons, ways
from app.web.facts.environment import EnvironmentFacts
from app.web.facts.fleet import FleetFacts
from app.web.facts.live import fleet as live_fleet
from app.web.urls.environment import EnvironmentAddress, location_parameters
from app.web.urls.finding import FindingAddress


@dataclass(frozen=True, eq=False)
class FindingFacts:
    """
    One finding of an environment, live or pinned.

    `environment.now` is None on a pinned page, as everywhere. `situation` is what its ways out start from, and `ways`
    are those that hold here, in the order in which they are shown. With `is_reported` false the address is that of a
    pinned finding that this Driftboard does not find there any more; it has no ways. `fleet` is what is known
    of all environments, for a live page alone: it changes.
    """

    environment: EnvironmentFacts
    drift: Drift
    finding: Finding
    address: FindingAddress
    situation: Situation
    ways: tuple[ProvenWay, ...] = ()
    is_reported: bool = True
    fleet: FleetFacts | None = None

    @cached_property
    def circumstances(self) -> Circumstances:
        """What the comparison knows of the finding: which of its words fit."""
        return circumstances_of(self.drift, self.finding)

    @property
    def dialect(self) -> Dialect:
        """The SQL of the scripts."""
        return self.environment.dialect

    @property
    def is_pinned(self) -> bool:
        return self.environment.now is None

    @property
    def why_none(self) -> str:
        """Why no way out is offered."""
        return why_none(self.situation, self.finding)

    def unblocked_elsewhere(self, way: ProvenWay) -> tuple[str, ...]:
        """The other environments that are blocked now on the same release, and no longer after this way; sorted."""
        fleet, before, after = self.fleet, self.situation.release, way.end.release
        if fleet is None or not is_edit(way):
            return ()
        key = (before.fingerprint, after.fingerprint, self.situation.alias)
        names = fleet.of_all(
            "unblocked", key, lambda: unblocked(self.situation, way, _blocked(fleet, before))
        )
        return tuple(name for name in names if name != self.environment.environment.slug)

    @cached_property
    def pinned(self) -> FindingAddress | None:
        """
        The pinned address of the finding; None where it has none.

        A pinned page knows no history of the code, which grows, so it lacks what only that tells.
        """
        address = pinned_address(self.environment)
        if address is None or not (self.is_pinned or _is_told_by_releases(self.environment, self.finding)):
            return None
        return FindingAddress.of(address, self.finding)

    @property
    def live(self) -> FindingAddress:
        """The live address of the finding."""
        facts = self.environment
        address = EnvironmentAddress.live(facts.project.slug, facts.environment.slug)
        return FindingAddress.of(address.with_parameters(**location_parameters(facts.location)), self.finding)


def finding_facts(
    session: ReadSession,
    facts: EnvironmentFacts,
    address: EnvironmentAddress,
    finding: Finding,
    *,
    with_fleet: bool = False,
) -> FindingFacts | None:
    """The facts of one finding of an environment; None without a history or a release."""
    situation = ways.situation_of(session, facts)
    if situation is None or facts.drift is None:
        return None
    fleet = None
    if with_fleet and facts.now is not None:
        fleet = live_fleet.fleet(
            session, facts.project, now=facts.now, release_text=None, with_standings=False
        )
    return FindingFacts(
        facts,
        facts.drift,
        finding,
        FindingAddress.of(address, finding),
        situation,
        ways.ways_of(situation, finding) if finding in facts.drift.finding_set else (),
        is_reported=finding in facts.drift.finding_set,
        fleet=fleet,
    )


def _blocked(fleet: FleetFacts, release: Release) -> dict[str, History]:
    """The histories of the environments that are blocked now on this release."""
    return {
        slug: sighting.drift.history
        for slug, sighting in fleet.sightings.items()
        if sighting.drift is not None
        and sighting.blockers
        and sighting.drift.release.fingerprint == release.fingerprint
    }


def _is_told_by_releases(facts: EnvironmentFacts, finding: Finding) -> bool:
    """Whether the pinned page of an environment has this finding: without the history of the code."""
    release, snapshot, drift = facts.chosen.release, facts.snapshot, facts.drift
    if release is None or snapshot is None or drift is None:
        return False
    if finding in comparisons.drift_of(release, snapshot.history, alias=facts.alias).findings:
        return True
    named = {lead.fingerprint for lead in drift.leads}
    newer = tuple(each for each in facts.knowledge.releases if each.fingerprint in named)
    return finding in comparisons.drift_knowing(release, newer, snapshot.history, alias=facts.alias).findings
