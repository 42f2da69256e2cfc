"""Which other environments have the same finding now, and how the others fare."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from app.domain.course.elsewhere import Everywhere, everywhere
from app.domain.drift import Drift
from app.domain.findings import Finding
from app.domain.fleet import Sighting
from app.domain.release import Release
from app.store.sessions import ReadSession
from app.web.environment.finding.facts import FindingFacts
from app.web.facts.course.course import find
from app.web.facts.fleet import FleetFacts
from app.web.facts.live import fleet as live_fleet
from app.web.layout.views import VerdictLink, VerdictView
from app.web.urls.environment import EnvironmentAddress, location_parameters
from app.web.urls.finding import FindingAddress
from app.web.wording import rich_text as text
from app.web.wording.rich_text import Text

MAX_LINKS = 12
"""Further environments are counted, not named."""


@dataclass(frozen=True, slots=True)
class SameCauseView:
    """The environments with the same finding; `more` counts those that are not named. `sentence` is of the others."""

    links: tuple[VerdictLink, ...] = ()
    more: int = 0
    sentence: Text = ()


def view(session: ReadSession, facts: FindingFacts) -> SameCauseView | None:
    """What is so now, of a live page; nothing yet of a pinned one, which loads it."""
    now = facts.environment.now
    return SameCauseView() if now is None else same_cause_view(session, facts, now=now)


def same_cause_view(session: ReadSession, facts: FindingFacts, *, now: datetime) -> SameCauseView | None:
    """What is so now; None where no other environment was seen lately."""
    environment, finding = facts.environment, facts.finding
    fleet = facts.fleet or live_fleet.fleet(
        session, environment.project, now=now, release_text=None, with_standings=False
    )
    shown = _shown(fleet, finding, facts.drift.release)
    found = shown.everywhere.beside(environment.environment.slug)
    if not found.same and not found.others:
        return None
    project = environment.project.slug
    links = tuple(_link(project, slug, shown.parts[slug], finding) for slug in found.same[:MAX_LINKS])
    return SameCauseView(links, len(found.same[MAX_LINKS:]), text.of(finding, found.sentence))


@dataclass(frozen=True, eq=False)
class _Shown:
    """Where a finding is; `parts` are those that have it, by the slug of their environment."""

    everywhere: Everywhere
    parts: Mapping[str, Sighting]


def _shown(fleet: FleetFacts, finding: Finding, release: Release) -> _Shown:
    """Where a finding is of all environments, looked up once for all that have it."""

    def look() -> _Shown:
        judged = {slug: _parts(sighting) for slug, sighting in fleet.sightings.items() if sighting.is_judged}
        same = {
            slug: part for slug, parts in judged.items() if (part := _showing(parts, finding)) is not None
        }
        others = {
            slug: [drift.history.recorded for drift in _drifts(parts)]
            for slug, parts in judged.items()
            if slug not in same
        }
        return _Shown(everywhere(finding, release, same=same, others=others), same)

    return fleet.of_all("shown", (finding, release.fingerprint, release.label), look)


def _parts(sighting: Sighting) -> tuple[Sighting, ...]:
    return sighting.parts or (sighting,)


def _showing(parts: Iterable[Sighting], finding: Finding) -> Sighting | None:
    """The first part that has the finding."""
    return next((part for part in parts if part.drift and find(part.drift, finding)), None)


def _drifts(parts: Iterable[Sighting]) -> Iterator[Drift]:
    return (part.drift for part in parts if part.drift is not None)


def _link(project: str, slug: str, part: Sighting, finding: Finding) -> VerdictLink:
    address = EnvironmentAddress.live(project, slug).with_parameters(**location_parameters(part.location))
    return VerdictLink(slug, FindingAddress.of(address, finding).page(), VerdictView.of(part.verdict))
