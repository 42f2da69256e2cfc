"""What is known of every environment of a project at one moment."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Self, TypeVar

from app.cache import WeightedCache
from app.config import Project
from app.domain.events.fortnight import DayVerdict
from app.domain.findings import Verdict
from app.domain.fleet import Sighting, verdict_counts
from app.domain.fleet.causes import SharedFinding, causes
from app.domain.fleet.headline import headline, is_first_reading
from app.domain.fleet.mismatch import mismatch, stand_elsewhere
from app.domain.fleet.running_release import RunningRelease
from app.domain.fleet.standing import Standing
from app.domain.history import History
from app.domain.provenance import CodeHistory
from app.domain.provenance.code_history import NO_HISTORY
from app.web.facts.chosen import ChosenRelease
from app.web.facts.target import MissingTarget, missing_target
from app.web.facts.told import Told, settled_before
from app.web.urls.labels import newer_value

Kept = TypeVar("Kept")

MAX_KEPT = 64
"""So many orders and searches of one fleet are kept."""


@dataclass(frozen=True, eq=False)
class EnvironmentInfo:
    """
    An environment as `driftboard.toml` describes it.

    `tier` and `region` are empty on pinned pages: the file may change, and a pinned page may not.
    """

    slug: str
    tier: str = ""
    region: str = ""


@dataclass(frozen=True, eq=False)
class FleetFacts:
    """
    Every environment of a project at one moment.

    `sightings` and `histories` are by slug. `now` is the moment of the facts. `at` is the moment that a pinned address
    names, and None on a live page. `removed` are the slugs of environments that have a history and are left out: on a
    live page because they are not configured any more, on a pinned page because the address says `without=`. `code` is
    the history of the code. A pinned page has none: that history grows, and a pinned page shows the same for ever.

    Each environment is held against the release that runs in it, `against` by slug, or all against the one that the
    reader has `picked`; `chosen` is that one, or the same release of all, or that of the project. `running` says who
    tells what runs, and `standings` where the rows stand, where that is known: on live pages alone. `received` says
    when the history of each was received, of those with one table. `fortnights` are the last days of each, where a page
    asks for them: of those that were worked out by then. `told` is what deployments told of environments; a pinned page
    has it where its address leaves to them what runs where. Of the environments `unstored` nothing is stored yet: no
    pinned page has them.
    """

    project: Project
    chosen: ChosenRelease
    environments: tuple[EnvironmentInfo, ...]
    sightings: Mapping[str, Sighting]
    histories: Mapping[str, History]
    now: datetime
    at: datetime | None = None
    removed: tuple[str, ...] = ()
    code: CodeHistory = NO_HISTORY
    against: Mapping[str, ChosenRelease] = field(default_factory=dict)
    running: Mapping[str, RunningRelease] = field(default_factory=dict)
    standings: Mapping[str, Standing] = field(default_factory=dict)
    picked: bool = False
    received: Mapping[str, datetime] = field(default_factory=dict)
    fortnights: Mapping[str, tuple[DayVerdict, ...]] | None = None
    told: Mapping[str, Told] = field(default_factory=dict)
    unstored: frozenset[str] = frozenset()
    kept: WeightedCache[Hashable, Any] = field(default_factory=lambda: WeightedCache(MAX_KEPT))

    def with_fortnights(self, fortnights: Mapping[str, tuple[DayVerdict, ...]]) -> Self:
        """The same with the last days of each environment."""
        same = copy(self)
        object.__setattr__(same, "fortnights", fortnights)
        return same

    def days_of(self, slug: str) -> tuple[DayVerdict, ...] | None:
        """The last days of an environment; None while they are still being worked out. None of any are no days."""
        return () if self.fortnights is None else self.fortnights.get(slug)

    def of_all(self, name: str, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """
        What `make` answers, made once for all copies of these facts: it looks at every environment, and at no moment.

        `name` and `key` have all that it depends on beside the facts.
        """
        found: Kept | None = self.kept.get((name, key))
        if found is None:
            found = make()
            self.kept.put((name, key), found)
        return found

    def later(self, now: datetime, standings: Mapping[str, Standing]) -> Self:
        """The same at another moment, with where the rows stand. What was worked out stays: no moment is in it."""
        same = copy(self)
        object.__setattr__(same, "now", now)
        object.__setattr__(same, "standings", standings)
        return same

    @cached_property
    def infos(self) -> Mapping[str, EnvironmentInfo]:
        """The environments by slug."""
        return {info.slug: info for info in self.environments}

    @cached_property
    def in_order(self) -> tuple[Sighting, ...]:
        """What is known of each environment, in the order of `environments`."""
        return tuple(self.sightings[info.slug] for info in self.environments)

    @cached_property
    def is_first_reading(self) -> bool:
        """Whether most of the environments are still to be read for the first time."""
        return is_first_reading(self.in_order)

    @cached_property
    def newer(self) -> str | None:
        """The newer releases that some environments have rows of, as a pinned address names them."""
        return newer_of(self.sightings.values())

    @property
    def settled(self) -> Mapping[str, Told]:
        """What was told of environments, without what is so new that the moment of the facts does not tell it."""
        if self.at is not None:
            return self.told
        before = settled_before(self.now)
        return {slug: each for slug, each in self.told.items() if each.known_at < before}

    @property
    def unsettled_at(self) -> datetime | None:
        """The second of the facts while something that was told is not settled; else None."""
        return None if len(self.settled) == len(self.told) else self.now.replace(microsecond=0)

    def kept_of(self, by_slug: Mapping[str, Kept]) -> dict[str, Kept]:
        """What is said of environments by slug, of those alone that a pinned page has."""
        return {slug: each for slug, each in by_slug.items() if slug not in self.unstored}

    def release_of(self, slug: str) -> ChosenRelease:
        """The release that an environment is held against."""
        return self.against.get(slug, self.chosen)

    def mismatch(self, slug: str) -> str:
        """That what runs there and the rows do not belong together; empty where the reader picked the release."""
        if self.picked:
            return ""
        return mismatch(self.running.get(slug), self.sightings[slug].verdict, self.standings.get(slug))

    def rows_place(self, slug: str) -> str:
        """`rows at v1.1`, where that is not the release that runs there; else empty."""
        standing = self.standings.get(slug)
        if standing is None or self.picked:
            return ""
        is_elsewhere = stand_elsewhere(self.running.get(slug), self.sightings[slug].verdict, standing)
        return f"rows {standing.brief}" if is_elsewhere else ""

    @cached_property
    def compared(self) -> tuple[ChosenRelease, ...]:
        """The releases that environments are held against, each once, the one with the most environments first."""
        by_identity: dict[str, list[ChosenRelease]] = {}
        for info in self.environments:
            each = self.release_of(info.slug)
            by_identity.setdefault(each.identity, []).append(each)
        most_first = sorted(by_identity.values(), key=lambda same: (-len(same), same[0].word))
        return tuple(same[0] for same in most_first) or (self.chosen,)

    @cached_property
    def has_release(self) -> bool:
        """Whether at least one environment is held against a release that is known."""
        return any(each.release is not None for each in self.compared)

    @cached_property
    def counts(self) -> Mapping[Verdict, int]:
        """The number of environments with each verdict, worst first, also if there is none."""
        return verdict_counts(self.sightings.values())

    @cached_property
    def causes(self) -> tuple[SharedFinding, ...]:
        """What blocks environments now, the most shared first."""
        return causes(self.in_order)

    @cached_property
    def sentence(self) -> str:
        """What is the matter with the fleet, in one sentence or two."""
        if not self.has_release:
            return self.missing_target.sentence
        label = None if self.has_several_releases else self.chosen.word
        return headline(self.in_order, label=label)

    def worked_out(self) -> Self:
        """Itself, with all worked out that copies for other moments share."""
        _ = (self.infos, self.in_order, self.is_first_reading, self.newer)
        _ = (self.sentence, self.counts, self.causes)
        return self

    @property
    def missing_target(self) -> MissingTarget:
        """Why no release is known, where none is."""
        return missing_target(self.project, self.chosen.label, self.chosen.labels)

    @cached_property
    def has_several_releases(self) -> bool:
        """Whether the environments are held against different releases."""
        return len(self.compared) > 1


def newer_of(sightings: Iterable[Sighting]) -> str | None:
    """The newer releases of which there are rows, as a pinned address names them; None without any."""
    parts = (part for sighting in sightings for part in sighting.parts or (sighting,))
    leads = (lead for part in parts if part.drift for lead in part.drift.leads)
    return newer_value((lead.release, lead.fingerprint) for lead in leads if lead.fingerprint)
