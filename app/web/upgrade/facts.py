"""How the parts of an environment get to a release: the worst one speaks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.config import Environment, Project
from app.domain.fleet import Sighting
from app.domain.release import Release
from app.domain.upgrade import Reach, Upgrade
from app.domain.ways import Situation
from app.store import checkouts
from app.store.sessions import ReadSession
from app.web.facts import dialect
from app.web.facts.environment import EnvironmentFacts
from app.web.facts.live import environment as live_environment
from app.web.facts.pinned.addresses import pinned_environment
from app.web.facts.releases.order import places as places_now
from app.web.facts.releases.reference import ReleaseReference
from app.web.upgrade import paths
from app.web.urls.environment import EnvironmentAddress
from app.web.urls.upgrade import UpgradeAddress

MAX_PARTS = 24
"""So many databases and schemas of an environment are looked at, the worst first."""

WORST_FIRST = tuple(reversed(Reach))


@dataclass(frozen=True, eq=False)
class PartUpgrade:
    """One table of an environment, or the schemas that share its history. Without a history both others are None."""

    sighting: Sighting
    situation: Situation | None = None
    found: Upgrade | None = None

    @property
    def is_seen(self) -> bool:
        """Whether its history is that of now."""
        return self.found is not None and self.sighting.failure is None and not self.sighting.stale

    @property
    def reach(self) -> Reach:
        """Nobody can tell of what is not seen now."""
        return self.found.reach if self.found is not None and self.is_seen else Reach.UNKNOWN


@dataclass(frozen=True, eq=False)
class UpgradeFacts:
    """
    How an environment gets to a release, now or as a pinned address has it.

    `parts` come worst first, and the first one speaks; `left_out` further ones were not looked at. `now` is None on a
    pinned page. `labels` are the releases to choose from, the newest first.
    """

    project: Project
    slug: str
    label: str
    release: Release
    parts: tuple[PartUpgrade, ...]
    address: UpgradeAddress
    pinned: EnvironmentAddress | None
    received_at: datetime | None
    now: datetime | None = None
    left_out: int = 0
    labels: tuple[str, ...] = ()

    @property
    def first(self) -> PartUpgrade:
        """The part that speaks."""
        return self.parts[0]

    @property
    def has_parts(self) -> bool:
        """Whether the environment has several databases or schemas."""
        return len(self.parts) > 1 or bool(self.left_out) or bool(self.first.sighting.location.schema)


def live(  # noqa: PLR0913 - all that the address says
    session: ReadSession,
    project: Project,
    configured: Environment,
    reference: ReleaseReference,
    *,
    now: datetime,
    alias: str | None,
    schema: str | None,
) -> UpgradeFacts:
    """The answer as of now: of one database or schema where the address names it, else of all. Raises `NotFound`."""
    text = reference.release.fingerprint if reference.pinned else reference.label
    facts = live_environment.environment(
        session, project, configured, now=now, release_text=text, alias=alias, schema=schema
    )
    whole = facts.sighting if alias or schema or facts.whole is None else facts.whole
    sightings = whole.parts or (whole,)
    known, places = checkouts.of_project(session, project.slug), places_now(session, project)

    def part(sighting: Sighting) -> PartUpgrade:
        if sighting.drift is None:
            return PartUpgrade(sighting)
        situation = Situation(
            reference.release,
            sighting.drift.history,
            known,
            sighting.location.alias,
            facts.knowledge,
            project.apps(configured.slug, sighting.location),
            sighting.location.schema,
            dialect.search_path_of_database(configured, sighting.location),
        )
        found = paths.upgrade_of(situation, reference.label, places, facts.knowledge)
        return PartUpgrade(sighting, situation, found)

    parts = _worst_first(map(part, sightings[:MAX_PARTS]))
    location = parts[0].sighting.location if alias or schema else None
    spoken = live_environment.environment(
        session,
        project,
        configured,
        now=now,
        release_text=text,
        alias=parts[0].sighting.location.alias,
        schema=parts[0].sighting.location.schema or None,
    )
    return UpgradeFacts(
        project,
        configured.slug,
        reference.label,
        reference.release,
        parts,
        UpgradeAddress.live(project.slug, configured.slug, reference.segment, location),
        _pinned_of(spoken),
        None if spoken.snapshot is None else spoken.snapshot.received_at,
        now,
        max(0, len(sightings) - MAX_PARTS),
        facts.chosen.labels,
    )


def pinned(session: ReadSession, facts: EnvironmentFacts, address: EnvironmentAddress) -> UpgradeFacts:
    """The answer that a pinned address names, from the facts of the comparison that it names."""
    release, snapshot = facts.chosen.release, facts.snapshot
    assert release is not None  # noqa: S101 - for the type checker; a pinned address names both
    assert snapshot is not None  # noqa: S101
    project = facts.project.slug
    known, places, knowledge = paths.known_then(session, project, release, snapshot.received_at)
    situation = Situation(
        release,
        snapshot.history,
        known,
        facts.alias,
        knowledge,
        facts.apps,
        facts.location.schema,
        facts.search_path,
    )
    found = paths.upgrade_of(situation, facts.chosen.label, places)
    return UpgradeFacts(
        facts.project,
        facts.environment.slug,
        facts.chosen.label,
        release,
        (PartUpgrade(facts.sighting, situation, found),),
        UpgradeAddress.pinned(address),
        address,
        snapshot.received_at,
    )


def _worst_first(parts: Iterable[PartUpgrade]) -> tuple[PartUpgrade, ...]:
    def weight(part: PartUpgrade) -> tuple[int, int]:
        stones = len(part.found.stones) if part.found else 0
        return WORST_FIRST.index(part.reach), -stones

    return tuple(sorted(parts, key=weight))


def _pinned_of(facts: EnvironmentFacts) -> EnvironmentAddress | None:
    """The pinned address of the comparison that the part which speaks has; None without a history."""
    if facts.snapshot is None or facts.chosen.release is None:
        return None
    snapshot = facts.snapshot
    return pinned_environment(facts, facts.chosen.release, snapshot.received_at, snapshot.history.fingerprint)
